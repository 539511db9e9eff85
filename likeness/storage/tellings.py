"""What hosts show of ours, photo by photo (implements `scheduler.ports.Tellings`)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from connector.values import HostName
from consent.ids import AssetId
from consent.states import Status
from likeness.storage.raising import BACKS_OFF, TOLD_IN_PART
from likeness.storage.tables.assets import assets
from scheduler.values import Told

_TOLD = sa.or_(assets.c.told != "", assets.c.held != "")

_WAITING = (
    sa.select(sa.func.count())
    .select_from(assets)
    .where(
        assets.c.host == sa.bindparam("host"),
        (TOLD_IN_PART & (assets.c.wanted == assets.c.done)) | BACKS_OFF,
    )
)
_SAVE = (
    sa.update(assets)
    .where(assets.c.id == sa.bindparam("asset"))
    .values(told=sa.bindparam("digest"), held=sa.bindparam("hold"), compared_at=sa.bindparam("at"))
)


class SqlTellings:
    """Tellings in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def save(self, asset: AssetId, told: Told, at: datetime) -> None:
        """Keep what the host is told; written before the host is."""
        row = {"asset": asset, "digest": told.digest, "hold": told.held, "at": at}
        self._connection.execute(_SAVE, row)

    def compared(self, asset: AssetId, at: datetime) -> None:
        """Note that the host was seen to show what it should, or is about to be looked at."""
        self._update(asset, compared_at=at)

    def of_host(self, host: HostName) -> tuple[AssetId, ...]:
        """Give the photos that may show something of ours; also those that were deleted."""
        query = sa.select(assets.c.id).where(assets.c.host == host, _TOLD).order_by(assets.c.id)
        return tuple(AssetId(row.id) for row in self._connection.execute(query))

    def waiting(self, host: HostName) -> int:
        """Count the photos of a host that wait: told in part, or to be tried again."""
        return self._connection.execute(_WAITING, {"host": host}).scalar_one()

    def stalest(self, host: HostName, limit: int, *, blocked: bool) -> tuple[AssetId, ...]:
        """Give told photos that were compared longest ago: only blocked ones, or all others."""
        is_blocked = assets.c.status == Status.BLOCKED.value
        query = (
            sa.select(assets.c.id)
            .where(
                assets.c.host == host,
                _TOLD,
                assets.c.deleted_at.is_(None),
                assets.c.wanted == assets.c.done,
                is_blocked if blocked else ~is_blocked,
            )
            .order_by(assets.c.compared_at, assets.c.id)
            .limit(limit)
        )
        return tuple(AssetId(row.id) for row in self._connection.execute(query))

    def renew_link(self, asset: AssetId | None) -> int:
        """End the links to the explanation of a photo (None: of all); gives how many photos."""
        statement = sa.update(assets).values(link_version=assets.c.link_version + 1)
        where = sa.true() if asset is None else assets.c.id == asset
        return self._connection.execute(statement.where(where)).rowcount

    def _update(self, asset: AssetId, **values: object) -> None:
        self._connection.execute(sa.update(assets).where(assets.c.id == asset).values(**values))
