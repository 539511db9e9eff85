"""What an upgrade of the rules left to be done (implements `scheduler.ports.upgrades.Upgrades`)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import AssetId, Channel
from consent.states import Verdict
from likeness.storage.tables.assets import assets
from likeness.storage.tables.upgrades import upgraded_photos
from likeness.storage.upsert import upsert

_FLOOR = sa.select(upgraded_photos.c.floor).where(upgraded_photos.c.asset == sa.bindparam("asset"))
_WAITS = sa.select(upgraded_photos.c.asset).where(upgraded_photos.c.waits)
_NONE: Mapping[str, str] = {}


class SqlUpgrades:
    """Upgraded photos in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def decided(self, after: str, most: int) -> tuple[AssetId, ...]:
        """Give photos that are here and have a recorded decision, in the order of their ids."""
        here = assets.c.deleted_at.is_(None) & assets.c.status.is_not(None)
        query = sa.select(assets.c.id).where(here, assets.c.id > after)
        found = self._connection.execute(query.order_by(assets.c.id).limit(most)).scalars()
        return tuple(AssetId(one) for one in found)

    def keep(
        self, asset: AssetId, floor: Mapping[Channel, Verdict], at: datetime, *, waits: bool
    ) -> None:
        """Keep what is left to be done of one photo."""
        row = {"asset": asset, "floor": dict(floor), "waits": waits, "at": at}
        upsert(self._connection, upgraded_photos, row)

    def floor(self, asset: AssetId) -> Mapping[Channel, Verdict]:
        """Give how strict each channel of a photo stays; empty where nothing is held."""
        found = self._connection.execute(_FLOOR, {"asset": asset}).scalar_one_or_none()
        return {Channel(name): Verdict(word) for name, word in (found or _NONE).items()}

    def held(self) -> tuple[AssetId, ...]:
        """Give every photo that a human must release to become milder, oldest first."""
        rows = self._connection.execute(sa.select(upgraded_photos).order_by(upgraded_photos.c.at))
        return tuple(AssetId(row.asset) for row in rows if row.floor)

    def release(self, asset: AssetId) -> bool:
        """Let a photo become what it is decided to be. False where it was not held."""
        if not self.floor(asset):
            return False
        self._connection.execute(
            sa.update(upgraded_photos).where(upgraded_photos.c.asset == asset).values(floor={})
        )
        return True

    def waiting(self) -> int:
        """Count the photos that wait for a portion."""
        query = sa.select(sa.func.count()).select_from(_WAITS.subquery())
        return int(self._connection.execute(query).scalar_one())

    def next_portion(self, most: int) -> tuple[AssetId, ...]:
        """Take some of the photos that wait, in the order of their ids."""
        query = _WAITS.order_by(upgraded_photos.c.asset).limit(most)
        taken = tuple(AssetId(one) for one in self._connection.execute(query).scalars())
        self._done(taken)
        return taken

    def _done(self, taken: Iterable[AssetId]) -> None:
        for asset in taken:
            self._connection.execute(
                sa.update(upgraded_photos)
                .where(upgraded_photos.c.asset == asset)
                .values(waits=False)
            )
