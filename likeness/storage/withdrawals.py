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
from likeness.storage.tables.sight import out_of_sight
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
        unreached = sum(row["left_at"] is not None for row in rows)
        over = withdrawal.at if unreached == len(rows) else None
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
                unreached=unreached,
                finished_at=over,
            )
        )
        if rows:
            self._connection.execute(sa.insert(withdrawal_assets), rows)

    def _wanted(self, withdrawal: WithdrawalId, touched: Iterable[AssetId]) -> list[dict[str, Any]]:
        """Give the rows of photos that are there, each with what it must at least have answered.

        And of photos out of our sight that are marked yes, with when they left it.
        """
        ids = sorted(set(touched))
        rows: list[dict[str, Any]] = []
        for start in range(0, len(ids), CHUNK):
            some = assets.c.id.in_(ids[start : start + CHUNK])
            lost = (out_of_sight.c.asset == assets.c.id) & out_of_sight.c.ticked_at.is_(None)
            query = (
                sa.select(assets.c.id, assets.c.wanted, out_of_sight.c.left_at)
                .outerjoin(out_of_sight, lost)
                .where(some, assets.c.deleted_at.is_(None) | out_of_sight.c.left_at.is_not(None))
            )
            rows += [
                {
                    "withdrawal": withdrawal,
                    "asset": row.id,
                    "wanted": row.wanted,
                    "left_at": row.left_at,
                }
                for row in self._connection.execute(query)
            ]
        return rows

    def done(self, asset: AssetId, wanted: int, at: datetime) -> tuple[Withdrawal, ...]:
        """Note that a photo was written and read back, with everything up to `wanted`.

        Gives the withdrawals whose last photo it was.
        """
        table = withdrawal_assets.c
        waiting = (table.asset == asset) & table.done_at.is_(None) & (table.wanted <= wanted)
        before = self._connection.execute(
            sa.select(table.withdrawal, table.left_at).where(waiting).order_by(table.withdrawal)
        ).all()
        self._connection.execute(
            sa.update(withdrawal_assets).where(waiting).values(done_at=at, left_at=None)
        )
        moment = sa.literal(at, withdrawals.c.at.type)
        for row in before:
            found = 0 if row.left_at is None else 1
            self._count(
                row.withdrawal,
                done=withdrawals.c.done + 1,
                unreached=withdrawals.c.unreached - found,
                first_done_at=sa.func.coalesce(withdrawals.c.first_done_at, moment),
            )
        return self._over([row.withdrawal for row in before], at)

    def lost(self, asset: AssetId, at: datetime) -> tuple[Withdrawal, ...]:
        """Count a photo as not reached where it is waited for; gives what waits for no other."""
        table = withdrawal_assets.c
        waiting = (table.asset == asset) & table.done_at.is_(None) & table.left_at.is_(None)
        query = sa.update(withdrawal_assets).where(waiting).values(left_at=at)
        answered = sorted(self._connection.scalars(query.returning(table.withdrawal)))
        for withdrawal in answered:
            self._count(withdrawal, unreached=withdrawals.c.unreached + 1)
        return self._over(answered, at)

    def unreached(self, withdrawal: WithdrawalId) -> Mapping[AssetId, datetime]:
        """Give the photos that were not reached, with when each left our sight."""
        table = withdrawal_assets.c
        lost = (table.withdrawal == withdrawal) & table.left_at.is_not(None)
        query = sa.select(table.asset, table.left_at).where(lost).order_by(table.left_at)
        return {AssetId(row.asset): row.left_at for row in self._connection.execute(query)}

    def _count(self, withdrawal: str, **values: sa.ColumnElement[Any]) -> None:
        statement = sa.update(withdrawals).where(withdrawals.c.id == withdrawal)
        self._connection.execute(statement.values(**values))

    def _over(self, counted: list[str], at: datetime) -> tuple[Withdrawal, ...]:
        """Give those of the counted withdrawals that wait for no photo any more."""
        table = withdrawals.c
        over = table.id.in_(counted) & (table.done + table.unreached >= table.photos)
        self._connection.execute(sa.update(withdrawals).where(over).values(finished_at=at))
        return self._read(over) if counted else ()

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
        unreached=row.unreached,
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
