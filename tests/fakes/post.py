"""A composer and a mail server in memory, with faults that a test switches on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from scheduler.errors import PostError
from scheduler.ports.outbox import Posted
from scheduler.ports.post import Composed, Line, Mail


def mail_to(address: str) -> Mail:
    return Mail(to=address, subject="s", text="t", html="<p>t</p>", language="en")


@dataclass(slots=True)
class FakeComposer:
    """Writes every letter to its key."""

    composed: dict[str, Composed] = field(default_factory=dict)
    """Key -> what is made of that letter instead."""

    def compose(self, posted: Posted) -> Composed:
        key = posted.letter.key
        return self.composed.get(key) or mail_to(f"{key.replace(':', '-')}@example.net")


@dataclass(slots=True)
class FakeMailer:
    """Keeps what is handed over."""

    domain: str = "example.org"
    sent: list[tuple[str, str]] = field(default_factory=list)
    """Address and Message-ID."""
    lines: int = 0
    down: PostError | None = None
    """Raised when a line is opened."""
    faults: dict[str, PostError] = field(default_factory=dict)
    """Address -> what handing over to it raises."""
    during: Callable[[str], None] = field(default=lambda _address: None)
    """Called with the address before a letter is taken."""

    @contextmanager
    def line(self) -> Iterator[Line]:
        if self.down is not None:
            raise self.down
        self.lines += 1
        yield self

    def send(self, mail: Mail, message_id: str) -> None:
        self.during(mail.to)
        if mail.to in self.faults:
            raise self.faults[mail.to]
        self.sent.append((mail.to, message_id))


@dataclass(slots=True)
class FakeScreens:
    """Shows messages (implements `connector.host.Message`)."""

    shown: list[tuple[str, str]] = field(default_factory=list)
    fault: Exception | None = None

    def tell(self, user: str, text: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.shown.append((user, text))
