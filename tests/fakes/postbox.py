"""A mail server of the real kind (aiosmtpd) on this machine: keeps what arrives, refuses as told."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from typing_extensions import override

TAKEN = "250 OK"


@dataclass  # no slots: aiosmtpd reads every attribute, which early 3.11 cannot with slots
class Postbox:
    """What arrived, and what the server says next."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)
    to_recipient: dict[str, str] = field(default_factory=dict)
    """Address -> what the server says about it, such as `550 no such mailbox`."""
    to_data: list[str] = field(default_factory=list)
    """What the server says to the next letters, one each; then it takes them."""
    port: int = 0
    reply_after_s: float = 0.0
    """How long the server takes to say that it took a letter: the window in which nobody knows."""
    news: threading.Condition = field(default_factory=threading.Condition)

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self,
        _server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        self.connections.add(id(session))
        said = self.to_recipient.get(address, TAKEN)
        if said == TAKEN:
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        said = self.to_data.pop(0) if self.to_data else TAKEN
        if said == "cut":
            assert server.transport
            server.transport.close()
            return TAKEN
        if said == TAKEN:
            self.recipients += envelope.rcpt_tos
            content = envelope.content
            assert isinstance(content, bytes)
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            with self.news:
                self.mails.append(mail)
                self.news.notify_all()
            await asyncio.sleep(self.reply_after_s)
        return said

    def wait_for(self, holds: Callable[[], bool], deadline_s: float = 60.0) -> bool:
        """Wait until something holds about what arrived; False at the deadline."""
        with self.news:
            return self.news.wait_for(holds, deadline_s)

    @property
    def ids(self) -> list[str]:
        """Give the Message-IDs of what arrived."""
        return [str(mail["Message-ID"]) for mail in self.mails]


def _login(
    _server: object, _session: object, _envelope: object, _how: str, data: object
) -> AuthResult:
    good = isinstance(data, LoginPassword) and data.password == b"right"
    return AuthResult(success=good, handled=False)


class _AnyPort(Controller):
    """Takes a free port; the parent connects to the port it was told, which is then 0."""

    @override
    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def postbox(
    *,
    tls: ssl.SSLContext | None = None,
    wrapped: bool = False,
    login: bool = False,
    wide: bool = True,
) -> Iterator[Postbox]:
    """Run one on a free port.

    `tls` offers STARTTLS; `wrapped`: TLS from the first byte; `wide` offers SMTPUTF8.
    """
    box = Postbox()
    controller = _AnyPort(
        box,
        hostname="127.0.0.1",
        port=0,
        ssl_context=tls if wrapped else None,
        tls_context=None if wrapped else tls,
        authenticator=_login if login else None,
        auth_required=login,
        auth_require_tls=tls is not None and not wrapped,
        enable_SMTPUTF8=wide,
        ready_timeout=60,
    )
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()
