"""How often somebody may knock, and what was already seen. In memory, bounded, thread-safe."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

EACH, ALL = 120, 1200
"""Messages in one window: of one sender, and of all together."""
WINDOW_S = 60.0
REMEMBERED = 10_000


class Pace:
    """Counts messages per sender in windows of fixed length."""

    def __init__(
        self, *, each: int = EACH, everybody: int = ALL, window_s: float = WINDOW_S
    ) -> None:
        """Begin with nobody counted."""
        self._each, self._everybody = each, everybody
        self._window = timedelta(seconds=window_s)
        self._lock = threading.Lock()
        self._began: datetime | None = None
        self._counts: dict[str, int] = {}
        self._total = 0

    def allows(self, sender: str, now: datetime) -> bool:
        """Count one message and tell whether it is within bounds.

        What is refused for one sender takes nothing from the others.
        """
        with self._lock:
            if self._began is None or not self._began <= now < self._began + self._window:
                self._began, self._total = now, 0
                self._counts.clear()
            if self._total >= self._everybody or self._counts.get(sender, 0) >= self._each:
                return False
            self._total += 1
            self._counts[sender] = self._counts.get(sender, 0) + 1
            return True


class Seen:
    """Remembers ids for a while; the oldest make room for new ones."""

    def __init__(self, *, remembered: int = REMEMBERED) -> None:
        """Begin with nothing seen."""
        self._remembered = remembered
        self._lock = threading.Lock()
        self._until: OrderedDict[str, datetime] = OrderedDict()

    def first(self, name: str, now: datetime, for_s: float) -> bool:
        """Tell whether this is new, and remember it for `for_s` seconds."""
        with self._lock:
            until = self._until.get(name)
            if until is not None and now < until:
                return False
            self._until[name] = now + timedelta(seconds=for_s)
            self._until.move_to_end(name)
            while len(self._until) > self._remembered:
                self._until.popitem(last=False)
            return True
