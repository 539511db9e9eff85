"""Signing: what somebody hands in, and the row that is kept of it. Values only.

Names and drawings are sealed under the key of each person concerned; the row carries none.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from consent.ids import (
    AskId,
    Channel,
    NoticeId,
    PersonId,
    SessionId,
    SignatureId,
)
from consent.notices import Audience
from consent.quitclaims import Signer


class Means(StrEnum):
    """How an answer came to us. Stored and audited: never rename one."""

    LINK = "link"
    MAIL = "mail"
    SESSION = "session"
    PHONE = "phone"
    """On the photographer's own phone."""
    PAPER = "paper"
    ATTENDED = "attended"
    PERSONAL = "personal-page"
    COMMAND = "command"
    IMPORT = "import"
    HOST = "host"
    TIMER = "timer"
    OFFICE = "office"


class VerifiedBy(StrEnum):
    """What showed that the signer is who they say."""

    MAIL = "link-in-mail"
    CODE = "one-time-code"
    OPERATOR = "operator"
    NONE = "none"


class WayBack(StrEnum):
    """What lets the signer see and change their answers later."""

    MAILED = "mailed"
    """The receipt goes to their address, with a link."""
    CODE = "code"
    """A code on the page or on paper: we have no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswer:
    """The answer about one person."""

    person: PersonId | None
    """None: somebody new, who signs at the link of a session."""
    name: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    under_age: bool = False
    """Declared to be too young to sign: a guardian answers."""
    granted: frozenset[Channel] = frozenset()
    recognition: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """One handing in of answers, about one person or a household."""

    id: SignatureId
    ask: AskId | None
    session: SessionId | None
    notice: NoticeId
    notice_version: int
    language: str
    shown_sha256: str
    """`consent.notices.notice_digest` of what was shown."""
    signer: Signer
    signer_name: str = field(repr=False)
    signer_email: str = field(repr=False)
    """Where the receipt goes; empty = a code on paper."""
    answers: tuple[PersonAnswer, ...]
    means: Means
    at: datetime
    verified_by: VerifiedBy
    nonce: str
    """Made with the form: the same form handed in twice signs once."""
    drawing: bytes | None = field(default=None, repr=False)
    """PNG of the drawn signature."""

    @property
    def way_back(self) -> WayBack:
        """Give how the signer comes back."""
        return WayBack.MAILED if self.signer_email else WayBack.CODE

    @property
    def audience(self) -> Audience:
        """Give for whom the text was that the signer read."""
        return Audience.GUARDIAN if self.signer.guardian else Audience.ADULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The row that is kept of a signing: pseudonymous, without a name."""

    id: SignatureId
    ask: AskId | None
    session: SessionId | None
    notice: NoticeId
    notice_version: int
    language: str
    shown_sha256: str
    signer: Signer
    means: Means
    at: datetime
    verified_by: VerifiedBy
    nonce: str
    persons: tuple[PersonId, ...]

    @property
    def audience(self) -> Audience:
        """Give for whom the text was that the signer read."""
        return Audience.GUARDIAN if self.signer.guardian else Audience.ADULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What is sealed of a signing under the key of one person: their own answer and the signer."""

    answer: PersonAnswer
    signer_name: str = field(repr=False)
    signer_email: str = field(repr=False)
    shown: str = field(repr=False)
    """The canonical text that was shown."""
    drawing: bytes | None = field(default=None, repr=False)

    @property
    def way_back(self) -> WayBack:
        """Give how the signer comes back."""
        return WayBack.MAILED if self.signer_email else WayBack.CODE
