"""One photo file to upright pixels, within caps; runs only inside the decoder child.

The header is read and the number of pixels checked before a decoder allocates anything. A photo is
given whole or refused with a reason: never half of it.
"""

import math
from collections.abc import Callable, Iterable
from functools import partial
from typing import Self

import cv2
import numpy as np

from recognition import decode_exif
from recognition.child_values import PhotoHeader
from recognition.decode_opencv import Complaints, read_jpeg, read_png, read_webp
from recognition.decode_pillow import PillowPhoto
from recognition.errors import PhotoRefused
from recognition.geometry import Pixels
from recognition.sniff import Kind, sniff
from recognition.sniff_size import Declared, declared
from recognition.values import Box, PhotoTrouble

_COVER_MARGIN = 0.25
_COVER_GREY = 90
SMALLEST_PX = 16
"""A picture with a shorter side shows nobody who could be seen."""


class Photo:
    """One photo, its header read and its size accepted."""

    def __init__(
        self, header: PhotoHeader, orientation: int, stored: Callable[[int, int], Pixels]
    ) -> None:
        """Keep how to get its pixels as stored, for the long sides wanted and allowed."""
        self.header = header
        self._orientation, self._stored = orientation, stored

    @classmethod
    def open(cls, data: bytes, max_pixels: int, complaints: Complaints) -> Self:
        """Read the header. Raises `PhotoRefused`."""
        kind = sniff(data)
        said = declared(kind, data)
        if said is not None:
            _check_size(said, max_pixels)
        if said is not None and (kind is Kind.JPEG or (kind is Kind.WEBP and not said.alpha)):
            orientation, taken = decode_exif.read(said.exif)
            jpeg = partial(read_jpeg, data, said, complaints)
            reader = jpeg if kind is Kind.JPEG else _exactly(partial(read_webp, data))
            return cls(_header(said, orientation, taken), orientation, reader)
        opened = PillowPhoto.open(data, kind)
        _check_size(opened.declared(), max_pixels)
        orientation, taken = opened.exif()
        stored = partial(read_png, data) if kind is Kind.PNG else opened.read
        header = _header(opened.declared(), orientation, taken)
        return cls(header, orientation, _exactly(stored))

    def pixels(self, want_px: int, most_px: int = 0) -> Pixels:
        """Decode to uint8 (h, w, 3) RGB, upright, long side at most `want_px`.

        Up to `most_px` where that is larger and costs less. Raises `PhotoRefused` when the picture
        is not whole.
        """
        stored = self._stored(want_px, max(want_px, most_px))
        return decode_exif.upright(stored, self._orientation)

    def crop(self, box: Box, px: int) -> Pixels:
        """Cut a box out, its long side about `px` where the photo has so many pixels."""
        wide, high = box.w * self.header.width, box.h * self.header.height
        long_side = max(self.header.width, self.header.height)
        pixels = self.pixels(max(1, round(long_side * min(1.0, px / max(wide, high, 1.0)))))
        height, width = pixels.shape[:2]
        left, top = min(int(box.x * width), width - 1), min(int(box.y * height), height - 1)
        right = max(left + 1, round((box.x + box.w) * width))
        bottom = max(top + 1, round((box.y + box.h) * height))
        return pixels[top:bottom, left:right]


def covered(pixels: Pixels, boxes: Iterable[Box]) -> Pixels:
    """Fill boxes, with a margin, with one grey: nothing of what was there is left."""
    filled = pixels.copy()
    height, width = filled.shape[:2]
    for box in boxes:
        wide, high = box.w * _COVER_MARGIN, box.h * _COVER_MARGIN
        left, top = int((box.x - wide) * width), int((box.y - high) * height)
        right = math.ceil((box.x + box.w + wide) * width)
        bottom = math.ceil((box.y + box.h + high) * height)
        filled[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = _COVER_GREY
    return filled


def as_jpeg(pixels: Pixels) -> bytes:
    """Encode uint8 (h, w, 3) RGB as a small JPEG file without any metadata."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    done, file = cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, 88))
    if not done:
        raise PhotoRefused(PhotoTrouble.DAMAGED, "it cannot be encoded again")
    return np.asarray(file).tobytes()


def _exactly(read: Callable[[int], Pixels]) -> Callable[[int, int], Pixels]:
    """Let a reader that cannot save time stay at what is wanted."""
    return lambda want_px, _most_px: read(want_px)


def _header(said: Declared, orientation: int, taken: str | None) -> PhotoHeader:
    width, height = said.width, said.height
    if decode_exif.sideways(orientation):
        width, height = height, width
    return PhotoHeader(width=width, height=height, taken=taken)


def _check_size(said: Declared, max_pixels: int) -> None:
    if said.width * said.height > max_pixels:
        raise PhotoRefused(PhotoTrouble.TOO_LARGE, "more pixels than the limit")
    if min(said.width, said.height) < SMALLEST_PX:
        raise PhotoRefused(PhotoTrouble.TOO_SMALL)
