"""The ticker, sole owner of APScheduler. Ticks carry no state: jobs ask the rows what is due."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

CATCH_UP_S = 300
"""How often a turn of the day that was missed (sleep, downtime) is looked for."""

KEEP_UP_S = 300
"""How often a slice of the photos is compared; see scheduler.jobs.check_drift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """What is called when. A job that raises is logged by the caller's own wrapper, never here."""

    polls: Mapping[str, tuple[Callable[[], object], float]]
    """Host name -> (poll it, seconds between polls)."""
    turn_day: Callable[[], object]
    keep_up: Callable[[], object]
    """What is done a little at a time: looking whether hosts still show what they were told."""
    timezone: str


class Beat:
    """Calls a few things again and again until stopped; one that still runs is not begun again."""

    def __init__(self, acts: Mapping[str, tuple[Callable[[], object], float]]) -> None:
        """Prepare: name -> (what to do, seconds between two calls). Nothing runs yet."""
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 2, "misfire_grace_time": None},
        )
        for name, (act, seconds) in acts.items():
            every = IntervalTrigger(seconds=seconds, timezone=UTC)
            self._scheduler.add_job(_alone(act), every, id=name)

    def start(self) -> None:
        """Begin; the first call is one interval away."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop, and wait for what is running."""
        self._scheduler.shutdown(wait=True)


def _alone(act: Callable[[], object]) -> Callable[[], None]:
    """Skip a call while the one before it still runs."""
    busy = threading.Lock()

    def run() -> None:
        if busy.acquire(blocking=False):
            try:
                act()
            finally:
                busy.release()

    return run


class Timers:
    """Runs the ticks in background threads until stopped."""

    def __init__(self, ticks: Ticks) -> None:
        """Prepare the ticks; nothing runs yet."""
        zone = ZoneInfo(ticks.timezone)
        self._scheduler = BackgroundScheduler(
            timezone=zone,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, (poll, seconds) in ticks.polls.items():
            self._scheduler.add_job(
                poll, IntervalTrigger(seconds=seconds, timezone=zone), id=f"poll:{name}"
            )
        midnight = CronTrigger(hour=0, minute=0, second=1, timezone=zone)
        self._scheduler.add_job(ticks.turn_day, midnight, id="turn-day")
        catch_up = IntervalTrigger(seconds=CATCH_UP_S, timezone=zone)
        self._scheduler.add_job(ticks.turn_day, catch_up, id="turn-day-catch-up")
        every = IntervalTrigger(seconds=KEEP_UP_S, timezone=zone)
        self._scheduler.add_job(ticks.keep_up, every, id="keep-up")

    def start(self) -> None:
        """Start ticking."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking and wait for what is running."""
        self._scheduler.shutdown(wait=True)
