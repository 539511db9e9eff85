"""Raising and watching work (implements `scheduler.ports.Queue`)."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from connector.values import HostName, PhotoRef
from consent.ids import AssetId, PersonId
from consent.states import FindingKind
from likeness.storage.claims import is_due
from likeness.storage.linked import assets_of_person
from likeness.storage.merges import kept_by
from likeness.storage.raising import BACKS_OFF, SHOWS_SOMETHING, TOLD_IN_PART, first_where, raised
from likeness.storage.tables.assets import assets, findings
from scheduler.values import Backlog, DeadLetter, Failure, Priority

CHUNK = 1000
UNDECIDED = (
    FindingKind.UNKNOWN,
    FindingKind.SUGGESTED,
    FindingKind.AWAITING,
    FindingKind.BYSTANDER,
    FindingKind.REMOVED,
)
_HERE = assets.c.deleted_at.is_(None)


class SqlQueue:
    """The queue in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def wake(
        self, ids: Iterable[AssetId], priority: Priority, now: datetime, *, look: bool = False
    ) -> int:
        """Make assets due again (with `look`: to be looked at again); revives dead ones.

        Gives how many.
        """
        wanted = list(dict.fromkeys(ids))
        values = raised(priority, now, look=look)
        return sum(
            self._raise(assets.c.id.in_(wanted[start : start + CHUNK]), values)
            for start in range(0, len(wanted), CHUNK)
        )

    def wake_photo(self, ref: PhotoRef, priority: Priority, now: datetime) -> int:
        """Make the asset of a host's photo due to be looked at again, where there is one."""
        it = (assets.c.host == ref.host) & (assets.c.host_id == ref.id)
        return self._raise(_HERE & it, raised(priority, now, look=True))

    def wake_touched(self, ref: PhotoRef, now: datetime) -> int:
        """Make the asset of a host's photo due to be compared before everything else."""
        it = (assets.c.host == ref.host) & (assets.c.host_id == ref.id)
        values = raised(Priority.SOON, now) | first_where(SHOWS_SOMETHING)
        return self._raise(_HERE & it, values)

    def wake_person(self, person: PersonId, priority: Priority, now: datetime) -> int:
        """Make every asset due on which this person is found, attested, named or covered."""
        kept = kept_by(self._connection).get(person)
        count = self._raise(
            assets.c.id.in_(assets_of_person(person, covered=True)), raised(priority, now)
        )
        return count + (self.wake_person(kept, priority, now) if kept is not None else 0)

    def wake_host(
        self, host: HostName | None, priority: Priority, now: datetime, *, look: bool
    ) -> int:
        """Make all assets of a host (None: of all hosts) due."""
        where = _HERE if host is None else _HERE & (assets.c.host == host)
        values = raised(priority, now, look=look)
        if priority is Priority.WITHDRAWAL:
            values |= first_where(SHOWS_SOMETHING, Priority.CONSENT)
        return self._raise(where, values)

    def wake_undecided(self, priority: Priority, now: datetime) -> int:
        """Make every asset due to be looked at again that has a face nobody is surely linked to."""
        kinds = [kind.value for kind in UNDECIDED]
        theirs = sa.select(findings.c.asset).where(findings.c.kind.in_(kinds))
        return self._raise(_HERE & assets.c.id.in_(theirs), raised(priority, now, look=True))

    def wake_day(self, today: date, now: datetime) -> int:
        """Make every asset due whose answer may change by `today` (redecide_on <= today)."""
        values = raised(Priority.WITHDRAWAL, now) | {"redecide_on": None}
        return self._raise(_HERE & (assets.c.redecide_on <= today), values)

    def free(self, host: HostName, now: datetime) -> int:
        """Let every photo of a host that waited for the host be due at once; gives how many.

        What was told in part comes first; the others are as urgent as they were.
        """
        mine = assets.c.host == host
        told = self._raise(mine & TOLD_IN_PART, raised(Priority.WITHDRAWAL, now))
        return told + self._raise(mine & BACKS_OFF, raised(Priority.BACKFILL, now))

    def release_all(self) -> int:
        """Clear all leases: only at start-up, by the one process that holds the lock."""
        statement = sa.update(assets).where(assets.c.lease_token.is_not(None))
        return self._connection.execute(
            statement.values(lease_token=None, lease_until=None)
        ).rowcount

    def backlog(self, now: datetime) -> Backlog:
        """Count what waits."""
        waits = (assets.c.wanted > assets.c.done) & assets.c.dead.is_(None)
        leased = assets.c.lease_until > now
        backing_off = sa.and_(
            sa.or_(assets.c.lease_until.is_(None), assets.c.lease_until <= now),
            assets.c.next_try_at > now,
        )
        return Backlog(
            due=self._count(is_due(now)),
            leased=self._count(waits & leased),
            waiting=self._count(waits & backing_off),
            dead=self._count(assets.c.dead.is_not(None)),
        )

    def dead(self) -> tuple[DeadLetter, ...]:
        """Give the dead letters, oldest first."""
        query = sa.select(assets).where(assets.c.dead.is_not(None))
        return tuple(
            DeadLetter(
                asset=AssetId(row.id),
                failure=Failure(row.dead),
                attempts=row.attempts,
                since=row.dead_since,
            )
            for row in self._connection.execute(query.order_by(assets.c.dead_since, assets.c.id))
        )

    def _raise(self, where: sa.ColumnElement[bool], values: dict[str, object]) -> int:
        return self._connection.execute(sa.update(assets).where(where).values(**values)).rowcount

    def _count(self, where: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(assets).where(where)
        return self._connection.execute(query).scalar_one()
