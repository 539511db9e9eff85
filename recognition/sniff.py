"""What a file is and how large it says it is, from its first bytes; no decoder is asked.

Pure: bytes in, values out. What a file claims here is a claim: the decoders check it again.
"""

import re
import struct
from dataclasses import dataclass
from enum import StrEnum

from recognition.errors import PhotoRefused
from recognition.values import PhotoTrouble


class Kind(StrEnum):
    """The formats that are looked at; the names are Pillow's."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    TIFF = "TIFF"
    GIF = "GIF"
    BMP = "BMP"
    AVIF = "AVIF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the header says: pixels as stored, before any turning, and the raw EXIF block if any."""

    width: int
    height: int
    exif: bytes = b""


_STARTS: tuple[tuple[bytes, Kind | PhotoTrouble], ...] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\0\x10\0\0\0CR", PhotoTrouble.UNSUPPORTED),  # Canon raw: its first picture is a preview
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"II+\0", PhotoTrouble.UNSUPPORTED),  # BigTIFF
    (b"MM\0+", PhotoTrouble.UNSUPPORTED),
    (b"8BPS", PhotoTrouble.UNSUPPORTED),
    (b"%PDF", PhotoTrouble.UNSUPPORTED),
    (b"%!PS", PhotoTrouble.UNSUPPORTED),
    (b"\0\0\0\x0cjP  \r\n", PhotoTrouble.UNSUPPORTED),
    (b"\xff\x4f\xff\x51", PhotoTrouble.UNSUPPORTED),
    (b"\xff\x0a", PhotoTrouble.UNSUPPORTED),
    (b"\0\0\0\x0cJXL ", PhotoTrouble.UNSUPPORTED),
    (b"\0\0\x01\0", PhotoTrouble.UNSUPPORTED),
    (b"<svg", PhotoTrouble.UNSUPPORTED),
    (b"\x1aE\xdf\xa3", PhotoTrouble.VIDEO),
    (b"\0\0\x01\xba", PhotoTrouble.VIDEO),
    (b"\0\0\x01\xb3", PhotoTrouble.VIDEO),
    (b"FLV\x01", PhotoTrouble.VIDEO),
    (b"OggS", PhotoTrouble.VIDEO),
    (b"0&\xb2u\x8ef\xcf\x11", PhotoTrouble.VIDEO),
)
_RIFF: dict[bytes, Kind | PhotoTrouble] = {b"WEBP": Kind.WEBP, b"AVI ": PhotoTrouble.VIDEO}
_STILL_BRANDS = {b"avif": Kind.AVIF}
_OTHER_STILL_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"),
    *(b"avis", b"crx ", b"avci", b"jpeg"),
}
_MAX_SEGMENTS = 2_000
_SIZED = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that carry the size: start of frame, without DHT, JPG and DAC."""
_MARKER = 0xFF
_APP1 = 0xE1
_PICTURE_OVER = frozenset({0xD9, 0xDA})
_BITS = 8
_LENGTH_SIZE = 2
"""The length of a JPEG segment counts its own two bytes."""
_OLD_BMP = 12
"""The header of OS/2 bitmaps, whose sizes are 16-bit."""


def sniff(data: bytes) -> Kind:
    """Tell the format from the first bytes, never from a name.

    Raises `PhotoRefused` for nothing, no image, a video, or a format that is not looked at.
    """
    if not data:
        raise PhotoRefused(PhotoTrouble.EMPTY)
    found = _kind(data[:32])
    if isinstance(found, Kind):
        return found
    raise PhotoRefused(found)


def _kind(head: bytes) -> Kind | PhotoTrouble:
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _OTHER_STILL_BRANDS:
            return PhotoTrouble.UNSUPPORTED
        return _STILL_BRANDS.get(brand, PhotoTrouble.VIDEO)
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], PhotoTrouble.NOT_AN_IMAGE)
    # "BM" alone begins too many texts: the reserved words and the size of the header must fit.
    if head.startswith(b"BM") and head[6:10] == bytes(4) and head[15:18] == bytes(3):
        return Kind.BMP
    return PhotoTrouble.NOT_AN_IMAGE


def declared(kind: Kind, data: bytes) -> Declared | None:
    """Read the size from the header; None for TIFF and AVIF, whose libraries read it lazily.

    Raises `PhotoRefused` when the header is cut off or makes no sense.
    """
    if kind in {Kind.TIFF, Kind.AVIF}:
        return None
    try:
        found = _jpeg(data) if kind is Kind.JPEG else _sized(kind, data)
    except (struct.error, IndexError) as error:
        raise PhotoRefused(PhotoTrouble.TRUNCATED, "the header is cut off") from error
    if found.width <= 0 or found.height <= 0:
        raise PhotoRefused(PhotoTrouble.DAMAGED, "it says it has no pixels")
    return found


def _sized(kind: Kind, data: bytes) -> Declared:
    match kind:
        case Kind.PNG:
            width, height = struct.unpack_from(">II", data, 16)
        case Kind.GIF:
            width, height = struct.unpack_from("<HH", data, 6)
        case Kind.BMP:
            width, height = _bmp(data)
        case _:
            width, height = _webp(data)
    return Declared(width=width, height=height)


def _bmp(data: bytes) -> tuple[int, int]:
    (size,) = struct.unpack_from("<I", data, 14)
    if size == _OLD_BMP:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
    return width, abs(height)


def _webp(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8X":
            return _int24(data, 24) + 1, _int24(data, 27) + 1
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
        case _:
            pass
    raise PhotoRefused(PhotoTrouble.DAMAGED, "a WebP file without a picture")


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
