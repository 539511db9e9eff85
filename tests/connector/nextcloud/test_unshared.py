"""A team folder or a share that is lost: its photos are not deleted at once, and it is told."""

import pytest

from connector.errors import HostBusy
from connector.values import PhotoChange
from tests.connector.nextcloud.conftest import Cloud
from tests.fakes.nextcloud.rows import Fault

WEEK = 604_800.0


@pytest.fixture
def shared(cloud: Cloud) -> Cloud:
    """Give a team folder and a share in a folder of our own, each with a photo."""
    cloud.connect(absence_s=900.0)
    cloud.site.put("Photo Desk/2026/a.jpg", b"a")
    cloud.site.folder("Received/Sports").mount = True
    cloud.site.put("Received/Sports/b.jpg", b"b")
    cloud.site.put("own.jpg", b"c")
    cloud.poll()
    return cloud


def told(changes: list[PhotoChange]) -> list[tuple[str, bool]]:
    return [(change.place, change.deleted) for change in changes]


@pytest.mark.parametrize(
    ("lost", "photo"),
    [
        pytest.param("Photo Desk", "Photo Desk/2026/a.jpg", id="a team folder"),
        pytest.param("Received/Sports", "Received/Sports/b.jpg", id="a share"),
        pytest.param("Received", "Received/Sports/b.jpg", id="the folder a share lay in"),
    ],
)
def test_what_went_with_a_share_is_deleted_only_after_a_week(
    shared: Cloud, lost: str, photo: str
) -> None:
    shared.site.delete(lost)

    at_once = shared.poll()
    shared.watch.wait(WEEK - 10)
    before = shared.poll()
    shared.watch.wait(20)

    assert (at_once, before) == ([], [])
    assert told(shared.poll()) == [(photo, True)]
    assert shared.poll() == []


def test_a_lost_share_is_told(shared: Cloud) -> None:
    shared.site.delete("Received/Sports")

    page = shared.host.feed.changes(shared.cursor, dict(shared.library.known))

    assert page.unreadable == {"Received/Sports": "vanished"}


def test_a_share_that_comes_back_in_time_was_never_gone(shared: Cloud) -> None:
    kept = {place: entry for place, entry in shared.site.entries.items() if "Photo Desk" in place}
    shared.site.delete("Photo Desk")
    shared.poll()
    shared.watch.wait(WEEK / 2)
    shared.site.entries |= kept
    shared.site.put("Photo Desk/2026/new.jpg", b"n")

    assert told(shared.poll()) == [("Photo Desk/2026/new.jpg", False)]
    shared.watch.wait(WEEK)
    assert shared.poll() == []


def test_a_photo_deleted_in_a_share_is_deleted_as_soon_as_any_other(shared: Cloud) -> None:
    shared.site.delete("Photo Desk/2026/a.jpg")
    shared.poll()
    shared.watch.wait(901)

    assert told(shared.poll()) == [("Photo Desk/2026/a.jpg", True)]


def test_a_share_that_came_back_without_its_photo_has_no_more_patience(shared: Cloud) -> None:
    shared.site.delete("Received/Sports")
    shared.poll()
    shared.site.folder("Received/Sports").mount = True
    shared.poll()
    shared.watch.wait(901)

    assert told(shared.poll()) == [("Received/Sports/b.jpg", True)]


def test_a_folder_of_our_own_in_place_of_a_share_is_no_share(shared: Cloud) -> None:
    shared.site.delete("Received/Sports")
    shared.site.put("Received/Sports/other.jpg", b"o")
    shared.poll()
    shared.site.delete("Received/Sports/other.jpg")
    shared.poll()
    shared.watch.wait(901)

    assert ("Received/Sports/other.jpg", True) in told(shared.poll())


def test_one_file_that_was_shared_and_is_no_more_waits_too(cloud: Cloud) -> None:
    cloud.connect(absence_s=900.0)
    cloud.site.put("shared.jpg", b"s").mount = True
    cloud.site.put("own.jpg", b"o")
    cloud.poll()
    cloud.site.delete("shared.jpg")
    cloud.poll()
    cloud.watch.wait(901)

    assert cloud.poll() == []


@pytest.mark.parametrize("folders", [(), ("Photo Desk", "Received/Sports")])
def test_storage_from_outside_that_is_away_holds_up_nothing_else(
    shared: Cloud, folders: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.transport.Transport._nap", lambda _self, _wait_s: None)
    shared.connect(absence_s=0.0, unshared_s=0.0, folders=folders)
    shared.site.put("Received/Sports/new.jpg", b"x")
    shared.site.put("Photo Desk/new.jpg", b"n")
    shared.site.faults.append(Fault(503, "PROPFIND", "Sports"))

    page = shared.host.feed.changes(shared.cursor, dict(shared.library.known))

    assert told(list(page.changes)) == [("Photo Desk/new.jpg", False)]
    assert page.unreadable == {"Received/Sports": "unavailable"}


def test_a_folder_that_is_busy_makes_the_whole_host_wait(
    shared: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.transport.Transport._nap", lambda _self, _wait_s: None)
    shared.site.put("Photo Desk/2026/new.jpg", b"x")
    shared.site.faults.append(Fault(503, "PROPFIND", "2026"))

    with pytest.raises(HostBusy):
        shared.poll()


def test_a_sweep_knows_shares_too(shared: Cloud) -> None:
    shared.watch.wait(86_401)
    shared.poll()
    shared.site.delete("Photo Desk")
    shared.watch.wait(86_401)
    shared.poll()
    shared.watch.wait(901)

    assert shared.poll() == []
