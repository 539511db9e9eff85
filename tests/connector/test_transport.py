"""The transport: limits that hold whatever the other end does."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from connector.deadline import Pace
from connector.errors import AnswerTooLarge, HostRefused, HostUnavailable
from connector.transport import CONNECTIONS, TRIES, Sending, Transport
from tests.fakes.peer import DEADLINE_S, Peer, Script, answer, peer

Start = Callable[[Script], Peer]


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(peer(script))


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def transport(naps: list[float]) -> Iterator[Transport]:
    made = Transport(sleep=naps.append)
    yield made
    made.close()


def say(*answers: bytes) -> Script:
    """Give these answers in turn, the last one for ever."""
    left = list(answers)

    def script(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(left.pop(0) if len(left) > 1 else left[0])

    return script


def dawdle(first: bytes, drop: bytes) -> Callable[[Peer], Script]:
    """Write `first`, then `drop` again and again, for ever."""

    def of(here: Peer) -> Script:
        def script(sock: socket.socket, _request: bytes) -> None:
            sock.sendall(first)
            while not here.over.wait(0.01):
                sock.sendall(drop)

        return script

    return of


def test_an_answer_comes_whole_with_its_status_and_media_type(
    start: Start, transport: Transport
) -> None:
    there = start(say(answer(b"hello", "201 Created", "Content-Type: text/plain; charset=utf-8")))

    reply = transport.send(Sending(url=there.url))

    assert (reply.status, reply.media_type, reply.data) == (201, "text/plain", b"hello")


def test_a_connection_is_used_again(start: Start, transport: Transport) -> None:
    there = start(say(answer(b"one"), answer(b""), answer(b"two")))

    for _ in range(5):
        transport.send(Sending(url=there.url, method="POST", body=b"a=b"))

    assert there.connections == 1


def test_nothing_is_sent_that_was_not_asked_for(
    start: Start, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    there = start(say(answer(b"", "200 OK", "Set-Cookie: session=1")))

    for _ in range(2):
        transport.send(Sending(url=there.url, headers={"Accept": "image/*"}))

    head = there.requests[1].lower()
    assert b"accept: image/*" in head
    assert all(name not in head for name in (b"cookie", b"origin", b"referer", b"authorization"))


def test_a_redirect_is_an_answer_and_not_followed(start: Start, transport: Transport) -> None:
    there = start(say(answer(b"", "302 Found", "Location: /login.php")))

    reply = transport.send(Sending(url=there.url))

    assert (reply.status, len(there.requests)) == (302, 1)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(answer(b"x" * 101), id="said beforehand"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n"
            + b"x" * 101
            + b"\r\n0\r\n\r\n",
            id="not said",
        ),
    ],
)
def test_an_answer_that_is_too_large_is_refused(
    start: Start, transport: Transport, said: bytes
) -> None:
    there = start(say(said))

    with pytest.raises(AnswerTooLarge):
        transport.send(Sending(url=there.url, limit=100))


def test_an_answer_of_the_allowed_size_is_taken(start: Start, transport: Transport) -> None:
    there = start(say(answer(b"x" * 100)))

    assert len(transport.send(Sending(url=there.url, limit=100)).data) == 100


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        pytest.param(b"", b"", id="says nothing at all"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"y", id="trickles its head"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"z", id="trickles its body"
        ),
    ],
)
def test_a_host_that_dawdles_is_left_when_the_time_is_over(
    start: Start, transport: Transport, first: bytes, drop: bytes
) -> None:
    there = start(say(b""))
    there.script = dawdle(first, drop)(there)

    with pytest.raises(HostUnavailable):
        transport.send(Sending(url=there.url, total_s=0.4))


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"", id="hangs up without a word"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", id="hangs up half-way"),
        pytest.param(b"not HTTP at all\r\n\r\n", id="talks nonsense"),
    ],
)
def test_what_breaks_off_is_asked_again(
    start: Start, transport: Transport, naps: list[float], broken: bytes
) -> None:
    said = [broken, answer(b"whole")]

    def script(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(said.pop(0))
        if said:
            sock.shutdown(socket.SHUT_RDWR)

    there = start(script)

    assert transport.send(Sending(url=there.url)).data == b"whole"
    assert (len(naps), len(there.requests)) == (1, 2)


def hang_up(sock: socket.socket, _request: bytes) -> None:
    sock.shutdown(socket.SHUT_RDWR)


def test_a_host_that_always_hangs_up_is_unavailable(start: Start, transport: Transport) -> None:
    there = start(hang_up)

    with pytest.raises(HostUnavailable):
        transport.send(Sending(url=there.url))

    assert len(there.requests) == TRIES


def test_what_must_not_happen_twice_is_sent_once(start: Start, transport: Transport) -> None:
    there = start(hang_up)

    with pytest.raises(HostUnavailable):
        transport.send(Sending(url=there.url, method="POST", repeatable=False))

    assert len(there.requests) == 1


def test_what_never_left_may_be_sent_again(transport: Transport, naps: list[float]) -> None:
    with pytest.raises(HostUnavailable):
        transport.send(Sending(url="http://127.0.0.1:1/", repeatable=False))

    assert len(naps) == TRIES - 1


@pytest.mark.parametrize("status", ["429 Too Many Requests", "502 Bad Gateway", "503 Busy"])
def test_a_busy_host_is_asked_again_after_a_moment(
    start: Start, transport: Transport, naps: list[float], status: str
) -> None:
    there = start(say(answer(b"", status), answer(b"ready")))

    assert transport.send(Sending(url=there.url)).data == b"ready"
    assert len(naps) == 1


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        pytest.param(["Retry-After: 3"], 3.0, id="seconds"),
        pytest.param(
            [
                "Date: Sat, 21 Nov 2026 10:00:00 GMT",
                "Retry-After: Sat, 21 Nov 2026 10:00:04 GMT",
            ],
            4.0,
            id="a moment by the host's clock",
        ),
        pytest.param(
            [
                "Date: Sat, 21 Nov 2026 10:00:00 GMT",
                "Retry-After: Sat, 21 Nov 2026 09:00:00 GMT",
            ],
            0.0,
            id="a moment that is past",
        ),
    ],
)
def test_a_busy_host_is_given_the_time_it_asks_for(
    start: Start, transport: Transport, naps: list[float], headers: list[str], wait_s: float
) -> None:
    there = start(say(answer(b"", "503 Busy", *headers), answer(b"ready")))

    transport.send(Sending(url=there.url))

    assert naps == [wait_s]


def test_a_host_that_asks_for_long_is_left_to_the_caller(
    start: Start, transport: Transport, naps: list[float]
) -> None:
    there = start(say(answer(b"", "503 Busy", "Retry-After: 120")))

    with pytest.raises(HostUnavailable, match="503"):
        transport.send(Sending(url=there.url))

    assert naps == []


def test_a_host_that_stays_busy_is_unavailable(start: Start, transport: Transport) -> None:
    there = start(say(answer(b"", "504 Timeout")))

    with pytest.raises(HostUnavailable, match="504"):
        transport.send(Sending(url=there.url))


@pytest.mark.parametrize(("status", "tries"), [("502 Bad Gateway", 1), ("503 Busy", TRIES)])
def test_what_a_gateway_may_have_passed_on_is_not_repeated(
    start: Start, transport: Transport, status: str, tries: int
) -> None:
    there = start(say(answer(b"", status)))

    with pytest.raises(HostUnavailable):
        transport.send(Sending(url=there.url, repeatable=False))

    assert len(there.requests) == tries


def test_no_nap_is_longer_than_the_time_that_is_left(
    start: Start, transport: Transport, naps: list[float]
) -> None:
    there = start(say(answer(b"", "503 Busy", "Retry-After: 4")))

    with pytest.raises(HostUnavailable):
        transport.send(Sending(url=there.url, total_s=3.0))

    assert naps == []


def test_a_try_is_not_begun_when_the_time_is_over() -> None:
    moments = iter([0.0, 31.0])
    late = Transport(clock=lambda: next(moments))

    with pytest.raises(HostUnavailable):
        late.send(Sending(url="http://127.0.0.1:1/"))


def test_never_more_connections_than_agreed(start: Start, transport: Transport) -> None:
    inside, most = 0, 0
    lock, full, go = threading.Lock(), threading.Event(), threading.Event()

    def script(sock: socket.socket, _request: bytes) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
            if inside == CONNECTIONS:
                full.set()
        go.wait(DEADLINE_S)
        with lock:
            inside -= 1
        sock.sendall(answer(b"done"))

    there = start(script)
    threads = [
        threading.Thread(target=transport.send, args=(Sending(url=there.url),), daemon=True)
        for _ in range(2 * CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    assert full.wait(DEADLINE_S)
    go.set()
    for thread in threads:
        thread.join(DEADLINE_S)

    assert (most, there.connections) == (CONNECTIONS, CONNECTIONS)


def test_who_waits_too_long_for_a_connection_is_told_so(start: Start) -> None:
    narrow = Transport(connections=1)
    there = start(say(b""))
    there.script = dawdle(b"", b"")(there)
    arrived = threading.Event()
    inner = there.script

    def script(sock: socket.socket, request: bytes) -> None:
        arrived.set()
        inner(sock, request)

    there.script = script
    first = Sending(url=there.url, total_s=2.0)
    busy = threading.Thread(target=_ignore, args=(narrow, first), daemon=True)
    busy.start()
    assert arrived.wait(DEADLINE_S)

    with pytest.raises(HostUnavailable, match="all connections"):
        narrow.send(Sending(url=there.url, total_s=0.1))

    busy.join(DEADLINE_S)


def _ignore(transport: Transport, sending: Sending) -> None:
    with pytest.raises(HostUnavailable):
        transport.send(sending)


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/", "http://[broken/"])
def test_an_address_that_is_none_is_refused(transport: Transport, url: str) -> None:
    with pytest.raises(HostRefused):
        transport.send(Sending(url=url))


def test_a_server_that_cannot_be_trusted_is_not_talked_to(
    start: Start, transport: Transport
) -> None:
    there = start(say(answer(b"in the clear")))

    with pytest.raises(HostUnavailable):
        transport.send(Sending(url=there.url.replace("http:", "https:")))


def test_what_is_sent_does_not_show_its_secrets() -> None:
    sending = Sending(url="http://host/?access_key=k", body=b"sign=s", headers={"X-Key": "h"})

    assert repr(sending) == ("Sending(method='GET', repeatable=True, total_s=30.0, limit=20000000)")


def test_without_a_deadline_nothing_hurries() -> None:
    assert Pace().left() is None


def test_a_host_that_may_keeps_its_session_by_cookie(start: Start) -> None:
    there = start(say(answer(b"", "200 OK", "Set-Cookie: session=1; path=/")))
    transport = Transport(cookies=True)

    for _ in range(2):
        transport.send(Sending(url=there.url))

    transport.close()
    assert b"cookie" not in there.requests[0].lower()
    assert b"cookie: session=1" in there.requests[1].lower()
