"""The letters beside the listeners: planned, sent, taken back after a crash.

A `Service` of likeness.web.serving. Only the process that holds the lock of the data folder runs
it, so there is one sender; what it must do it asks of the rows in every round.
"""

from contextlib import suppress
from dataclasses import dataclass

import structlog

from scheduler.deps import Deps
from scheduler.errors import PostError
from scheduler.jobs.plan_alerts import AlertRules, plan_alerts
from scheduler.jobs.send_letters import recover_letters, send_letters
from scheduler.jobs.tell_editors import tell_editors
from scheduler.loops import Loops, timer
from scheduler.particulars import WIDE
from scheduler.ports.post import Post


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
        self._taken_back = False
        self.loops = Loops(
            [
                timer("send-letters", self._send, pace.send_s),
                timer("plan-alerts", self._plan, pace.plan_s, first_s=pace.plan_s),
                timer("tell-editors", self._tell, pace.plan_s, first_s=pace.plan_s),
            ]
        )

    def start(self) -> None:
        """Begin."""
        self.loops.start()

    def stop(self, grace_s: float) -> None:
        """Finish the letter that is being handed over. Safe to call twice."""
        self.loops.stop(grace_s)

    def _send(self) -> None:
        """Send what is due; before the first letter, take back what a dead process was sending."""
        if not self._taken_back:
            found = recover_letters(self._deps, self._post, at_start=True)
            self._taken_back = True
            self._greet()
            if found.resent or found.held:
                log = structlog.get_logger()
                log.warning("letters-in-doubt", resent=found.resent, held=found.held)
        send_letters(self._deps, self._post, lambda: self.loops.stopping)

    def _greet(self) -> None:
        """Ask the mail server once what it offers, where no connection has told so far."""
        with self._deps.store.read() as tx:
            unknown = not tx.facts.get(WIDE)
        if unknown and self._post.mailer is not None:
            with suppress(PostError), self._post.mailer.line():
                pass

    def _plan(self) -> None:
        plan_alerts(self._deps, self._rules)

    def _tell(self) -> None:
        tell_editors(self._deps)
