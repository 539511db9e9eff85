"""Asks and links: who was asked for an answer, and by which door they come in. Values, pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consent.ids import Actor, AskId, LinkHash, NoticeId, PersonId, SessionId, SignerId
from consent.signing import Means


class AskState(StrEnum):
    """Where one asking stands."""

    OPEN = "open"
    ANSWERED = "answered"
    ENDED = "ended"
    """Somebody ended it."""
    EXPIRED = "expired"


class LinkKind(StrEnum):
    """What a link opens."""

    ASK = "ask"
    """One signing."""
    SESSION = "session"
    """Many signings."""
    RECEIPT = "receipt"
    """Never dies; opens only "send me a fresh link"."""
    FRESH = "fresh"
    """For a quarter of an hour, used once by POST."""
    VISIT = "visit"
    """The cookie of the personal page."""
    CODE = "code"
    """On the paper receipt of somebody without mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One asking: who must answer, for whom, about which text."""

    id: AskId
    persons: tuple[PersonId, ...]
    """Whom the answer is about: one person, or the children of a household."""
    signer: SignerId
    """Who is asked: the person's own id, or that of a guardian."""
    guardian: bool
    session: SessionId | None
    notice: NoticeId
    language: str
    """Of the letter and of the page at first; the reader may choose another."""
    way: Means
    """MAIL, LINK, PHONE or PAPER."""
    state: AskState
    made_at: datetime
    made_by: Actor
    last_sent_at: datetime | None
    reminders: int
    ends_on: date
    """Last day on which it can be answered."""
    serial: int = 1
    """Of its link; resending raises it, which ends the earlier link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One door. Only the hash of its secret is kept."""

    hash: LinkHash
    kind: LinkKind
    made_at: datetime
    ends_at: datetime | None = None
    killed_at: datetime | None = None
    ask: AskId | None = None
    session: SessionId | None = None
    notice: NoticeId | None = None
    """Of a session link: the text that is signed there."""
    persons: tuple[PersonId, ...] = ()
    """Of a receipt, a fresh link, a visit or a code: whose page it opens."""
    signer: SignerId | None = None
    """Of the same: who comes in, the person or one guardian."""

    def opens(self, now: datetime) -> bool:
        """Tell whether it opens at this instant: not killed, not over."""
        over = self.ends_at is not None and now >= self.ends_at
        return self.killed_at is None and not over
