"""A sweep looks at everything, changed or not: whole trees at once where they are not too large."""

import pytest

from connector.nextcloud import cursor as cursors
from tests.connector.nextcloud.conftest import Cloud
from tests.fakes.nextcloud.rows import Fault

DAY = 86_401


@pytest.fixture
def swept(cloud: Cloud) -> Cloud:
    """Give a library of five folders that is due for a sweep, with photos nobody told of."""
    for index in range(5):
        cloud.site.put(f"Photo Desk/{index}/a.jpg", b"x")
    cloud.poll()
    cloud.watch.wait(DAY)
    return cloud


def unnoticed(cloud: Cloud, place: str) -> None:
    """Put a photo as storage from outside does: no etag above it changes."""
    etags = {entry.place: entry.etag for entry in cloud.site.entries.values()}
    cloud.site.put(place, b"y")
    for folder, etag in etags.items():
        cloud.site.entries[folder].etag = etag


def test_a_sweep_reads_the_whole_tree_at_once(swept: Cloud) -> None:
    assert swept.requests(swept.poll) == 2
    assert swept.requests(swept.poll) == 1


def test_a_sweep_finds_what_no_etag_told_of(swept: Cloud) -> None:
    unnoticed(swept, "Photo Desk/3/b.jpg")

    assert [change.place for change in swept.poll()] == ["Photo Desk/3/b.jpg"]


def test_a_sweep_notices_what_is_gone_and_what_was_moved(swept: Cloud) -> None:
    swept.connect(absence_s=0.0)
    swept.site.move("Photo Desk/1/a.jpg", "Photo Desk/2/b.jpg")
    swept.site.delete("Photo Desk/4/a.jpg")

    changes = {change.place: change.deleted for change in swept.poll()}

    assert changes == {"Photo Desk/2/b.jpg": False, "Photo Desk/4/a.jpg": True}


def test_a_sweep_leaves_out_what_a_walk_leaves_out(swept: Cloud) -> None:
    for place in ("Photo Desk/.hidden/deep/b.jpg", "Photo Desk/1/.c.jpg", "Photo Desk/1/d.txt"):
        swept.site.put(place, b"y")

    assert swept.poll() == []


def test_many_changes_of_a_sweep_come_in_pages_each_photo_once(swept: Cloud) -> None:
    for index in range(10):
        swept.site.put(f"Photo Desk/{index}/b.jpg", b"y")

    places = [change.place for change in swept.poll()]

    assert sorted(places) == [f"Photo Desk/{index}/b.jpg" for index in range(10)]


def test_a_server_that_lists_one_level_only_is_read_folder_by_folder(swept: Cloud) -> None:
    swept.site.infinity = False
    unnoticed(swept, "Photo Desk/3/b.jpg")

    assert [change.place for change in swept.poll()] == ["Photo Desk/3/b.jpg"]


@pytest.mark.parametrize("status", [403, 404, 423, 500, 503, 507])
def test_a_tree_that_cannot_be_read_at_once_is_read_folder_by_folder(
    swept: Cloud, status: int
) -> None:
    unnoticed(swept, "Photo Desk/3/b.jpg")
    swept.site.faults.append(Fault(status, "PROPFIND", headers=("depth", "infinity")))

    assert [change.place for change in swept.poll()] == ["Photo Desk/3/b.jpg"]


def test_a_tree_that_is_too_large_is_read_in_parts(
    swept: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.nextcloud.walk.DEEP", 2)

    # the root and its one folder, their five folders each as a tree of its own, and their etag
    assert swept.requests(swept.poll) == 1 + 2 + 5


def test_a_tree_that_grew_too_large_is_left_to_the_walk(
    swept: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.nextcloud.listing.BYTES", 5_000)
    for index in range(10):
        unnoticed(swept, f"Photo Desk/{index % 5}/new {index}.jpg")

    assert len(swept.poll()) == 10


def test_a_listing_with_holes_deletes_nothing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.nextcloud.listing.BYTES", 2_000)
    monkeypatch.setattr("connector.nextcloud.listing.LISTED", 4)
    cloud.connect(absence_s=0.0)
    for index in range(10):
        cloud.site.put(f"Photo Desk/{index}.jpg", bytes([index]))
    cloud.poll()
    cloud.site.put("Photo Desk/10.jpg", b"new")
    cloud.site.forgetful = True

    assert cloud.poll() == []
    cloud.site.forgetful = False
    assert [change.place for change in cloud.poll()] == ["Photo Desk/10.jpg"]


def test_a_photo_under_another_kind_of_name_is_a_photo_no_more(cloud: Cloud) -> None:
    cloud.connect(absence_s=0.0)
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.site.put("Photo Desk/b.jpg", b"b")
    cloud.poll()
    cloud.site.move("Photo Desk/a.jpg", "Photo Desk/a.jpg.bak")

    assert [(change.place, change.deleted) for change in cloud.poll()] == [
        ("Photo Desk/a.jpg", True)
    ]


def test_an_upload_into_a_library_without_times_of_upload_is_found_at_once(cloud: Cloud) -> None:
    cloud.connect(walk_s=60.0)
    cloud.site.put("Photo Desk/a.jpg", b"a").uploaded = 0
    cloud.poll()
    assert cursors.read(cloud.cursor).newest == 0
    cloud.site.put("Photo Desk/b.jpg", b"b")

    assert [change.place for change in cloud.poll()] == ["Photo Desk/b.jpg"]
