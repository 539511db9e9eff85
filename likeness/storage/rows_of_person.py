"""Everything of a person that goes: the one list of tables that must forget them.

A test checks it against the schema.
"""

import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.evidence import forget_hold, forget_idle_holds
from likeness.storage.outbox import hand_over_letters
from likeness.storage.tables.asking import (
    ask_persons,
    asks,
    group_members,
    guardians,
    link_persons,
    links,
    session_ground_persons,
    signature_persons,
    signatures,
    withdrawals,
)
from likeness.storage.tables.consents import quitclaim_events, quitclaims
from likeness.storage.tables.evidence import evidence, import_keys
from likeness.storage.tables.held import held_candidates, held_matches, merges
from likeness.storage.tables.letters import alert_marks, alert_steps, outbox
from likeness.storage.tables.pages import address_changes, pending_enrolments
from likeness.storage.tables.people import (
    look_alikes,
    persons,
    recognition_consents,
    recognition_events,
    vault_records,
)
from likeness.storage.tables.sessions import session_roster

GUARDIAN = "guardian"
ERASED_ACTOR = "erased"
OWNED = (
    vault_records,
    evidence,
    import_keys,
    recognition_consents,
    recognition_events,
    session_roster,
    outbox,
    alert_steps,
    alert_marks,
    address_changes,
    pending_enrolments,
    quitclaims,
    ask_persons,
    link_persons,
    signature_persons,
    group_members,
    guardians,
    session_ground_persons,
)
"""Tables whose rows of a person are deleted. Photos and states of a quitclaim go with it."""


def delete_rows(connection: Connection, person: PersonId) -> None:
    """Delete a person's rows.

    Findings, answers and attestations must have forgotten them before.
    """
    _rename_signer(connection, person)
    _rename_actor(connection, person)
    hand_over_letters(connection, person)
    forget_hold(connection, person)  # where it is the id of a hold that has ended
    forget_idle_holds(connection, person)
    for table in OWNED:
        connection.execute(sa.delete(table).where(table.c.person == person))
    _forget_guardian(connection, person)
    _end_asks(connection)
    alone = sa.update(withdrawals).where(withdrawals.c.person == person)
    connection.execute(alone.values(person=None))
    theirs = (held_candidates.c.person == person) | (held_candidates.c.likely == person)
    connection.execute(sa.delete(held_candidates).where(theirs))
    connection.execute(sa.delete(held_matches).where(held_matches.c.person == person))
    numbers = (merges.c.kept == person) | (merges.c.merged == person)
    connection.execute(sa.delete(merges).where(numbers))
    either = (look_alikes.c.one == person) | (look_alikes.c.other == person)
    connection.execute(sa.delete(look_alikes).where(either))
    connection.execute(sa.delete(persons).where(persons.c.id == person))


def _rename_signer(connection: Connection, person: PersonId) -> None:
    """Keep what this person signed for others, as one unknown signer."""
    unknown = f"erased-{secrets.token_hex(8)}"
    for table in (quitclaims, quitclaim_events, signatures, asks, links):
        connection.execute(sa.update(table).where(table.c.signer == person).values(signer=unknown))


def _rename_actor(connection: Connection, person: PersonId) -> None:
    """Keep what this person did for others, without saying who did it."""
    names = (f"person:{person}", f"signer:{person}")
    for column in (
        quitclaim_events.c.by,
        recognition_events.c.by,
        withdrawals.c.by,
        asks.c.made_by,
    ):
        theirs = sa.update(column.table).where(column.in_(names))
        connection.execute(theirs.values({column.name: ERASED_ACTOR}))


def _forget_guardian(connection: Connection, person: PersonId) -> None:
    """Delete what children keep of this person as their guardian; the answers stay."""
    connection.execute(sa.delete(guardians).where(guardians.c.signer == person))
    contact = (vault_records.c.kind == GUARDIAN) & (vault_records.c.record == person)
    connection.execute(sa.delete(vault_records).where(contact))


def _end_asks(connection: Connection) -> None:
    """Delete asks and signatures that are about nobody any more, and their links with them."""
    for table, about in (
        (asks, ask_persons.c.ask),
        (signatures, signature_persons.c.signature),
    ):
        somebody = sa.exists().where(about == table.c.id)
        connection.execute(sa.delete(table).where(~somebody))
    somebody = sa.exists().where(link_persons.c.link == links.c.hash)
    pages = links.c.kind.in_(("receipt", "fresh", "visit", "code"))
    connection.execute(sa.delete(links).where(pages, ~somebody))
