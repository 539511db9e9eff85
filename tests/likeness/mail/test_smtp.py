"""Handing letters to a real mail server: encrypted, once per batch, nothing said about anybody."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from likeness.mail.message import From, to_message
from likeness.mail.smtp import MailServer, SmtpMailer
from scheduler.errors import PostCut, PostDelayed, PostDown, PostRefused
from scheduler.ports.post import Mail
from tests.fakes.certificates import make_certificate
from tests.fakes.postbox import Postbox, postbox

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SENDER = From(name="Example Foundation", address="consent@example.org", reply_to="us@example.org")
ANNA = Mail(
    to="anna@example.net",
    subject="Mogen wij uw foto's gebruiken?",
    text="Beste Anna, één vraag.",
    html="<p>Beste Anna</p>",
    language="nl",
)
ID = "<abc@example.org>"
RIGHT, WRONG = "right", "wrong"


@pytest.fixture
def box() -> Iterator[Postbox]:
    with postbox() as made:
        yield made


def mailer(port: int, **changes: object) -> SmtpMailer:
    server = MailServer(host="127.0.0.1", port=port, security="none", sender=SENDER, deadline_s=20)
    return SmtpMailer(server=replace(server, **changes), now=lambda: NOW)  # type: ignore[arg-type]


def test_a_letter_arrives_as_it_was_written(box: Postbox) -> None:
    with mailer(box.port).line() as line:
        line.send(ANNA, ID)

    (mail,) = box.mails
    assert box.recipients == ["anna@example.net"]
    assert mail["Subject"] == ANNA.subject
    assert mail["From"] == "Example Foundation <consent@example.org>"
    assert mail["Reply-To"] == "us@example.org"
    assert mail["Message-ID"] == ID
    assert mail["Auto-Submitted"] == "auto-generated"
    plain = mail.get_body(("plain",))
    assert plain
    assert plain.get_content().strip() == ANNA.text


def test_one_connection_carries_a_whole_batch(box: Postbox) -> None:
    with mailer(box.port).line() as line:
        for number in range(5):
            line.send(ANNA, f"<{number}@example.org>")

    assert len(box.mails) == 5
    assert len(box.connections) == 1


@pytest.mark.parametrize("wrapped", [False, True], ids=["starttls", "tls"])
def test_an_encrypted_line_with_login_carries_letters(tmp_path: Path, *, wrapped: bool) -> None:
    ca_file, context = make_certificate(tmp_path)

    with postbox(tls=context, wrapped=wrapped, login=not wrapped) as box:
        security = "tls" if wrapped else "starttls"
        user = "" if wrapped else "likeness"
        way = mailer(box.port, security=security, ca_file=ca_file, user=user, password=RIGHT)
        with way.line() as line:
            line.send(ANNA, ID)

    assert box.ids == [ID]


@pytest.mark.parametrize("wrapped", [False, True], ids=["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_ends_it(tmp_path: Path, *, wrapped: bool) -> None:
    _, context = make_certificate(tmp_path)

    with postbox(tls=context, wrapped=wrapped) as box:
        way = mailer(box.port, security="tls" if wrapped else "starttls")
        with pytest.raises(PostDown, match="certificate"), way.line():
            pass


def test_a_certificate_of_another_server_ends_it(tmp_path: Path) -> None:
    ca_file, context = make_certificate(tmp_path, "127.0.0.2")

    with postbox(tls=context) as box:
        way = mailer(box.port, security="starttls", ca_file=ca_file)
        with pytest.raises(PostDown, match="certificate"), way.line():
            pass


def test_a_server_without_encryption_is_given_nothing(box: Postbox) -> None:
    with (
        pytest.raises(PostDown, match="not-supported"),
        mailer(box.port, security="starttls").line(),
    ):
        pass


def test_a_wrong_password_stops_everything(tmp_path: Path) -> None:
    ca_file, context = make_certificate(tmp_path)

    with postbox(tls=context, login=True) as box:
        way = mailer(
            box.port, security="starttls", ca_file=ca_file, user="likeness", password=WRONG
        )
        with pytest.raises(PostDown, match="login-refused"), way.line():
            pass


def test_a_server_that_is_not_there_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

        with pytest.raises(PostDown, match="unreachable"), mailer(port).line():
            pass


@pytest.mark.parametrize(
    ("said", "error", "word"),
    [
        pytest.param("550 unknown", PostRefused, "address-refused", id="no such mailbox"),
        pytest.param("450 later", PostDelayed, "address-refused", id="mailbox busy"),
        pytest.param("421 closing", PostDown, "server-busy", id="server goes away"),
    ],
)
def test_what_a_server_says_of_an_address(
    box: Postbox, said: str, error: type[Exception], word: str
) -> None:
    box.to_recipient[ANNA.to] = said

    with pytest.raises(error, match=word), mailer(box.port).line() as line:
        line.send(ANNA, ID)


@pytest.mark.parametrize(
    ("said", "error", "word"),
    [
        pytest.param("554 spam", PostRefused, "letter-refused", id="for ever"),
        pytest.param("451 try later", PostDelayed, "letter-refused", id="for now"),
        pytest.param("cut", PostCut, "connection-lost", id="cut off"),
    ],
)
def test_what_a_server_says_of_a_letter(
    box: Postbox, said: str, error: type[Exception], word: str
) -> None:
    box.to_data.append(said)

    with pytest.raises(error, match=word), mailer(box.port).line() as line:
        line.send(ANNA, ID)


def test_a_refused_letter_does_not_keep_the_next_one(box: Postbox) -> None:
    box.to_recipient["nobody@example.net"] = "550 unknown"

    with mailer(box.port).line() as line:
        with pytest.raises(PostRefused):
            line.send(replace(ANNA, to="nobody@example.net"), ID)
        line.send(ANNA, ID)

    assert box.recipients == [ANNA.to]


def test_a_server_that_says_one_letter_at_a_time_is_left_at_the_deadline() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_drip, args=(server, stop))
        thread.start()
        way = mailer(server.getsockname()[1], deadline_s=1.0)

        with pytest.raises(PostDown, match="unreachable"), way.line():
            pass

        stop.set()
        thread.join(20)


def _drip(server: socket.socket, stop: threading.Event) -> None:
    """Answer without ever ending the line: each byte begins smtplib's own limit anew."""
    connection, _ = server.accept()
    with connection:
        while not stop.wait(0.2):
            try:
                connection.send(b"2")
            except OSError:
                return


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"to": "anna@example.net\nBcc: all@example.net"}, id="line break in address"),
        pytest.param({"to": "a@example.net, b@example.net"}, id="two addresses"),
        pytest.param({"to": ""}, id="no address"),
        pytest.param({"to": "@"}, id="nothing but an at sign"),
        pytest.param({"subject": "Hello\r\nBcc: all@example.net"}, id="line break in subject"),
    ],
)
def test_nothing_can_be_slipped_into_a_header(changes: dict[str, str]) -> None:
    with pytest.raises(PostRefused, match="address-unfit"):
        to_message(replace(ANNA, **changes), SENDER, ID, NOW)


def test_a_domain_of_other_letters_is_sent_in_ascii(box: Postbox) -> None:
    sender = replace(SENDER, address="consent@schüle.example")
    with mailer(box.port, sender=sender).line() as line:
        line.send(replace(ANNA, to="anna@exämple.net"), ID)

    (mail,) = box.mails
    assert box.recipients == ["anna@xn--exmple-cua.net"]
    assert mail["To"] == "anna@xn--exmple-cua.net"
    assert mail["From"] == "Example Foundation <consent@xn--schle-mva.example>"


def test_letters_before_the_at_sign_go_out_where_the_server_takes_them(box: Postbox) -> None:
    offered: list[bool] = []
    way = replace(mailer(box.port), learn=offered.append)

    with way.line() as line:
        line.send(replace(ANNA, to="ü@exämple.net"), ID)

    assert box.recipients == ["ü@xn--exmple-cua.net"]
    assert box.mails[0]["Subject"] == ANNA.subject
    assert offered == [True]


def test_a_server_without_them_refuses_such_an_address_and_no_other() -> None:
    offered: list[bool] = []
    with postbox(wide=False) as box:
        way = replace(mailer(box.port), learn=offered.append)

        with way.line() as line:
            with pytest.raises(PostRefused, match="address-unfit"):
                line.send(replace(ANNA, to="ü@exämple.net"), ID)
            line.send(replace(ANNA, to="anna@exämple.net"), ID)

    assert box.recipients == ["anna@xn--exmple-cua.net"]
    assert offered == [False]


def test_the_language_of_a_letter_is_said_for_all_of_it() -> None:
    message = to_message(replace(ANNA, language="nl"), SENDER, ID, NOW)

    assert message["Content-Language"] == "nl"
    assert [part["Content-Language"] for part in message.iter_parts()] == [None, None]


def test_an_error_says_nothing_about_anybody(box: Postbox) -> None:
    box.to_recipient[ANNA.to] = "550 anna@example.net is unknown"

    with pytest.raises(PostRefused) as refused, mailer(box.port).line() as line:
        line.send(ANNA, ID)

    assert "anna" not in f"{refused.value!r} {refused.value} {ANNA!r}"
    assert RIGHT not in repr(mailer(1, password=RIGHT).server)
