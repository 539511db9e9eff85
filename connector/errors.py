"""Errors of hosts. A leaf says what the caller must do: retry, stop or forget. Messages carry no personal data."""


class HostError(Exception):
    """Anything a host can do to us. Never raised itself."""


class Retry(HostError):
    """Try again later; the photo stays due."""


class HostUnavailable(Retry):
    """The host cannot be reached at all; costs no photo an attempt."""


class PhotoChanged(Retry):
    """The photo changed while it was read or written: read it again."""


class Stop(HostError):
    """Nothing helps but a human; the whole host waits."""


class HostRefused(Stop):
    """The host says no: rights, credentials or configuration."""


class Forget(HostError):
    """This one photo cannot be handled; go on with the next."""


class PhotoGone(Forget):
    """The photo is not there any more."""


class PhotoUnreadable(Forget):
    """The photo is there but cannot be read; `reason` is a NotAssessed word such as `no-permission` or `too-large`."""

    def __init__(self, reason: str) -> None:
        """Keep the reason word."""
        super().__init__(reason)
        self.reason = reason


class MarkRefused(Forget):
    """The marks of this photo cannot be written (read-only folder, locked file); `reason` says why in one word."""

    def __init__(self, reason: str) -> None:
        """Keep the reason word."""
        super().__init__(reason)
        self.reason = reason


class DiskFull(Retry):
    """There is no room to write; the earlier content is untouched."""
