"""Whether something said of a photo was said of its present content."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from connector.values import HashKind
from consent.ids import AssetId
from likeness.storage.content import best_hash
from likeness.storage.tables.assets import asset_hashes, assets

OTHER = 0
"""The number of a content that is not the present one; contents count from 1."""
_CONTENT = (
    sa.select(assets.c.content_no, asset_hashes.c.kind, asset_hashes.c.value)
    .outerjoin(asset_hashes, asset_hashes.c.asset == assets.c.id)
    .where(assets.c.id == sa.bindparam("asset"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentContent:
    """The content a photo has now: its number, the key it is known by, and all its keys."""

    number: int
    key: str
    keys: frozenset[str]

    def number_for(self, key: str) -> int:
        """Tell which content a key speaks of; an empty key means the present one."""
        return self.number if not key or key in self.keys else OTHER

    def key_for(self, key: str, number: int) -> str:
        """Give the key to compare with today's: equal for the present content, else different.

        Hashes of two kinds cannot be compared, so for an earlier content a key of another kind says
        nothing: it becomes empty, which counts as changed. So does one of a part of the file.
        """
        if number == self.number:
            return self.key
        kind = key.partition(":")[0]
        same_kind = kind == self.key.partition(":")[0] and kind != HashKind.PARTIAL
        return key if same_kind else ""


def present_content(connection: Connection, asset: AssetId) -> PresentContent:
    """Read which content an asset has now."""
    rows = connection.execute(_CONTENT, {"asset": asset}).all()
    hashes = {HashKind(row.kind): row.value for row in rows if row.kind}
    best = best_hash(hashes)
    return PresentContent(
        number=rows[0].content_no if rows else OTHER,
        key="" if best is None else f"{best.kind}:{best.value}",
        keys=frozenset(f"{kind}:{value}" for kind, value in hashes.items()),
    )
