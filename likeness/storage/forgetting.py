"""Taking a person out of the answers and attestations that stay.

What an answer becomes is said by `consent.endings`.
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.endings import after_erasure, removed_face
from consent.ids import AssetId, PersonId
from consent.states import AnswerKind, RemovedCause
from likeness.storage.finding_rows import from_columns, to_document
from likeness.storage.tables.answers import attestation_persons, attestations, face_memory


def forget_answers(connection: Connection, person: PersonId) -> tuple[AssetId, ...]:
    """Take a person out of all answers and attestations; gives the assets concerned.

    An answer that said who it is becomes a removal; one that said who it is not, or that was
    undone, goes. In an attestation an empty place stays where the person was.
    """
    theirs = face_memory.c.person == person
    touched = set(connection.scalars(sa.select(face_memory.c.asset).where(theirs)))
    touched |= _forget_attestations(connection, person)
    connection.execute(sa.delete(face_memory).where(theirs, face_memory.c.undone.is_(True)))
    for kind in AnswerKind:
        of_kind, after = theirs & (face_memory.c.kind == kind.value), after_erasure(kind)
        if after is None:
            connection.execute(sa.delete(face_memory).where(of_kind))
            continue
        removal = {"kind": after.value, "person": None, "cause": RemovedCause.ERASURE.value}
        connection.execute(sa.update(face_memory).where(of_kind).values(**removal))
    _forget_before(connection, person)
    return tuple(sorted(AssetId(asset) for asset in touched))


def _forget_attestations(connection: Connection, person: PersonId) -> set[str]:
    named = attestation_persons.c.person == person
    query = (
        sa.select(attestations.c.asset)
        .join(attestation_persons, attestation_persons.c.attestation == attestations.c.id)
        .where(named)
    )
    touched = set(connection.scalars(query))
    connection.execute(sa.update(attestation_persons).where(named).values(person=None))
    return touched


def _forget_before(connection: Connection, person: PersonId) -> None:
    """Make what `undo` would restore a removed face, too."""
    query = sa.select(face_memory.c.seq, face_memory.c.before).where(
        face_memory.c.before_person == person
    )
    for row in connection.execute(query).all():
        before = removed_face(from_columns(row.before, None), RemovedCause.ERASURE, (), None)
        values = {"before": to_document(before), "before_person": None}
        connection.execute(
            sa.update(face_memory).where(face_memory.c.seq == row.seq).values(**values)
        )
