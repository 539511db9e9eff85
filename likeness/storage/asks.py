"""Asks (implements `scheduler.ports.asking.Asks`)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.asks import Ask, AskState
from consent.ids import Actor, AskId, NoticeId, PersonId, SessionId, SignerId
from consent.signing import Means
from likeness.storage.members import members_of, save_members
from likeness.storage.tables.asking import ask_persons, asks
from likeness.storage.upsert import upsert
from scheduler.errors import NoSuchRow


class SqlAsks:
    """Asks in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def save(self, ask: Ask) -> None:
        """Insert or update one."""
        upsert(self._connection, asks, _row(ask))
        save_members(self._connection, ask_persons, ask.id, ask.persons)

    def get(self, ask: AskId) -> Ask:
        """Give one. Raises `NoSuchRow`."""
        found = self._read(asks.c.id == ask)
        if not found:
            raise NoSuchRow("Nobody was asked under this number.")
        return found[0]

    def open_of(self, person: PersonId) -> tuple[Ask, ...]:
        """Give the asks about a person that wait for an answer, oldest first."""
        theirs = sa.select(ask_persons.c.ask).where(ask_persons.c.person == person)
        return self._read(asks.c.id.in_(theirs) & (asks.c.state == AskState.OPEN.value))

    def all(self, state: AskState | None = None) -> tuple[Ask, ...]:
        """Give all in a state (None: in any), oldest first."""
        return self._read(sa.true() if state is None else asks.c.state == state.value)

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Ask, ...]:
        query = sa.select(asks).where(where).order_by(asks.c.made_at, asks.c.id)
        rows = self._connection.execute(query).all()
        inside = sa.select(asks.c.id).where(where)
        persons = members_of(self._connection, ask_persons, ask_persons.c.ask.in_(inside))
        return tuple(_to_ask(row, persons.get(row.id, ())) for row in rows)


def _row(ask: Ask) -> dict[str, object]:
    return {
        "id": ask.id,
        "signer": ask.signer,
        "guardian": ask.guardian,
        "session": ask.session,
        "notice": ask.notice,
        "language": ask.language,
        "way": ask.way.value,
        "state": ask.state.value,
        "made_at": ask.made_at,
        "made_by": ask.made_by,
        "last_sent_at": ask.last_sent_at,
        "reminders": ask.reminders,
        "ends_on": ask.ends_on,
        "serial": ask.serial,
    }


def _to_ask(row: Row[Any], persons: Sequence[PersonId]) -> Ask:
    return Ask(
        id=AskId(row.id),
        persons=tuple(persons),
        signer=SignerId(row.signer),
        guardian=row.guardian,
        session=SessionId(row.session) if row.session else None,
        notice=NoticeId(row.notice),
        language=row.language,
        way=Means(row.way),
        state=AskState(row.state),
        made_at=row.made_at,
        made_by=Actor(row.made_by),
        last_sent_at=row.last_sent_at,
        reminders=row.reminders,
        ends_on=row.ends_on,
        serial=row.serial,
    )
