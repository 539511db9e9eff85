"""What a file is, from its first bytes; no name is believed and no decoder is asked."""

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
_BRANDS: dict[bytes, Kind | PhotoTrouble] = {
    b"avif": Kind.AVIF,
    b"avis": PhotoTrouble.SEVERAL,
}
_OTHER_STILL_BRANDS = {
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"),
    *(b"crx ", b"avci", b"jpeg"),
}


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
        return _BRANDS.get(brand, PhotoTrouble.VIDEO)
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], PhotoTrouble.NOT_AN_IMAGE)
    # "BM" alone begins too many texts: the reserved words and the size of the header must fit.
    if head.startswith(b"BM") and head[6:10] == bytes(4) and head[15:18] == bytes(3):
        return Kind.BMP
    return PhotoTrouble.NOT_AN_IMAGE
