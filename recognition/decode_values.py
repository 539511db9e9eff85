"""Values of pixels as a screen shows them: 16 bits to 8, and transparency to white."""

import numpy as np
import numpy.typing as npt

from recognition.geometry import Pixels

GREY = 2
"""Dimensions of a picture with one value per pixel."""

COLOURS = 3
_FULL = 255
_ROWS = 64


def eight_bits(pixels: npt.NDArray[np.uint8 | np.uint16]) -> Pixels:
    """Bring 16-bit values to 8; what has 8 stays.

    Scaled by the brightest value, because 12 bits are often stored without being shifted.
    """
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, np.uint8)
    brightest = max(int(pixels.max(initial=0)), 1)
    shown = np.empty(pixels.shape, np.uint8)
    # Some rows at a time keep the wide intermediate small.
    for top in range(0, len(pixels), _ROWS):
        rows = pixels[top : top + _ROWS].astype(np.uint32)
        shown[top : top + _ROWS] = rows * _FULL // brightest
    return shown


def on_white(pixels: Pixels) -> Pixels:
    """Put uint8 (h, w, 4), alpha last, on white: uint8 (h, w, 3)."""
    shown = np.empty((*pixels.shape[:2], COLOURS), np.uint8)
    for top in range(0, len(pixels), _ROWS):
        rows = pixels[top : top + _ROWS].astype(np.uint16)
        alpha = rows[:, :, COLOURS:]
        shown[top : top + _ROWS] = (rows[:, :, :COLOURS] * alpha + _FULL * (_FULL - alpha)) // _FULL
    return shown
