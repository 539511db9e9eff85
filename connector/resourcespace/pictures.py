"""Which picture of a resource to fetch, where from, and whether what came is one. Pure."""

import struct
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from connector.errors import PhotoUnreadable
from connector.resourcespace.rows import Picture

_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_SUFFIXES = {
    "image/jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "image/png": frozenset({"png"}),
    "image/gif": frozenset({"gif"}),
    "image/tiff": frozenset({"tif", "tiff"}),
    "image/webp": frozenset({"webp"}),
}
_READABLE = frozenset().union(*_SUFFIXES.values())
_IHDR = 24
_OWN_PATHS = ("/pages/download.php", "/filestore/")
NEARLY = 0.75
"""Share of the wanted pixels that is good enough: most photos have a preview of 1200 x 800."""
FRESH_S = 600
"""A preview older than its original is waited for so long; then it is the clock that is wrong."""


def choose(pictures: Iterable[Picture], want_px: int, *, originals: bool) -> Picture | None:
    """Give the smallest preview that is large enough; None where there is nothing to look at.

    Fetching the original is logged as a download and counted: only where no preview comes near to
    what is wanted (or to what there is), and its format can be read.
    """
    every = sorted(pictures, key=lambda one: one.long_side)
    previews = [one for one in every if not one.original]
    original = next((one for one in every if one.original), None)
    enough = min(want_px, original.long_side) if original else want_px
    best = next((one for one in previews if one.long_side >= enough), None) or max(
        previews, key=lambda one: one.long_side, default=None
    )
    if best and best.long_side >= enough * NEARLY:
        return best
    if originals and original and original.extension in _READABLE:
        return original
    return best


def is_stale(picture: Picture, pictures: Iterable[Picture], now: float) -> bool:
    """Tell whether a preview may still be that of an earlier file. `now` in seconds UTC."""
    original = next((one for one in pictures if one.original), picture)
    return bool(picture.made) and picture.made < original.made and now - original.made < FRESH_S


def address(url: str, site: str) -> str:
    """Give the address of a picture on the site we were told of.

    The host writes the address it knows itself by, which may not be the one we reach it at; and
    nothing it writes may send us elsewhere. Raises `PhotoUnreadable`.
    """
    there, here = urlsplit(url), urlsplit(site)
    for path in _OWN_PATHS:
        before, found, after = there.path.partition(path)
        if found:
            del before
            moved = (here.scheme, here.netloc, f"{here.path}{path}{after}", there.query, "")
            return urlunsplit(moved)
    raise PhotoUnreadable("no-permission")


def media_type(data: bytes, picture: Picture) -> str:
    """Give the media type of what was fetched.

    A size that is missing comes as a placeholder (a PNG of another size), a wrong key as the page
    to log in: neither is a photo. Raises `PhotoUnreadable`.
    """
    if not data:
        raise PhotoUnreadable("empty")
    found = next((kind for start, kind in _STARTS if data.startswith(start)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = "image/webp"
    if picture.extension not in _SUFFIXES.get(found, ()):
        raise PhotoUnreadable("not-looked" if found else "unsupported-format")
    if found == "image/png" and _png_size(data) != (picture.width, picture.height):
        raise PhotoUnreadable("not-looked")
    return found


def _png_size(data: bytes) -> tuple[int, int]:
    if len(data) < _IHDR:
        return (0, 0)
    width, height = struct.unpack(">II", data[16:24])
    return (int(width), int(height))
