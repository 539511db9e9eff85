"""The outbox in the database.

Implements `scheduler.ports.outbox`: putting letters in, and the desk of the people who watch them.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.letter_rows import ID_BYTES, new_row, to_posted
from likeness.storage.tables.letters import outbox
from scheduler.errors import NoSuchRow
from scheduler.ports.outbox import UNSENT, Letter, LetterKind, OutboxState, Posted

_FREE = {"lease_token": None, "lease_until": None}
PERSONS = "persons"
"""The reference of a letter to a household."""
_FEW = 5


class SqlOutbox:
    """Letters in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def put(self, letter: Letter) -> bool:
        """Put a letter in; False where its key exists: there is no second letter."""
        row = new_row(letter, secrets.token_hex(ID_BYTES))
        insert = (
            postgresql.insert(outbox).values(**row).on_conflict_do_nothing(index_elements=["key"])
            if self._connection.dialect.name == "postgresql"
            else sqlite.insert(outbox).values(**row).on_conflict_do_nothing(index_elements=["key"])
        )
        made = self._connection.execute(insert.returning(outbox.c.id))
        return made.one_or_none() is not None

    def cancel_of(
        self, person: PersonId, kinds: Collection[LetterKind] | None, word: str, now: datetime
    ) -> int:
        """Cancel unsent letters of a person (kinds None: of every kind); gives how many.

        Not those about others, too: they are composed without this person.
        """
        where = outbox.c.person == person
        if kinds is not None:
            where &= outbox.c.kind.in_([kind.value for kind in kinds])
        rows = self._connection.execute(sa.select(outbox.c.id, outbox.c.refs).where(where))
        alone = [row.id for row in rows if len(row.refs.get(PERSONS, ())) <= 1]
        return self._settle(outbox.c.id.in_(alone), OutboxState.CANCELLED, word, now)

    def settle(self, letter: str, state: OutboxState, word: str, now: datetime) -> bool:
        """Hold, release (`WAITING`) or cancel an unsent letter; False where it is not unsent."""
        return self._settle(outbox.c.id == letter, state, word, now) == 1

    def get(self, letter: str) -> Posted:
        """Give a letter by its id. Raises `NoSuchRow`."""
        query = sa.select(outbox).where(outbox.c.id == letter)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NoSuchRow("There is no such letter.")
        return to_posted(row)

    def like(self, beginning: str) -> Sequence[Posted]:
        """Give the letters whose id begins like this, a few at most."""
        fits = outbox.c.id.startswith(beginning, autoescape=True)
        query = sa.select(outbox).where(fits).order_by(outbox.c.id).limit(_FEW)
        return tuple(to_posted(row) for row in self._connection.execute(query))

    def all(self, states: Collection[OutboxState] = (), limit: int = 1000) -> Sequence[Posted]:
        """Give letters, those due longest first; of every state where none is named."""
        query = sa.select(outbox).order_by(outbox.c.due_at, outbox.c.id).limit(limit)
        if states:
            query = query.where(outbox.c.state.in_([state.value for state in states]))
        return tuple(to_posted(row) for row in self._connection.execute(query))

    def counts(self) -> Mapping[OutboxState, int]:
        """Count letters by state."""
        query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
        found = {row[0]: int(row[1]) for row in self._connection.execute(query)}
        return {state: found.get(state.value, 0) for state in OutboxState}

    def doubts(self) -> int:
        """Count how often a letter was found in `sending` after a crash."""
        query = sa.select(sa.func.coalesce(sa.func.sum(outbox.c.doubts), 0))
        return int(self._connection.execute(query).scalar_one())

    def _settle(
        self, where: sa.ColumnElement[bool], state: OutboxState, word: str, now: datetime
    ) -> int:
        values: dict[str, object] = {"state": state.value, "error": word, **_FREE}
        if state is OutboxState.WAITING:
            values |= {"attempts": 0, "next_try_at": now, "settled_at": None}
        else:
            values["settled_at"] = now
        unsent = outbox.c.state.in_([one.value for one in UNSENT])
        return self._connection.execute(
            sa.update(outbox).where(where, unsent).values(**values)
        ).rowcount


def hand_over_letters(connection: Connection, person: PersonId) -> None:
    """Leave letters to a household to its others, before this person is erased."""
    rows = connection.execute(
        sa.select(outbox.c.id, outbox.c.refs).where(outbox.c.person == person)
    ).all()
    for row in rows:
        others = [one for one in row.refs.get(PERSONS, ()) if one != person]
        if others:
            values = {"person": others[0], "refs": row.refs | {PERSONS: others}}
            connection.execute(sa.update(outbox).where(outbox.c.id == row.id).values(**values))
