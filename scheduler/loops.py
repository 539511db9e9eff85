"""The loops of a running service: threads that go on, whatever a round raises.

Every loop logs what was raised, waits, and begins its next round. Intervals are measured by the
monotonic clock, so a step of the wall clock neither delays a round nor makes rounds pile up.
"""

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

UNTIL_WOKEN = math.inf
"""What a round returns where the next one begins only when somebody wakes the loop."""
FIRST_REST_S = 1.0
"""Wait after the first failure in a row; doubled after each further one."""
LATE_S = 900.0
"""A loop whose last round ended three intervals and this long ago is late: longer than the
slowest round that was measured (the first poll of 100,000 photos, some minutes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """One thing that is done again and again."""

    name: str
    """Kind, and what it is about where there are several: `poll:archive`. Never personal data."""
    act: Callable[[], float]
    """Does one round; returns the seconds until the next one begins."""
    every_s: float
    """Usual seconds between two rounds; `UNTIL_WOKEN` where there is no usual interval."""
    longest_rest_s: float
    """Longest wait after failures in a row."""
    first_s: float = 0.0
    """Seconds before the first round."""


def timer(name: str, act: Callable[[], object], every_s: float, *, first_s: float = 0.0) -> Loop:
    """Make a loop of fixed interval; a failed round is tried again after the same interval."""

    def run() -> float:
        act()
        return every_s

    return Loop(name=name, act=run, every_s=every_s, longest_rest_s=every_s, first_s=first_s)


def rest_after(failures: int, longest_s: float) -> float:
    """Return the seconds to wait after this many failed rounds in a row (1 or more)."""
    return min(FIRST_REST_S * 2.0 ** min(failures - 1, 16), longest_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopState:
    """How one loop fares."""

    name: str
    alive: bool
    age_s: float
    """Seconds since its last round ended, or since it was started."""
    late: bool
    """No round has ended for much longer than its interval."""
    failures: int
    """Rounds in a row that raised something."""


@dataclass(slots=True)
class _Thread:
    """One loop with its thread and what is noted about it."""

    loop: Loop
    wake: threading.Event = field(default_factory=threading.Event)
    ended_at: float = 0.0
    failures: int = 0
    thread: threading.Thread | None = None


class Loops:
    """A set of loops, each in a thread of its own, started and stopped together."""

    def __init__(self, loops: Sequence[Loop], now: Callable[[], float] = time.monotonic) -> None:
        """Prepare; nothing runs yet. `now`: a clock that never steps, in seconds."""
        self._now, self._stop = now, threading.Event()
        self._threads = {loop.name: _Thread(loop) for loop in loops}

    @property
    def stopping(self) -> bool:
        """Tell whether `stop` was called: a long round may ask."""
        return self._stop.is_set()

    def start(self) -> None:
        """Begin every loop."""
        for name, held in self._threads.items():
            held.ended_at = self._now()
            held.thread = threading.Thread(
                target=self._keep_going, args=(held,), name=name, daemon=True
            )
            held.thread.start()

    def stop(self, grace_s: float) -> None:
        """End every loop after the round it is in, within this time. Safe to call twice."""
        self._stop.set()
        for held in self._threads.values():
            held.wake.set()
        deadline = self._now() + grace_s
        for held in self._threads.values():
            if held.thread is not None and held.thread.is_alive():
                held.thread.join(max(0.0, deadline - self._now()))

    def wake(self, name: str) -> None:
        """Begin the next round of a loop at once; during a round: right after it."""
        self._threads[name].wake.set()

    def states(self) -> tuple[LoopState, ...]:
        """Say how each loop fares."""
        return tuple(self._state(held) for held in self._threads.values())

    def _state(self, held: _Thread) -> LoopState:
        alive = held.thread is not None and held.thread.is_alive()
        age_s = self._now() - held.ended_at if alive else 0.0
        return LoopState(
            name=held.loop.name,
            alive=alive,
            age_s=age_s,
            late=age_s > 3 * held.loop.every_s + LATE_S,
            failures=held.failures,
        )

    def _keep_going(self, held: _Thread) -> None:
        rest_s = held.loop.first_s
        while True:
            held.wake.wait(None if rest_s == UNTIL_WOKEN else rest_s)
            held.wake.clear()
            if self._stop.is_set():
                return
            rest_s = self._round(held)

    def _round(self, held: _Thread) -> float:
        """Do one round; returns the seconds to wait after it, whatever it raised."""
        loop, log = held.loop, structlog.get_logger()
        try:
            rest_s = loop.act()
        except Exception as error:  # noqa: BLE001 - a loop outlives whatever one round raises
            held.failures += 1
            log.warning(
                "round-failed", loop=loop.name, error=type(error).__name__, times=held.failures
            )
            rest_s = rest_after(held.failures, loop.longest_rest_s)
        else:
            if held.failures:
                log.info("round-recovered", loop=loop.name, failed=held.failures)
            held.failures = 0
        held.ended_at = self._now()
        return rest_s
