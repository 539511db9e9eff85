"""What a connected host is made of. The protocols are the shape that every kind of host has."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from connector.causes import Cause
from connector.records import HostConsents
from connector.values import (
    ContentHash,
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

if TYPE_CHECKING:  # the command imports this module; pydantic would make its help slow
    from config.section import Section


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
        """Make the host show exactly this.

        What a host shows for not-assessed is its own affair: a word of its own, or nothing. Where
        something of the host is in the way, all that makes the photo stricter is done in this
        call, and nothing that makes it milder; `Written` says so.
        """
        ...

    def clear(self, ref: PhotoRef) -> Written:
        """Take everything of ours away, as if we had never been here. Safe to run twice."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A step of `Restrict`: set access to `level`, and keep `held` from then on."""

    level: int
    held: str
    """What to hand in next time; opaque. Empty = nothing of this photo is held."""


class Restrict(Protocol):
    """Closing a photo to those who may not use it, and opening it again."""

    def plan(self, ref: PhotoRef, status: str, held: str) -> Hold | None:
        """Say what to do for a status; None = nothing.

        `held` is what the last step said. Store the new one before `apply`: after a crash between
        the two the photo is closed again, never left open.
        """
        ...

    def apply(self, ref: PhotoRef, hold: Hold) -> None:
        """Do it, and read it back."""
        ...


class Originals(Protocol):
    """Hashing a photo's original bytes where something else is looked at."""

    def original(self, ref: PhotoRef, version: str) -> ContentHash | None:
        """Give the SHA-256 of the original bytes of this version.

        None where our account cannot have them. Raises `PhotoChanged` and whatever `fetch` raises.
        """
        ...


class Finder(Protocol):
    """The host's own search."""

    def find(self, search: str) -> Iterable[HostId]:
        """Give every photo a search finds, as it is typed into the host's search box.

        Raises `HostError`; `HostRefused` where the host does not understand it.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLink:
    """A link by which everybody who has it may open a photo."""

    id: str
    url: str = field(repr=False)
    owner: str = field(default="", repr=False)
    """The user who made it."""
    inherited: bool = False
    """It is a link to a folder the photo lies in."""
    guarded: bool = False
    """It asks for a password."""
    ends: date | None = None
    """Last day it works; None = no end."""


class PublicLinks(Protocol):
    """Finding the public links of a photo."""

    def of(self, ref: PhotoRef) -> tuple[PublicLink, ...]:
        """Give every public link that leads to a photo, as far as our account may see."""
        ...

    def remove(self, link: str) -> None:
        """Delete one by its id: only when a human said so. Safe to run twice."""
        ...


class Comment(Protocol):
    """One comment of ours on a photo, where editors talk about it."""

    def read(self, ref: PhotoRef) -> str:
        """Give its text; empty = there is none."""
        ...

    def write(self, ref: PhotoRef, text: str) -> bool:
        """Make it say this, in place; empty takes it away. Says whether anything changed."""
        ...


class Taking(StrEnum):
    """How somebody took a photo for use."""

    DOWNLOADED = "downloaded"
    COLLECTED = "collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Somebody took a photo for use."""

    how: Taking
    user: str = field(default="", repr=False)
    """The host's name of the user; empty where the host does not say."""
    place: str = field(default="", repr=False)
    """The host's number of the collection; empty for a download."""


class Uses(Protocol):
    """Who took a photo for use, as far as our account may see."""

    def of(self, ref: PhotoRef) -> tuple[Use, ...]:
        """Give each user and collection once; never ourselves."""
        ...


class Message(Protocol):
    """Messages to users on the host's own screen."""

    def tell(self, user: str, text: str) -> None:
        """Put one message there. Twice is two messages. Raises `HostError`."""
        ...


class Setup(Protocol):
    """Whether a host is fit for use."""

    def probe(self) -> tuple[Health, ...]:
        """Look at what keeps a host from working at all: a few calls.

        Never raises, never changes anything.
        """
        ...

    def examine(self) -> tuple[Health, ...]:
        """Look at all that `probe` does, and at what goes wrong only later or for some photos.

        Never raises, never changes anything.
        """
        ...

    def causes(self) -> tuple[Cause, ...]:
        """Look anew at what is in the way of writing; empty = nothing. Raises `HostError`."""
        ...


class Memory(Protocol):
    """What a host's adapter keeps from one run to the next: small texts, nothing of a person."""

    def recall(self) -> Mapping[str, str]:
        """Give everything that was kept."""
        ...

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep these beside, or in place of, what is kept under their names."""
        ...


@dataclass(slots=True)
class BriefMemory:
    """A memory that ends with the process."""

    values: dict[str, str] = field(default_factory=dict)

    def recall(self) -> Mapping[str, str]:
        """Give everything that was kept."""
        return dict(self.values)

    def keep(self, values: Mapping[str, str]) -> None:
        """Keep these."""
        self.values |= values


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
    secret: str = field(default="", repr=False)
    """What we prove ourselves with."""
    settings: "Section | None" = None
    """The settings of this host, for what only its kind knows."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Status -> its word with its sign, in the host's language."""
    channels: Mapping[str, str] = field(default_factory=dict)
    """Channel -> its label in the host's language: every channel there is."""
    uploader: Callable[[HostId], str] = lambda _: ""
    """The user who put a photo there, where messages of the host told so; empty = not known."""
    memory: Memory = field(default_factory=BriefMemory)
    """What the adapter of this host keeps."""


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
    restrict: Restrict | None = None
    """None: this host cannot. Where its admin wants none any more, it opens what was closed."""
    originals: Originals | None = None
    """None: `fetch` gives the original bytes, or the originals are left alone."""
    finder: Finder | None = None
    """None: this host has folders, and no searches."""
    links: PublicLinks | None = None
    """None: this host has no public links."""
    comment: Comment | None = None
    """None: this host has no comments, or its admin does not want ours."""
    consents: HostConsents | None = None
    """None: this host keeps no consent records of its own."""
    uses: Uses | None = None
    """None: this host does not say who took a photo."""
    message: Message | None = None
    """None: this host has no messages, or our account may not send any."""
