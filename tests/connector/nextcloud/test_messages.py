"""Messages of webhook_listeners: as they were recorded, and as a forger would send them."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.errors import WebhookRefused
from connector.nextcloud.messages import EARLY_S, LATE_S, NextcloudMessages
from connector.values import EventKind, HostName, WebhookEvent
from connector.webhooks import Message, WebhookKeys

KEY = "whsec_" + "c2VjcmV0" * 6
OLD = "whsec_" + "b3RoZXJz" * 6
NOW = datetime.fromtimestamp(1_795_219_100, UTC)
READER = NextcloudMessages(
    keys=WebhookKeys.read(f"{KEY} {OLD}"), account="svc-consent", tags=frozenset({1, 2, 3})
)
RECORDED = Path(__file__).parents[2] / "recordings" / "nextcloud" / "webhooks.jsonl"


def recorded() -> Iterator[Mapping[str, Any]]:
    for line in RECORDED.read_text().splitlines():
        yield json.loads(line)["b"]


def message(body: bytes | Mapping[str, Any], key: str = KEY, **headers: str) -> Message:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = {"authorization": f"Bearer {key}", **headers}
    return Message(host=HostName("cloud"), headers=said, query={}, body=data)


def read(
    body: bytes | Mapping[str, Any], now: datetime = NOW
) -> list[tuple[EventKind, str | None]]:
    return [(one.kind, one.host_id) for one in READER.read(message(body), now)]


def event(name: str, *, by: str | None = "alice", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    user = {"uid": by, "displayName": by} if by else None
    said = {"class": f"OCP\\Files\\Events\\Node\\{name}", **more}
    return {"event": said, "user": user, "time": int(NOW.timestamp()), "authentication": []}


def tagged(tags: list[object], by: str = "alice", **more: object) -> dict[str, Any]:
    said = {"objectType": "files", "objectIds": ["122", "123"], "tagIds": tags, **more}
    return event("TagUnassignedEvent", by=by, **said)


def refused(it: Message, now: datetime = NOW) -> str:
    with pytest.raises(WebhookRefused) as caught:
        READER.read(it, now)
    return caught.value.reason


def test_what_was_recorded_is_read() -> None:
    found: dict[str, set[tuple[EventKind, str | None]]] = {}
    for body in recorded():
        now = datetime.fromtimestamp(body["time"], UTC)
        name = str(body["event"]["class"]).rpartition("\\")[2]
        with contextlib.suppress(WebhookRefused):
            found.setdefault(name, set()).update(read(body, now))

    assert (EventKind.CHANGED, "122") in found["NodeCreatedEvent"]
    assert (EventKind.CHANGED, "125") in found["NodeWrittenEvent"]
    assert found["NodeRenamedEvent"] == {(EventKind.MOVED, "122")}
    assert found["NodeCopiedEvent"] == {(EventKind.CHANGED, "125")}
    assert found["BeforeNodeDeletedEvent"] == {(EventKind.GONE, "125")}
    assert found["TagAssignedEvent"] == found["TagUnassignedEvent"] == set()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            event("NodeWrittenEvent", node={"id": 7, "path": "/alice/files/a.jpg"}),
            [(EventKind.CHANGED, "7")],
            id="written",
        ),
        pytest.param(
            event("NodeCreatedEvent", by=None, node={"id": 7}),
            [(EventKind.CHANGED, "7")],
            id="by a job of the server",
        ),
        pytest.param(
            event("NodeWrittenEvent", by="svc-consent", node={"id": 7}), [], id="by ourselves"
        ),
        pytest.param(
            event("BeforeNodeDeletedEvent", node={"path": "/alice/files/a.jpg"}),
            [(EventKind.CHANGED, None)],
            id="deleted, without a number",
        ),
        pytest.param(
            tagged([9, 2]),
            [(EventKind.TOUCHED, "122"), (EventKind.TOUCHED, "123")],
            id="a tag of ours",
        ),
        pytest.param(tagged([9]), [], id="a tag of others"),
        pytest.param(tagged([2], by="svc-consent"), [], id="our own tagging"),
        pytest.param(tagged([2], objectType="calendar"), [], id="a tag on something else"),
        pytest.param(
            event("MapperEvent", objectType="files", objectId="122", tagIds=["2"]),
            [(EventKind.TOUCHED, "122")],
            id="the event of older servers",
        ),
    ],
)
def test_each_message_hints_at_what_it_says(
    body: Mapping[str, Any], found: list[tuple[EventKind, str | None]]
) -> None:
    assert read(body) == found


def test_who_put_a_photo_there_or_took_it_away_is_kept_and_never_printed() -> None:
    (put,) = READER.read(message(event("NodeCreatedEvent", node={"id": 7})), NOW)
    (moved,) = READER.read(message(event("NodeRenamedEvent", target={"id": 7})), NOW)
    (copied,) = READER.read(message(event("NodeCopiedEvent", target={"id": 7})), NOW)

    assert (put.by, moved.by, copied.by) == ("alice", "alice", "")
    assert "alice" not in repr((put, moved))


def test_the_same_message_has_the_same_name_and_others_have_others() -> None:
    one, again = (READER.read(message(tagged([2])), NOW) for _ in range(2))
    other = READER.read(message(event("NodeCreatedEvent", node={"id": 122})), NOW)

    assert one == again
    assert len({hint.id for hint in (*one, *other)}) == 3


@pytest.mark.parametrize("key", [KEY, OLD])
def test_both_secrets_count_while_one_replaces_the_other(key: str) -> None:
    assert READER.read(message(event("NodeCreatedEvent", node={"id": 7}), key), NOW)


@pytest.mark.parametrize("seconds", [-EARLY_S, 0.0, LATE_S])
def test_a_message_may_wait_for_the_next_background_job(seconds: float) -> None:
    assert read(event("NodeCreatedEvent", node={"id": 7}), NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-EARLY_S - 1, LATE_S + 1, 86_400.0])
def test_a_message_of_another_time_is_refused(seconds: float) -> None:
    body = event("NodeCreatedEvent", node={"id": 7})

    assert refused(message(body), NOW + timedelta(seconds=seconds)) == "clock"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("", "unsigned"),
        (KEY, "unsigned"),
        (f"Basic {KEY}", "unsigned"),
        ("Bearer ", "signature"),
        (f"Bearer {KEY}x", "signature"),
        (f"Bearer {KEY[:-1]}", "signature"),
        ("Bearer é\udc80", "signature"),
        (f"Bearer {OLD.upper()}", "signature"),
    ],
)
def test_who_does_not_know_the_secret_is_refused(header: str, reason: str) -> None:
    body = event("NodeCreatedEvent", node={"id": 7})

    assert refused(message(body, authorization=header)) == reason


@given(st.text(max_size=120))
def test_no_made_up_secret_passes(made_up: str) -> None:
    body = event("NodeCreatedEvent", node={"id": 7})

    assert refused(message(body, authorization=f"Bearer {made_up}")) == "signature"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["node", "id", "objectIds", "tagIds", "user", "uid", "event"]), inner
        )
    ),
    max_leaves=8,
)


@given(
    name=st.sampled_from(["NodeCreatedEvent", "NodeRenamedEvent", "TagAssignedEvent", "Other"]),
    inner=st.dictionaries(
        st.sampled_from(["node", "target", "objectType", "objectIds", "objectId", "tagIds"]), JSON
    ),
    user=JSON,
)
def test_whatever_somebody_with_the_secret_sends_is_a_hint_or_refused(
    name: str, inner: dict[str, Any], user: object
) -> None:
    body = {**event(name, **inner), "user": user}
    with contextlib.suppress(WebhookRefused):
        for one in READER.read(message(body), NOW):
            assert isinstance(one, WebhookEvent)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[" * 20_000,
        b'{"event":[]}',
        b'{"event":{},"time":1795219100}',
        json.dumps({**event("NodeCreatedEvent"), "time": "1795219100"}).encode(),
        json.dumps({**event("NodeCreatedEvent"), "time": True}).encode(),
        json.dumps(event("UserDeletedEvent")).encode(),
    ],
)
def test_a_body_that_is_none_of_these_is_refused(body: bytes) -> None:
    assert refused(message(body)) == "content"


def test_secrets_and_accounts_are_not_printed() -> None:
    assert "whsec" not in repr(READER)
    assert "svc-consent" not in repr(READER)
