"""Public links of blocked photos (implements `scheduler.ports.FoundLinks`)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from connector.values import HostName
from consent.ids import AssetId
from consent.states import Status
from likeness.storage.tables.assets import assets
from likeness.storage.tables.links import found_links
from likeness.storage.upsert import upsert
from scheduler.values import OpenLink

_BLOCKED = (assets.c.status == Status.BLOCKED.value) & assets.c.deleted_at.is_(None)


class SqlFoundLinks:
    """Found links in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def save(self, asset: AssetId, links: Sequence[OpenLink], at: datetime) -> None:
        """Keep exactly these for one photo, and that it was asked for."""
        said = [
            {
                "id": link.id,
                "inherited": link.inherited,
                "guarded": link.guarded,
                "ends": link.ends.isoformat() if link.ends else None,
            }
            for link in links
        ]
        row = {"asset": asset, "links": said, "asked_at": at}
        upsert(self._connection, found_links, row)

    def of(self, asset: AssetId) -> tuple[OpenLink, ...]:
        """Give the links that were found last; also those that ended."""
        query = sa.select(found_links).where(found_links.c.asset == asset)
        return tuple(link for row in self._connection.execute(query) for link in _links(row))

    def blocked(self, host: HostName) -> int:
        """Count the blocked photos of a host."""
        query = sa.select(sa.func.count()).select_from(assets)
        return int(
            self._connection.execute(query.where(assets.c.host == host, _BLOCKED)).scalar_one()
        )

    def stalest(self, host: HostName, limit: int) -> tuple[AssetId, ...]:
        """Give blocked photos: those never asked for first, then those asked longest ago."""
        query = (
            sa.select(assets.c.id)
            .join(found_links, found_links.c.asset == assets.c.id, isouter=True)
            .where(assets.c.host == host, _BLOCKED)
            .order_by(found_links.c.asked_at.is_not(None), found_links.c.asked_at, assets.c.id)
            .limit(limit)
        )
        return tuple(AssetId(row.id) for row in self._connection.execute(query))

    def open(self, host: HostName, today: date) -> tuple[OpenLink, ...]:
        """Give every link that leads to a photo that is blocked now, and works on this day."""
        where = _BLOCKED & (assets.c.host == host)
        query = sa.select(found_links).join(assets, assets.c.id == found_links.c.asset)
        rows = self._connection.execute(query.where(where).order_by(found_links.c.asset))
        return tuple(
            link for row in rows for link in _links(row) if link.ends is None or link.ends >= today
        )


def _links(row: Row[Any]) -> list[OpenLink]:
    return [
        OpenLink(
            asset=AssetId(row.asset),
            id=said["id"],
            inherited=said["inherited"],
            guarded=said["guarded"],
            ends=date.fromisoformat(said["ends"]) if said["ends"] else None,
        )
        for said in row.links
    ]
