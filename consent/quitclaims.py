"""Quitclaims: one consent record of one person for the use of their image. Values only."""

from dataclasses import dataclass, field
from datetime import date, datetime

from consent.ids import (
    AssetId,
    Channel,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignatureId,
    SignerId,
)
from consent.states import ConsentState, Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """Every photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSession:
    """Photos that have a row for this session."""

    session: SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ForPhotos:
    """These assets only; never a copy of them."""

    assets: frozenset[AssetId]


Scope = General | ForSession | ForPhotos


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who answered. A guardian's answer stops counting on the person's hand-over day."""

    id: SignerId
    guardian: bool = False
    entitled: bool = True
    """False where the signer may not sign for this person: the answer is a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quitclaim:
    """One answer of one signer about one person's image.

    `begins` and `ends` are local days, both included.
    """

    id: QuitclaimId
    person: PersonId
    state: ConsentState
    channels: frozenset[Channel]
    """The channels the answer is about: those granted, or those said no to."""
    at: datetime
    """UTC instant of the latest state."""
    signer: Signer
    scope: Scope = field(default_factory=General)
    begins: date | None = None
    ends: date | None = None
    ground: Ground = Ground.CONSENT
    notice_valid: bool = True
    notice: NoticeId | None = None
    """The text it was asked with; None where there was none of ours."""
    notice_version: int = 0
    evidence: SignatureId | None = None
    """What was handed in last; None where nothing was signed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the decision must know of a person besides their quitclaims."""

    id: PersonId
    minor_until: date | None = None
    """The hand-over birthday: the first local day on which only the person's own answer counts.

    None: an adult.
    """
    quitclaims: tuple[Quitclaim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionConsent:
    """The separate, explicit consent to be recognised by face. Local days, both ends included."""

    person: PersonId
    state: ConsentState
    at: datetime
    begins: date | None = None
    ends: date | None = None
    evidence: SignatureId | None = None
