"""What a photo is by its first bytes, checked against its name. More is the decoder's business."""

from connector import suffixes
from connector.errors import PhotoUnreadable

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg", suffixes.WEB),
    (b"\x89PNG\r\n\x1a\n", "image/png", suffixes.WEB),
    (b"GIF87a", "image/gif", suffixes.WEB),
    (b"GIF89a", "image/gif", suffixes.WEB),
    (b"BM", "image/bmp", suffixes.WEB),
    (b"II*\0", "image/tiff", suffixes.TIFF),
    (b"MM\0*", "image/tiff", suffixes.TIFF),
    (b"II+\0", "image/tiff", suffixes.TIFF),
    (b"MM\0+", "image/tiff", suffixes.TIFF),
)
_AVIF = frozenset({b"avif", b"avis"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def media_type(name: str, data: bytes) -> str:
    """Give the media type of a photo. Raises `PhotoUnreadable` where it is not what its name says.

    Web formats may carry each other's suffix, as they often do. A camera's raw file is refused by
    name: it begins like a TIFF, and what a TIFF reader finds in it first is a thumbnail, in which
    nobody could be seen.
    """
    last = suffixes.suffix(name)
    for start, found, allowed in _STARTS:
        if data.startswith(start) and last in allowed:
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and last in suffixes.WEB:
        return "image/webp"
    if data[4:8] == b"ftyp" and last in suffixes.HEIF:
        if data[8:12] in _AVIF:
            return "image/avif"
        if data[8:12] in _HEIC:
            return "image/heic"
    raise PhotoUnreadable("unsupported-format")
