"""The loop that claims due assets and processes them.

The one place where any exception is caught and recorded.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from connector.errors import (
    DiskFull,
    HostError,
    HostRefused,
    HostUnavailable,
    MarkRefused,
    PhotoChanged,
    PhotoGone,
)
from connector.values import HostName
from consent.ids import AssetId
from recognition.errors import PackRefused
from scheduler.deps import Deps
from scheduler.errors import StaleClaim
from scheduler.host_troubles import note_error
from scheduler.jobs.process_asset import Outcome, process_asset
from scheduler.pauses import Pauses
from scheduler.ports import Tx
from scheduler.retry import after_failure
from scheduler.sight import leave_sight
from scheduler.values import Claim, Dead, Failure, RetryAt

_FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (HostUnavailable, Failure.HOST_UNAVAILABLE),
    (HostRefused, Failure.HOST_REFUSED),
    (MarkRefused, Failure.MARK_REFUSED),
    (DiskFull, Failure.DISK_FULL),
    (PhotoChanged, Failure.CHANGING),
)
_REASONS = {
    reason.value: reason
    for reason in (
        Failure.READ_ONLY,
        Failure.NO_PERMISSION,
        Failure.BROKEN_SIDECAR,
        Failure.NOT_A_FILE,
        Failure.TOO_LARGE,
        Failure.NAME_TOO_LONG,
    )
}


@dataclass(slots=True)
class Worker:
    """Claims and processes until told to stop. Several threads may each run one."""

    deps: Deps
    on_done: Callable[[Outcome], None] = field(default=lambda _outcome: None)
    pauses: Pauses = field(default_factory=Pauses)

    def step(self) -> bool:
        """Process one due asset; False when nothing is due.

        Raises `PackRefused`: then nothing may go on.
        """
        now = self.deps.clock.now()
        with self.deps.store.begin() as tx:
            claim = tx.claims.claim(now, self.deps.rules.lease_s)
            if claim is None:
                return False
            if self.pauses.any:
                resting = self._resting(tx, tx.assets.get(claim.asset).ref.host, now)
                if resting:
                    tx.claims.fail(claim, resting, now)
                    return True
        self._process(claim)
        return True

    def _resting(self, tx: Tx, host: HostName, now: datetime) -> RetryAt | None:
        """Tell whether a host rests; not where what was in its way was seen to be over."""
        resting = self.pauses.of(host, now)
        if resting and tx.host_troubles.get(host) is None:
            self.pauses.end(host)
            return None
        return resting

    def take(self, asset: AssetId) -> Failure | None:
        """Process this asset where it is due and nobody has it; gives why it failed."""
        with self.deps.store.begin() as tx:
            claim = tx.claims.take(asset, self.deps.clock.now(), self.deps.rules.lease_s)
        return None if claim is None else self._process(claim)

    def _process(self, claim: Claim) -> Failure | None:
        try:
            outcome = process_asset(self.deps, claim)
            if self.pauses.any:
                self.pauses.end(self._host(claim))
            self.on_done(outcome)
        except PackRefused:
            self._give_back(claim, Failure.CRASHED)
            raise
        except StaleClaim:
            self._again(claim)
        except Exception as error:  # noqa: BLE001 - the one place: whatever happens to one photo is recorded
            failure = failure_of(error)
            self._give_back(claim, failure, self._pause(claim, error))
            if isinstance(error, PhotoGone):
                leave_sight(self.deps, claim.asset)
            structlog.get_logger().warning(
                "asset-failed",
                asset=claim.asset,
                error=type(error).__name__,
                attempts=claim.attempts,
            )
            return failure
        return None

    def drain(self, stop: threading.Event) -> int:
        """Process until nothing is due or `stop` is set; gives how many assets were handled."""
        count = 0
        while not stop.is_set() and self.step():
            count += 1
        return count

    def _again(self, claim: Claim) -> None:
        """Give the lease back for another try at once.

        Where it is not ours any more, nothing happens.
        """
        now = self.deps.clock.now()
        verdict = RetryAt(at=now, failure=Failure.CHANGING, counts=False)
        with self.deps.store.begin() as tx:
            tx.claims.fail(claim, verdict, now)

    def _host(self, claim: Claim) -> HostName:
        with self.deps.store.read() as tx:
            return tx.assets.get(claim.asset).ref.host

    def _pause(self, claim: Claim, error: Exception) -> RetryAt | None:
        """Let the whole host rest where the error is not about this photo alone."""
        if not isinstance(error, HostError):
            return None
        host = self._host(claim)
        resting = self.pauses.note(host, error, self.deps.clock.now())
        if resting:
            note_error(self.deps, host, error, writing=True)
        return resting

    def _give_back(
        self, claim: Claim, failure: Failure, verdict: RetryAt | Dead | None = None
    ) -> None:
        now = self.deps.clock.now()
        verdict = verdict or after_failure(failure, claim.attempts, now, self.deps.jitter())
        with self.deps.store.begin() as tx:
            tx.claims.fail(claim, verdict, now)


def failure_of(error: Exception) -> Failure:
    """Sort an exception into a class of failure; what kept a mark from being written is told."""
    if isinstance(error, MarkRefused) and error.reason in _REASONS:
        return _REASONS[error.reason]
    return next((kind for cls, kind in _FAILURES if isinstance(error, cls)), Failure.CRASHED)
