"""Proof of withdrawals, and other grounds (implements ports `Withdrawals` and `Grounds`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.grounds import SessionGround
from consent.ids import Actor, AssetId, Channel, PersonId, SessionId, WithdrawalId
from consent.states import Ground
from consent.withdrawals import Withdrawal, Withdrawn
from likeness.storage.tables.asking import (
    session_ground_persons,
    session_grounds,
    withdrawal_assets,
    withdrawals,
)
from likeness.storage.tables.assets import assets
from scheduler.errors import NoSuchRow

CHUNK = 500


class SqlWithdrawals:
    """Withdrawals in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def add(self, withdrawal: Withdrawal, touched: Iterable[AssetId]) -> None:
        """Keep one with the photos that must be written and read back."""
        rows = self._wanted(withdrawal.id, touched)
        over = withdrawal.at if not rows else None
        self._connection.execute(
            sa.insert(withdrawals).values(
                id=withdrawal.id,
                person=withdrawal.person,
                at=withdrawal.at,
                by=withdrawal.by,
                what=withdrawal.what.value,
                channels=sorted(withdrawal.channels),
                photos=len(rows),
                done=0,
                finished_at=over,
            )
        )
        if rows:
            self._connection.execute(sa.insert(withdrawal_assets), rows)

    def _wanted(self, withdrawal: WithdrawalId, touched: Iterable[AssetId]) -> list[dict[str, Any]]:
        """Give the rows of photos that are there, each with what it must at least have answered."""
        ids = sorted(set(touched))
        rows: list[dict[str, Any]] = []
        for start in range(0, len(ids), CHUNK):
            some = assets.c.id.in_(ids[start : start + CHUNK])
            query = sa.select(assets.c.id, assets.c.wanted).where(some)
            found = self._connection.execute(query.where(assets.c.deleted_at.is_(None)))
            rows += [
                {"withdrawal": withdrawal, "asset": row.id, "wanted": row.wanted} for row in found
            ]
        return rows

    def done(self, asset: AssetId, wanted: int, at: datetime) -> tuple[Withdrawal, ...]:
        """Note that a photo was written and read back, with everything up to `wanted`.

        Gives the withdrawals whose last photo it was.
        """
        table = withdrawal_assets.c
        waiting = (table.asset == asset) & table.done_at.is_(None) & (table.wanted <= wanted)
        query = sa.update(withdrawal_assets).where(waiting).values(done_at=at)
        answered = sorted(self._connection.scalars(query.returning(table.withdrawal)))
        over = [withdrawal for withdrawal in answered if self._count(withdrawal, at)]
        return self._read(withdrawals.c.id.in_(over)) if over else ()

    def _count(self, withdrawal: str, at: datetime) -> bool:
        """Count one photo; True where it was the last."""
        table = withdrawals.c
        last = table.done + 1 >= table.photos
        statement = sa.update(withdrawals).where(table.id == withdrawal)
        counted = self._connection.execute(
            statement.values(
                done=table.done + 1,
                first_done_at=sa.func.coalesce(table.first_done_at, sa.literal(at, table.at.type)),
                finished_at=sa.case((last, sa.literal(at, table.at.type)), else_=None),
            ).returning(table.finished_at)
        )
        return counted.scalar_one() is not None

    def get(self, withdrawal: WithdrawalId) -> Withdrawal:
        """Give one. Raises `NoSuchRow`."""
        found = self._read(withdrawals.c.id == withdrawal)
        if not found:
            raise NoSuchRow("There is no withdrawal under this number.")
        return found[0]

    def all(self, *, unfinished: bool = False) -> tuple[Withdrawal, ...]:
        """Give all, latest first."""
        return self._read(withdrawals.c.finished_at.is_(None) if unfinished else sa.true())

    def of_person(self, person: PersonId) -> tuple[Withdrawal, ...]:
        """Give those of a person, latest first."""
        return self._read(withdrawals.c.person == person)

    def assets(self, withdrawal: WithdrawalId) -> Mapping[AssetId, datetime | None]:
        """Give its photos with when each was read back (None: not yet)."""
        table = withdrawal_assets
        query = sa.select(table).where(table.c.withdrawal == withdrawal).order_by(table.c.asset)
        return {AssetId(row.asset): row.done_at for row in self._connection.execute(query)}

    def confirm_unused(self, withdrawal: WithdrawalId, asset: AssetId, at: datetime) -> bool:
        """Note that somebody saw to it that a photo is used nowhere any more."""
        table = withdrawal_assets.c
        it = (table.withdrawal == withdrawal) & (table.asset == asset) & table.unused_at.is_(None)
        statement = sa.update(withdrawal_assets).where(it).values(unused_at=at)
        return self._connection.execute(statement).rowcount > 0

    def still_used(self, withdrawal: WithdrawalId) -> tuple[AssetId, ...]:
        """Give its photos for which nobody has noted that yet."""
        table = withdrawal_assets.c
        open_ = (table.withdrawal == withdrawal) & table.unused_at.is_(None)
        query = sa.select(table.asset).where(open_).order_by(table.asset)
        return tuple(AssetId(asset) for asset in self._connection.scalars(query))

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Withdrawal, ...]:
        query = sa.select(withdrawals).where(where)
        rows = self._connection.execute(query.order_by(withdrawals.c.at.desc(), withdrawals.c.id))
        return tuple(_to_withdrawal(row) for row in rows)


class SqlGrounds:
    """Other grounds of sessions in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def add(self, number: str, ground: SessionGround) -> None:
        """Keep one under a number."""
        self._connection.execute(
            sa.insert(session_grounds).values(
                id=number,
                session=ground.session,
                ground=ground.ground.value,
                channels=sorted(ground.channels),
                reference=ground.reference,
                begins=ground.begins,
                ends=ground.ends,
                by=ground.by,
                at=ground.at,
            )
        )
        rows = [{"ground": number, "person": person} for person in sorted(ground.persons)]
        if rows:
            self._connection.execute(sa.insert(session_ground_persons), rows)

    def of(self, session: SessionId) -> tuple[SessionGround, ...]:
        """Give those of a session, oldest first."""
        mine = session_grounds.c.session == session
        query = sa.select(session_grounds).where(mine)
        rows = self._connection.execute(
            query.order_by(session_grounds.c.at, session_grounds.c.id)
        ).all()
        inside = session_ground_persons.c.ground.in_([row.id for row in rows])
        persons: defaultdict[str, set[PersonId]] = defaultdict(set)
        for row in self._connection.execute(sa.select(session_ground_persons).where(inside)):
            persons[row.ground].add(PersonId(row.person))
        return tuple(_to_ground(row, frozenset(persons[row.id])) for row in rows)


def _to_withdrawal(row: Row[Any]) -> Withdrawal:
    return Withdrawal(
        id=WithdrawalId(row.id),
        person=PersonId(row.person) if row.person else None,
        at=row.at,
        by=Actor(row.by),
        what=Withdrawn(row.what),
        channels=frozenset(Channel(channel) for channel in row.channels),
        photos=row.photos,
        done=row.done,
        first_done_at=row.first_done_at,
        finished_at=row.finished_at,
    )


def _to_ground(row: Row[Any], persons: frozenset[PersonId]) -> SessionGround:
    return SessionGround(
        session=SessionId(row.session),
        ground=Ground(row.ground),
        channels=frozenset(Channel(channel) for channel in row.channels),
        persons=persons,
        reference=row.reference,
        begins=row.begins,
        ends=row.ends,
        by=Actor(row.by),
        at=row.at,
    )
