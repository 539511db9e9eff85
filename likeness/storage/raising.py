"""What raising work on an asset writes; shared by everything that makes assets due."""

from datetime import datetime

import sqlalchemy as sa

from consent.states import Status
from likeness.storage.tables.assets import assets
from scheduler.values import IN_PART, Failure, Priority

_YES = [status.value for status in (Status.CLEARED, Status.PARTLY, Status.NO_PEOPLE)]

SHOWS_SOMETHING = assets.c.status.is_not(None) | (assets.c.told != "")
"""Something was decided of it, or may be shown of ours: that can become stricter."""

SHOWS_A_YES = assets.c.status.in_(_YES) | (assets.c.status.is_(None) & (assets.c.told != ""))
"""Its last answer says yes to a use, or what is shown of ours is not known."""

TOLD_IN_PART = assets.c.told.startswith(IN_PART, autoescape=True)
"""Something of its host was in the way of the rest of the answer."""

BACKS_OFF = sa.or_(
    (assets.c.wanted > assets.c.done) & assets.c.dead.is_(None) & assets.c.next_try_at.is_not(None),
    assets.c.dead == Failure.HOST_REFUSED.value,
)
"""It is to be tried again later, or was given up because its host said no."""


def raised(priority: Priority, now: datetime, *, look: bool = False) -> dict[str, object]:
    """Give the column values that make an asset due again.

    Revived, without waiting, never less urgent.
    """
    waiting = (assets.c.wanted > assets.c.done) & assets.c.dead.is_(None)
    values: dict[str, object] = {
        "wanted": assets.c.wanted + 1,
        "rank": _at_least(-int(priority)),
        "due_at": sa.case((waiting, assets.c.due_at), else_=now),
        "dead": None,
        "dead_since": None,
        "attempts": 0,
        "next_try_at": None,
    }
    return values | {"scan_wanted": assets.c.scan_wanted + 1} if look else values


def first_where(
    shown: sa.ColumnElement[bool], otherwise: Priority = Priority.SOON
) -> dict[str, object]:
    """Put an asset before everything else where this holds; else it is of the other priority."""
    rank = sa.case((shown, -int(Priority.WITHDRAWAL)), else_=-int(otherwise))
    return {"rank": _at_least(rank)}


def _at_least(rank: int | sa.Case[int]) -> sa.Case[int]:
    """Keep the rank of an asset that waits and is more urgent than this one."""
    waiting = (assets.c.wanted > assets.c.done) & assets.c.dead.is_(None)
    return sa.case((waiting & (assets.c.rank < rank), assets.c.rank), else_=rank)
