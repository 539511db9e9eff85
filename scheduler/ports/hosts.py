"""What the jobs need from a host."""

from collections.abc import Mapping
from typing import Protocol

from connector.values import (
    Health,
    HostName,
    Known,
    MarkSet,
    Page,
    PhotoFile,
    PhotoRef,
    Written,
)


class Feed(Protocol):
    """What changed in a host."""

    def changes(self, cursor: str, known: Mapping[str, Known]) -> Page:
        """Give the next page after `cursor` (empty at first).

        `known` is keyed by place. Raises `HostError`.
        """
        ...


class Photos(Protocol):
    """Pictures of a host."""

    def fetch(self, ref: PhotoRef, want_px: int) -> PhotoFile:
        """Give bytes whose long side is at least `want_px` where the host has that.

        Raises `HostError`.
        """
        ...


class Marks(Protocol):
    """Our metadata in a host."""

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the host shows of ours now; None = nothing. Raises `HostError`."""
        ...

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make the host show exactly this, compare before and read back after.

        Safe to run twice. Raises `HostError`.
        """
        ...


class Setup(Protocol):
    """Whether a host is fit for use."""

    def probe(self) -> tuple[Health, ...]:
        """Check reachability and rights; never raises, never changes anything."""
        ...


class Host(Protocol):
    """One configured host with all its parts."""

    @property
    def name(self) -> HostName: ...
    @property
    def feed(self) -> Feed: ...
    @property
    def photos(self) -> Photos: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def setup(self) -> Setup: ...
    @property
    def names(self) -> bool:
        """Whether the admin switched person names on for this host."""
        ...

    @property
    def language(self) -> str: ...
