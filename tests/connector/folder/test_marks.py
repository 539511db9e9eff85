"""Marks in sidecars: which file, whose edits, and what happens where writing is not possible."""

import os
import resource
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from connector.errors import DiskFull, HostError, HostUnavailable, MarkRefused, PhotoChanged
from connector.folder import sidecars
from connector.folder.marks import FolderMarks
from connector.folder.tree import Tree
from connector.folder.xmp import Packet
from connector.values import HostId, HostName, Mark, MarkSet, PhotoRef, Region
from tests.connector.folder.packets import EXIFTOOL, LIGHTROOM, meaning, names
from tests.connector.folder.test_exif import photo
from tests.contracts.stages import JPEG, NOON

Ordinary = Callable[[], AbstractContextManager[None]]
REF = PhotoRef(host=HostName("photos"), id=HostId("a"))
CLEARED = MarkSet(status="cleared", channels=("press",))
BLOCKED = MarkSet(status="blocked")
GONE = MarkSet(status="not-assessed")


@dataclass(slots=True)
class Desk:
    """A folder with one photo, `a.jpg`, and its marks."""

    root: Path
    place: str = "a.jpg"
    before_writing: list[Callable[[], object]] = field(default_factory=list)
    """Done one by one, each between reading a sidecar and replacing it."""

    def marks(self) -> FolderMarks:
        return FolderMarks(tree=Tree(self.root), locate=lambda _: self.place, now=self._now)

    def write(self, marks: MarkSet) -> bool:
        return self.marks().write(REF, marks).changed

    def says(self) -> MarkSet | None:
        return self.marks().read(REF)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.root.iterdir())

    def data(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def put(self, name: str, data: bytes) -> None:
        (self.root / name).write_bytes(data)

    def refusal(self, marks: MarkSet = BLOCKED) -> str:
        with pytest.raises(MarkRefused) as refusal:
            self.write(marks)
        return refusal.value.reason

    def _now(self) -> datetime:
        if self.before_writing:
            self.before_writing.pop(0)()
        return NOON


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    return Desk(tmp_path)


@pytest.fixture
def open_desk(open_path: Path) -> Desk:
    (open_path / "a.jpg").write_bytes(JPEG)
    return Desk(open_path)


# Which file


def test_a_new_sidecar_is_called_after_the_whole_name(desk: Desk) -> None:
    desk.write(CLEARED)

    assert desk.files() == ["a.jpg", "a.jpg.xmp"]


def test_an_existing_short_sidecar_is_used_where_it_means_this_photo_only(desk: Desk) -> None:
    desk.put("a.xmp", LIGHTROOM)

    desk.write(CLEARED)

    assert desk.files() == ["a.jpg", "a.xmp"]
    assert desk.says() == CLEARED


@pytest.mark.parametrize("other", ["a.cr2", "a.mp4", "a.png"])
def test_a_short_sidecar_that_may_mean_another_asset_is_not_touched(desk: Desk, other: str) -> None:
    desk.put("a.xmp", LIGHTROOM)
    desk.put(other, b"")

    desk.write(CLEARED)

    assert desk.data("a.xmp") == LIGHTROOM
    assert "a.jpg.xmp" in desk.files()


def test_the_long_name_wins_where_both_exist(desk: Desk) -> None:
    desk.put("a.xmp", LIGHTROOM)
    desk.put("a.jpg.xmp", EXIFTOOL)

    desk.write(CLEARED)

    assert desk.data("a.xmp") == LIGHTROOM
    assert desk.says() == CLEARED


def test_marks_in_a_short_sidecar_that_is_no_longer_ours_to_use_are_taken_away(
    desk: Desk,
) -> None:
    desk.put("a.xmp", LIGHTROOM)
    desk.write(CLEARED)
    desk.put("a.cr2", b"")

    changed = desk.write(BLOCKED)

    assert changed
    assert desk.says() == BLOCKED
    assert meaning(desk.data("a.xmp")) == meaning(LIGHTROOM)


def test_a_broken_short_sidecar_that_is_not_used_does_no_harm(desk: Desk) -> None:
    desk.put("a.xmp", b"broken")
    desk.put("a.jpg.xmp", EXIFTOOL)

    assert desk.write(CLEARED)
    assert desk.data("a.xmp") == b"broken"


def test_the_sidecar_of_a_photo_is_never_the_short_one_of_another(tmp_path: Path) -> None:
    first, second = Desk(tmp_path), Desk(tmp_path, place="a.jpg.png")
    first.put("a.jpg", JPEG)
    first.put("a.jpg.png", JPEG)
    first.write(CLEARED)

    second.write(BLOCKED)
    second.write(GONE)

    assert first.says() == CLEARED


# What others wrote


@pytest.mark.parametrize("data", [LIGHTROOM, EXIFTOOL])
def test_taking_our_marks_away_leaves_what_was_there_before_us(desk: Desk, data: bytes) -> None:
    desk.put("a.jpg.xmp", data)
    desk.write(CLEARED)

    desk.write(GONE)

    assert meaning(desk.data("a.jpg.xmp")) == meaning(data)


def test_a_sidecar_of_our_making_goes_with_our_marks(desk: Desk) -> None:
    desk.write(CLEARED)

    desk.write(GONE)

    assert desk.files() == ["a.jpg"]


def test_a_sidecar_of_our_making_that_others_use_now_stays(desk: Desk) -> None:
    desk.write(CLEARED)
    packet = Packet(desk.data("a.jpg.xmp"))
    packet.put("{http://ns.adobe.com/xap/1.0/}Rating", "5")
    desk.put("a.jpg.xmp", packet.to_bytes())

    desk.write(GONE)

    assert list(names(desk.data("a.jpg.xmp"))) == ["Rating"]


def test_taking_away_nothing_rewrites_nothing(desk: Desk) -> None:
    desk.put("a.jpg.xmp", LIGHTROOM)

    assert not desk.write(GONE)
    assert desk.data("a.jpg.xmp") == LIGHTROOM


def test_writing_the_same_again_does_not_touch_the_file(desk: Desk) -> None:
    desk.write(CLEARED)
    before = (desk.root / "a.jpg.xmp").stat()

    desk.write(CLEARED)

    after = (desk.root / "a.jpg.xmp").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_photo_itself_is_never_changed(desk: Desk) -> None:
    before = (desk.root / "a.jpg").stat()

    desk.write(CLEARED)

    after = (desk.root / "a.jpg").stat()
    assert (after.st_mtime_ns, after.st_ctime_ns) == (before.st_mtime_ns, before.st_ctime_ns)


def test_an_edit_between_reading_and_writing_is_not_lost(desk: Desk) -> None:
    desk.put("a.jpg.xmp", EXIFTOOL)
    desk.before_writing.append(lambda: desk.put("a.jpg.xmp", LIGHTROOM))

    assert desk.write(CLEARED)

    assert desk.says() == CLEARED
    assert "Exposure2012" in names(desk.data("a.jpg.xmp"))


def test_a_sidecar_that_appears_between_looking_and_writing_is_not_lost(desk: Desk) -> None:
    desk.before_writing.append(lambda: desk.put("a.jpg.xmp", LIGHTROOM))

    desk.write(CLEARED)

    assert "Exposure2012" in names(desk.data("a.jpg.xmp"))


def test_a_sidecar_that_vanishes_between_reading_and_writing_is_made_anew(desk: Desk) -> None:
    desk.put("a.jpg.xmp", LIGHTROOM)
    desk.before_writing.append((desk.root / "a.jpg.xmp").unlink)

    desk.write(CLEARED)

    assert desk.says() == CLEARED
    assert "Exposure2012" not in names(desk.data("a.jpg.xmp"))


def test_a_sidecar_that_never_holds_still_is_left_to_its_editor(desk: Desk) -> None:
    desk.before_writing += [
        partial(desk.put, "a.jpg.xmp", LIGHTROOM + b" " * count) for count in range(5)
    ]

    with pytest.raises(PhotoChanged):
        desk.write(CLEARED)

    assert desk.data("a.jpg.xmp") == LIGHTROOM + b"    "
    assert desk.files() == ["a.jpg", "a.jpg.xmp"]


def test_a_sidecar_that_is_not_what_was_written_is_noticed(desk: Desk) -> None:
    fd = os.open(desk.root, os.O_RDONLY)
    desk.put("a.jpg.xmp", LIGHTROOM)

    with pytest.raises(PhotoChanged):
        sidecars.check_written(fd, "a.jpg.xmp", EXIFTOOL)
    with pytest.raises(PhotoChanged):
        sidecars.check_written(fd, "b.jpg.xmp", EXIFTOOL)
    os.close(fd)


# Where writing is not possible


@pytest.mark.parametrize(
    "data", [b"", b"<x:xmpmeta", LIGHTROOM[:200], b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
@pytest.mark.parametrize("marks", [BLOCKED, GONE])
def test_a_broken_sidecar_is_never_overwritten(desk: Desk, data: bytes, marks: MarkSet) -> None:
    desk.put("a.jpg.xmp", data)

    assert desk.refusal(marks) == "broken-sidecar"
    assert desk.data("a.jpg.xmp") == data


def test_a_sidecar_of_monstrous_size_is_not_read(desk: Desk) -> None:
    os.truncate(desk.root / "a.jpg", 0)
    desk.put("a.jpg.xmp", b"")
    os.truncate(desk.root / "a.jpg.xmp", sidecars.LIMIT + 1)

    assert desk.refusal() == "too-large"


def test_a_sidecar_that_is_a_link_is_not_followed(desk: Desk) -> None:
    desk.put("elsewhere", LIGHTROOM)
    (desk.root / "a.jpg.xmp").symlink_to("elsewhere")

    assert desk.refusal() == "not-a-file"
    assert desk.data("elsewhere") == LIGHTROOM


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_sidecar_that_is_no_file_is_refused(desk: Desk, make: Callable[[Path], None]) -> None:
    make(desk.root / "a.jpg.xmp")

    assert desk.refusal() == "not-a-file"


def test_a_folder_that_may_not_be_written_is_read_only(open_desk: Desk, ordinary: Ordinary) -> None:
    open_desk.root.chmod(0o555)

    with ordinary():
        assert open_desk.refusal() == "read-only"


def test_a_sidecar_that_may_not_be_read_is_refused(open_desk: Desk, ordinary: Ordinary) -> None:
    open_desk.put("a.jpg.xmp", LIGHTROOM)
    (open_desk.root / "a.jpg.xmp").chmod(0)

    with ordinary():
        assert open_desk.refusal() == "no-permission"


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o000, 0o777])
@pytest.mark.parametrize(
    ("photo_mode", "mode"),
    [
        pytest.param(0o644, 0o644, id="everybody reads"),
        pytest.param(0o664, 0o664, id="the group writes"),
        pytest.param(0o640, 0o640, id="the group reads"),
        pytest.param(0o600, 0o600, id="private"),
        pytest.param(0o755, 0o644, id="never to be executed"),
        pytest.param(0o444, 0o644, id="we write what we made"),
    ],
)
def test_a_first_sidecar_has_the_mode_of_its_photo_whatever_the_umask(
    desk: Desk, umask: int, photo_mode: int, mode: int
) -> None:
    (desk.root / "a.jpg").chmod(photo_mode)
    before = os.umask(umask)

    try:
        desk.write(CLEARED)
    finally:
        os.umask(before)

    assert stat.S_IMODE((desk.root / "a.jpg.xmp").stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to any group")
def test_a_first_sidecar_has_the_group_of_its_photo(desk: Desk) -> None:
    os.chown(desk.root / "a.jpg", 4242, 4243)

    desk.write(CLEARED)

    assert (desk.root / "a.jpg.xmp").stat().st_gid == 4243


def test_a_sidecar_of_somebody_else_is_replaced_where_the_folder_allows_it(
    open_desk: Desk, ordinary: Ordinary
) -> None:
    open_desk.put("a.jpg.xmp", LIGHTROOM)
    (open_desk.root / "a.jpg.xmp").chmod(0o646)

    with ordinary():
        assert open_desk.write(BLOCKED)

    assert stat.S_IMODE((open_desk.root / "a.jpg.xmp").stat().st_mode) == 0o646


def test_a_name_too_long_for_a_sidecar_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, place="a" * 250 + ".jpg")
    desk.put(desk.place, JPEG)

    assert desk.refusal() == "name-too-long"


@contextmanager
def room(size: int) -> Iterator[None]:
    """Let no file grow over a size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_sidecar_and_nothing_else(desk: Desk) -> None:
    desk.put("a.jpg.xmp", LIGHTROOM)

    with room(500), pytest.raises(DiskFull):
        desk.write(CLEARED)

    assert desk.data("a.jpg.xmp") == LIGHTROOM
    assert desk.files() == ["a.jpg", "a.jpg.xmp"]


def test_a_full_disk_takes_away_an_older_answer_that_is_ours_alone(desk: Desk) -> None:
    desk.write(CLEARED)

    with room(500), pytest.raises(DiskFull):
        desk.write(BLOCKED)

    assert desk.files() == ["a.jpg"]


def test_a_full_disk_leaves_an_older_answer_that_allows_nothing(desk: Desk) -> None:
    desk.write(BLOCKED)

    with room(500), pytest.raises(DiskFull):
        desk.write(CLEARED)

    said = desk.says()
    assert said is not None
    assert said.status == "blocked"


def test_what_a_crash_left_beside_is_replaced(desk: Desk) -> None:
    seen: list[str] = []
    fd = os.open(desk.root, os.O_RDONLY)
    with sidecars._written_beside(fd, "a.jpg.xmp", b"half") as beside:  # noqa: SLF001
        seen.append(beside)
    desk.put(seen[0], b"left by a crash")

    desk.write(CLEARED)

    os.close(fd)
    assert desk.files() == ["a.jpg", "a.jpg.xmp"]


def test_a_share_that_cannot_sync_a_folder_is_written_to_all_the_same() -> None:
    reading, writing = os.pipe()

    sidecars.sync(reading)

    os.close(reading)
    os.close(writing)


def test_a_folder_that_fails_to_sync_is_told() -> None:
    with pytest.raises(OSError, match="Bad file"):
        sidecars.sync(1 << 20)


def test_an_unmounted_share_is_not_a_lost_photo(tmp_path: Path) -> None:
    with pytest.raises(HostUnavailable):
        Desk(tmp_path / "nowhere").write(BLOCKED)
    with pytest.raises(HostError):
        Desk(tmp_path / "nowhere").says()


# Regions


def test_regions_follow_the_orientation_of_the_photo(desk: Desk) -> None:
    desk.put("a.jpg", photo("JPEG", 6))
    marks = replace(
        CLEARED, regions=(Region(id="f", x=0.1, y=0.2, w=0.3, h=0.4, mark=Mark.REVIEW),)
    )

    desk.write(marks)

    assert b"rbX>0.2<" in desk.data("a.jpg.xmp")
    assert desk.says() == marks


def test_regions_of_a_photo_that_cannot_be_read_are_written_as_they_are(desk: Desk) -> None:
    (desk.root / "a.jpg").unlink()
    (desk.root / "a.jpg").symlink_to("nowhere")
    marks = replace(
        CLEARED, regions=(Region(id="f", x=0.1, y=0.2, w=0.3, h=0.4, mark=Mark.REVIEW),)
    )

    desk.write(marks)

    assert desk.says() == marks
