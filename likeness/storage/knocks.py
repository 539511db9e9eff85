"""Counters of rate limits (implements `scheduler.ports.pages.Knocks`).

In the database, so that they hold across restarts and processes. Senders are kept as keyed digests.
"""

import hmac
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from likeness.storage.tables.pages import knocks

_DIGEST_CHARACTERS = 32
_KEPT = timedelta(days=2)


class SqlKnocks:
    """Counters in the database."""

    def __init__(self, connection: Connection, secret: bytes) -> None:
        """Work in one transaction; `secret` keys the digests."""
        self._connection, self._secret = connection, secret

    def count(self, what: str, who: str, now: datetime, window_s: int) -> int:
        """Count one and give how many there were in this window, this one included."""
        began = _window(now, window_s)
        same = knocks.c.began == began
        rest = {"began": began, "count": sa.case((same, knocks.c.count + 1), else_=1)}
        row = {"key": self._key(what, who), "began": began, "count": 1}
        if self._connection.dialect.name == "postgresql":
            one = postgresql.insert(knocks).values(**row)
            self._connection.execute(one.on_conflict_do_update(index_elements=["key"], set_=rest))
        else:
            other = sqlite.insert(knocks).values(**row)
            self._connection.execute(other.on_conflict_do_update(index_elements=["key"], set_=rest))
        return self.seen(what, who, now, window_s)

    def seen(self, what: str, who: str, now: datetime, window_s: int) -> int:
        """Give how many there were in this window; changes nothing."""
        mine = knocks.c.key == self._key(what, who)
        query = sa.select(knocks.c.count).where(mine, knocks.c.began == _window(now, window_s))
        return self._connection.execute(query).scalar_one_or_none() or 0

    def forget(self, now: datetime) -> int:
        """Delete counters of windows that are long over; gives how many."""
        over = sa.delete(knocks).where(knocks.c.began < now - _KEPT)
        return self._connection.execute(over).rowcount

    def _key(self, what: str, who: str) -> str:
        digest = hmac.digest(self._secret, f"{what} {who}".encode(), "sha256").hex()
        return f"{what}:{digest[:_DIGEST_CHARACTERS]}"


def _window(now: datetime, window_s: int) -> datetime:
    """Give when the window of this instant began: windows lie on a fixed grid."""
    return datetime.fromtimestamp(now.timestamp() // window_s * window_s, UTC)
