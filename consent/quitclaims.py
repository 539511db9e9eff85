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
    same_as: SignerId | None = None
    """Another signer who was found to be the same human; None where they are only themselves."""

    @property
    def identity(self) -> SignerId:
        """Give the id under which everything that this human answered is found."""
        return self.same_as or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Quitclaim:
    """One answer of one signer about one person's image.

    `begins` and `ends` are local days, both included.
    """

    id: QuitclaimId
    person: PersonId
    state: ConsentState
    channels: frozenset[Channel]
    """The channels the answer names: those granted, or those said no to."""
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
    asked: frozenset[Channel] | None = None
    """The channels that were asked about, granted or not; None where nobody noted them."""
    signed_at: datetime | None = None
    """UTC instant of the answer itself; None where it is that of the state."""

    @property
    def said_at(self) -> datetime:
        """Give when it was answered, whatever became of the answer since."""
        return self.signed_at or self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the decision must know of a person besides their quitclaims."""

    id: PersonId
    minor_until: date | None = None
    """The hand-over birthday: the first local day on which only the person's own answer counts.

    None: an adult.
    """
    quitclaims: tuple[Quitclaim, ...] = ()
    held: bool = False
    """Whether they came in as somebody who may be known, and no human has said who they are."""
    maybe: tuple["Subject", ...] = ()
    """Of a held one the persons it may be; of such a person the held ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionConsent:
    """The separate, explicit consent to be recognised by face. Local days, both ends included."""

    person: PersonId
    state: ConsentState
    at: datetime
    begins: date | None = None
    ends: date | None = None
    evidence: SignatureId | None = None
