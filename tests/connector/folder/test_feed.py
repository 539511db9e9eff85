"""What a folder's feed reports: new, changed, moved and deleted photos, and what it cannot see."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from typing_extensions import override

from connector.errors import HostRefused, HostUnavailable, PhotoChanged
from connector.folder.closer import Look, Seen
from connector.folder.feed import FolderFeed
from connector.folder.scan import Entry
from connector.folder.tree import Tree
from connector.host import Feed
from connector.values import HostId, HostName, MediaKind, PhotoChange
from tests.contracts.stages import JPEG, FolderStage

Ordinary = Callable[[], AbstractContextManager[None]]


class Restless(Look):
    """Every file changes while it is read."""

    @override
    def at(self, entry: Entry) -> Seen:
        raise PhotoChanged(entry.media)


class Blind(Look):
    """No file may be read."""

    @override
    def at(self, entry: Entry) -> Seen:
        raise AssertionError(f"{entry.place} was read")


def places(changes: list[PhotoChange]) -> list[str]:
    return [change.place for change in changes]


def feed_of(stage: FolderStage) -> FolderFeed:
    feed = stage.host().feed
    assert isinstance(feed, FolderFeed)
    return feed


def a_feed(root: Path) -> Feed:
    look = Look(tree=Tree(root), zone=UTC)
    return FolderFeed(name=HostName("photos"), look=look, new_id=lambda: HostId("new"))


def test_hidden_files_sidecars_and_halves_of_copies_are_no_photos(stage: FolderStage) -> None:
    for name in (".a.jpg", "a.jpg.xmp", "a.xmp", "a.jpg.part", ".git/a.jpg", "@eaDir/a.jpg"):
        stage.put(name, JPEG)
    stage.put("notes.txt", b"")
    stage.put("a.jpg", JPEG)

    assert places(stage.poll()) == ["a.jpg"]


def test_a_name_that_is_not_text_is_reported_and_fetched(stage: FolderStage) -> None:
    with open(os.fsencode(stage.root) + b"/caf\xe9\\\n.jpg", "wb") as file:  # noqa: PTH123
        file.write(JPEG)

    (change,) = stage.poll()

    assert change.place == r"caf\xe9\\\x0a.jpg"
    assert stage.photos.fetch(change.ref, 0).data == JPEG


def test_touching_a_photo_gives_a_new_version_of_the_same_content(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    (before,) = stage.poll()
    os.utime(stage.root / "a.jpg", ns=(1, 1))

    (after,) = stage.poll()

    assert after.version != before.version
    assert (after.ref, after.content) == (before.ref, before.content)


def test_the_moment_of_capture_is_reported(stage: FolderStage) -> None:
    tags, out = Image.Exif(), BytesIO()
    tags.get_ifd(0x8769)[0x9003] = "2026:06:30 12:00:00"
    Image.new("RGB", (4, 3)).save(out, "JPEG", exif=tags)
    stage.put("a.jpg", out.getvalue())

    (change,) = stage.poll()

    assert change.captured_at == datetime(2026, 6, 30, 12, tzinfo=UTC)


# Moved, copied, new


def test_a_file_restored_with_the_same_bytes_elsewhere_was_moved(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    (before,) = stage.poll()
    stage.copy("a.jpg", "b.jpg")
    stage.delete("a.jpg")

    (after,) = stage.poll()

    assert (after.ref, after.place) == (before.ref, "b.jpg")


def test_two_possible_new_places_make_two_new_photos(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    (before,) = stage.poll()
    stage.copy("a.jpg", "b.jpg")
    stage.copy("a.jpg", "c.jpg")
    stage.delete("a.jpg")

    gone, *fresh = stage.poll()

    assert (gone.ref, gone.deleted) == (before.ref, True)
    assert places(fresh) == ["b.jpg", "c.jpg"]
    assert before.ref not in {change.ref for change in fresh}


def test_two_lost_photos_with_the_same_bytes_are_not_guessed_apart(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    stage.put("b.jpg", JPEG)
    before = {change.ref for change in stage.poll()}
    stage.copy("a.jpg", "c.jpg")
    stage.delete("a.jpg")
    stage.delete("b.jpg")

    *gone, fresh = stage.poll()

    assert {change.ref for change in gone} == before
    assert fresh.ref not in before


def test_a_new_file_with_the_inode_of_a_deleted_one_is_a_new_photo(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    (before,) = stage.poll()
    inode = before.version.rpartition("-")[2]
    stage.delete("a.jpg")
    stage.put("b.jpg", b"\xff\xd8\xff another party altogether")
    (entry,) = stage.library.known.values()
    recycled = os.stat(stage.root / "b.jpg").st_ino  # noqa: PTH116
    version = entry.version.replace(inode, str(recycled))
    stage.library.known = {"a.jpg": replace(entry, version=version)}

    gone, fresh = stage.poll()

    assert (gone.ref, gone.deleted) == (before.ref, True)
    assert fresh.ref != before.ref


def test_a_renamed_folder_keeps_all_its_photos(stage: FolderStage) -> None:
    for index in range(10):
        stage.put(f"old/{index}.jpg", JPEG + bytes([index]))
    before = {change.ref for change in stage.poll()}
    stage.move("old", "new")

    changes = stage.poll()

    assert {change.ref for change in changes} == before
    assert all(change.place.startswith("new/") and not change.deleted for change in changes)


def test_a_moved_photo_that_changes_while_it_is_compared_is_left_for_later(
    stage: FolderStage,
) -> None:
    stage.put("a.jpg", JPEG)
    stage.poll()
    stage.copy("a.jpg", "b.jpg")
    stage.delete("a.jpg")
    feed = replace(feed_of(stage), look=Restless(tree=Tree(stage.root), zone=UTC))

    page = feed.changes("", dict(stage.library.known))

    assert [change.deleted for change in page.changes] == [True]
    assert page.unreadable == {"b.jpg": "changed-since"}


# What cannot be seen


def test_a_missing_root_is_a_host_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(HostUnavailable):
        a_feed(tmp_path / "nowhere").changes("", {})


def test_a_root_that_is_a_file_is_a_host_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(HostUnavailable):
        a_feed(tmp_path / "file").changes("", {})


def test_a_root_that_may_not_be_read_is_a_host_that_refuses(
    open_path: Path, ordinary: Ordinary
) -> None:
    open_path.chmod(0)

    with ordinary(), pytest.raises(HostRefused):
        a_feed(open_path).changes("", {})


def test_an_empty_root_where_photos_were_is_an_unmounted_share(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    stage.poll()
    stage.delete("a.jpg")

    with pytest.raises(HostUnavailable, match="mounted"):
        stage.poll()


def test_an_empty_root_without_a_past_is_just_empty(stage: FolderStage) -> None:
    assert stage.poll() == []


def test_photos_in_a_folder_that_cannot_be_read_are_not_called_deleted(
    open_path: Path, ordinary: Ordinary
) -> None:
    stage = FolderStage(open_path)
    stage.put("shut/a.jpg", JPEG)
    stage.put("open.jpg", JPEG)
    stage.poll()
    (open_path / "shut").chmod(0)

    with ordinary():
        page = stage.page("")

    assert page.changes == ()
    assert page.unreadable == {"shut": "no-permission"}
    (open_path / "shut").chmod(0o700)


def test_a_photo_that_may_not_be_read_is_reported_and_tried_again(
    open_path: Path, ordinary: Ordinary
) -> None:
    stage = FolderStage(open_path)
    stage.put("a.jpg", JPEG)
    (open_path / "a.jpg").chmod(0)

    with ordinary():
        (shut,) = stage.poll()
        still_shut = stage.poll()
    (open_path / "a.jpg").chmod(0o644)
    (opened,) = stage.poll()

    assert (shut.content, still_shut) == (None, [])
    assert opened.ref == shut.ref
    assert opened.version != shut.version
    assert opened.content


def test_a_photo_that_vanishes_before_the_closer_look_is_left_for_later(
    stage: FolderStage,
) -> None:
    stage.put("a.jpg", JPEG)
    stage.put("b.jpg", JPEG)
    feed = feed_of(stage)
    ids = iter(["photo"])

    def new_id() -> HostId:
        stage.delete("b.jpg")
        return HostId(next(ids))

    page = replace(feed, new_id=new_id).changes("", {})

    assert [change.place for change in page.changes] == ["a.jpg"]
    assert page.unreadable == {"b.jpg": "changed-since"}


def test_a_file_too_large_to_hash_is_reported_without_a_hash(stage: FolderStage) -> None:
    stage.put("film.mp4", bytes(100))
    feed = replace(feed_of(stage), look=Look(tree=Tree(stage.root), zone=UTC, hash_limit=99))

    (change,) = feed.changes("", {}).changes

    assert (change.media, change.content) == (MediaKind.VIDEO, None)


# Links


def test_a_link_to_a_photo_inside_is_a_photo_of_its_own(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    (stage.root / "link.jpg").symlink_to("a.jpg")

    photo, link = stage.poll()

    assert (link.place, link.content) == ("link.jpg", photo.content)
    assert link.ref != photo.ref
    assert stage.photos.fetch(link.ref, 0).data == JPEG


@pytest.mark.parametrize(
    ("target", "version"),
    [
        pytest.param("/etc/hostname", "!link-no-permission", id="outside"),
        pytest.param("../elsewhere.jpg", "!link-no-permission", id="outside, relative"),
        pytest.param("nowhere.jpg", "!link-unreadable", id="broken"),
        pytest.param("link.jpg", "!link-unreadable", id="a loop"),
    ],
)
def test_a_link_that_leads_nowhere_good_is_reported_and_never_followed(
    tmp_path: Path, target: str, version: str
) -> None:
    (tmp_path / "elsewhere.jpg").write_bytes(JPEG)
    stage = FolderStage(tmp_path / "root")
    stage.put("a.txt", b"")
    (stage.root / "link.jpg").symlink_to(target)

    (change,) = stage.poll()

    assert (change.version, change.content) == (version, None)


def test_linked_folders_are_not_entered_loops_included(stage: FolderStage) -> None:
    stage.put("2026/a.jpg", JPEG)
    (stage.root / "2026/again").symlink_to("..")
    (stage.root / "2026.jpg").symlink_to("2026")

    assert places(stage.poll()) == ["2026/a.jpg"]


def test_a_pipe_under_a_photos_name_is_reported_and_never_opened(stage: FolderStage) -> None:
    os.mkfifo(stage.root / "pipe.jpg")
    (stage.root / "link.jpg").symlink_to("pipe.jpg")

    changes = stage.poll()

    assert [change.version for change in changes] == ["!not-a-file", "!not-a-file"]


def test_a_folder_named_like_a_photo_is_a_folder(stage: FolderStage) -> None:
    stage.put("album.jpg/a.jpg", JPEG)

    assert places(stage.poll()) == ["album.jpg/a.jpg"]


# Pages


def test_the_second_page_goes_on_inside_a_folder(stage: FolderStage) -> None:
    for name in ("a/1.jpg", "a/2.jpg", "a/b/1.jpg", "a/b/2.jpg", "a/c.jpg", "b.jpg", "a.jpg"):
        stage.put(name, JPEG + name.encode())

    first = stage.page("")
    second = stage.page(first.cursor)
    third = stage.page(second.cursor)

    assert places(list(first.changes)) == ["a/1.jpg", "a/2.jpg", "a/b/1.jpg"]
    assert places(list(second.changes)) == ["a/b/2.jpg", "a/c.jpg", "a.jpg"]
    assert places(list(third.changes)) == ["b.jpg"]
    assert (third.cursor, third.complete) == ("", True)


def test_a_cursor_to_a_place_that_is_gone_goes_on_behind_it(stage: FolderStage) -> None:
    for name in "abcdef":
        stage.put(f"{name}.jpg", JPEG + name.encode())
    cursor = stage.page("").cursor
    stage.delete(cursor)

    assert places(list(stage.page(cursor).changes)) == ["d.jpg", "e.jpg", "f.jpg"]


def test_a_photo_that_moves_between_two_pages_stays_the_same_photo(stage: FolderStage) -> None:
    for name in "abcde":
        stage.put(f"{name}.jpg", JPEG + name.encode())
    first = stage.page("")
    stage.move("a.jpg", "z.jpg")

    second = stage.page(first.cursor)
    (third,) = stage.poll()

    assert "z.jpg" not in places(list(second.changes))
    assert second.unreadable == {"z.jpg": "changed-since"}
    assert (third.ref, third.place) == (first.changes[0].ref, "z.jpg")


def test_a_moved_photo_that_vanishes_before_the_closer_look_is_left_for_later(
    stage: FolderStage,
) -> None:
    stage.put("a.jpg", JPEG)
    stage.poll()
    stage.move("a.jpg", "b.jpg")
    feed = replace(feed_of(stage), look=Restless(tree=Tree(stage.root), zone=UTC))

    page = feed.changes("", dict(stage.library.known))

    assert page.changes == ()
    assert stage.poll()[0].place == "b.jpg"


def test_a_hard_link_to_a_known_photo_is_a_copy(stage: FolderStage) -> None:
    stage.put("a.jpg", JPEG)
    (before,) = stage.poll()
    (stage.root / "b.jpg").hardlink_to(stage.root / "a.jpg")

    (after,) = stage.poll()

    assert after.place == "b.jpg"
    assert after.ref != before.ref


def test_moved_photos_come_with_the_first_page_and_only_once(stage: FolderStage) -> None:
    for index in range(5):
        stage.put(f"z/{index}.jpg", JPEG + bytes([index]))
    before = {change.ref for change in stage.poll()}
    stage.move("z", "y")
    for index in range(5):
        stage.put(f"x/{index}.jpg", JPEG + bytes([10 + index]))

    changes = stage.poll()

    moved = [change for change in changes if change.ref in before]
    assert sorted(places(moved)) == [f"y/{index}.jpg" for index in range(5)]
    assert len(changes) == 10


def test_a_poll_of_unchanged_photos_opens_no_photo(stage: FolderStage) -> None:
    for index in range(9):
        stage.put(f"{index}.jpg", JPEG + bytes([index]))
    stage.poll()
    feed = replace(feed_of(stage), look=Blind(tree=Tree(stage.root), zone=UTC))

    page = feed.changes("", dict(stage.library.known))

    assert (page.changes, page.complete) == ((), True)
