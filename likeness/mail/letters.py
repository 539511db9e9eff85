"""Composes letters when they are sent, from ids: as things are then, in the reader's language.

Implements `scheduler.ports.post.Composer`. The texts themselves are beside this file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from likeness.mail import answers, asking, digests, ends, holds, screens
from likeness.mail.drafts import to_mail
from likeness.mail.writing import Desk, Written
from scheduler.errors import NoSuchRow
from scheduler.ports import Store, Tx
from scheduler.ports.outbox import LetterKind, OutboxState, Posted
from scheduler.ports.post import Composed, HostMessage, Moot

NO_ADDRESS = Moot(state=OutboxState.FAILED, word="no-address")
GONE = Moot(state=OutboxState.CANCELLED, word="gone")

Write = Callable[[Tx, Desk, Posted], Written | HostMessage | Moot]

WRITERS: Mapping[LetterKind, Write] = MappingProxyType(
    {
        LetterKind.ASK: asking.ask,
        LetterKind.REMINDER: asking.reminder,
        LetterKind.COMING_OF_AGE: asking.coming_of_age,
        LetterKind.RECEIPT: answers.receipt,
        LetterKind.CODE: answers.code,
        LetterKind.FRESH_LINK: answers.fresh_link,
        LetterKind.WITHDRAWN: answers.withdrawn,
        LetterKind.ADDRESS_CHANGE: answers.address_change,
        LetterKind.PENDING_DROPPED: answers.pending_dropped,
        LetterKind.LEGAL_HOLD: holds.legal_hold,
        LetterKind.RENEWAL: ends.renewal,
        LetterKind.EXPIRED: ends.expired,
        LetterKind.DIGEST: digests.digest,
        LetterKind.DESK: screens.desk,
        LetterKind.EDITOR: screens.editor,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterComposer:
    """Writes letters of one installation."""

    store: Store
    desk: Desk

    def compose(self, posted: Posted) -> Composed:
        """Write a letter from its ids, as things are now."""
        try:
            with self.store.read() as tx:
                written = WRITERS[posted.letter.kind](tx, self.desk, posted)
        except NoSuchRow:
            return GONE
        if not isinstance(written, Written):
            return written
        return to_mail(written.draft, written.address) if written.address else NO_ADDRESS
