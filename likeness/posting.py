"""The letters beside the listeners: planned, sent, taken back after a crash.

A `Service` of likeness.web.serving. Only the process that holds the lock of the data folder runs
it, so there is one sender; what it must do it asks of the rows at every tick.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import structlog

from likeness.storage.errors import StorageError
from scheduler.deps import Deps
from scheduler.jobs.plan_alerts import AlertRules, plan_alerts
from scheduler.jobs.send_letters import recover_letters, send_letters
from scheduler.jobs.tell_editors import tell_editors
from scheduler.ports.post import Post
from scheduler.timers import Beat


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often the rows are asked, in seconds."""

    send_s: float = 3.0
    """Somebody may be waiting for a code."""
    plan_s: float = 60.0
    """What is not due costs a query."""


USUAL = Pace()


class Letters:
    """Plans and sends until stopped."""

    def __init__(self, deps: Deps, post: Post, rules: AlertRules, pace: Pace = USUAL) -> None:
        """Prepare; nothing runs yet."""
        self._deps, self._post, self._rules = deps, post, rules
        self._stop = threading.Event()
        self._beat = Beat(
            {
                "send-letters": (partial(_safely, "send-letters", self._send), pace.send_s),
                "plan-alerts": (partial(_safely, "plan-alerts", self._plan), pace.plan_s),
            }
        )

    def start(self) -> None:
        """Take back what a dead process was sending, and begin."""
        found = recover_letters(self._deps, self._post, at_start=True)
        if found.resent or found.held:
            structlog.get_logger().warning("letters-in-doubt", resent=found.resent, held=found.held)
        self._beat.start()

    def stop(self, _grace_s: float) -> None:
        """Finish the letter that is being handed over. Safe to call twice."""
        if not self._stop.is_set():
            self._stop.set()
            self._beat.stop()

    def _send(self) -> None:
        send_letters(self._deps, self._post, self._stop.is_set)

    def _plan(self) -> None:
        plan_alerts(self._deps, self._rules)
        tell_editors(self._deps)


def _safely(what: str, act: Callable[[], object]) -> None:
    """Run one tick; what is in trouble is logged and asked again at the next tick."""
    try:
        act()
    except StorageError as error:
        structlog.get_logger().warning("tick-failed", tick=what, error=type(error).__name__)
