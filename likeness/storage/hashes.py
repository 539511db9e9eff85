"""Content hashes of assets: one per kind, all of the same content."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from connector.values import ContentHash, HashKind
from likeness.storage.tables.assets import asset_hashes
from likeness.storage.upsert import upsert


def hashes_of(connection: Connection, ids: Sequence[str]) -> Mapping[str, Mapping[HashKind, str]]:
    """Give all hashes of some assets (at most a few thousand)."""
    known: dict[str, dict[HashKind, str]] = {}
    query = sa.select(asset_hashes).where(asset_hashes.c.asset.in_(ids))
    for row in connection.execute(query):
        known.setdefault(row.asset, {})[HashKind(row.kind)] = row.value
    return known


def add_hashes(connection: Connection, asset: str, contents: Iterable[ContentHash]) -> None:
    """Keep more hashes of the content an asset has; each kind keeps the newest."""
    for content in contents:
        row = {"asset": asset, "kind": content.kind.value, "value": content.value}
        upsert(connection, asset_hashes, row)


def replace_hashes(connection: Connection, asset: str, contents: Iterable[ContentHash]) -> None:
    """Forget the hashes of the content an asset had, and keep those of its new content."""
    connection.execute(sa.delete(asset_hashes).where(asset_hashes.c.asset == asset))
    add_hashes(connection, asset, contents)
