"""Boxes on the upright image and boxes on the image as it is stored. Pure arithmetic.

IPTC regions do not say which of the two they mean. Tools that read them (exiftool's
get_regions.config) take them as MWG regions are taken: on the stored image, before its EXIF
orientation is applied. So do we.
"""

from collections.abc import Callable, Mapping

Box = tuple[float, float, float, float]
"""Left, top, width and height as shares of width and height, 0 to 1."""

_STORED: Mapping[int, Callable[[float, float, float, float], Box]] = {
    2: lambda x, y, w, h: (1 - x - w, y, w, h),
    3: lambda x, y, w, h: (1 - x - w, 1 - y - h, w, h),
    4: lambda x, y, w, h: (x, 1 - y - h, w, h),
    5: lambda x, y, w, h: (y, x, h, w),
    6: lambda x, y, w, h: (y, 1 - x - w, h, w),
    7: lambda x, y, w, h: (1 - y - h, 1 - x - w, h, w),
    8: lambda x, y, w, h: (1 - y - h, x, h, w),
}
_INVERSE = {6: 8, 8: 6}


def to_stored(box: Box, orientation: int) -> Box:
    """Turn a box on the upright image into one on the stored image."""
    turn = _STORED.get(orientation)
    return turn(*box) if turn else box


def to_upright(box: Box, orientation: int) -> Box:
    """Turn a box on the stored image into one on the upright image."""
    return to_stored(box, _INVERSE.get(orientation, orientation))
