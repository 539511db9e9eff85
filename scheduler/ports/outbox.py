"""Storage port of the outbox: letters (mail) that are to go, each once. Ids only, no personal data.

A letter is composed and addressed when it is sent, so nothing here says to whom or what about whom.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from consent.ids import PersonId

Ref = str | int | bool | tuple[str, ...]
"""What a letter is about: an id, a number, a day as text, or several ids."""


class LetterKind(StrEnum):
    """What a letter is for."""

    ASK = "ask"
    REMINDER = "reminder"
    RECEIPT = "receipt"
    CODE = "code"
    FRESH_LINK = "fresh-link"
    RENEWAL = "renewal"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    DIGEST = "digest"
    COMING_OF_AGE = "coming-of-age"
    ADDRESS_CHANGE = "address-change"
    PENDING_DROPPED = "pending-dropped"
    LEGAL_HOLD = "legal-hold"
    EDITOR = "editor"
    """On the screen of a host: photos that somebody used are worse now."""
    DESK = "desk"
    """On the screen of a host: a digest is there."""


class OutboxState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENDING = "sending"
    """Handed to the mail server, or about to be: after a crash nobody knows which."""
    SENT = "sent"
    HELD = "held"
    """Waits for a human."""
    CANCELLED = "cancelled"
    FAILED = "failed"


URGENT = frozenset(
    {LetterKind.CODE, LetterKind.FRESH_LINK, LetterKind.RECEIPT, LetterKind.ADDRESS_CHANGE}
)
"""Letters that somebody waits for: they go before all others."""
ON_SCREENS = frozenset({LetterKind.EDITOR, LetterKind.DESK})
"""What hosts show on their own screens: no mail server is needed for it."""
UNSENT = frozenset({OutboxState.WAITING, OutboxState.HELD, OutboxState.FAILED})
"""What may still be cancelled. A letter in `sending` may be out already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to go."""

    key: str
    """Says which letter this is, for ever: a second one with this key is never made."""
    kind: LetterKind
    person: PersonId | None = None
    """Whom it is about or to; erasing them takes the letter away."""
    account: str | None = None
    """For people of the office."""
    refs: Mapping[str, Ref] = field(default_factory=dict)
    """Ids only; never a name or an address."""
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A letter as the outbox has it."""

    id: str
    letter: Letter
    state: OutboxState
    attempts: int
    """Tries that failed."""
    doubts: int
    """How often it was found in `sending` after a crash: it may have arrived that many times."""
    next_try_at: datetime | None
    sent_at: datetime | None
    message_id: str
    error: str
    """Why it waits, is held, was cancelled or failed, in one word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClaim:
    """The right to send one letter until `until`, fenced by `token`."""

    posted: Posted
    token: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was found in `sending` though nobody sends it any more."""

    resent: int
    held: int


class Outbox(Protocol):
    """Putting letters in, looking at them, and what people do with them."""

    def put(self, letter: Letter) -> bool:
        """Put a letter in; False where its key exists: there is no second letter."""
        ...

    def cancel_of(
        self, person: PersonId, kinds: Collection[LetterKind] | None, word: str, now: datetime
    ) -> int:
        """Cancel unsent letters of a person (kinds None: of every kind); gives how many."""
        ...

    def get(self, letter: str) -> Posted:
        """Give a letter by its id. Raises `NoSuchRow`."""
        ...

    def like(self, beginning: str) -> Sequence[Posted]:
        """Give the letters whose id begins like this, a few at most."""
        ...

    def all(self, states: Collection[OutboxState] = (), limit: int = 1000) -> Sequence[Posted]:
        """Give letters, those due longest first; of every state where none is named."""
        ...

    def counts(self) -> Mapping[OutboxState, int]:
        """Count letters by state."""
        ...

    def doubts(self) -> int:
        """Count how often a letter was found in `sending` after a crash."""
        ...

    def settle(self, letter: str, state: OutboxState, word: str, now: datetime) -> bool:
        """Hold, release (`WAITING`) or cancel an unsent letter; False where it is not unsent."""
        ...


class LetterClaims(Protocol):
    """Sending: every step is committed before the next, so a crash loses nothing."""

    def waits(self, now: datetime) -> bool:
        """Tell whether a letter is due, or was left in `sending`."""
        ...

    def claim(
        self, now: datetime, lease_s: float, kinds: Collection[LetterKind] = ()
    ) -> LetterClaim | None:
        """Take a letter that is due: those somebody waits for first, then who is due longest.

        Of these kinds; of all where none is named. It stays `waiting`, so that it may still be
        cancelled.
        """
        ...

    def sending(self, claim: LetterClaim) -> bool:
        """Mark it `sending`, right before it is handed over; False where it was cancelled."""
        ...

    def sent(self, claim: LetterClaim, message_id: str, now: datetime) -> bool:
        """Note that it was taken; False where the claim is stale."""
        ...

    def sent_since(self, moment: datetime) -> int:
        """Count letters sent since then."""
        ...

    def again(self, claim: LetterClaim, at: datetime, word: str, *, counts: bool) -> bool:
        """Put it back for another try at `at`; `counts` is False where it is not to blame."""
        ...

    def doubt(self, claim: LetterClaim, at: datetime, word: str, *, hold: bool) -> bool:
        """Count that it may have arrived; to be tried again at `at`, or held for a human."""
        ...

    def end(self, claim: LetterClaim, state: OutboxState, word: str, now: datetime) -> bool:
        """End it as held, cancelled or failed."""
        ...

    def recover(self, now: datetime, *, all_of_them: bool, hold: bool) -> Recovered:
        """Take back what nobody sends any more, to be sent again or held for a human.

        `all_of_them` only at start-up by the process that holds the lock; else by lease.
        """
        ...
