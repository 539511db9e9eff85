"""When Nextcloud is in trouble: nothing is lost, nothing is called deleted, and it catches up."""

import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from connector.errors import HostError, HostRefused, HostUnavailable, Retry, Stop
from connector.nextcloud.photos import NextcloudPhotos
from connector.transport import Reply, Sending
from connector.values import MarkSet, PhotoRef
from tests.connector.nextcloud.conftest import TAGS, Cloud, jpeg
from tests.contracts.nextcloud import connected, settings_of
from tests.fakes.nextcloud.rows import Entry, Fault, How
from tests.fakes.nextcloud.site import PASSWORD

BLOCKED = MarkSet(status="blocked", warning="Do not publish")
HOUR = 3600.0
OUTAGES = [
    pytest.param(Fault(500), id="errors"),
    pytest.param(Fault(503), id="busy"),
    pytest.param(Fault(429), id="closed to our whole address"),
    pytest.param(Fault(401), id="app password revoked"),
    pytest.param(Fault(403), id="everything forbidden"),
    pytest.param(Fault(302), id="led elsewhere"),
    pytest.param(Fault(0, how=How.PAGE), id="a page of a proxy"),
    pytest.param(Fault(207, how=How.EMPTY), id="nothing"),
    pytest.param(Fault(0, how=How.HALF), id="cut in the middle"),
    pytest.param(Fault(0, how=How.HANG_UP), id="cut before"),
]


@pytest.fixture(autouse=True)
def no_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait between two tries."""
    monkeypatch.setattr("connector.transport.Transport._nap", lambda _self, _wait_s: None)


@pytest.fixture
def known(cloud: Cloud) -> Entry:
    """Give a photo that was told of, in a library that deletes at once."""
    cloud.connect(absence_s=0.0, unshared_s=0.0)
    cloud.site.put("Photo Desk/other.jpg", jpeg(20, 20))
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    return entry


@pytest.mark.parametrize("outage", OUTAGES)
def test_a_feed_says_no_more_than_that_and_catches_up(
    cloud: Cloud, known: Entry, outage: Fault
) -> None:
    cloud.site.put("Photo Desk/new.jpg", b"new")
    cloud.site.delete("Photo Desk/other.jpg")
    cloud.site.faults.append(replace(outage))

    with pytest.raises((Retry, Stop)):
        cloud.poll()
    cloud.watch.wait(HOUR)
    with pytest.raises((Retry, Stop)):
        cloud.poll()

    assert set(cloud.library.known) == {"Photo Desk/other.jpg", known.place}
    healed(cloud)
    changes = {change.place: change.deleted for change in cloud.poll()}
    assert changes == {"Photo Desk/new.jpg": False, "Photo Desk/other.jpg": True}


@pytest.mark.parametrize("outage", [*OUTAGES, pytest.param(Fault(423), id="locked")])
def test_a_mark_is_not_called_written_and_is_written_later(
    cloud: Cloud, known: Entry, outage: Fault
) -> None:
    cloud.site.faults.append(replace(outage))

    with pytest.raises((Retry, Stop)):
        cloud.host.marks.write(cloud.photo(known), BLOCKED)

    healed(cloud)
    assert cloud.host.marks.write(cloud.photo(known), BLOCKED).changed
    assert cloud.site.tagged[known.id] == [TAGS["blocked"]]
    assert len(cloud.site.comments) == 1


@pytest.mark.parametrize("outage", OUTAGES)
def test_a_photo_is_not_called_gone_or_unreadable(
    cloud: Cloud, known: Entry, outage: Fault
) -> None:
    cloud.site.faults.append(replace(outage))

    with pytest.raises((Retry, Stop)):
        cloud.host.photos.fetch(cloud.photo(known), 1280)

    healed(cloud)
    assert cloud.host.photos.fetch(cloud.photo(known), 1280).data.startswith(b"\xff\xd8")


@pytest.mark.parametrize("outage", [Fault(500), Fault(0, how=How.PAGE), Fault(0, how=How.HALF)])
def test_previews_alone_in_trouble_say_nothing_of_the_photo(
    cloud: Cloud, known: Entry, outage: Fault
) -> None:
    cloud.site.faults.append(replace(outage, path="preview"))

    with pytest.raises(Retry):
        cloud.host.photos.fetch(cloud.photo(known), 1280)


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_connection_that_is_cut_after_the_change_writes_once(
    cloud: Cloud, known: Entry, method: str
) -> None:
    cloud.site.faults.append(Fault(0, method, times=1, how=How.HANG_UP_AFTER))

    for _ in range(2):
        try:
            cloud.host.marks.write(cloud.photo(known), BLOCKED)
        except HostUnavailable:
            continue

    assert cloud.site.tagged[known.id] == [TAGS["blocked"]]
    assert len(cloud.site.comments) == 1


def test_an_outage_in_the_middle_of_a_first_look_is_resumed(cloud: Cloud) -> None:
    for index in range(8):
        cloud.site.put(f"Photo Desk/{index}/a.jpg", bytes([index]))
    page = cloud.host.feed.changes("", {})
    cloud.library.apply(page)
    cloud.cursor = page.cursor
    cloud.site.faults.append(Fault(500))
    with pytest.raises(HostError):
        cloud.poll()
    cloud.site.faults.clear()
    asked = cloud.site.asked["PROPFIND"]

    cloud.poll()

    assert len(cloud.library.known) == 8
    # two more pages: for each the root's etag, the way down, and the folders not told of yet
    assert cloud.site.asked["PROPFIND"] - asked == 2 * 3 + 6


def test_a_revoked_app_password_stops_everything_after_one_try(cloud: Cloud, known: Entry) -> None:
    cloud.connect(password="revoked")  # noqa: S106

    for act in acts(cloud, cloud.photo(known)) * 5:
        with pytest.raises(HostRefused):
            act()

    assert cloud.site.failed_logins == 1
    assert cloud.site.tagged.get(known.id, []) == []


def test_an_address_that_is_shut_out_is_waited_for_and_not_knocked_at(
    cloud: Cloud, known: Entry
) -> None:
    cloud.site.failed_logins = 10

    for act in acts(cloud, cloud.photo(known)):
        with pytest.raises(HostUnavailable, match="security:bruteforce:reset"):
            act()

    assert cloud.site.failed_logins == 10


def test_maintenance_is_waited_for_by_everything_and_known_by_its_name(
    cloud: Cloud, known: Entry
) -> None:
    cloud.site.maintenance = True

    for act in acts(cloud, cloud.photo(known)):
        with pytest.raises(HostUnavailable, match="maintenance"):
            act()


def test_a_server_that_dawdles_is_left_in_time(cloud: Cloud, known: Entry) -> None:
    assert isinstance(cloud.host.photos, NextcloudPhotos)
    real = cloud.host.photos.api.sender

    class Hasty:
        def send(self, sending: Sending) -> Reply:
            return real.send(replace(sending, total_s=0.3))

    cloud.host.photos.api.sender = Hasty()
    cloud.site.faults.append(Fault(0, how=How.DAWDLE))

    with pytest.raises(HostUnavailable):
        cloud.host.photos.fetch(cloud.photo(known), 1280)


def test_a_host_that_is_down_is_unavailable(cloud: Cloud) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    down = connected(settings_of(f"http://127.0.0.1:{port}"), PASSWORD, cloud.library)

    with pytest.raises(HostUnavailable):
        down.feed.changes("", {})
    assert [line.ok for line in down.setup.probe()] == [False]


def acts(cloud: Cloud, ref: PhotoRef) -> list[Callable[[], object]]:
    """Give everything we do at a host, each once."""
    return [
        cloud.poll,
        lambda: cloud.host.marks.write(ref, BLOCKED),
        lambda: cloud.host.marks.read(ref),
        lambda: cloud.host.photos.fetch(ref, 1280),
    ]


def healed(cloud: Cloud) -> None:
    """End the trouble; whoever was refused starts anew, as an admin would have it."""
    cloud.site.faults.clear()
    cloud.connect(absence_s=0.0, unshared_s=0.0)
