"""The work beside the listeners: worker threads, polls and other timers.

A `Service` of likeness.web.serving.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import structlog

from connector.values import EventKind, HostName, PhotoRef
from likeness.hinting import Hinted, HintedHosts
from likeness.importing import ImportLog
from recognition.errors import PackRefused
from scheduler.deps import Deps
from scheduler.jobs.change_stage import begin_stages
from scheduler.jobs.check_drift import keep_up
from scheduler.jobs.check_gone import check_gone
from scheduler.jobs.check_links import check_links
from scheduler.jobs.check_marks import check_marks
from scheduler.jobs.check_photo import check_photo
from scheduler.jobs.compare_consents import follow_consents
from scheduler.jobs.notice_rules import notice_rules
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.process_asset import Outcome
from scheduler.jobs.turn_day import turn_day
from scheduler.jobs.weigh_upgrade import weigh_upgrade
from scheduler.loops import Loop, Loops, timer
from scheduler.ports.sight import Left
from scheduler.timers import Midnight
from scheduler.worker import Worker

IDLE_WAIT_S = 1.0
"""Wait of a worker where no photo is due."""
WORKER_REST_S = 30.0
"""Longest wait of a worker whose rounds fail: the database is locked or the disk is full."""
KEEP_UP_S = 300.0
"""How often a slice of the photos is compared; see scheduler.jobs.check_drift."""
DATE_S = 20.0
"""How often the date is looked at: midnight may be missed where the clock was set."""
TURN_S = 300.0
"""How often a turn of the day is applied again: it also finishes what was interrupted."""
TURN_DAY = "turn-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """How much is done at once, and how often."""

    threads: int
    timezone: str
    poll_s: Mapping[HostName, float]
    """Seconds between two polls of each host."""


class Work:
    """Polls, turns the day and processes photos until stopped."""

    def __init__(
        self,
        deps: Deps,
        tempo: Tempo,
        *,
        on_done: Callable[[Outcome], None],
        on_refused: Callable[[], None],
    ) -> None:
        """Prepare; nothing runs yet. `on_refused` is told when the models must be put right."""
        self._deps, self._on_refused = deps, on_refused
        self._worker = Worker(deps, on_done)
        self._turned: tuple[date, float] | None = None
        self._polling = {name: threading.Lock() for name in deps.hosts}
        self.hints = HintedHosts({name: self._hinted(name) for name in deps.hosts})
        """Where messages of hosts go."""
        self.workers = Loops([self._worker_loop(number) for number in range(tempo.threads)])
        self.timers = Loops(
            [
                timer(TURN_DAY, self._turn_where_due, DATE_S),
                *(
                    loop
                    for name in deps.hosts
                    for loop in self._loops_of_host(name, tempo.poll_s[name])
                ),
            ]
        )
        self._midnight = Midnight(tempo.timezone, partial(self.timers.wake, TURN_DAY))

    def loops(self) -> tuple[Loops, ...]:
        """Give every loop of this service, to be watched."""
        return (self.workers, self.timers, *self.hints.loops())

    def start(self) -> None:
        """Clear what a dead process left leased, apply changed rules, and begin."""
        with self._deps.store.begin() as tx:
            tx.queue.release_all()
        weigh_upgrade(self._deps)
        begin_stages(self._deps)
        notice_rules(self._deps)
        self._turn()
        self.timers.start()
        self._midnight.start()
        self.hints.start()
        self.workers.start()

    def stop(self, grace_s: float) -> None:
        """Finish what is in work, within this time. Safe to call twice."""
        self._midnight.stop()
        self.timers.stop(grace_s)
        self.hints.stop(grace_s)
        self.workers.stop(grace_s)

    def _worker_loop(self, number: int) -> Loop:
        return Loop(
            name=f"worker-{number}",
            act=self._step,
            every_s=IDLE_WAIT_S,
            longest_rest_s=WORKER_REST_S,
        )

    def _step(self) -> float:
        """Process one photo; returns how long to wait before the next."""
        try:
            return 0.0 if self._worker.step() else IDLE_WAIT_S
        except PackRefused as error:
            structlog.get_logger().error("models-refused", error=type(error).__name__)
            self._on_refused()
            return WORKER_REST_S

    def _loops_of_host(self, name: HostName, poll_s: float) -> tuple[Loop, ...]:
        deps = self._deps
        return (
            timer(f"poll:{name}", partial(self._poll, name), poll_s),
            timer(f"keep-up:{name}", partial(keep_up, deps, name), KEEP_UP_S, first_s=KEEP_UP_S),
            timer(
                f"consents:{name}",
                partial(follow_consents, deps, name),
                KEEP_UP_S,
                first_s=KEEP_UP_S,
            ),
            timer(f"links:{name}", partial(self._links, name), KEEP_UP_S, first_s=KEEP_UP_S),
        )

    def _hinted(self, name: HostName) -> Hinted:
        return Hinted(partial(self._poll, name), self._acts(), name=name)

    def _poll(self, name: HostName) -> bool:
        """Ask a host what changed; False where that is being asked already."""
        if not self._polling[name].acquire(blocking=False):
            return False
        try:
            poll_host(self._deps, name, ImportLog(host=name))
        finally:
            self._polling[name].release()
        return True

    def _acts(self) -> Mapping[EventKind, Callable[[PhotoRef, str], object]]:
        """Say what is done about one photo that a host hinted at, by a user of that host."""
        deps = self._deps
        return {
            EventKind.CHECK: lambda photo, _by: check_photo(deps, photo),
            EventKind.TOUCHED: lambda photo, _by: check_marks(deps, photo),
            EventKind.GONE: lambda photo, by: check_gone(deps, photo, Left.DELETED, by),
            EventKind.MOVED: lambda photo, by: check_gone(deps, photo, Left.MOVED, by),
        }

    def _links(self, name: HostName) -> None:
        """Say in the log that blocked photos lie open: it is for a human to close them."""
        if photos := check_links(self._deps, name):
            structlog.get_logger().warning("public-links-of-blocked", host=name, photos=photos)

    def _turn_where_due(self) -> None:
        """Turn the day where the date changed, or where the last turn is some minutes ago."""
        if self._turned is not None:
            day, at = self._turned
            if day == self._deps.clock.today() and time.monotonic() - at < TURN_S:
                return
        self._turn()

    def _turn(self) -> None:
        day = self._deps.clock.today()
        turn_day(self._deps)
        self._turned = day, time.monotonic()
