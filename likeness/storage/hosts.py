"""What is kept per host: what is in its way, and what its adapter remembers.

Implements `scheduler.ports.HostTroubles`, and keeps what `connector.host.Memory` is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from connector.causes import Cause, Kind
from connector.values import HostName
from likeness.storage.tables.installation import host_memory, host_troubles
from likeness.storage.upsert import upsert
from scheduler.values import HostTrouble


class SqlHostTroubles:
    """What is in the way of hosts, in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def get(self, host: HostName) -> HostTrouble | None:
        """Give what is in the way of a host; None = nothing that we know of."""
        query = sa.select(host_troubles).where(host_troubles.c.host == host)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _trouble(row)

    def all(self) -> tuple[HostTrouble, ...]:
        """Give every host that something is in the way of."""
        query = sa.select(host_troubles).order_by(host_troubles.c.host)
        return tuple(_trouble(row) for row in self._connection.execute(query))

    def save(self, host: HostName, causes: Sequence[Cause], now: datetime) -> None:
        """Keep what is in the way now; since when stays as it was."""
        row = {
            "host": host,
            "causes": [{"kind": one.kind.value, "values": dict(one.values)} for one in causes],
            "since": now,
            "seen_at": now,
        }
        rest = {"causes": row["causes"], "seen_at": now}
        upsert(self._connection, host_troubles, row, otherwise=rest)

    def end(self, host: HostName) -> None:
        """Forget it: nothing is in the way any more."""
        self._connection.execute(sa.delete(host_troubles).where(host_troubles.c.host == host))


def _trouble(row: "Row[tuple[object, ...]]") -> HostTrouble:
    causes = (Cause(kind=Kind(one["kind"]), values=_values(one["values"])) for one in row.causes)
    return HostTrouble(
        host=HostName(row.host), causes=tuple(causes), since=row.since, seen_at=row.seen_at
    )


def _values(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in values.items())


@dataclass(frozen=True, slots=True)
class SqlHostMemory:
    """What adapters of hosts remember, in the database."""

    connection: Connection

    def of(self, host: HostName) -> Mapping[str, str]:
        """Give everything that is kept of a host."""
        query = sa.select(host_memory.c.key, host_memory.c.value)
        rows = self.connection.execute(query.where(host_memory.c.host == host))
        return {row.key: row.value for row in rows}

    def keep(self, host: HostName, values: Mapping[str, str]) -> None:
        """Keep these beside, or in place of, what is there."""
        for key, value in values.items():
            row = {"host": host, "key": key, "value": value}
            upsert(self.connection, host_memory, row)
