"""Midnight of a time zone, sole owner of APScheduler.

Only the calendar needs a wall clock (days that are 23 or 25 hours long); everything that happens
again after some seconds is a loop of scheduler.loops.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger


class Midnight:
    """Calls something one second after each local midnight, until stopped.

    A hint only: after a step of the clock the call may be missing, so whoever is called also looks
    at the date from time to time.
    """

    def __init__(self, timezone: str, act: Callable[[], None]) -> None:
        """Prepare; nothing runs yet. `act` returns at once and raises nothing."""
        zone = ZoneInfo(timezone)
        self._scheduler = BackgroundScheduler(
            timezone=zone,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler.add_job(act, CronTrigger(hour=0, minute=0, second=1, timezone=zone))

    def start(self) -> None:
        """Begin to wait for midnight."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop. Safe to call twice."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
