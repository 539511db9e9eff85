"""The work beside the listeners.

Worker threads and timers (a `Service` of likeness.web.serving).
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import structlog

from connector.errors import HostError
from connector.values import EventKind, HostName, PhotoRef
from likeness.hinting import Hinted, HintedHosts
from likeness.importing import ImportLog
from likeness.storage.errors import StorageError
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
from scheduler.timers import Ticks, Timers
from scheduler.worker import Worker


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
        self._deps, self._stop = deps, threading.Event()
        self._on_refused = on_refused
        self._worker = Worker(deps, on_done)
        self._threads = [
            threading.Thread(target=self._run, name=f"worker-{number}", daemon=True)
            for number in range(tempo.threads)
        ]
        self._polling = {name: threading.Lock() for name in deps.hosts}
        self.hints = HintedHosts(
            {name: Hinted(partial(self._poll, name), self._acts()) for name in deps.hosts}
        )
        """Where messages of hosts go."""
        polls: dict[str, tuple[Callable[[], object], float]] = {
            name: (partial(self._poll, name), tempo.poll_s[name]) for name in deps.hosts
        }
        self._timers = Timers(
            Ticks(
                polls=polls,
                turn_day=partial(self._safely, "turn-day", self._turn),
                keep_up=self._keep_up,
                timezone=tempo.timezone,
            )
        )

    def start(self) -> None:
        """Clear what a dead process left leased, apply changed rules, and begin."""
        with self._deps.store.begin() as tx:
            tx.queue.release_all()
        begin_stages(self._deps)
        notice_rules(self._deps)
        turn_day(self._deps)
        self._timers.start()
        self.hints.start()
        for thread in self._threads:
            thread.start()
        for name in self._deps.hosts:
            threading.Thread(target=self._poll, args=(name,), daemon=True).start()

    def stop(self, grace_s: float) -> None:
        """Finish what is in work, within this time. Safe to call twice."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._timers.stop()
        self.hints.stop(grace_s)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(grace_s)

    def _run(self) -> None:
        try:
            self._worker.run(self._stop)
        except PackRefused as error:
            structlog.get_logger().error("models-refused", error=type(error).__name__)
            self._on_refused()

    def _poll(self, name: HostName) -> bool:
        """Ask a host what changed; False where that is being asked already."""
        if not self._polling[name].acquire(blocking=False):
            return False
        try:
            self._safely("poll", partial(poll_host, self._deps, name, ImportLog(host=name)))
        finally:
            self._polling[name].release()
        return True

    def _acts(self) -> Mapping[EventKind, Callable[[PhotoRef], None]]:
        """Say what is done about one photo that a host hinted at."""
        return {
            EventKind.CHECK: partial(self._follow, "check", check_photo),
            EventKind.TOUCHED: partial(self._follow, "check-marks", check_marks),
            EventKind.GONE: partial(self._follow, "check-gone", check_gone),
        }

    def _follow(self, what: str, act: Callable[[Deps, PhotoRef], object], ref: PhotoRef) -> None:
        self._safely(what, partial(act, self._deps, ref))

    def _keep_up(self) -> None:
        for name in self._deps.hosts:
            self._safely("keep-up", partial(keep_up, self._deps, name))
            self._safely("consents", partial(follow_consents, self._deps, name))
            self._safely("links", partial(self._links, name))

    def _links(self, name: HostName) -> None:
        """Say in the log that blocked photos lie open: it is for a human to close them."""
        if photos := check_links(self._deps, name):
            structlog.get_logger().warning("public-links-of-blocked", host=name, photos=photos)

    def _turn(self) -> None:
        turn_day(self._deps)

    def _safely(self, what: str, act: Callable[[], object]) -> None:
        """Run one tick; what is in trouble is logged and asked again at the next tick."""
        try:
            act()
        except (HostError, StorageError) as error:
            structlog.get_logger().warning("tick-failed", tick=what, error=type(error).__name__)
