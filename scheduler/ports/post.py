"""What sending letters needs: somebody who writes them, and a way to hand them over."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from connector.host import Message
from connector.values import HostName
from scheduler.ports.outbox import OutboxState, Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A letter in its reader's language, with its address. Never logged; `repr` shows nothing."""

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostMessage:
    """A message on the screen of one user of a host."""

    host: HostName
    user: str = field(repr=False)
    """The host's own name or number of the user."""
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moot:
    """There is nothing to send: how the letter ends, and why in one word."""

    state: OutboxState
    word: str


Composed = Mail | HostMessage | Moot


class Composer(Protocol):
    """Who writes letters."""

    def compose(self, posted: Posted) -> Composed:
        """Write a letter from its ids, as things are now."""
        ...


class Line(Protocol):
    """One open connection to the mail server."""

    def send(self, mail: Mail, message_id: str) -> None:
        """Hand a letter over. Raises `PostRefused`, `PostDelayed` and `PostDown`."""
        ...


class Mailer(Protocol):
    """The way to the mail server."""

    @property
    def domain(self) -> str:
        """Give the domain that message ids end in."""
        ...

    def line(self) -> AbstractContextManager[Line]:
        """Open a connection for a batch. Raises `PostDown`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Everything that sends."""

    composer: Composer
    mailer: Mailer | None
    """None: no mail server is configured, and letters wait."""
    bells: Mapping[HostName, Message] = field(default_factory=dict)
    per_minute: int = 60
    hold_after_crash: bool = False
    lease_s: float = 300.0
    """Longer than one letter can take; see the deadline of the mail server."""
