"""The decision as a value: verdict per channel, status, reasons as data, last good day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consent.ids import Channel, FindingId, PersonId, QuitclaimId, SessionId
from consent.states import Mode, NotAssessed, Status, Verdict


class Rule(StrEnum):
    """Which rule gave a reason. The sentence in the reader's language is made in likeness/i18n."""

    GRANTED = "granted"
    NOBODY_TO_ASK = "nobody-to-ask"
    IGNORED_SMALL = "ignored-small"
    NO_FACES = "no-faces"
    NOT_A_FACE = "not-a-face"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    INVALIDATED = "invalidated"
    EXPIRED = "expired"
    GUARDIAN_ENDED = "guardian-ended"
    GUARDIAN_REFUSED = "guardian-refused"
    OTHER_CHANNELS_ONLY = "other-channels-only"
    REMOVED_FACE = "removed-face"
    REQUESTED = "requested"
    DEFERRED = "deferred"
    STATE_UNKNOWN = "state-unknown"
    NO_RECORD = "no-record"
    NOT_ASKED = "not-asked"
    NOT_BEGUN = "not-begun"
    OTHER_SCOPE = "other-scope"
    NOT_ENTITLED = "not-entitled"
    HELD_MATCH = "held-match"
    UNKNOWN_FACE = "unknown-face"
    BYSTANDER = "bystander"
    SUGGESTED = "suggested"
    AWAITING_CONFIRMATION = "awaiting-confirmation"
    LINK_ENDED = "link-ended"
    EXCESS_FACE = "excess-face"
    NOT_ASSESSED = "not-assessed"
    NOT_CONFIRMED_NOBODY = "not-confirmed-nobody"
    ATTESTED = "attested"
    ATTESTED_BEFORE = "attested-before"
    HOST_RECORD = "host-record"
    HELD_AT_UPGRADE = "held-at-upgrade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which face: counted from the left among the faces that count, starting at 1.

    Findings without a box have none.
    """

    ordinal: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a channel got its verdict, for one face."""

    rule: Rule
    verdict: Verdict
    finding: FindingId | None = None
    place: Place | None = None
    person: PersonId | None = None
    quitclaim: QuitclaimId | None = None
    begins: date | None = None
    ends: date | None = None
    not_assessed: NotAssessed | None = None
    from_copy: bool = False
    """It was said of another photo made of the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelVerdict:
    """The answer for one channel, with its reasons: worst first, known no's before gaps."""

    channel: Channel
    verdict: Verdict
    reasons: tuple[Reason, ...]
    valid_until: date | None = None
    """Last local day the cleared answer holds; None = no end, or not cleared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """What is known about the photo itself."""

    mode: Mode
    assessed: bool
    not_assessed: NotAssessed | None = None
    sessions: frozenset[SessionId] = frozenset()
    asset: str = ""
    """AssetId, for quitclaims of scope 'these photos'."""
    confirmed_nobody: bool = False
    """A human said that nobody is on it (attestation or all faces 'not a face')."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is configurable about deciding."""

    channels: tuple[Channel, ...]
    ignore_below: float = 0.0
    """Faces lower than this share of the image height are exempt; 0 = off."""
    demo: bool = False
    """Whether the ground DEMO counts (only in a data folder made by the demo)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The whole answer for one photo at one moment."""

    status: Status
    channels: tuple[ChannelVerdict, ...]
    at: datetime
    today: date
    mode: Mode
    valid_until: date | None = None
    """Earliest last good day over the cleared channels.

    None = no end, no channel cleared, or no people.
    """
    next_change: date | None = None
    """First later local day on which any input begins or ends, so that the answer may differ.

    None = never by itself.
    """
    not_assessed: NotAssessed | None = None
    confirmed_nobody: bool = False
