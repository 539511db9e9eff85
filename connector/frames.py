"""Files that may hold more pictures than the one a host's preview shows. Pure: bytes, yes or no.

A preview is made of the first picture; the others could show people. Where the bytes do not say,
the answer is yes: then nobody calls the photo whole.
"""

import struct
from collections.abc import Callable, Iterator

DECODED = frozenset({"gif", "png", "apng", "webp", "tif", "tiff"})
"""The decoder reads these itself, and refuses one with several pictures."""
HEIF = frozenset({"heic", "heif", "avif"})
MANY = DECODED | HEIF
REASON = "several-pictures"

_PNG, _PNG_START = b"\x89PNG\r\n\x1a\n", 8
_GIF, _GIF_HEAD = b"GIF8", 13
_SEQUENCES = frozenset({b"avis", b"msf1", b"hevc", b"hevx", b"heim", b"heis"})
_REDUCED, _SUBFILE_TYPE = 1, 254
_MOST_PAGES = 64
_WEBP_HEAD, _ANIMATED = 21, 0x02


def holds_several(data: bytes) -> bool:
    """Tell whether a file holds, or may hold, more than one picture."""
    try:
        return next((tells(data) for start, tells in _KINDS if start(data)), True)
    except (IndexError, struct.error):
        return True  # cut off, or not what it says


def _gif(data: bytes) -> bool:
    """Count the images of a GIF; two are enough."""
    images = 0
    for block in _gif_blocks(data):
        images += block == b","
        if images > 1:
            return True
    return images != 1


def _gif_blocks(data: bytes) -> Iterator[bytes]:
    at = _GIF_HEAD + _colours(data[10])
    while data[at : at + 1] != b";":
        block = data[at : at + 1]
        if block == b",":
            at += 10 + _colours(data[at + 9]) + 1
        elif block == b"!":
            at += 2
        else:
            raise IndexError("no block of a GIF")
        yield block
        while data[at]:
            at += data[at] + 1
        at += 1


def _colours(flags: int) -> int:
    """Give the bytes of a table of colours; none where the flag is not set."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _png(data: bytes) -> bool:
    """An animation says so before its first pixels."""
    at = _PNG_START
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        if name == b"acTL":
            return bool(struct.unpack_from(">I", data, at + 8)[0] != 1)
        if name == b"IDAT":
            return False
        at += length + 12


def _webp(data: bytes) -> bool:
    return data[12:16] == b"VP8X" and bool(data[_WEBP_HEAD - 1] & _ANIMATED)


def _tiff(data: bytes) -> bool:
    """Count the pages that are no smaller copy of another."""
    order = "<" if data[:2] == b"II" else ">"
    at, pages, seen = struct.unpack_from(f"{order}I", data, 4)[0], 0, 0
    while at and seen < _MOST_PAGES:
        count = struct.unpack_from(f"{order}H", data, at)[0]
        entries = [
            struct.unpack_from(f"{order}HHII", data, at + 2 + 12 * number)
            for number in range(count)
        ]
        kinds = [value for tag, _type, _count, value in entries if tag == _SUBFILE_TYPE]
        pages += not any(kind & _REDUCED for kind in kinds)
        at, seen = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)[0], seen + 1
    return at != 0 or pages != 1


def _heif(data: bytes) -> bool:
    """A sequence names a brand of its own, first or among those it is compatible with."""
    length = struct.unpack_from(">I", data)[0]
    brands = data[8 : max(16, length)]
    named = {brands[at : at + 4] for at in range(0, len(brands), 4)}  # the second is a version
    return bool(named & _SEQUENCES)


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], bool]], ...] = (
    (lambda data: data.startswith(_GIF), _gif),
    (lambda data: data.startswith(_PNG), _png),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    (lambda data: data[:4] in {b"II*\0", b"MM\0*"}, _tiff),
    (lambda data: data[4:8] == b"ftyp", _heif),
    (lambda data: data.startswith(b"\xff\xd8\xff"), lambda _data: False),
    (lambda data: data.startswith(b"BM"), lambda _data: False),
)
