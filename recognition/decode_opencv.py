"""JPEG, PNG, and WebP without alpha, to pixels through OpenCV: strict, and with the least memory.

JPEG is read at a half, a quarter or an eighth of the size where that will do. OpenCV returns
nothing for a file that is cut off. For damage inside a JPEG libjpeg only says a line on standard
error and fills the rest with grey; that line is heard here and refuses the photo. Pillow would take
a PNG with too few rows for a whole one; libpng, as OpenCV uses it, does not.
"""

import struct
from typing import Protocol, cast

import cv2
import numpy as np
import numpy.typing as npt

from recognition import decode_values as pixel_values
from recognition.errors import PhotoRefused
from recognition.geometry import Pixels, fit_within
from recognition.sniff_size import Declared
from recognition.values import PhotoTrouble

_RIFF_HEAD = 8
_PNG_END = b"IEND"
_FULL = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
_REDUCED = (
    (8, cv2.IMREAD_REDUCED_GRAYSCALE_8),
    (4, cv2.IMREAD_REDUCED_GRAYSCALE_4),
    (2, cv2.IMREAD_REDUCED_GRAYSCALE_2),
)
"""With IMREAD_COLOR_RGB these give colour; opencv 5 refuses their COLOR twins beside it."""

_HARMLESS = (b"extraneous bytes before marker", b"unknown JFIF revision", b"Invalid SOS parameters")
"""Complaints of libjpeg about files that common cameras and phones write, pictures whole."""


class Complaints(Protocol):
    """What the native decoders print on standard error."""

    def heard(self) -> bytes:
        """Return what was said since the last call."""
        ...


def read_jpeg(
    data: bytes, header: Declared, complaints: Complaints, want_px: int, most_px: int
) -> Pixels:
    """Decode to uint8 (h, w, 3) RGB as stored, reduced by area to a long side of `want_px`.

    A half, quarter or eighth that is larger than `want_px` stays as it is up to `most_px`: reducing
    it once more would cost time and pixels. Raises `PhotoRefused` when the picture is not whole.
    """
    complaints.heard()
    pixels = _decoded(data, _flags(max(header.width, header.height), want_px))
    if pixels is None:
        raise PhotoRefused(_none_trouble(data))
    if _spoiled(complaints.heard()):
        raise PhotoRefused(PhotoTrouble.DAMAGED, "a part of the picture cannot be read")
    near = max(pixels.shape[:2]) <= most_px
    return fit_within(np.asarray(pixels, np.uint8), most_px if near else want_px)[0]


def read_webp(data: bytes, want_px: int) -> Pixels:
    """Decode to uint8 (h, w, 3) RGB as stored, long side at most `want_px`, reduced by area.

    Raises `PhotoRefused` when the picture is not whole.
    """
    pixels = _decoded(data, _FULL)
    if pixels is None:
        (size,) = struct.unpack_from("<I", data, 4)
        cut = len(data) < size + _RIFF_HEAD
        raise PhotoRefused(PhotoTrouble.TRUNCATED if cut else PhotoTrouble.DAMAGED)
    return fit_within(np.asarray(pixels, np.uint8), want_px)[0]


def read_png(data: bytes, want_px: int) -> Pixels:
    """Decode to uint8 (h, w, 3) RGB as stored, on white, long side at most `want_px`.

    Raises `PhotoRefused` when the picture is not whole.
    """
    pixels = _decoded(data, cv2.IMREAD_UNCHANGED)
    if pixels is None:
        whole = _PNG_END in data[-64:]
        raise PhotoRefused(PhotoTrouble.DAMAGED if whole else PhotoTrouble.TRUNCATED)
    shown = pixel_values.eight_bits(pixels)
    if shown.ndim == pixel_values.GREY:
        return cv2.cvtColor(fit_within(shown, want_px)[0], cv2.COLOR_GRAY2RGB).astype(np.uint8)
    if shown.shape[2] > pixel_values.COLOURS:
        shown = pixel_values.on_white(shown)
    return np.asarray(cv2.cvtColor(fit_within(shown, want_px)[0], cv2.COLOR_BGR2RGB), np.uint8)


def _decoded(data: bytes, flags: int) -> npt.NDArray[np.uint8 | np.uint16] | None:
    try:
        return cast(
            "npt.NDArray[np.uint8 | np.uint16] | None",
            cv2.imdecode(np.frombuffer(data, np.uint8), flags),
        )
    except cv2.error as error:
        raise PhotoRefused(_trouble_of(error)) from error


def _flags(long_side: int, want_px: int) -> int:
    for factor, reduced in _REDUCED:
        if long_side // factor >= want_px:
            return reduced | _FULL
    return _FULL


def _spoiled(said: bytes) -> bool:
    lines = (line for line in said.splitlines() if line.strip())
    return any(not any(known in line for known in _HARMLESS) for line in lines)


def _none_trouble(data: bytes) -> PhotoTrouble:
    """Tell a picture without an end from one that has an end and is broken before it."""
    return PhotoTrouble.DAMAGED if b"\xff\xd9" in data[-4096:] else PhotoTrouble.TRUNCATED


def _trouble_of(error: cv2.error) -> PhotoTrouble:
    if error.code == cv2.Error.StsNoMem:
        return PhotoTrouble.OUT_OF_MEMORY
    return PhotoTrouble.DAMAGED
