"""On which assets a person is: the one list of tables that may link an asset to a person."""

import sqlalchemy as sa

from consent.ids import PersonId
from likeness.storage.tables.answers import attestation_persons, attestations, face_memory
from likeness.storage.tables.assets import findings
from likeness.storage.tables.consents import quitclaim_assets, quitclaims
from likeness.storage.tables.host_records import host_words


def assets_of_person(person: PersonId, *, covered: bool) -> sa.CompoundSelect[tuple[str]]:
    """Select assets with a finding, attestation, answer or host's word of a person.

    `covered`: or quitclaim.
    """
    parts = [
        sa.select(findings.c.asset).where(findings.c.person == person),
        sa.select(attestations.c.asset)
        .join(attestation_persons, attestation_persons.c.attestation == attestations.c.id)
        .where(attestation_persons.c.person == person),
        sa.select(face_memory.c.asset).where(
            face_memory.c.person == person, face_memory.c.undone.is_(False)
        ),
        sa.select(host_words.c.asset).where(host_words.c.person == person),
    ]
    if covered:
        parts.append(_covered(person))
    return sa.union(*parts)


def _covered(person: PersonId) -> sa.Select[tuple[str]]:
    return (
        sa.select(quitclaim_assets.c.asset)
        .join(quitclaims, quitclaims.c.id == quitclaim_assets.c.quitclaim)
        .where(quitclaims.c.person == person)
    )
