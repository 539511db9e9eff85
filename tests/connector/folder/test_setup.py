"""What the probe of a folder says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from connector.folder.setup import FolderSetup
from connector.folder.tree import Tree
from tests.contracts.stages import JPEG


def not_well(root: Path, room: int = 0) -> list[str]:
    lines = FolderSetup(tree=Tree(root), room=room).probe()
    assert all(line.ok != bool(line.advice) for line in lines)
    return [line.name for line in lines if not line.ok]


def test_a_folder_with_photos_is_well(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)

    assert not_well(tmp_path) == []


def test_a_missing_folder_is_not_well(tmp_path: Path) -> None:
    assert not_well(tmp_path / "nowhere") == ["folder"]


def test_an_empty_folder_may_be_an_unmounted_share(tmp_path: Path) -> None:
    assert not_well(tmp_path) == ["photos"]


def test_a_folder_that_cannot_be_written_to_shows_no_marks(
    open_path: Path, ordinary: Callable[[], AbstractContextManager[None]]
) -> None:
    (open_path / "a.jpg").write_bytes(JPEG)
    open_path.chmod(0o555)

    with ordinary():
        assert not_well(open_path) == ["sidecars"]


def test_a_full_disk_is_told_before_it_hurts(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)

    assert not_well(tmp_path, room=1 << 62) == ["room"]


def test_the_probe_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    not_well(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]
