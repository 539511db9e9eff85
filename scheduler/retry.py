"""When to try again after a failure, as a value. Pure: the jitter is an argument."""

from datetime import datetime, timedelta

from scheduler.values import Dead, Failure, RetryAt

MAX_ATTEMPTS = 8
"""Attempts before a photo becomes a dead letter: about 2 hours with the waits below."""

LONGEST_WAIT_S = 3600.0
HOST_WAIT_S = 30.0
"""A host that is down is asked again this often; that never counts against a photo."""

_HOPELESS = frozenset(
    {
        Failure.HOST_REFUSED,
        Failure.MARK_REFUSED,
        Failure.READ_ONLY,
        Failure.NO_PERMISSION,
        Failure.BROKEN_SIDECAR,
        Failure.NOT_A_FILE,
        Failure.TOO_LARGE,
        Failure.NAME_TOO_LONG,
    }
)
"""Another try of the same would end the same."""


def after_failure(failure: Failure, attempts: int, now: datetime, jitter: float) -> RetryAt | Dead:
    """Say when to try again, or that a human must look.

    `attempts` counts the tries that failed before this one, from 0; `jitter` is 0 to 1.
    """
    if failure is Failure.HOST_UNAVAILABLE:
        return RetryAt(at=now + timedelta(seconds=HOST_WAIT_S), failure=failure, counts=False)
    if failure in _HOPELESS or attempts + 1 >= MAX_ATTEMPTS:
        return Dead(failure=failure)
    wait_s = min(2.0 ** (attempts + 1), LONGEST_WAIT_S) * (1.0 + jitter / 4)
    return RetryAt(at=now + timedelta(seconds=wait_s), failure=failure)
