"""What a connected host is made of. The protocols are the shape that every kind of host has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from connector.values import (
    Health,
    HostId,
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
        """Give the next page after `cursor` (empty at first); `known` is keyed by place."""
        ...


class Photos(Protocol):
    """Pictures of a host."""

    def fetch(self, ref: PhotoRef, want_px: int) -> PhotoFile:
        """Give bytes whose long side is at least `want_px` where the host has that."""
        ...


class Marks(Protocol):
    """Our metadata in a host."""

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the host shows of ours; None = nothing."""
        ...

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make the host show exactly this; not-assessed takes everything of ours away."""
        ...


class Setup(Protocol):
    """Whether a host is fit for use."""

    def probe(self) -> tuple[Health, ...]:
        """Check reachability and rights; never raises, never changes anything."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What a host needs of its surroundings."""

    name: HostName
    where: str
    """The root of a folder; later: the address of a server."""
    locate: Callable[[HostId], str | None]
    """The place of a photo, as the feed reported it last."""
    new_id: Callable[[], HostId]
    now: Callable[[], datetime]
    zone: tzinfo
    """Read times without a zone in this one."""
    names: bool = False
    """Whether person names may be written into the host."""
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One connected host."""

    name: HostName
    feed: Feed
    photos: Photos
    marks: Marks
    setup: Setup
    names: bool = False
    language: str = "en"
