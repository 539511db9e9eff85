"""Drawings that strangers send: checked to the last byte before any image library sees them. Pure.

What is accepted: PNG, 8 bits, not interlaced, small. That is what a canvas in a browser makes.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MOST_BYTES: Final = 300_000
MOST_SIDE: Final = 2_000
CHANNELS: Final = {0: 1, 2: 3, 4: 2, 6: 4}
"""Channels by colour type; palettes are not accepted."""
_FILTERS: Final = 4


def is_drawing(data: bytes) -> bool:
    """Tell whether this is a whole, small PNG."""
    if not data.startswith(SIGNATURE) or len(data) > MOST_BYTES:
        return False
    try:
        chunks = list(_chunks(data))
        return _is_whole(chunks)
    except (struct.error, ValueError, zlib.error):
        return False


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        (crc,) = struct.unpack_from(">I", data, at + 8 + length)
        if len(body) != length or zlib.crc32(kind + body) != crc:
            raise ValueError
        yield kind, body
        at += 12 + length


def _is_whole(chunks: list[tuple[bytes, bytes]]) -> bool:
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1] != (b"IEND", b""):
        return False
    if any(
        kind not in {b"IHDR", b"IDAT", b"IEND", b"sRGB", b"pHYs", b"gAMA", b"sBIT"}
        for kind, _ in chunks
    ):
        return False
    wide, high, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    if not (0 < wide <= MOST_SIDE and 0 < high <= MOST_SIDE) or (depth, rest) != (8, [0, 0, 0]):
        return False
    if colour not in CHANNELS:
        return False
    line = 1 + wide * CHANNELS[colour]
    inflate = zlib.decompressobj()
    packed = b"".join(body for kind, body in chunks if kind == b"IDAT")
    rows = inflate.decompress(packed, line * high + 1)
    whole = inflate.eof and not inflate.unused_data and len(rows) == line * high
    return whole and all(rows[at] <= _FILTERS for at in range(0, len(rows), line))
