"""Errors of hosts: a leaf says what the caller must do, retry, stop or forget.

Messages carry no personal data, and no file names: those often hold a person's name.
"""


class HostError(Exception):
    """Anything a host can do to us. Never raised itself."""


class Retry(HostError):
    """Try again later; the photo stays due."""


class HostUnavailable(Retry):
    """The host cannot be reached at all; costs no photo an attempt."""


class HostBusy(HostUnavailable):
    """The host answers, and says that it cannot serve now; costs no photo an attempt either."""

    def __init__(self, message: str, *, status: int = 0) -> None:
        """Keep the status of the answer, for whoever knows what this host means by it."""
        super().__init__(message)
        self.status = status


class PhotoLocked(HostUnavailable):
    """An editor holds this one photo; costs it no attempt either."""


class HostConfused(Retry):
    """The host is well, but its answer was none: an error note, a warning, or nothing.

    What was asked may have happened all the same: read it back.
    """


class NoSuchCall(HostConfused):
    """The host gave an empty answer: it may not know what was asked for."""


class PhotoChanged(Retry):
    """The photo changed while it was read or written: read it again."""


class Stop(HostError):
    """Nothing helps but a human; the whole host waits."""


class HostRefused(Stop):
    """The host says no: rights, credentials or configuration."""


class Forget(HostError):
    """This one photo cannot be handled; go on with the next."""


class AnswerTooLarge(Forget):
    """The host's answer is longer than was allowed; ask for less, or go on without."""


class PhotoGone(Forget):
    """The photo is not there any more."""


class PhotoUnreadable(Forget):
    """The photo is there but cannot be read.

    `reason` is a NotAssessed word: no-permission, too-large, empty, unsupported-format, unreadable
    or video.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason word."""
        super().__init__(reason)
        self.reason = reason


class MarkRefused(Forget):
    """The marks of this photo cannot be written.

    `reason` says why in one word: read-only, no-permission, broken-sidecar, not-a-file, too-large,
    name-too-long or failed.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason word."""
        super().__init__(reason)
        self.reason = reason


class DiskFull(Retry):
    """There is no room to write; the earlier content is untouched."""


class WebhookRefused(Forget):
    """A message that nobody who knows the secret sent, or that comes too late: drop it.

    `reason` says why in one word: unsigned, signature, clock or content.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason word."""
        super().__init__(reason)
        self.reason = reason


class SecretUnfit(Stop):
    """A webhook secret is too short or damaged: the admin must make another."""
