"""What raising work on an asset writes; shared by everything that makes assets due."""

from datetime import datetime

import sqlalchemy as sa

from likeness.storage.tables.assets import assets
from scheduler.values import Priority


def raised(priority: Priority, now: datetime, *, look: bool = False) -> dict[str, object]:
    """Give the column values that make an asset due again.

    Revived, without waiting, never less urgent.
    """
    rank = -int(priority)
    waiting = (assets.c.wanted > assets.c.done) & assets.c.dead.is_(None)
    values: dict[str, object] = {
        "wanted": assets.c.wanted + 1,
        "rank": sa.case((waiting & (assets.c.rank < rank), assets.c.rank), else_=rank),
        "due_at": sa.case((waiting, assets.c.due_at), else_=now),
        "dead": None,
        "dead_since": None,
        "attempts": 0,
        "next_try_at": None,
    }
    return values | {"scan_wanted": assets.c.scan_wanted + 1} if look else values
