"""Values the jobs pass to and from storage.

No vectors but in NewTemplate, which only enrolment makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from connector.causes import Cause
from connector.values import ContentHash, HostId, HostName, MediaKind, PhotoRef
from consent.host_words import Stance
from consent.ids import Actor, AssetId, PersonId, QuitclaimId, SessionId
from consent.states import Mode, NotAssessed, Status


class Priority(IntEnum):
    """Who goes first, by harm and cost.

    WITHDRAWAL, then whatever needs no look, then the looks: SOON, FRESH, CONSENT, BACKFILL.
    """

    BACKFILL = 0
    CONSENT = 10
    FRESH = 20
    SOON = 25
    """A look that something stricter may come of."""
    WITHDRAWAL = 30
    """What may make a photo stricter or puts a forged mark right.

    Decided and told on what is known, before any look; a look that is due, too, comes later.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """The last completed look at a photo. Valid only for the content it was made of."""

    content: ContentHash
    mode: Mode
    pack: str
    gallery_version: int
    second_pass: bool
    """Whether the larger pass was completed; without it a photo is never called empty of people."""
    width: int
    height: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the host shows of ours for one photo, as far as we know."""

    digest: str = ""
    """Of the marks; `SAYING` while they are being written; empty = nothing of ours is there."""
    held: str = field(default="", repr=False)
    """What `Restrict` holds of this photo; empty = nothing."""

    @property
    def in_part(self) -> bool:
        """Tell whether only a part of the answer is shown."""
        return self.digest.startswith(IN_PART)

    def __bool__(self) -> bool:
        """Tell whether anything of ours may be there."""
        return bool(self.digest or self.held)


SAYING = "saying"
IN_PART = "in part "
"""What the digest begins with where something of the host was in the way of the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One photo as storage knows it. `place` may carry personal data: never log it."""

    id: AssetId
    ref: PhotoRef
    place: str = field(repr=False)
    media: MediaKind
    version: str
    content: ContentHash | None
    captured_at: datetime | None = None
    deleted_at: datetime | None = None
    sessions: frozenset[SessionId] = frozenset()
    scan: Scan | None = None
    not_assessed: NotAssessed | None = None
    """Why the last look at the present content gave nothing.

    None where it succeeded or was never tried.
    """
    wanted: int = 0
    done: int = 0
    scan_wanted: int = 0
    scan_done: int = 0
    status: Status | None = None
    """What was last decided; None = nothing. `told` says whether the host knows."""
    status_reason: NotAssessed | None = None
    """Why that is not-assessed, where it is."""
    decided_at: datetime | None = None
    redecide_on: date | None = None
    told: Told = Told()
    link_version: int = 1
    """Raised to end the links to its explanation that are around."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostTrouble:
    """What is in the way of a host."""

    host: HostName
    causes: tuple[Cause, ...]
    since: datetime
    seen_at: datetime
    """When it was last seen to be so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """A public link that leads to a photo. Its address and its maker are asked for when needed."""

    asset: AssetId
    id: str
    """The host's own id of the link."""
    inherited: bool = False
    """It is a link to a folder the photo lies in."""
    guarded: bool = False
    """It asks for a password."""
    ends: date | None = None
    """Last day it works; None = no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to work on one asset until `lease_until`, fenced by `token`."""

    asset: AssetId
    token: str
    wanted: int
    """Value of `wanted` the work answers; if it moved meanwhile, the answer is stale."""
    scan_wanted: int
    lease_until: datetime
    attempts: int
    priority: Priority
    may_look: bool = True
    """Whether a look may begin under it. What needs none, or is too urgent for it, begins none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What finishing a claim stores beside the decision."""

    status: Status | None
    redecide_on: date | None
    looked: bool
    """Whether this claim completed a look (or found that none is possible).

    Scan_done follows scan_wanted.
    """
    reason: NotAssessed | None = None
    """Why the status is not-assessed, where it is."""
    look_next: Priority | None = None
    """A look is still due, of this priority: the asset stays due for it."""


class Failure(StrEnum):
    """Classes of dead letters; `likeness jobs` explains each."""

    HOST_REFUSED = "host-refused"
    MARK_REFUSED = "mark-refused"
    READ_ONLY = "read-only"
    NO_PERMISSION = "no-permission"
    BROKEN_SIDECAR = "broken-sidecar"
    NOT_A_FILE = "not-a-file"
    TOO_LARGE = "too-large"
    NAME_TOO_LONG = "name-too-long"
    DISK_FULL = "disk-full"
    CHANGING = "keeps-changing"
    CRASHED = "crashed"
    HOST_UNAVAILABLE = "host-unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAt:
    """Try again at `at`. `counts` is False where the photo is not to blame (host down)."""

    at: datetime
    failure: Failure
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """No more tries until a human says so."""

    failure: Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """One asset that waits for a human, as `likeness jobs` shows it."""

    asset: AssetId
    failure: Failure
    attempts: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What one page of changes did to the asset table."""

    new: int = 0
    changed: int = 0
    moved: int = 0
    deleted: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTemplate:
    """One template of one person, on its way into the vault.

    `vector` is float32 little-endian, L2-normed.
    """

    person: PersonId
    pack: str
    vector: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """A decision as it was recorded: canonical JSON and its place in the audit chain."""

    asset: AssetId
    at: datetime
    today: date
    status: Status
    document: str = field(repr=False)
    """Canonical JSON (RFC 8785) of the decision, see scheduler/documents.py."""
    audit_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line for the audit log: who did what to which pseudonymous ids.

    Never a name, a path or a vector.
    """

    actor: Actor
    act: str
    """Verb in kebab case: `quitclaim-withdrawn`."""
    subjects: tuple[str, ...] = ()
    detail: Mapping[str, str | int | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much work waits."""

    due: int
    leased: int
    waiting: int
    """Due later: backing off after a failure."""
    dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A consent record of a host that became a quitclaim, or that a human decided about."""

    record: str
    """Its number in the host."""
    photos: frozenset[HostId] = frozenset()
    """What it was linked to when it was imported, or decided about last."""
    person: PersonId | None = None
    quitclaim: QuitclaimId | None = None
    stance: Stance = Stance.OPEN

    @property
    def erased(self) -> bool:
        """Tell whether the person was erased here since."""
        return self.person is None and self.quitclaim is not None
