"""What changed in a Nextcloud: the walk, the search, and what is no change at all."""

from datetime import UTC, datetime

import pytest

from connector.errors import HostRefused, HostUnavailable
from connector.nextcloud import cursor as cursors
from connector.values import HashKind, MediaKind
from tests.connector.nextcloud.conftest import Cloud, jpeg
from tests.fakes.nextcloud.rows import Fault

SLOW = {"walk_s": 60.0, "absence_s": 900.0}


def test_a_poll_without_a_change_is_one_request(cloud: Cloud) -> None:
    for index in range(30):
        cloud.site.put(f"Photo Desk/{index % 5}/{index}.jpg", b"x")
    cloud.poll()

    assert cloud.requests(cloud.poll) == 1


def test_a_new_photo_in_one_folder_reads_only_the_way_to_it(cloud: Cloud) -> None:
    for index in range(10):
        cloud.site.put(f"Photo Desk/{index}/a.jpg", b"x")
    cloud.poll()
    cloud.site.put("Photo Desk/3/b.jpg", b"y")

    # the root, and then root, team folder and folder listed
    assert cloud.requests(cloud.poll) == 4


@pytest.mark.parametrize("checksum", [True, False])
def test_a_lock_changes_the_etag_and_not_the_photo(cloud: Cloud, *, checksum: bool) -> None:
    entry = cloud.site.put("Photo Desk/a.tif", b"II*\0 a photo", checksum=checksum)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    before = cloud.library.known["Photo Desk/a.tif"].content
    cloud.site.hold("Photo Desk/a.tif")

    (change,) = cloud.poll()

    assert before
    assert before.kind is (HashKind.HOST if checksum else HashKind.ORIGINAL)
    assert change.content == before


def test_a_preview_from_before_a_lock_is_not_believed_and_the_file_is_looked_at(
    cloud: Cloud,
) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    cloud.site.hold("Photo Desk/a.jpg")

    (once,) = cloud.poll()
    cloud.scanned(cloud.photo(entry))
    cloud.site.hold("Photo Desk/a.jpg", locked=False)
    (again,) = cloud.poll()

    assert once.content
    assert once.content.kind is HashKind.ORIGINAL
    assert again.content
    assert again.content.kind is HashKind.ORIGINAL


def test_other_bytes_are_another_content(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    before = cloud.library.known["Photo Desk/a.jpg"].content
    cloud.site.put("Photo Desk/a.jpg", jpeg(80, 60), checksum=False)

    (change,) = cloud.poll()

    assert change.content
    assert change.content != before


def test_a_photo_that_lost_its_checksum_is_hashed_in_another_way(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    before = cloud.library.known["Photo Desk/a.jpg"].hashes
    cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)

    (change,) = cloud.poll()

    assert change.content
    assert change.content.kind is HashKind.PREVIEW
    assert change.content in before


def test_a_checksum_that_appears_comes_with_a_hash_that_can_be_compared(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    before = cloud.library.known["Photo Desk/a.jpg"].content
    cloud.site.put("Photo Desk/a.jpg", jpeg(80, 60))

    (change,) = cloud.poll()

    after = {one.kind: one for one in change.hashes}
    assert before
    assert before.kind is HashKind.PREVIEW
    assert change.content == after[HashKind.HOST]
    assert after[HashKind.PREVIEW] != before


def test_a_moved_folder_takes_its_photos_along(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/old/a.jpg", b"a")
    cloud.site.put("Photo Desk/old/deep/b.jpg", b"b")
    before = {change.ref for change in cloud.poll()}
    cloud.site.move("Photo Desk/old", "Photo Desk/new")

    changes = cloud.poll()

    assert {change.ref for change in changes} == before
    assert {change.place for change in changes} == {
        "Photo Desk/new/a.jpg",
        "Photo Desk/new/deep/b.jpg",
    }
    assert not any(change.deleted for change in changes)


def test_a_missing_photo_is_deleted_only_after_a_while(cloud: Cloud) -> None:
    cloud.connect(**SLOW | {"walk_s": 0.0})
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.site.put("Photo Desk/b.jpg", b"b")
    cloud.poll()
    cloud.site.delete("Photo Desk/a.jpg")

    at_once = cloud.poll()
    cloud.watch.wait(901)
    later = cloud.poll()

    assert at_once == []
    assert [(change.place, change.deleted) for change in later] == [("Photo Desk/a.jpg", True)]
    assert cloud.poll() == []


def test_a_photo_that_comes_back_in_time_was_never_gone(cloud: Cloud) -> None:
    cloud.connect(**SLOW | {"walk_s": 0.0})
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.site.put("Photo Desk/b.jpg", b"b")
    cloud.poll()
    cloud.site.move("Photo Desk/a.jpg", "elsewhere")
    cloud.poll()
    cloud.site.move("elsewhere", "Photo Desk/a.jpg")
    cloud.poll()
    cloud.watch.wait(901)

    assert cloud.poll() == []


def test_a_folder_that_was_unshared_hides_its_photos_and_deletes_none(cloud: Cloud) -> None:
    cloud.connect(folders=("Photo Desk",))
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.poll()
    cloud.site.delete("Photo Desk")

    page = cloud.host.feed.changes(cloud.cursor, dict(cloud.library.known))

    assert page.changes == ()
    assert page.unreadable == {"Photo Desk": "vanished"}


def test_everything_gone_at_once_is_a_trouble_and_no_deletion(cloud: Cloud) -> None:
    cloud.connect(unshared_s=0.0)
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.poll()
    cloud.site.delete("Photo Desk")

    with pytest.raises(HostUnavailable):
        cloud.poll()


def test_a_folder_that_cannot_be_listed_is_told_and_looked_at_again(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/open/a.jpg", b"a")
    cloud.site.put("Photo Desk/shut/b.jpg", b"b")
    cloud.poll()
    cloud.site.put("Photo Desk/shut/c.jpg", b"c")
    cloud.site.faults.append(Fault(403, "PROPFIND", "/shut"))

    page = cloud.host.feed.changes(cloud.cursor, dict(cloud.library.known))
    cloud.site.faults.clear()
    changes = cloud.poll()

    assert page.unreadable == {"Photo Desk/shut": "no-permission"}
    assert [change.place for change in changes] == ["Photo Desk/shut/c.jpg"]


def test_between_walks_a_search_finds_new_uploads(cloud: Cloud) -> None:
    cloud.connect(**SLOW)
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.poll()
    cloud.watch.wait(10)
    cloud.site.put("Photo Desk/fête/b.jpg", b"b")

    asked = cloud.site.asked["SEARCH"]
    changes = cloud.poll()

    assert [change.place for change in changes] == ["Photo Desk/fête/b.jpg"]
    assert cloud.site.asked["SEARCH"] == asked + 1


def test_a_search_takes_every_page_and_not_the_first_one_again(cloud: Cloud) -> None:
    cloud.connect(**SLOW)
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.poll()
    cloud.watch.wait(10)
    for index in range(205):
        cloud.site.put(f"Photo Desk/{index}.jpg", bytes([index]))

    assert len({change.ref for change in cloud.poll()}) == 205


def test_a_search_that_fails_leaves_it_to_the_walk(cloud: Cloud) -> None:
    cloud.connect(**SLOW)
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.poll()
    cloud.site.faults.append(Fault(500, "SEARCH"))
    cloud.site.put("Photo Desk/b.jpg", b"b")

    between = cloud.poll()
    cloud.watch.wait(61)
    walked = cloud.poll()

    assert (between, [change.place for change in walked]) == ([], ["Photo Desk/b.jpg"])


def test_between_walks_nothing_is_searched_where_nothing_changed(cloud: Cloud) -> None:
    cloud.connect(**SLOW)
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.poll()

    assert cloud.requests(cloud.poll) == 1


def test_a_photo_that_cannot_be_looked_for_is_not_missing(cloud: Cloud) -> None:
    cloud.connect(folders=("Photo Desk/2026", "Photo Desk"), absence_s=0.0)
    cloud.site.put("Photo Desk/2026/a.jpg", b"a")
    cloud.site.put("Photo Desk/b.jpg", b"b")
    cloud.poll()
    cloud.site.delete("Photo Desk/2026")

    assert cloud.poll() == []


def test_a_deleted_photo_is_seen_by_the_walk_and_not_by_the_search(cloud: Cloud) -> None:
    cloud.connect(walk_s=60.0, absence_s=0.0)
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.site.put("Photo Desk/b.jpg", b"b")
    cloud.poll()
    cloud.site.delete("Photo Desk/a.jpg")

    between = cloud.poll()
    cloud.watch.wait(61)

    assert between == []
    assert [change.deleted for change in cloud.poll()] == [True]


def test_a_file_in_two_places_is_one_photo(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", b"a")
    twin = cloud.site.put("Shared/a.jpg", b"a")
    twin.id = entry.id

    assert len(cloud.poll()) == 1


def test_a_damaged_cursor_begins_anew_and_tells_nothing_twice(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.poll()
    for damaged in ("{", "[]", '{"v":7}', '{"v":1,"what":2}'):
        cloud.cursor = damaged

        assert cloud.poll() == []


def test_a_cursor_says_where_nothing_lies(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/Anna Jansen/a.jpg", b"a")
    cloud.poll()

    assert "Anna" not in cloud.cursor
    assert len(cursors.read(cloud.cursor).folders) == 3


def test_only_photos_and_videos_are_reported(cloud: Cloud) -> None:
    for name in ("a.avif", "b.cr2", "c.mp4", "d.pdf", ".hidden.jpg", "e.txt"):
        cloud.site.put(f"Photo Desk/{name}", b"x")

    found = {change.place.rpartition("/")[2]: change.media for change in cloud.poll()}

    picture = MediaKind.PICTURE
    assert found == {"a.avif": picture, "b.cr2": picture, "c.mp4": MediaKind.VIDEO}


def test_the_camera_says_when_but_not_in_which_zone(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/a.jpg", b"a").taken = 1_714_558_272

    (change,) = cloud.poll()

    assert change.captured_at == datetime(2024, 5, 1, 10, 11, 12, tzinfo=UTC)


def test_folders_too_large_for_one_answer_are_read_in_pages(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.nextcloud.listing.BYTES", 2_000)
    monkeypatch.setattr("connector.nextcloud.listing.LISTED", 4)
    for index in range(10):
        cloud.site.put(f"Photo Desk/{index}.jpg", bytes([index]))

    assert len(cloud.poll()) == 10


def test_folders_are_read_whole_where_the_server_has_no_pages(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connector.nextcloud.listing.BYTES", 2_000)
    cloud.site.paged = False
    for index in range(10):
        cloud.site.put(f"Photo Desk/{index}.jpg", bytes([index]))

    assert len(cloud.poll()) == 10


def test_maintenance_is_waited_for(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/a.jpg", b"a")
    cloud.site.maintenance = True

    with pytest.raises(HostUnavailable):
        cloud.poll()
    cloud.site.maintenance = False

    assert len(cloud.poll()) == 1


def test_one_refused_login_is_the_last_for_a_while(cloud: Cloud) -> None:
    cloud.connect(password="revoked")  # noqa: S106

    for _ in range(20):
        with pytest.raises(HostRefused):
            cloud.poll()

    assert cloud.site.failed_logins == 1


def test_a_closed_address_is_waited_for(cloud: Cloud) -> None:
    cloud.site.failed_logins = 10

    with pytest.raises(HostUnavailable):
        cloud.poll()


def test_one_session_serves_all_calls(cloud: Cloud) -> None:
    for index in range(5):
        cloud.site.put(f"Photo Desk/{index}/a.jpg", b"x")

    cloud.poll()

    assert cloud.site.sessions == 1
