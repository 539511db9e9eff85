"""The two facts of EXIF that a folder host needs: how a photo is turned, when it was taken.

Reads a few hundred bytes at known offsets, never the pixels. Whatever does not parse counts as
not there.
"""

import contextlib
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

ReadAt = Callable[[int, int], bytes]
"""Gives up to so many bytes (second) from an offset (first)."""

_MAX_STEPS = 500
_MAX_ENTRIES = 512
_BLOCK = 1 << 16
_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_TAKEN = 0x9003
_OFFSET = 0x9011
_APP1 = 0xFFE1
_PIXELS = frozenset({0xFFDA, 0xFFD9})
_FIRST_MARKER = 0xFF00
_SHORT = 3
_LONG = 4
_ASCII = 2
_UPRIGHT = 1
_TURNS = range(1, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exif:
    """What the camera says. `orientation` is the EXIF number: 1 = stored upright."""

    orientation: int = _UPRIGHT
    taken: str = ""
    """Local time as `2024:06:30 12:00:00`."""
    offset: str = ""
    """Its distance to UTC as `+02:00`, where the camera knew."""

    def captured_at(self, zone: tzinfo) -> datetime | None:
        """Give the moment of capture; times without a zone are read in `zone`."""
        for text, pattern in (
            (f"{self.taken}{self.offset}", "%Y:%m:%d %H:%M:%S%z"),
            (self.taken, "%Y:%m:%d %H:%M:%S"),
        ):
            with contextlib.suppress(ValueError):
                moment = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone comes next line
                return moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return None


def read(read_at: ReadAt) -> Exif:
    """Read the EXIF block of a JPEG, PNG, WebP or TIFF file."""
    try:
        block = _block(read_at)
        return _parse(block) if block else Exif()
    except (struct.error, UnicodeDecodeError):
        return Exif()


def _block(read_at: ReadAt) -> ReadAt | None:
    """Find the TIFF structure that holds the EXIF tags."""
    head = read_at(0, 16)
    if head.startswith(b"\xff\xd8"):
        return _inside(read_at, _jpeg(read_at))
    if head.startswith(b"\x89PNG"):
        return _inside(read_at, _chunk(read_at, 8, ">I4s", b"eXIf"))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _inside(read_at, _chunk(read_at, 12, "<4sI", b"EXIF"))
    return read_at if head[:4] in {b"II*\0", b"MM\0*"} else None


def _inside(read_at: ReadAt, found: int) -> ReadAt | None:
    """Give a reader that counts from the TIFF header; some writers put `Exif` before it."""
    if not found:
        return None
    data = read_at(found, _BLOCK).removeprefix(b"Exif\0\0")
    return lambda at, count: data[at : at + count]


def _jpeg(read_at: ReadAt) -> int:
    at = 2
    for _ in range(_MAX_STEPS):
        marker, length = struct.unpack(">HH", read_at(at, 4))
        if marker == _APP1 and read_at(at + 4, 6) == b"Exif\0\0":
            return at + 10
        if marker < _FIRST_MARKER or marker in _PIXELS:
            break
        at += 2 + length
    return 0


def _chunk(read_at: ReadAt, at: int, shape: str, wanted: bytes) -> int:
    """Find a chunk of PNG (length, name, data, checksum) or WebP (name, length, padded data)."""
    png = shape.startswith(">")
    for _ in range(_MAX_STEPS):
        first, second = struct.unpack(shape, read_at(at, 8))
        name, length = (second, first) if png else (first, second)
        if name == wanted:
            return at + 8
        at += 8 + length + (4 if png else length & 1)
    return 0


def _parse(read_at: ReadAt) -> Exif:
    order = "<" if read_at(0, 2) == b"II" else ">"
    (first,) = struct.unpack(f"{order}I", read_at(4, 4))
    main = dict(_entries(read_at, order, first))
    turn = _number(main.get(_ORIENTATION), order)
    below = _number(main.get(_EXIF_IFD), order)
    more = dict(_entries(read_at, order, below)) if below else {}
    return Exif(
        orientation=turn if turn in _TURNS else _UPRIGHT,
        taken=_text(read_at, more.get(_TAKEN), order),
        offset=_text(read_at, more.get(_OFFSET), order),
    )


def _entries(read_at: ReadAt, order: str, at: int) -> Iterator[tuple[int, tuple[int, int, bytes]]]:
    """Give the entries of one directory: tag -> type, count and its four bytes."""
    (count,) = struct.unpack(f"{order}H", read_at(at, 2))
    for index in range(min(count, _MAX_ENTRIES)):
        tag, kind, length, value = struct.unpack(f"{order}HHI4s", read_at(at + 2 + 12 * index, 12))
        yield tag, (kind, length, value)


def _number(entry: tuple[int, int, bytes] | None, order: str) -> int:
    match entry:
        case (kind, 1, value) if kind == _SHORT:
            return int(struct.unpack(f"{order}H", value[:2])[0])
        case (kind, 1, value) if kind == _LONG:
            return int(struct.unpack(f"{order}I", value)[0])
        case _:
            return 0


def _text(read_at: ReadAt, entry: tuple[int, int, bytes] | None, order: str) -> str:
    match entry:
        case (kind, length, value) if kind == _ASCII and len(value) < length < _BLOCK:
            (at,) = struct.unpack(f"{order}I", value)
            return read_at(at, length).decode("ascii").rstrip("\0 ")
        case _:
            return ""
