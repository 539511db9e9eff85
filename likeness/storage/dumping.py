"""Rows as plain values: of the whole database, and of one person.

Secrets, even hashed, stay; so does what is sealed: it is opened and handed out elsewhere.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.tables import METADATA
from likeness.storage.tables.accounts import access_log, access_subjects
from likeness.storage.tables.asking import (
    ask_persons,
    asks,
    group_members,
    person_groups,
    signature_persons,
    signatures,
)
from likeness.storage.tables.consents import quitclaim_events, quitclaims
from likeness.storage.tables.people import vault_records
from likeness.storage.tables.sessions import session_roster, sessions

NOT_DUMPED: Final = {
    "account_links": "secrets of doors",
    "address_changes": "secrets of doors",
    "held_evidence": "sealed; held for a claim",
    "import_keys": "keyed hashes",
    "knocks": "counters of tries",
    "links": "secrets of doors",
    "one_time_codes": "secrets of doors",
    "used_forms": "keyed hashes",
    "vault_records": "sealed; opened as profiles and evidence. Templates stay here",
    "web_sessions": "secrets of doors",
}
"""Tables that an export leaves out, and why."""
_SECRET: Final = frozenset({"password_hash", "secret_hash", "lease_token"})
_PAGE = 2000

Row = Mapping[str, Any]


class SqlDump:
    """Everything in the database, row by row."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def tables(self) -> tuple[str, ...]:
        """Give the tables of a full export."""
        return tuple(sorted(set(METADATA.tables) - set(NOT_DUMPED)))

    def rows(self, table: str) -> Iterator[Row]:
        """Give all rows of one of them, in the order of its key."""
        found = METADATA.tables[table]
        query = sa.select(found).order_by(*found.primary_key.columns)
        yield from _plain(self._connection.execute(query).yield_per(_PAGE))

    def of_person(self, person: PersonId) -> Mapping[str, tuple[Row, ...]]:
        """Give every row about a person, by what it is; nothing of anybody else, and no photo."""
        return {name: tuple(self._some(query)) for name, query in _about(person).items()}

    def _some(self, query: sa.Select[Any]) -> Iterator[Row]:
        yield from _plain(self._connection.execute(query))


def _about(person: PersonId) -> Mapping[str, sa.Select[Any]]:
    mine = METADATA.tables
    direct = (
        "recognition_consents",
        "recognition_events",
        "evidence",
        "withdrawals",
        "pending_enrolments",
        "alert_steps",
    )
    found: dict[str, sa.Select[Any]] = {
        name: sa.select(mine[name]).where(mine[name].c.person == person) for name in direct
    }
    own = sa.select(quitclaims.c.id).where(quitclaims.c.person == person)
    letters = mine["outbox"].c
    found["consents"] = sa.select(quitclaims).where(quitclaims.c.person == person)
    found["consents_history"] = (
        sa.select(quitclaim_events)
        .where(quitclaim_events.c.quitclaim.in_(own))
        .order_by(quitclaim_events.c.id)
    )
    sealed = vault_records.c
    found["templates"] = (
        sa.select(sealed.pack, sa.func.count().label("count"))
        .where(sealed.person == person, sealed.kind == "template")
        .group_by(sealed.pack)
    )
    found["letters"] = sa.select(
        letters.kind, letters.state, letters.due_at, letters.sent_at
    ).where(letters.person == person)
    return {**found, **_joined(person)}


def _joined(person: PersonId) -> Mapping[str, sa.Select[Any]]:
    """Give what a person belongs to, by its own name."""
    return {
        "groups": sa.select(person_groups.c.name)
        .join(group_members, group_members.c.group == person_groups.c.id)
        .where(group_members.c.person == person),
        "sessions": sa.select(sessions.c.name)
        .join(session_roster, session_roster.c.session == sessions.c.id)
        .where(session_roster.c.person == person),
        "asked": sa.select(
            asks.c.notice, asks.c.language, asks.c.way, asks.c.state, asks.c.made_at, asks.c.ends_on
        )
        .join(ask_persons, ask_persons.c.ask == asks.c.id)
        .where(ask_persons.c.person == person),
        "signatures": sa.select(signatures)
        .join(signature_persons, signature_persons.c.signature == signatures.c.id)
        .where(signature_persons.c.person == person),
        "looked_at_by": sa.select(
            access_log.c.at, access_log.c.who, access_log.c.what, access_log.c.reason
        )
        .join(access_subjects, access_subjects.c.access == access_log.c.seq)
        .where(access_subjects.c.subject == person),
    }


def _plain(rows: "sa.Result[Any]") -> Iterator[Row]:
    for row in rows:
        yield {
            name: _value(value)
            for name, value in row._mapping.items()  # noqa: SLF001 - SQLAlchemy's documented name
            if name not in _SECRET and name != "nonce"
        }


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
