"""Photos that are still marked yes, but out of our sight (implements `Sight`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from connector.values import HostId, HostName, PhotoRef
from consent.ids import Actor, AssetId
from consent.states import Status
from likeness.storage.tables.assets import assets
from likeness.storage.tables.sight import out_of_sight
from scheduler.ports.sight import Leaving, Left, LostPhoto

_YES = [Status.CLEARED.value, Status.PARTLY.value]
"""Not "no people": nobody's permission is behind it."""
_MARKED_YES = assets.c.status.in_(_YES) & (assets.c.told != "")
_T = out_of_sight.c
_OPEN = _T.ticked_at.is_(None)
_LISTED = sa.select(_T.asset)


class SqlSight:
    """The list in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def leave(self, asset: AssetId, leaving: Leaving) -> bool:
        """Put a photo on the list where it is marked yes; what is on it learns who moved it."""
        if self._put(assets.c.id == asset, leaving):
            return True
        values: dict[str, object] = {}
        if leaving.how is not Left.GONE:
            values = {"how": leaving.how.value, "mover": leaving.by}
        return self._change(_OPEN & (_T.asset == asset), values or {"how": _T.how}) > 0

    def hide(self, host: HostName, place: str, at: datetime) -> tuple[AssetId, ...]:
        """Put every photo that is marked yes at or below a place on it; gives the new ones."""
        below = assets.c.place.startswith(f"{place}/", autoescape=True) if place else sa.true()
        here = assets.c.deleted_at.is_(None) & (assets.c.host == host)
        return self._put(
            here & (below | (assets.c.place == place)), Leaving(at=at, how=Left.HIDDEN)
        )

    def returned(self, asset: AssetId) -> bool:
        """Take a photo off the list: it was seen again. False where it was not on it."""
        statement = sa.delete(out_of_sight).where(_T.asset == asset)
        return self._connection.execute(statement).rowcount > 0

    def tick(self, asset: AssetId, by: Actor, at: datetime) -> bool:
        """Note that a human saw to it. False where there is nothing to see to."""
        values = {"ticked_at": at, "ticked_by": by, "mover": ""}
        return self._change(_OPEN & (_T.asset == asset), values) > 0

    def is_lost(self, asset: AssetId) -> bool:
        """Tell whether it is on the list and nobody has seen to it."""
        query = sa.select(sa.func.count()).where(_OPEN & (_T.asset == asset))
        return self._connection.execute(query).scalar_one() > 0

    def all(self) -> tuple[LostPhoto, ...]:
        """Give what nobody has seen to, the latest first."""
        return self._read(_OPEN, _T.left_at.desc(), None)

    def to_ask(self, host: HostName, limit: int, at: datetime) -> Sequence[LostPhoto]:
        """Give those whose host was asked longest ago, and note that it is asked now."""
        found = self._read(_OPEN & (assets.c.host == host), _T.asked_at, limit)
        self._change(_T.asset.in_([one.asset for one in found]), {"asked_at": at})
        return found

    def same_folder(self, asset: AssetId) -> tuple[AssetId, ...]:
        """Give what is hidden in the folder in which this one is."""
        query = sa.select(assets.c.host, assets.c.place).where(assets.c.id == asset)
        row = self._connection.execute(query).one()
        folder = row.place.rpartition("/")[0]
        hidden = _OPEN & (_T.how == Left.HIDDEN.value) & (assets.c.host == row.host)
        inside = assets.c.place.startswith(f"{folder}/", autoescape=True) if folder else sa.true()
        return tuple(one.asset for one in self._read(hidden & inside, _T.asset, None))

    def forget_movers(self, before: datetime) -> int:
        """Forget who moved what before this instant; gives how many."""
        return self._change((_T.left_at < before) & (_T.mover != ""), {"mover": ""})

    def _put(self, where: sa.ColumnElement[bool], leaving: Leaving) -> tuple[AssetId, ...]:
        found = self._connection.execute(
            sa.select(assets.c.id, assets.c.status).where(
                where, _MARKED_YES, assets.c.id.not_in(_LISTED)
            )
        ).all()
        rows = [
            {
                "asset": row.id,
                "status": row.status,
                "left_at": leaving.at,
                "how": leaving.how.value,
                "mover": leaving.by,
                "asked_at": leaving.at,
            }
            for row in found
        ]
        if rows:
            self._connection.execute(sa.insert(out_of_sight), rows)
        return tuple(AssetId(row.id) for row in found)

    def _change(self, where: sa.ColumnElement[bool], values: dict[str, object]) -> int:
        statement = sa.update(out_of_sight).where(where).values(**values)
        return self._connection.execute(statement).rowcount

    def _read(
        self,
        where: sa.ColumnElement[bool],
        order: sa.ColumnElement[Any],
        limit: int | None,
    ) -> tuple[LostPhoto, ...]:
        columns = (assets.c.host, assets.c.host_id, assets.c.place, assets.c.deleted_at)
        query = (
            sa.select(out_of_sight, *columns)
            .join(assets, assets.c.id == _T.asset)
            .where(where)
            .order_by(order, _T.asset)
            .limit(limit)
        )
        return tuple(_to_lost(row) for row in self._connection.execute(query))


def _to_lost(row: Row[Any]) -> LostPhoto:
    return LostPhoto(
        asset=AssetId(row.asset),
        ref=PhotoRef(host=HostName(row.host), id=HostId(row.host_id)),
        place=row.place,
        status=Status(row.status),
        leaving=Leaving(at=row.left_at, how=Left(row.how), by=row.mover),
        gone=row.deleted_at is not None,
    )
