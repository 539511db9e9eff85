"""Taking a person out of everything that stays: findings, answers, attestations.

Nothing here deletes a face.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.findings import Finding
from consent.ids import AssetId, FindingId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause
from likeness.storage.finding_rows import NO_SCORE, to_row
from likeness.storage.tables.answers import attestation_persons, attestations, face_memory
from likeness.storage.tables.assets import findings

REMOVED: dict[str, Any] = {
    **NO_SCORE,
    "kind": FindingKind.REMOVED.value,
    "person": None,
    "link_ends": None,
    "cause": RemovedCause.ERASURE.value,
}


def forget_findings(connection: Connection, person: PersonId, at: datetime) -> tuple[AssetId, ...]:
    """Turn every finding still linked to a person into a removed face, blocked by its cause."""
    theirs = sa.update(findings).where(findings.c.person == person)
    statement = theirs.values(**REMOVED, removed_at=at)
    rows = connection.execute(statement.returning(findings.c.asset))
    return tuple(sorted({AssetId(row.asset) for row in rows}))


def keep_attested_faces(connection: Connection, person: PersonId, at: datetime) -> None:
    """Leave a nameless, blocked face on every photo that an attestation says a person is on."""
    query = (
        sa.select(attestations.c.asset)
        .join(attestation_persons, attestation_persons.c.attestation == attestations.c.id)
        .where(attestation_persons.c.person == person)
        .distinct()
    )
    for asset in connection.scalars(query).all():
        face = Finding(
            id=FindingId(str(uuid4())),
            kind=FindingKind.REMOVED,
            cause=RemovedCause.ERASURE,
            removed_at=at,
        )
        connection.execute(sa.insert(findings).values(asset=asset, **to_row(face)))


def forget_answers(connection: Connection, person: PersonId) -> tuple[AssetId, ...]:
    """Take a person out of all answers and attestations; gives the assets concerned.

    An answer that said who it is becomes a removal; one that said who it is not, or that was
    undone, goes. In an attestation an empty place stays where the person was.
    """
    theirs = face_memory.c.person == person
    touched = set(connection.scalars(sa.select(face_memory.c.asset).where(theirs)))
    touched |= _forget_attestations(connection, person)
    useless = face_memory.c.undone.is_(True) | (face_memory.c.kind == AnswerKind.NOT_PERSON.value)
    connection.execute(sa.delete(face_memory).where(theirs & useless))
    removal = {
        "kind": AnswerKind.REMOVED.value,
        "person": None,
        "cause": RemovedCause.ERASURE.value,
    }
    connection.execute(sa.update(face_memory).where(theirs).values(**removal))
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
        values = {"before": row.before | REMOVED, "before_person": None}
        connection.execute(
            sa.update(face_memory).where(face_memory.c.seq == row.seq).values(**values)
        )
