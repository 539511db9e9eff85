"""What a running service notes of messages: when the last one came, and who put photos there."""

from datetime import UTC, datetime, timedelta

import pytest

from connector.values import EventKind, HostId, HostName, WebhookEvent
from likeness.bootstrap.messages import Heard, HeardHints, last_heard
from likeness.storage.store import SqlStore
from likeness.uploads import Uploads
from tests.fakes.hints import FakeHints
from tests.fakes.store import store

__all__ = ["store"]

CLOUD = HostName("cloud")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Watch:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def heard(store: SqlStore, watch: Watch) -> HeardHints:
    return HeardHints(hints=FakeHints(), store=store, uploads=Uploads(), now=watch)


def event(*, late_s: float | None = 7.0, photo: str = "12", by: str = "") -> WebhookEvent:
    at = None if late_s is None else NOON - timedelta(seconds=late_s)
    return WebhookEvent(
        host=CLOUD, host_id=HostId(photo), kind=EventKind.CHANGED, id="m", at=at, by=by
    )


def noted(store: SqlStore) -> Heard | None:
    with store.read() as tx:
        return last_heard(tx, CLOUD)


def test_nothing_was_heard_at_first(store: SqlStore) -> None:
    assert noted(store) is None


@pytest.mark.parametrize("late_s", [7.0, None])
def test_a_message_is_passed_on_and_noted(
    heard: HeardHints, store: SqlStore, late_s: float | None
) -> None:
    heard.hint(event(late_s=late_s))

    assert isinstance(heard.hints, FakeHints)
    assert len(heard.hints.events) == 1
    assert noted(store) == Heard(at=NOON, late_s=7 if late_s else None)


def test_a_storm_of_messages_is_noted_once_a_minute(
    heard: HeardHints, store: SqlStore, watch: Watch
) -> None:
    for seconds in (0, 1, 59, 61):
        watch.now = NOON + timedelta(seconds=seconds)
        heard.hint(event())
        if seconds == 59:
            assert noted(store) == Heard(at=NOON, late_s=7)

    found = noted(store)
    assert found is not None
    assert found.at == NOON + timedelta(seconds=61)


def test_a_database_that_is_away_stops_no_hint(heard: HeardHints, store: SqlStore) -> None:
    with store.begin():
        heard.hint(event())

    assert isinstance(heard.hints, FakeHints)
    assert len(heard.hints.events) == 1


def test_who_put_a_photo_there_is_remembered_in_memory_alone(heard: HeardHints) -> None:
    heard.hint(event(by="alice"))
    heard.hint(event(photo="13"))

    assert heard.uploads.of(CLOUD, HostId("12")) == "alice"
    assert heard.uploads.of(CLOUD, HostId("13")) == ""
    assert heard.uploads.of(HostName("other"), HostId("12")) == ""


def test_the_oldest_make_room(watch: Watch) -> None:
    uploads = Uploads(remembered=2)

    for photo in ("1", "2", "3"):
        uploads.note(event(photo=photo, by="alice"))

    assert [uploads.of(CLOUD, HostId(one)) for one in ("1", "2", "3")] == ["", "alice", "alice"]
    assert watch.now == NOON
