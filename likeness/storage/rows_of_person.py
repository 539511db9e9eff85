"""Everything of a person that goes: the one list of tables that must forget them.

A test checks it against the schema.
"""

import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.tables.consents import quitclaim_events, quitclaims
from likeness.storage.tables.letters import outbox
from likeness.storage.tables.pages import address_changes, pending_enrolments
from likeness.storage.tables.people import (
    look_alikes,
    persons,
    recognition_consents,
    recognition_events,
    vault_records,
)
from likeness.storage.tables.sessions import session_roster

OWNED = (
    vault_records,
    recognition_consents,
    recognition_events,
    session_roster,
    outbox,
    address_changes,
    pending_enrolments,
    quitclaims,
)
"""Tables whose rows of a person are deleted. Photos and states of a quitclaim go with it."""


def delete_rows(connection: Connection, person: PersonId) -> None:
    """Delete a person's rows.

    Findings, answers and attestations must have forgotten them before.
    """
    _rename_signer(connection, person)
    for table in OWNED:
        connection.execute(sa.delete(table).where(table.c.person == person))
    either = (look_alikes.c.one == person) | (look_alikes.c.other == person)
    connection.execute(sa.delete(look_alikes).where(either))
    connection.execute(sa.delete(persons).where(persons.c.id == person))


def _rename_signer(connection: Connection, person: PersonId) -> None:
    """Keep what this person signed for others, as one unknown signer."""
    unknown = f"erased-{secrets.token_hex(8)}"
    for table in (quitclaims, quitclaim_events):
        connection.execute(sa.update(table).where(table.c.signer == person).values(signer=unknown))
