"""Builds the demo's library: a folder of photos, and a second one with shots to enrol from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from likeness.demo.pictures import render
from likeness.demo.shots import SHOTS, Label, Shot, enrolment
from likeness.demo.sources import Source, load

_VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08mdat"
"""The smallest thing that calls itself a video."""

DAMAGED = "incoming/damaged on the memory card.jpg"
NOT_A_PHOTO = "incoming/not really a photo.jpg"
VIDEO = "incoming/interview.mp4"

USED = tuple(
    dict.fromkeys(f"{shot.source.path.rpartition('/')[2]} ({shot.source.origin})" for shot in SHOTS)
)
"""The pictures it is made of and who they are from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Where the photos are."""

    photos: Path
    enrol: Path
    count: int
    """Files that the folder host will see, unreadable ones included."""

    def shots_of(self, person: Label) -> tuple[Path, ...]:
        """Give the files to enrol one person from; none for a person who is never asked."""
        return tuple(self.enrol / shot.path for shot in enrolment(person))


def build(photos: Path, enrol: Path, progress: Callable[[int, int], None]) -> Library:
    """Write all files; `progress` gets done and total. Safe to run twice: the bytes are the same.

    Raises `SourceMissing` where a picture it is made of is not installed.
    """
    opened = cache(load)
    wanted = [(photos, shot) for shot in SHOTS]
    wanted += [(enrol, shot) for person in Label for shot in enrolment(person)]
    for done, (folder, shot) in enumerate(wanted, start=1):
        _write(folder / shot.path, _rendered(shot, opened))
        progress(done, len(wanted))
    broken = _troubles((photos / SHOTS[0].path).read_bytes())
    for path, data in broken.items():
        _write(photos / path, data)
    return Library(photos=photos, enrol=enrol, count=len(SHOTS) + len(broken))


def _rendered(shot: Shot, opened: Callable[[Source], Image.Image]) -> bytes:
    return render(shot, opened(shot.source))


def _troubles(photo: bytes) -> dict[str, bytes]:
    """Give what no library is without: half a photo, a text with a wrong ending, a video."""
    return {
        DAMAGED: photo[: len(photo) // 2],
        NOT_A_PHOTO: b"Meeting notes. Somebody gave this the wrong ending.\n",
        VIDEO: _VIDEO,
    }


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
