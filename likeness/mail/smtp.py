"""The way to the mail server, sole owner of smtplib. Says no address and no reply of the server."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from likeness.mail.message import From, to_message, wire
from scheduler.errors import PostCut, PostDelayed, PostDown, PostRefused
from scheduler.ports.post import Line, Mail

GOING_AWAY = 421
PERMANENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server, and how to talk to it."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    sender: From
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    deadline_s: float = 60.0
    """For connecting and logging in, and again for each letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMailer:
    """Opens lines to one server (implements `scheduler.ports.post.Mailer`)."""

    server: MailServer
    now: Callable[[], datetime]
    learn: Callable[[bool], None] = field(default=lambda _wide: None, repr=False)
    """Told at every connection whether the server offers SMTPUTF8."""

    @property
    def domain(self) -> str:
        """Give the domain that message ids end in."""
        return self.server.sender.domain

    @contextmanager
    def line(self) -> Iterator[Line]:
        """Open a connection for a batch. Raises `PostDown`."""
        client = self._client()
        try:
            with _hurrying(client, self.server.deadline_s), _opening():
                self._open(client)
            self.learn(client.has_extn("smtputf8"))
            yield _SmtpLine(client=client, server=self.server, now=self.now)
            with suppress(smtplib.SMTPException, OSError), _hurrying(client, 5.0):
                client.quit()
        finally:
            client.close()

    def _client(self) -> smtplib.SMTP:
        timeout_s, name = self.server.deadline_s, self.server.sender.domain
        if self.server.security == "tls":
            return smtplib.SMTP_SSL(
                timeout=timeout_s, local_hostname=name, context=self._certificates()
            )
        return smtplib.SMTP(timeout=timeout_s, local_hostname=name)

    def _open(self, client: smtplib.SMTP) -> None:
        server = self.server
        _set_name(client, server.host)
        code, _ = client.connect(server.host, server.port)
        if code >= PERMANENT - 100:
            raise PostDown("server-busy")
        client.ehlo()
        if server.security == "starttls":
            client.starttls(context=self._certificates())
            client.ehlo()
        if server.user:
            client.login(server.user, server.password)

    def _certificates(self) -> ssl.SSLContext:
        ca_file = self.server.ca_file
        try:
            return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
        except OSError:
            raise PostDown("certificate-file") from None


def _set_name(client: smtplib.SMTP, host: str) -> None:
    """Say which name the certificate must carry: smtplib takes it from its constructor alone."""
    client._host = host  # type: ignore[attr-defined]  # noqa: SLF001 - Lib/smtplib.py, starttls


@dataclass(frozen=True, slots=True, kw_only=True)
class _SmtpLine:
    """One open connection."""

    client: smtplib.SMTP
    server: MailServer
    now: Callable[[], datetime]

    def send(self, mail: Mail, message_id: str) -> None:
        """Hand a letter over. Raises `PostRefused`, `PostDelayed`, `PostDown` and `PostCut`."""
        message = to_message(mail, self.server.sender, message_id, self.now())
        with _hurrying(self.client, self.server.deadline_s), _sending():
            self.client.send_message(
                message,
                from_addr=wire(self.server.sender.address).addr_spec,
                to_addrs=[wire(mail.to).addr_spec],
            )


@contextmanager
def _hurrying(client: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """End the connection when the time is over: smtplib's own limit begins anew at every line."""

    def end() -> None:
        if client.sock is not None:
            with suppress(OSError):
                # not the method of SSLSocket: it would take its state away under the reader
                socket.socket.shutdown(client.sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _opening() -> Iterator[None]:
    """Say in one word why no connection was made."""
    try:
        yield
    except smtplib.SMTPAuthenticationError:
        raise PostDown("login-refused") from None
    except smtplib.SMTPNotSupportedError:
        raise PostDown("not-supported") from None
    except ssl.SSLCertVerificationError:
        raise PostDown("certificate") from None
    except ssl.SSLError:
        raise PostDown("no-tls") from None
    except (smtplib.SMTPException, OSError):
        raise PostDown("unreachable") from None


@contextmanager
def _sending() -> Iterator[None]:
    """Say in one word what became of a letter."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=PERMANENT)
        _raise_for(code, "address-refused")
    except smtplib.SMTPSenderRefused:
        raise PostDown("sender-refused") from None
    except smtplib.SMTPResponseException as error:
        _raise_for(error.smtp_code, "letter-refused")
    except (smtplib.SMTPNotSupportedError, UnicodeEncodeError):
        raise PostRefused("address-unfit") from None
    except (smtplib.SMTPException, OSError):
        raise PostCut("connection-lost") from None


def _raise_for(code: int, word: str) -> None:
    if code == GOING_AWAY:
        raise PostDown("server-busy") from None
    if code >= PERMANENT:
        raise PostRefused(word) from None
    raise PostDelayed(word) from None
