"""Send the letters that are due: claim, compose, mark `sending`, hand over, mark `sent`.

Every step is committed before the next. What a crash leaves in `sending` may have arrived: it is
counted, and sent again or held for a human. Safe to run at any time.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from connector.errors import HostError, HostUnavailable
from scheduler.deps import Deps
from scheduler.errors import PostCut, PostDelayed, PostDown, PostRefused
from scheduler.letter_retry import DOWN_WAIT_S, next_try
from scheduler.letters import GOOD_UNTIL
from scheduler.ports.outbox import (
    ON_SCREENS,
    URGENT,
    LetterClaim,
    LetterKind,
    OutboxState,
    Recovered,
)
from scheduler.ports.post import Composed, HostMessage, Line, Mail, Moot, Post
from scheduler.restored import is_unreviewed

MINUTE = timedelta(seconds=60)
TOO_LATE = "too-late"
NO_MAIL = "no-mail-server"
GAVE_UP = "gave-up"
CRASHED = "crashed"
DOWN = "mail:down"
"""A fact: why no letter can be handed over now, in one word; empty while all is well."""


NOTHING = Recovered(resent=0, held=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one run came to."""

    sent: int = 0
    ended: int = 0
    """Failed, cancelled or held."""
    put_off: int = 0
    recovered: Recovered = NOTHING
    down: str = ""
    """Why no more was sent, in one word."""


def message_id(key: str, domain: str) -> str:
    """Give the Message-ID of a letter: the same at every try, so that doubles can be told."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def recover_letters(deps: Deps, post: Post, *, at_start: bool) -> Recovered:
    """Take back what is in `sending` though nobody sends it any more.

    `at_start` only in the process that holds the lock of the data folder: then nobody does.
    """
    with deps.store.begin() as tx:
        return tx.letter_claims.recover(
            deps.clock.now(), all_of_them=at_start, hold=post.hold_after_crash
        )


def send_letters(deps: Deps, post: Post, stopped: Callable[[], bool] = lambda: False) -> Batch:
    """Send what is due, as much as a minute allows; what is in trouble is put off.

    Letters that somebody waits for do not wait for the next minute.
    """
    with deps.store.read() as tx:
        if is_unreviewed(tx) or not tx.letter_claims.waits(deps.clock.now()):
            return Batch()
        room = post.per_minute - tx.letter_claims.sent_since(deps.clock.now() - MINUTE)
    recovered = recover_letters(deps, post, at_start=False)
    batch = Batch(recovered=recovered, down="" if post.mailer else NO_MAIL)
    with ExitStack() as open_lines:
        sender = _Sender(deps=deps, post=post, open_lines=open_lines)
        for number in range(2 * post.per_minute):
            some = () if number < room else URGENT
            claim = None if stopped() else sender.claim(ON_SCREENS if batch.down else some)
            if claim is None:
                break
            batch = sender.handle(claim, batch)
    _note_trouble(deps, batch)
    return batch


@dataclass(slots=True)
class _Sender:
    """One batch over at most one connection."""

    deps: Deps
    post: Post
    open_lines: ExitStack
    line: Line | None = field(default=None)

    def claim(self, kinds: Collection[LetterKind]) -> LetterClaim | None:
        """Take the next letter of these kinds; of all where none is named."""
        with self.deps.store.begin() as tx:
            return tx.letter_claims.claim(self.deps.clock.now(), self.post.lease_s, kinds)

    def handle(self, claim: LetterClaim, batch: Batch) -> Batch:
        """Bring one letter on its way, or say why not."""
        composed = self._compose(claim)
        match composed:
            case Moot():
                self._end(claim, composed.state, composed.word)
                return replace(batch, ended=batch.ended + 1)
            case Mail() | HostMessage():
                return self._send(claim, composed, batch)

    def _compose(self, claim: LetterClaim) -> Composed:
        limit = claim.posted.letter.refs.get(GOOD_UNTIL)
        if isinstance(limit, str) and self.deps.clock.now() >= datetime.fromisoformat(limit):
            return Moot(state=OutboxState.CANCELLED, word=TOO_LATE)
        try:
            return self.post.composer.compose(claim.posted)
        except Exception as error:  # noqa: BLE001 - whatever one letter does, it must not stop the others
            structlog.get_logger().warning(
                "letter-failed", letter=claim.posted.id, error=type(error).__name__
            )
            return Moot(state=OutboxState.HELD, word=CRASHED)

    def _send(self, claim: LetterClaim, composed: Mail | HostMessage, batch: Batch) -> Batch:
        try:
            name = self._hand_over(claim, composed)
        except PostRefused as error:
            self._end(claim, OutboxState.FAILED, error.word)
            return replace(batch, ended=batch.ended + 1)
        except PostDelayed as error:
            return self._later(claim, error.word, batch)
        except PostDown as error:
            return self._rest(claim, error.word, batch)
        except PostCut as error:
            return self._doubt(claim, error.word, batch)
        if name is None:
            return batch
        with self.deps.store.begin() as tx:
            tx.letter_claims.sent(claim, name, self.deps.clock.now())
        return replace(batch, sent=batch.sent + 1)

    def _hand_over(self, claim: LetterClaim, composed: Mail | HostMessage) -> str | None:
        """Hand it over and give its Message-ID; None where it was cancelled meanwhile."""
        if isinstance(composed, HostMessage):
            return self._ring(claim, composed)
        mailer = self.post.mailer
        if mailer is None:
            raise PostDown(NO_MAIL)
        if self.line is None:
            self.line = self.open_lines.enter_context(mailer.line())
        if not self._mark(claim):
            return None
        name = message_id(claim.posted.letter.key, mailer.domain)
        self.line.send(composed, name)
        return name

    def _ring(self, claim: LetterClaim, message: HostMessage) -> str | None:
        bell = self.post.bells.get(message.host)
        if bell is None:
            raise PostRefused("no-such-host")
        if not self._mark(claim):
            return None
        with _translated():
            bell.tell(message.user, message.text)
        return ""

    def _mark(self, claim: LetterClaim) -> bool:
        with self.deps.store.begin() as tx:
            return tx.letter_claims.sending(claim)

    def _later(self, claim: LetterClaim, word: str, batch: Batch) -> Batch:
        now, attempts = self.deps.clock.now(), claim.posted.attempts
        at = next_try(attempts, now, self.deps.jitter())
        if at is None:
            self._end(claim, OutboxState.FAILED, GAVE_UP)
            return replace(batch, ended=batch.ended + 1)
        with self.deps.store.begin() as tx:
            tx.letter_claims.again(claim, at, word, counts=True)
        return replace(batch, put_off=batch.put_off + 1)

    def _rest(self, claim: LetterClaim, word: str, batch: Batch) -> Batch:
        """Hand nothing more over now: the letter is not to blame."""
        at = self.deps.clock.now() + timedelta(seconds=DOWN_WAIT_S)
        with self.deps.store.begin() as tx:
            tx.letter_claims.again(claim, at, word, counts=False)
        return replace(batch, put_off=batch.put_off + 1, down=word)

    def _doubt(self, claim: LetterClaim, word: str, batch: Batch) -> Batch:
        """Treat a letter that was cut off as a crash would: it may have arrived."""
        now = self.deps.clock.now()
        at = next_try(claim.posted.attempts, now, self.deps.jitter()) or now
        with self.deps.store.begin() as tx:
            tx.letter_claims.doubt(claim, at, word, hold=self.post.hold_after_crash)
        return replace(batch, put_off=batch.put_off + 1, down=word)

    def _end(self, claim: LetterClaim, state: OutboxState, word: str) -> None:
        with self.deps.store.begin() as tx:
            tx.letter_claims.end(claim, state, word, self.deps.clock.now())


@contextmanager
def _translated() -> Iterator[None]:
    """Say what a host's trouble means for a message."""
    try:
        yield
    except HostUnavailable:
        raise PostDelayed("host-unavailable") from None
    except HostError:
        raise PostRefused("host-refused") from None


def _note_trouble(deps: Deps, batch: Batch) -> None:
    """Keep why nothing goes out, where that changed; a batch that sent shows all is well."""
    with deps.store.read() as tx:
        known = tx.facts.get(DOWN)
    if batch.down != known and (batch.down or batch.sent):
        with deps.store.begin() as tx:
            tx.facts.put(DOWN, batch.down)
