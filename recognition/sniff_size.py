"""How large a file says it is, from its header; no decoder is asked.

Pure: bytes in, values out. What a file claims here is a claim: the decoders check it again.
"""

import re
import struct
from dataclasses import dataclass

from recognition.errors import PhotoRefused
from recognition.sniff import Kind
from recognition.values import PhotoTrouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the header says: pixels as stored, before any turning, and the raw EXIF block if any."""

    width: int
    height: int
    exif: bytes = b""
    alpha: bool = False


_MAX_SEGMENTS = 2_000
_SIZED = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that carry the size: start of frame, without DHT, JPG and DAC."""
_MARKER = 0xFF
_APP1 = 0xE1
_PICTURE_OVER = frozenset({0xD9, 0xDA})
_BITS = 8
_LENGTH_SIZE = 2
"""The length of a JPEG segment counts its own two bytes."""
_WEBP_ANIMATED, _WEBP_ALPHA = 0x02, 0x10
"""Flags of the VP8X chunk: https://developers.google.com/speed/webp/docs/riff_container"""
_OLD_BMP = 12
"""The header of OS/2 bitmaps, whose sizes are 16-bit."""


def declared(kind: Kind, data: bytes) -> Declared | None:
    """Read the size from the header; None for TIFF and AVIF, whose libraries read it lazily.

    Raises `PhotoRefused` when the header is cut off or makes no sense.
    """
    if kind in {Kind.TIFF, Kind.AVIF}:
        return None
    try:
        found = _read(kind, data)
    except (struct.error, IndexError) as error:
        raise PhotoRefused(PhotoTrouble.TRUNCATED, "the header is cut off") from error
    if found.width <= 0 or found.height <= 0:
        raise PhotoRefused(PhotoTrouble.DAMAGED, "it says it has no pixels")
    return found


def _read(kind: Kind, data: bytes) -> Declared:
    match kind:
        case Kind.JPEG:
            return _jpeg(data)
        case Kind.WEBP:
            return _webp(data)
        case Kind.PNG:
            width, height = struct.unpack_from(">II", data, 16)
        case Kind.GIF:
            width, height = struct.unpack_from("<HH", data, 6)
        case _:
            width, height = _bmp(data)
    return Declared(width=width, height=height)


def _bmp(data: bytes) -> tuple[int, int]:
    (size,) = struct.unpack_from("<I", data, 14)
    if size == _OLD_BMP:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
    return width, abs(height)


def _webp(data: bytes) -> Declared:
    match data[12:16]:
        case b"VP8X":
            return _webp_extended(data)
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
            return Declared(width=width, height=height, alpha=bool(bits >> 28 & 1))
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return Declared(width=width & 0x3FFF, height=height & 0x3FFF)
        case _:
            raise PhotoRefused(PhotoTrouble.DAMAGED, "a WebP file without a picture")


def _webp_extended(data: bytes) -> Declared:
    flags = data[20]
    if flags & _WEBP_ANIMATED:
        raise PhotoRefused(PhotoTrouble.SEVERAL, "an animation")
    return Declared(
        width=_int24(data, 24) + 1,
        height=_int24(data, 27) + 1,
        alpha=bool(flags & _WEBP_ALPHA),
        exif=_webp_exif(data),
    )


def _webp_exif(data: bytes) -> bytes:
    at = 12
    for _ in range(_MAX_SEGMENTS):
        if at + 8 > len(data):
            break
        (size,) = struct.unpack_from("<I", data, at + 4)
        if data[at : at + 4] == b"EXIF":
            return data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    return b""


def _int24(data: bytes, at: int) -> int:
    low, high = struct.unpack_from("<HB", data, at)
    return int(low | high << 16)


def _jpeg(data: bytes) -> Declared:
    """Walk the segments up to the one with the size; keep the EXIF block met on the way."""
    at, exif = 2, b""
    for _ in range(_MAX_SEGMENTS):
        at = _next_marker(data, at)
        marker = data[at]
        (length,) = struct.unpack_from(">H", data, at + 1)
        if marker in _SIZED:
            bits, height, width = struct.unpack_from(">BHH", data, at + 3)
            if bits != _BITS:
                raise PhotoRefused(PhotoTrouble.UNSUPPORTED, "a JPEG of more than 8 bits")
            return Declared(width=width, height=height, exif=exif)
        if marker == _APP1 and not exif and data[at + 3 : at + 9] == b"Exif\0\0":
            exif = data[at + 3 : at + 1 + length]
        if length < _LENGTH_SIZE or marker in _PICTURE_OVER:
            break
        at += 1 + length
    raise PhotoRefused(PhotoTrouble.DAMAGED, "a JPEG file without a picture")


def _next_marker(data: bytes, at: int) -> int:
    """Return where the marker code after `at` stands; fill bytes may precede it."""
    if data[at] != _MARKER:
        raise PhotoRefused(PhotoTrouble.DAMAGED, "a JPEG segment is not where it should be")
    found = re.compile(rb"\xff*").match(data, at)
    return found.end() if found else at
