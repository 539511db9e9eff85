"""What the decoder takes from EXIF: how the photo must be turned, and when it was taken.

Nothing else of EXIF is read, and a broken block is as good as none.
"""

import re
from collections.abc import Mapping

import cv2
import numpy as np
from PIL import Image

from recognition.geometry import Pixels

UPRIGHT = 1
_ORIENTATION, _EXIF_IFD, _TAKEN, _TAKEN_OFFSET = 0x0112, 0x8769, 0x9003, 0x9011
_SIDEWAYS = frozenset({5, 6, 7, 8})
_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")
_TROUBLES = (ArithmeticError, EOFError, LookupError, OSError, TypeError, ValueError, SyntaxError)


def read(block: bytes) -> tuple[int, str | None]:
    """Return the orientation (1 to 8) and the capture time of a raw EXIF block."""
    exif = Image.Exif()
    try:
        exif.load(block)
    except _TROUBLES:
        return UPRIGHT, None
    return orientation(exif), taken(exif)


def orientation(exif: Image.Exif) -> int:
    """Return EXIF's orientation, 1 to 8; 1 where it says nothing or nonsense."""
    try:
        value = exif.get(_ORIENTATION)
    except _TROUBLES:
        return UPRIGHT
    return value if isinstance(value, int) and 1 <= value <= 8 else UPRIGHT  # noqa: PLR2004


def taken(exif: Image.Exif) -> str | None:
    """Return DateTimeOriginal as "2026-05-01T12:00:00", with "+02:00" where the offset is known."""
    try:
        return moment(exif.get_ifd(_EXIF_IFD))
    except _TROUBLES:
        return None


def moment(fields: Mapping[int, object]) -> str | None:
    """Put the capture time and its offset together; None unless it is written as EXIF asks."""
    found = _MOMENT.fullmatch(str(fields.get(_TAKEN, "")).strip("\0 "))
    if found is None:
        return None
    year, month, day, clock = found.groups()
    offset = str(fields.get(_TAKEN_OFFSET, "")).strip("\0 ")
    return f"{year}-{month}-{day}T{clock}{offset if _OFFSET.fullmatch(offset) else ''}"


def sideways(orientation: int) -> bool:
    """Tell whether width and height change places when the photo is turned upright."""
    return orientation in _SIDEWAYS


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Turn stored pixels upright, for EXIF orientation 1 to 8."""
    match orientation:
        case 2:
            turned = cv2.flip(pixels, 1)
        case 3:
            turned = cv2.rotate(pixels, cv2.ROTATE_180)
        case 4:
            turned = cv2.flip(pixels, 0)
        case 5:
            turned = cv2.transpose(pixels)
        case 6:
            turned = cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            turned = cv2.flip(cv2.transpose(pixels), -1)
        case 8:
            turned = cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE)
        case _:
            return pixels
    return np.asarray(turned, np.uint8)
