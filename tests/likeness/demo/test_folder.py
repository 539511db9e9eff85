"""The demo's folder: fresh each time, and nobody else's folder is touched."""

from pathlib import Path

import pytest

from likeness.demo.errors import FolderTaken
from likeness.demo.folder import fresh


def test_a_new_folder_says_what_it_is(tmp_path: Path) -> None:
    folder = fresh(tmp_path / "demo")

    assert "Delete it when you like" in folder.mark.read_text(encoding="utf-8")


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    assert fresh(tmp_path).root == tmp_path


def test_a_folder_with_something_in_it_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "likeness.toml").write_text("mine")

    with pytest.raises(FolderTaken, match="--into"):
        fresh(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["likeness.toml"]


def test_an_earlier_demo_is_replaced_but_what_lies_beside_it_stays(tmp_path: Path) -> None:
    folder = fresh(tmp_path / "demo")
    for made in (folder.photos, folder.data, folder.data.with_name("data-keys")):
        made.mkdir()
        (made / "old").write_text("old")
    (folder.root / "my notes.txt").write_text("mine")

    again = fresh(tmp_path / "demo")

    assert sorted(path.name for path in again.root.iterdir()) == [
        "made-by-likeness-demo.txt",
        "my notes.txt",
    ]


def test_a_linked_folder_is_unlinked_never_emptied(tmp_path: Path) -> None:
    folder = fresh(tmp_path / "demo")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "photo.jpg").write_text("mine")
    folder.photos.symlink_to(elsewhere)

    fresh(tmp_path / "demo")

    assert (elsewhere / "photo.jpg").read_text() == "mine"


def test_a_place_that_cannot_be_made_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(FolderTaken, match="cannot be made"):
        fresh(tmp_path / "file" / "demo")
