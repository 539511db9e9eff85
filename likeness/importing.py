"""How far a long look through a host is, said in the log now and then, with an estimate."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from connector.values import HostName

EVERY_S = 15.0


@dataclass(slots=True, kw_only=True)
class ImportLog:
    """Says how far one look through one host is. Short looks are not worth a word."""

    host: HostName
    clock: Callable[[], float] = time.monotonic
    began: float = 0.0
    first: int = -1
    """How many photos had been looked at when this began: an earlier run may have been stopped."""
    said: float = 0.0

    def __call__(self, seen: int, total: int) -> None:
        """Take how many photos were looked at, and of how many (0: not known)."""
        now = self.clock()
        if self.first < 0:
            self.began, self.first, self.said = now, seen, now
        if now - self.said < EVERY_S:
            return
        self.said = now
        done = seen - self.first
        left_s = round((now - self.began) / done * max(0, total - seen)) if done else None
        structlog.get_logger().info(
            "looking-through", host=self.host, seen=seen, total=total, left_s=left_s
        )
