"""Messages of hosts at the public listener."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from config import sections
from config.addresses import Bind
from connector.values import EventKind, HostId, HostName, WebhookEvent
from connector.webhooks import SignedMessages, WebhookKeys, sign, sign_button
from likeness.metrics import Metrics
from likeness.web.hooks import BODY_BYTES, Hooks
from likeness.web.listeners import public_listener
from likeness.web.pace import Pace
from likeness.web.public import make_public
from tests.fakes.hints import FakeHints

KEY = "whsec_" + "c2VjcmV0" * 6
DAM = HostName("dam")
START = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
EMPTY = (200, b"", "0")


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


class Site:
    """A public listener with one host, and somebody who sends."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.hints, self.now = FakeHints(), Time()
        self.hooks = Hooks(
            readers={DAM: SignedMessages(keys=WebhookKeys.read(KEY))},
            hints=self.hints,
            now=self.now,
            pace=pace or Pace(),
        )
        self.client = TestClient(make_public("en", self.hooks))

    def send(
        self, ref: int | None = 12, *, host: str = "dam", key: str = KEY, message_id: str = "msg_1"
    ) -> tuple[int, bytes, str]:
        body = json.dumps({"type": "resource.edit", "data": {"ref": ref}}).encode()
        seconds = str(int(self.now.at.timestamp()))
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": seconds,
            "webhook-signature": sign(key, message_id, seconds, body),
        }
        return self.post(f"/hooks/{host}", body, headers)

    def press(self, ref: str = "12") -> tuple[int, bytes, str]:
        mark = sign_button(KEY, ref)
        return self.post(f"/hooks/dam?resource_id={ref}&hash={mark}", ref.encode(), {})

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, str]:
        answer = self.client.post(path, content=body, headers=headers)
        return answer.status_code, answer.content, answer.headers["content-length"]


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_signed_message_becomes_a_hint(site: Site) -> None:
    answer = site.send()

    assert answer == EMPTY
    assert site.hints.events == [
        WebhookEvent(host=DAM, host_id=HostId("12"), kind=EventKind.CHANGED, id="msg_1")
    ]


def test_a_message_sent_twice_is_one_hint(site: Site) -> None:
    answers = {site.send(), site.send()}

    assert answers == {EMPTY}
    assert len(site.hints.events) == 1


def test_a_message_that_is_replayed_later_is_no_hint(site: Site) -> None:
    body = b'{"type":"resource.edit","data":{"ref":1}}'
    seconds = str(int(START.timestamp()))
    headers = {
        "webhook-id": "m",
        "webhook-timestamp": seconds,
        "webhook-signature": sign(KEY, "m", seconds, body),
    }
    for minutes in (0, 1, 4, 6, 60):
        site.now.at = START + timedelta(minutes=minutes)

        assert site.post("/hooks/dam", body, headers) == EMPTY

    assert len(site.hints.events) == 1


def test_the_button_counts_once_a_minute(site: Site) -> None:
    for second in (0, 1, 59, 60):
        site.now.at = START + timedelta(seconds=second)

        assert site.press() == EMPTY

    assert [event.kind for event in site.hints.events] == [EventKind.CHECK] * 2


def test_a_test_message_is_no_hint(site: Site) -> None:
    body = b'{"type":"resource.test","data":{"ref":null}}'
    seconds = str(int(START.timestamp()))
    headers = {
        "webhook-id": "m",
        "webhook-timestamp": seconds,
        "webhook-signature": sign(KEY, "m", seconds, body),
    }

    assert site.post("/hooks/dam", body, headers) == EMPTY
    assert site.hints.events == []


@pytest.mark.parametrize("host", ["dam", "other", "D%C3%A4m", "x" * 300])
def test_a_stranger_learns_nothing_from_the_answer(site: Site, host: str) -> None:
    assert site.send(host=host, key="whsec_" + "b3RoZXJz" * 8) == EMPTY
    assert site.hints.events == []


def test_the_key_of_a_host_counts_for_no_other(site: Site) -> None:
    assert site.send(host="other") == EMPTY
    assert site.hints.events == []


def test_a_message_for_a_host_that_is_not_there_never_counts(site: Site) -> None:
    assert isinstance(site.hooks.stranger, SignedMessages)
    guessed = site.hooks.stranger.keys.texts[0]

    assert site.send(host="other", key=guessed) == EMPTY
    assert site.hints.events == []


@pytest.mark.parametrize("host", ["dam", "other"])
def test_a_long_message_is_not_read(site: Site, host: str) -> None:
    answer = site.client.post(f"/hooks/{host}", content=b"x" * (BODY_BYTES + 1))

    assert answer.status_code == 413


def test_a_long_message_in_pieces_is_not_read(site: Site) -> None:
    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 9_000] * 3

    assert site.client.post("/hooks/dam", content=pieces()).status_code == 413


def test_too_many_messages_of_one_sender_are_dropped_with_the_same_answer() -> None:
    site = Site(Pace(each=2))

    answers = {site.send(message_id=f"m{number}") for number in range(5)}

    assert answers == {EMPTY}
    assert len(site.hints.events) == 2


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_post_is_answered(site: Site, method: str) -> None:
    assert site.client.request(method, "/hooks/dam").status_code == 405


@settings(max_examples=50)
@given(body=st.binary(max_size=300), headers=st.dictionaries(
    st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "content-type"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
))  # fmt: skip
def test_no_made_up_message_is_a_hint(body: bytes, headers: dict[str, str]) -> None:
    site = Site()

    assert site.post("/hooks/dam", body, headers) == EMPTY
    assert site.hints.events == []


def test_there_is_no_place_for_messages_unless_a_host_has_a_secret() -> None:
    paths = {route.path for route in make_public("en").routes if isinstance(route, APIRoute)}
    with_hooks = make_public("en", Site().hooks)

    assert "/hooks/{host}" not in paths
    assert {route.path for route in with_hooks.routes if isinstance(route, APIRoute)} == {
        *paths,
        "/hooks/{host}",
    }


def test_the_public_listener_takes_messages() -> None:
    site = Site()
    listener = public_listener(
        sections.Public(bind=Bind(host="127.0.0.1", port=1)), "en", Metrics(), site.hooks
    )
    assert listener is not None
    site.client = TestClient(listener.app, base_url="http://127.0.0.1")

    assert site.send() == EMPTY
    assert len(site.hints.events) == 1


def test_the_log_says_why_a_message_was_refused_and_nothing_else(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.send(key="whsec_" + "b3RoZXJz" * 8, message_id="msg_canary")

    said = capsys.readouterr()
    assert "webhook-refused" in said.out + said.err
    assert "canary" not in said.out + said.err
