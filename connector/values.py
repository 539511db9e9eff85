"""Values that cross the border to a host: plain strings, days and regions.

No person, face or consent in here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from connector.causes import Cause

HostName = NewType("HostName", str)
HostId = NewType("HostId", str)
"""The host's own id of a photo; for the folder host a uuid given at first sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRef:
    """One photo in one host."""

    host: HostName
    id: HostId


class HashKind(StrEnum):
    """What a content hash was taken of, strongest first.

    A change of kind is not a change of content.
    """

    ORIGINAL = "sha256-original"
    """SHA-256 of the original bytes."""
    HOST = "host-checksum"
    """The host's own checksum of the whole file."""
    PREVIEW = "sha256-preview"
    """SHA-256 of the largest preview."""
    PARTIAL = "partial"
    """What the host tells of a part of the file: it can say "changed", never "the same"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentHash:
    """A hash of a photo's content, hex."""

    kind: HashKind
    value: str


class MediaKind(StrEnum):
    """What an asset is, as far as the host can tell without decoding."""

    PICTURE = "picture"
    VIDEO = "video"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoChange:
    """One photo is new, changed, moved or gone: a hint. The job reads the photo again."""

    ref: PhotoRef
    version: str
    """Opaque quick version; equal means unchanged."""
    place: str = ""
    """Where it lies in the host (folder host: path below the root, reversible for any name)."""
    media: MediaKind = MediaKind.PICTURE
    content: ContentHash | None = None
    also: tuple[ContentHash, ...] = ()
    """Hashes of other kinds, of the same content."""
    captured_at: datetime | None = None
    deleted: bool = False
    touched: bool = False
    """Somebody else may have changed what the host shows of ours: say it again."""
    look_again: bool = False
    """What belongs to the photo changed, although its picture did not: look at it again."""

    @property
    def hashes(self) -> tuple[ContentHash, ...]:
        """Give every hash the host told."""
        return self.also if self.content is None else (self.content, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we already know of one photo; the folder host needs it to tell moved from new.

    A photo that was reported as deleted is no longer known.
    """

    ref: PhotoRef
    version: str
    place: str
    content: ContentHash | None = None
    """The strongest hash."""
    also: tuple[ContentHash, ...] = ()
    """The hashes of other kinds."""

    @property
    def hashes(self) -> tuple[ContentHash, ...]:
        """Give every hash that is kept."""
        return self.also if self.content is None else (self.content, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of changes. `cursor` is opaque; `complete` says that nothing more is waiting."""

    changes: tuple[PhotoChange, ...]
    cursor: str
    complete: bool
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Places that could not be looked at -> reason word. Photos there are NOT called deleted."""
    total: int = 0
    """How many photos the host says it has, for an estimate; 0 = it does not say."""
    seen: int = 0
    """How many of those have been looked at, earlier pages included; 0 = it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFile:
    """The bytes of a photo (or of its best preview), checked to be what they say."""

    ref: PhotoRef
    data: bytes = field(repr=False)
    media_type: str
    version: str
    """The version these bytes belong to: unchanged before and after reading."""
    content: ContentHash
    also: tuple[ContentHash, ...] = ()
    """Hashes of other kinds, of the same content."""

    @property
    def hashes(self) -> tuple[ContentHash, ...]:
        """Give every hash of this content."""
        return (self.content, *self.also)


class Mark(StrEnum):
    """The release mark of one region, in the words of PRODUCT.md's verdicts."""

    CLEARED = "cleared"
    PARTLY = "partly"
    REVIEW = "review"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One marked box: top-left corner and size as shares of the upright image, 0 to 1."""

    id: str
    x: float
    y: float
    w: float
    h: float
    mark: Mark
    release_ids: tuple[str, ...] = ()
    """As `urn:uuid:...`; so too in `MarkSet`."""
    name: str = ""
    """Only where the admin switched names on."""

    def __post_init__(self) -> None:
        """Round to what every host can keep, so that what is read back equals what was written."""
        for side in ("x", "y", "w", "h"):
            object.__setattr__(self, side, round(getattr(self, side), 6) + 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSet:
    """Everything of ours that a host shows for one photo."""

    status: str
    """cleared, partly, review, blocked, no-people or not-assessed."""
    word: str = ""
    """The status in the host's language, with its sign."""
    channels: tuple[str, ...] = ()
    """Channels that are cleared (all of them for no-people), sorted."""
    until: date | None = None
    """Last good day; None = no end or nothing cleared."""
    note: str = ""
    """Why, without names or other personal data."""
    confirmed_nobody: bool = False
    """A human said that nobody is on it."""
    release_ids: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    width: int = 0
    height: int = 0
    """Upright pixel size the regions were measured on; 0 = unknown."""
    warning: str = ""
    """What stops an editor, in the host's language: "Do not publish"; empty where nothing does."""
    names: tuple[str, ...] = ()
    """Who is on it for sure, sorted; only where the admin switched names on."""
    link: str = ""
    """Address of the explanation."""
    checked_on: date | None = None
    """Local day of the decision. Never alone a reason to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a write did, read back from the host."""

    changed: bool
    """False where the host already said exactly this."""
    found: str = ""
    """Status the host showed before the write; empty = none of ours."""
    causes: tuple[Cause, ...] = ()
    """What is in the way of the rest; empty = the host shows exactly what it was told."""
    waits: bool = False
    """The answer is not wholly shown: what makes it stricter was done, what is milder waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One line of `doctor` or of the start-up probe."""

    name: str
    ok: bool
    advice: str = ""
    """What to do about it, in one sentence; empty when fine."""


class EventKind(StrEnum):
    """What a message from a host asks of us. None of them is ever more than a hint."""

    CHANGED = "changed"
    """Something changed: read that host's changes now."""
    CHECK = "check"
    """Somebody wants this photo checked again."""
    TOUCHED = "touched"
    """Somebody may have changed what the host shows of ours on this photo: compare it."""
    GONE = "gone"
    """This photo may have been deleted: ask whether it is still there."""
    MOVED = "moved"
    """Somebody moved this photo, maybe out of our sight: ask whether it is still there."""
    TEST = "test"
    """The admin tries the connection out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """One message from a host, signed by somebody who knows the secret."""

    host: HostName
    host_id: HostId | None
    """The photo it is about; None = several, or none."""
    kind: EventKind
    id: str
    """Equal for the same message sent twice."""
    at: datetime | None = None
    """When it happened, by the host's clock; None where the host does not say."""
    by: str = field(default="", repr=False)
    """The user who put the photo there, moved or deleted it, by their id in the host; empty = not
    known, or of no matter."""
