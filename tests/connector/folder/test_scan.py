"""The walk over a tree that changes under its feet."""

from pathlib import Path

from connector.folder.scan import Walk
from connector.folder.tree import Tree
from tests.contracts.stages import JPEG


def a_tree(root: Path) -> Tree:
    for name in ("a", "b", "c"):
        (root / name).mkdir()
        (root / name / "1.jpg").write_bytes(JPEG)
    (root / "z.jpg").write_bytes(JPEG)
    return Tree(root)


def test_the_walk_is_in_the_order_of_names(tmp_path: Path) -> None:
    walk = Walk(a_tree(tmp_path))

    assert [e.place for e in walk.entries()] == ["a/1.jpg", "b/1.jpg", "c/1.jpg", "z.jpg"]


def test_a_folder_that_vanishes_during_the_walk_hides_its_photos(tmp_path: Path) -> None:
    walk = Walk(a_tree(tmp_path))
    entries = walk.entries()
    next(entries)
    (tmp_path / "b").rename(tmp_path / "0")

    rest = [entry.place for entry in entries]

    assert rest == ["c/1.jpg", "z.jpg"]
    assert walk.unreadable == {"b": "vanished"}
    assert walk.hides("b/1.jpg")
    assert not walk.hides("bb/1.jpg")


def test_a_file_that_vanishes_during_the_walk_is_not_called_gone(tmp_path: Path) -> None:
    walk = Walk(a_tree(tmp_path))
    entries = walk.entries()
    next(entries)
    (tmp_path / "z.jpg").unlink()

    list(entries)

    assert walk.hides("z.jpg")


def test_nothing_is_hidden_where_everything_was_seen(tmp_path: Path) -> None:
    walk = Walk(a_tree(tmp_path))
    list(walk.entries())

    assert not walk.hides("a/1.jpg")


def test_a_walk_goes_on_behind_a_place(tmp_path: Path) -> None:
    walk = Walk(a_tree(tmp_path), after="b/1.jpg")

    assert [entry.place for entry in walk.entries()] == ["c/1.jpg", "z.jpg"]
