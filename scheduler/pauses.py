"""Hosts that are let alone for a while: one photo has found out what every other would.

Without this, each photo that is due would ask a host that is down, and wait for it; and each would
try a key that was revoked, until the host locks us out.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connector.errors import HostError, HostRefused, HostUnavailable, PhotoLocked
from connector.values import HostName
from scheduler.retry import HOST_WAIT_S
from scheduler.values import Failure, RetryAt

REFUSED_WAIT_S = 300.0
"""A host that says no is asked again this often: whoever puts it right need not tell us."""


@dataclass(slots=True)
class Pauses:
    """Which hosts rest until when. Shared by all threads of a worker."""

    _resting: dict[HostName, RetryAt] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Tell whether a host rested since it last answered."""
        return bool(self._resting)

    def of(self, host: HostName, now: datetime) -> RetryAt | None:
        """Tell when to try a photo of this host again; None = at once."""
        resting = self._resting.get(host)
        return resting if resting and resting.at > now else None

    def note(self, host: HostName, error: HostError, now: datetime) -> RetryAt | None:
        """Let a host rest where the error is about all of it; costs no photo an attempt."""
        match error:
            case PhotoLocked():
                return None
            case HostUnavailable():
                wait_s, failure = HOST_WAIT_S, Failure.HOST_UNAVAILABLE
            case HostRefused():
                wait_s, failure = REFUSED_WAIT_S, Failure.HOST_REFUSED
            case _:
                return None
        until = RetryAt(at=now + timedelta(seconds=wait_s), failure=failure, counts=False)
        self._resting[host] = until
        return until

    def end(self, host: HostName) -> None:
        """Forget that a host rested: it answers."""
        self._resting.pop(host, None)
