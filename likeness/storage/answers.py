"""Face memory and attestations (implements `scheduler.ports.Answers`)."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.answers import FaceAnswer
from consent.attestations import Attestation
from consent.ids import AnswerId, AssetId, FindingId, PersonId
from likeness.storage.answer_rows import answer_row, attestation_row, to_answer, to_attestation
from likeness.storage.contents import present_content
from likeness.storage.forgetting import forget_answers
from likeness.storage.tables.answers import attestation_persons, attestations, face_memory

NOBODY = "erased-"
"""What the id of somebody begins with who was erased, or has to be named yet."""
_IN_FORCE = (
    sa.select(face_memory)
    .where(face_memory.c.asset == sa.bindparam("asset"), face_memory.c.undone.is_(False))
    .order_by(face_memory.c.seq)
)
_ATTESTED = (
    sa.select(attestations, attestation_persons.c.position, attestation_persons.c.person)
    .outerjoin(attestation_persons, attestation_persons.c.attestation == attestations.c.id)
    .where(attestations.c.asset == sa.bindparam("asset"))
    .order_by(attestations.c.seq, attestation_persons.c.position)
)
"""Each attestation, once for each of its persons."""


class SqlAnswers:
    """Answers in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def of(self, asset: AssetId) -> tuple[FaceAnswer, ...]:
        """Give the answers in force for one asset, oldest first."""
        rows = self._connection.execute(_IN_FORCE, {"asset": asset}).all()
        if not rows:
            return ()
        present = present_content(self._connection, asset)
        return tuple(to_answer(row, present) for row in rows)

    def add(self, answer: FaceAnswer) -> None:
        """Add one answer."""
        row = answer_row(answer, present_content(self._connection, answer.asset))
        self._connection.execute(sa.insert(face_memory).values(**row))

    def undo_last(self, asset: AssetId, finding: FindingId) -> FaceAnswer | None:
        """Mark the newest answer about this finding as undone and give it.

        None where there is none. What was said of a copy counts by its own moment.
        """
        query = (
            sa.select(face_memory)
            .where(
                face_memory.c.asset == asset,
                face_memory.c.finding == finding,
                face_memory.c.undone.is_(False),
            )
            .order_by(face_memory.c.at.desc(), face_memory.c.seq.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        undone = sa.update(face_memory).where(face_memory.c.seq == row.seq).values(undone=True)
        self._connection.execute(undone)
        return to_answer(row, present_content(self._connection, asset))

    def undo(self, answers: Iterable[AnswerId]) -> None:
        """Mark answers as undone."""
        these = sa.update(face_memory).where(face_memory.c.id.in_(list(answers)))
        self._connection.execute(these.values(undone=True))

    def roots(self, asset: AssetId) -> frozenset[AnswerId]:
        """Give which answers have come to this asset, wherever given; undone ones included."""
        query = sa.select(face_memory.c.id, face_memory.c.origin)
        rows = self._connection.execute(query.where(face_memory.c.asset == asset))
        return frozenset(AnswerId(row.origin or row.id) for row in rows)

    def attestations(self, asset: AssetId) -> tuple[Attestation, ...]:
        """Give the attestations of one asset, oldest first.

        Somebody erased since keeps a place, under an id that is nobody's: else `only` would say
        that nobody was there.
        """
        found = self._connection.execute(_ATTESTED, {"asset": asset}).all()
        if not found:
            return ()
        persons: dict[str, list[PersonId]] = {row.id: [] for row in found}
        for row in found:
            if row.position is not None:
                person = row.person or f"{NOBODY}{row.position}-{row.id}"
                persons[row.id].append(PersonId(person))
        present = present_content(self._connection, asset)
        rows = {row.id: row for row in found}
        return tuple(to_attestation(row, persons[one], present) for one, row in rows.items())

    def attest(self, attestation: Attestation) -> None:
        """Add one attestation; a person whose id begins with `NOBODY` keeps a place only."""
        present = present_content(self._connection, attestation.asset)
        row = attestation_row(attestation, present)
        self._connection.execute(sa.insert(attestations).values(**row))
        if attestation.persons:
            persons = [
                {
                    "attestation": attestation.id,
                    "position": position,
                    "person": None if person.startswith(NOBODY) else person,
                }
                for position, person in enumerate(sorted(attestation.persons))
            ]
            self._connection.execute(sa.insert(attestation_persons), persons)

    def attested_with(self, person: PersonId) -> tuple[AssetId, ...]:
        """Give the assets with an attestation that names this person."""
        query = (
            sa.select(attestations.c.asset)
            .join(attestation_persons, attestation_persons.c.attestation == attestations.c.id)
            .where(attestation_persons.c.person == person)
            .distinct()
            .order_by(attestations.c.asset)
        )
        return tuple(AssetId(row.asset) for row in self._connection.execute(query))

    def forget_person(self, person: PersonId) -> tuple[AssetId, ...]:
        """Take a person out of all answers and attestations (erasure).

        Gives the assets concerned.
        """
        return forget_answers(self._connection, person)
