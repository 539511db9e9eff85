"""Fetching from a folder: the bytes of one moment, or a stated reason."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from connector.errors import (
    HostRefused,
    HostUnavailable,
    PhotoChanged,
    PhotoGone,
    PhotoUnreadable,
)
from connector.folder import content
from connector.folder.photos import FolderPhotos
from connector.folder.tree import Tree
from connector.values import HostId, HostName, PhotoRef
from tests.contracts.stages import JPEG, FolderStage

Ordinary = Callable[[], AbstractContextManager[None]]
REF = PhotoRef(host=HostName("photos"), id=HostId("a"))


def photos_of(root: Path, place: str = "a.jpg") -> FolderPhotos:
    return FolderPhotos(tree=Tree(root), locate=lambda _: place)


def refusal_of(photos: FolderPhotos) -> str:
    with pytest.raises(PhotoUnreadable) as refusal:
        photos.fetch(REF, 0)
    return refusal.value.reason


def test_a_photo_over_the_limit_is_refused_and_one_at_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    photos = photos_of(tmp_path)

    assert replace(photos, limit=len(JPEG)).fetch(REF, 0).data == JPEG
    assert refusal_of(replace(photos, limit=len(JPEG) - 1)) == "too-large"


def test_a_large_photo_is_read_whole(tmp_path: Path) -> None:
    data = JPEG + os.urandom(3 << 20)
    (tmp_path / "a.jpg").write_bytes(data)

    assert photos_of(tmp_path).fetch(REF, 0).data == data


def test_a_photo_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"<svg/>")

    assert refusal_of(photos_of(tmp_path)) == "unsupported-format"


def test_a_photo_that_may_not_be_read_is_refused(open_path: Path, ordinary: Ordinary) -> None:
    (open_path / "a.jpg").write_bytes(JPEG)
    (open_path / "a.jpg").chmod(0)

    with ordinary():
        assert refusal_of(photos_of(open_path)) == "no-permission"


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")

    assert refusal_of(photos_of(tmp_path)) == "unsupported-format"


def test_a_device_under_a_photos_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").mkdir()

    assert refusal_of(photos_of(tmp_path)) == "unsupported-format"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        pytest.param("/etc/hostname", "no-permission", id="outside"),
        pytest.param("nowhere.jpg", "unreadable", id="broken"),
        pytest.param("a.jpg", "unreadable", id="a loop"),
    ],
)
def test_a_link_that_leads_nowhere_good_is_refused(
    tmp_path: Path, target: str, reason: str
) -> None:
    (tmp_path / "a.jpg").symlink_to(target)

    assert refusal_of(photos_of(tmp_path)) == reason


def test_a_folder_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.jpg").write_bytes(JPEG)
    (tmp_path / "root").mkdir()
    (tmp_path / "root/album").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PhotoGone):
        photos_of(tmp_path / "root", "album/a.jpg").fetch(REF, 0)


@pytest.mark.parametrize("place", ["../a.jpg", "/etc/hostname"])
def test_a_place_outside_is_no_place(tmp_path: Path, place: str) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "a.jpg").write_bytes(JPEG)

    with pytest.raises(PhotoGone):
        photos_of(tmp_path / "root", place).fetch(REF, 0)


def test_a_photo_of_an_unmounted_share_is_not_gone(tmp_path: Path) -> None:
    with pytest.raises(HostUnavailable, match="mounted"):
        photos_of(tmp_path).fetch(REF, 0)


def test_a_photo_of_a_missing_root_is_not_gone(tmp_path: Path) -> None:
    with pytest.raises(HostUnavailable):
        photos_of(tmp_path / "nowhere").fetch(REF, 0)


def test_a_root_that_may_be_entered_but_not_listed_refuses(
    open_path: Path, ordinary: Ordinary
) -> None:
    open_path.chmod(0o300)

    with ordinary(), pytest.raises(HostRefused):
        photos_of(open_path).fetch(REF, 0)


def test_a_photo_that_grows_while_it_is_read_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(JPEG)
    with Tree(tmp_path).file("a.jpg") as opened:
        path.write_bytes(JPEG * 2)

        with pytest.raises(PhotoChanged):
            content.read_whole(opened, 1000)
        with pytest.raises(PhotoChanged):
            content.hash_whole(opened)


def test_a_photo_that_is_replaced_while_it_is_read_has_changed(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    (tmp_path / "b.jpg").write_bytes(JPEG)
    tree = Tree(tmp_path)
    with tree.file("a.jpg") as opened:
        (tmp_path / "b.jpg").replace(tmp_path / "a.jpg")

        with pytest.raises(PhotoChanged):
            content.check_in_place(tree, "a.jpg", opened)


def test_a_photo_that_is_renamed_while_it_is_read_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    tree = Tree(tmp_path)
    with tree.file("a.jpg") as opened:
        (tmp_path / "a.jpg").rename(tmp_path / "b.jpg")

        with pytest.raises(PhotoGone):
            content.check_in_place(tree, "a.jpg", opened)


def test_no_message_names_the_photo(stage: FolderStage) -> None:
    stage.put("jo_de_vries.jpg", JPEG)
    stage.put("other.jpg", JPEG)
    change = stage.poll()[0]
    stage.delete("jo_de_vries.jpg")

    with pytest.raises(PhotoGone) as gone:
        stage.photos.fetch(change.ref, 0)
    assert "vries" not in str(gone.value)
