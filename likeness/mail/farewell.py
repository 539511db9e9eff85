"""The last letter to somebody who is erased: sent at once, while their address still exists.

It is in no outbox: nothing may keep the address for later. At most one goes out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from consent.ids import PersonId
from likeness.mail.answers import erased
from likeness.mail.drafts import to_mail
from likeness.mail.writing import Desk, Written
from scheduler.errors import NoSuchRow, PostError
from scheduler.jobs.send_letters import message_id
from scheduler.ports import Store
from scheduler.ports.post import Mailer


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """Says goodbye (an argument of `scheduler.jobs.erase_person`)."""

    store: Store
    desk: Desk
    find_mailer: Callable[[], Mailer | None]

    def __call__(self, person: PersonId) -> bool:
        """Send it, and say whether the mail server took it. Never raises for what mail can do."""
        mailer = self.find_mailer()
        if mailer is None:
            return False
        try:
            with self.store.read() as tx:
                written = erased(tx, self.desk, person)
            if not isinstance(written, Written) or not written.address:
                return False
            mail = to_mail(written.draft, written.address)
            with mailer.line() as line:
                line.send(mail, message_id(f"erased:{person}", mailer.domain))
        except (PostError, NoSuchRow):
            return False
        return True
