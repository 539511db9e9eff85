"""Stages of hosts, and the photos of a pilot (implements `scheduler.ports.Stages`)."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from connector.values import HostId, HostName, PhotoRef
from consent.ids import Actor
from likeness.storage.standing import SqlStanding
from likeness.storage.tables.installation import host_stages, pilot_photos
from likeness.storage.upsert import upsert
from scheduler.stages import HostStage, Stage


class SqlStages:
    """Stages in the database."""

    def __init__(self, connection: Connection, standing: SqlStanding) -> None:
        """Work in one transaction."""
        self._connection, self._standing = connection, standing

    def get(self, host: HostName) -> HostStage | None:
        """Give the stage of a host; None where none was ever set."""
        return self._standing.get(f"stage of {host}", lambda: self._stage(host))

    def _stage(self, host: HostName) -> HostStage | None:
        query = sa.select(host_stages).where(host_stages.c.host == host)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return HostStage(
            host=host, stage=Stage(row.stage), scope=row.scope, by=Actor(row.by), at=row.at
        )

    def save(self, stage: HostStage) -> None:
        """Keep a stage."""
        self._standing.renew()
        row = {
            "host": stage.host,
            "stage": stage.stage.value,
            "scope": stage.scope,
            "by": stage.by,
            "at": stage.at,
        }
        upsert(self._connection, host_stages, row)

    def is_member(self, ref: PhotoRef) -> bool:
        """Tell whether the search of the pilot found this photo."""
        query = sa.select(pilot_photos.c.host_id).where(
            pilot_photos.c.host == ref.host, pilot_photos.c.host_id == ref.id
        )
        return self._connection.execute(query).one_or_none() is not None

    def members(self, host: HostName) -> frozenset[HostId]:
        """Give every photo the search of the pilot found."""
        query = sa.select(pilot_photos.c.host_id).where(pilot_photos.c.host == host)
        return frozenset(HostId(row.host_id) for row in self._connection.execute(query))

    def save_members(self, host: HostName, photos: Iterable[HostId]) -> None:
        """Keep exactly these."""
        mine = pilot_photos.c.host == host
        self._connection.execute(sa.delete(pilot_photos).where(mine))
        rows = [{"host": host, "host_id": photo} for photo in sorted(set(photos))]
        if rows:
            self._connection.execute(sa.insert(pilot_photos), rows)
