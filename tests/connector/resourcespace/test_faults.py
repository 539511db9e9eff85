"""When the host is in trouble: nothing is lost, nothing is called deleted, and it catches up."""

import socket

import pytest

from connector.errors import HostUnavailable, PhotoGone, Retry, Stop
from connector.resourcespace.api import Api
from connector.values import HostId, HostName, MarkSet, PhotoRef
from tests.connector.resourcespace.staging import places, stage_on
from tests.contracts.resourcespace import ResourceSpaceStage
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site

BLOCKED = MarkSet(status="blocked", warning="Do not publish")
OUTAGES = [
    Fault.BUSY,
    Fault.CRASH,
    Fault.HTML,
    Fault.EMPTY,
    Fault.TEXT,
    Fault.ERROR,
    Fault.CLOSED,
    Fault.HANG_UP,
    Fault.NO,
    Fault.LIE,
]


@pytest.fixture(autouse=True)
def no_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait between two tries."""
    monkeypatch.setattr("connector.transport.Transport._nap", lambda _self, _wait_s: None)


@pytest.fixture
def ref(site: Site, stage: ResourceSpaceStage) -> int:
    found = site.put(JPEG)
    stage.poll()
    return found


def at(ref: int) -> PhotoRef:
    return PhotoRef(host=HostName("dam"), id=HostId(str(ref)))


@pytest.mark.parametrize("outage", OUTAGES)
def test_a_feed_says_no_more_than_that_and_catches_up(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int, outage: Fault
) -> None:
    new = site.put(JPEG + b"new")
    site.purge(ref)
    fake.fail(outage)

    with pytest.raises((Retry, Stop)):
        stage.poll()

    assert set(stage.library.known) == {str(ref)}
    fake.heal()
    assert places(stage.poll()) == [ref, new]


@pytest.mark.parametrize("outage", OUTAGES)
def test_a_mark_is_not_called_written_and_is_written_later(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int, outage: Fault
) -> None:
    fake.fail(outage)

    with pytest.raises((Retry, Stop)):
        stage.marks.write(at(ref), BLOCKED)

    fake.heal()
    assert stage.marks.write(at(ref), BLOCKED).changed
    assert site.shown(ref)[88] == "✗ Not cleared"


@pytest.mark.parametrize("outage", [one for one in OUTAGES if one is not Fault.NO])
def test_a_photo_is_not_called_gone(
    fake: FakeHost, stage: ResourceSpaceStage, ref: int, outage: Fault
) -> None:
    fake.fail(outage)

    with pytest.raises((Retry, Stop)):
        stage.photos.fetch(at(ref), 1280)

    fake.heal()
    assert stage.photos.fetch(at(ref), 1280).data == JPEG


def test_a_host_that_says_no_to_everything_is_believed_about_one_photo_only(
    fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    fake.fail(Fault.NO)

    with pytest.raises(PhotoGone):
        stage.photos.fetch(at(ref), 1280)
    fake.heal()
    assert stage.photos.fetch(at(ref), 1280).data == JPEG


def test_a_connection_that_is_cut_after_the_change_writes_once(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    fake.fail(Fault.HANG_UP_AFTER, function="update_field", times=1)

    assert stage.marks.write(at(ref), BLOCKED).changed
    assert [line.field for line in site.lines if line.user == 2] == [88, 96]


def test_an_outage_in_the_middle_of_a_first_look_is_resumed(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    refs = [site.put(JPEG + bytes([number])) for number in range(8)]
    stage.cursor = stage.page("").cursor
    fake.fail(Fault.CRASH)
    with pytest.raises(HostUnavailable):
        stage.poll()
    fake.heal()
    looks = fake.count("search_get_previews")

    stage.poll()

    assert set(stage.library.known) == {str(ref) for ref in refs}
    assert fake.count("search_get_previews") == looks + 2


def test_a_revoked_key_stops_everything_until_it_is_put_right(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    new = site.put(JPEG + b"new")
    salt = site.users["svc"].salt
    site.users["svc"].salt = "another"

    for act in (
        stage.poll,
        lambda: stage.marks.write(at(ref), BLOCKED),
        lambda: stage.photos.fetch(at(ref), 1280),
    ):
        with pytest.raises(Stop):
            act()

    site.users["svc"].salt = salt
    assert places(stage.poll()) == [new]
    assert fake.count("update_field") == 0


def test_a_host_that_takes_a_call_and_never_answers_is_unavailable(
    fake: FakeHost, api: Api
) -> None:
    fake.fail(Fault.WAIT)

    with pytest.raises(HostUnavailable):
        api.within(0.2).may("s")


def test_a_host_that_is_down_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    down = stage_on(FakeHost(Site(), url=f"http://127.0.0.1:{port}"))

    with pytest.raises(HostUnavailable):
        down.poll()
    assert [line.ok for line in down.setup.probe()] == [False]
