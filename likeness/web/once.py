"""A form counts once: its token is used up, and the same form again leads where the first one led.

The row is written before anything is done, so a form that is sent twice at once is done once. Where
the service dies in between, the form stays used up: nobody can say what was done, so nothing is
repeated. A form that was refused, or that lacked something, is given back.
"""

import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from scheduler.ports import Store

WAITS = 50
PAUSE_S = 0.1
"""How long the second of two at once waits for the first: five seconds."""


class Before(StrEnum):
    """Why a form that was used up before cannot be answered like the first time."""

    OTHER = "other"
    """It says something else now: it came from the browser's back button."""
    UNFINISHED = "unfinished"
    """The first one is being handled still, or never came to an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form that came back: its token, and what is filled in."""

    token: str = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """Uses forms up."""

    store: Store
    secret: bytes = field(repr=False)
    now: Callable[[], datetime]
    pause: Callable[[float], None] = time.sleep

    def before(self, sent: Sent) -> str | Before | None:
        """Give where this form led before; None where it never came back. Changes nothing."""
        key, content = self._key(sent), self._content(sent)
        for waited in range(WAITS + 1):
            with self.store.read() as tx:
                found = tx.used_forms.find(key)
            if found is None:
                return None
            if found.content != content:
                return Before.OTHER
            if found.answer is not None:
                return found.answer
            if waited < WAITS:
                self.pause(PAUSE_S)
        return Before.UNFINISHED

    def use(self, sent: Sent) -> bool:
        """Use the form up; False where it was used before."""
        with self.store.begin() as tx:
            return tx.used_forms.use(self._key(sent), self._content(sent), self.now())

    def answered(self, sent: Sent, place: str) -> None:
        """Note where the form led."""
        with self.store.begin() as tx:
            tx.used_forms.answered(self._key(sent), place)

    def give_back(self, sent: Sent) -> None:
        """Let the form be sent once more: nothing was done."""
        with self.store.begin() as tx:
            tx.used_forms.give_back(self._key(sent))

    def _key(self, sent: Sent) -> str:
        return hmac.digest(self.secret, f"form {sent.token}".encode(), "sha256").hex()

    def _content(self, sent: Sent) -> str:
        said = json.dumps(sorted(sent.fields.items())).encode()
        return hmac.digest(self.secret, b"content " + said, "sha256").hex()
