"""All formats that OpenCV does not read here, through Pillow: only the one the first bytes say.

An animation or a file of several pages is refused: frames that nobody looked at could show people.
"""

import io
import struct
import zlib
from typing import Self

import numpy as np
from PIL import Image, UnidentifiedImageError

from recognition import decode_exif
from recognition.decode_values import eight_bits
from recognition.errors import PhotoRefused
from recognition.geometry import Pixels
from recognition.sniff import Kind
from recognition.sniff_size import Declared
from recognition.values import PhotoTrouble

_SUBFILE_TYPE, _DNG_VERSION, _REDUCED = 254, 50706, 1
_BITS, _EIGHT, _DARK = 258, 8, 32
_MAX_PAGES = 16
_NOT_SHOWN = frozenset({"I", "F", "LAB", "HSV", "I;32", "I;32B"})
"""Modes whose values have no agreed black and white."""
_SMALL_ENOUGH_AS_IS = frozenset({"L", "RGB", "RGBA", "CMYK", "YCbCr"})
_BROKEN = (
    *(ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError),
    *(SyntaxError, TypeError, ValueError, struct.error, zlib.error, UnidentifiedImageError),
)
"""What Pillow lets through when a file is not what it says; anything else ends the child."""


class PillowPhoto:
    """One file opened by Pillow, its pixels not read yet."""

    def __init__(self, image: Image.Image, kind: Kind) -> None:
        """Keep an opened image."""
        self._image = image
        self._turns_itself = kind is Kind.TIFF

    @classmethod
    def open(cls, data: bytes, kind: Kind) -> Self:
        """Read the header only.

        Raises `PhotoRefused` when it is damaged or holds more than one picture.
        """
        try:
            image = Image.open(io.BytesIO(data), formats=(kind.value,))
            _refuse_many(image, kind)
        except MemoryError as error:
            raise PhotoRefused(PhotoTrouble.OUT_OF_MEMORY) from error
        except (*_BROKEN, EOFError, OSError) as error:
            raise PhotoRefused(_trouble_of(error), type(error).__name__) from error
        return cls(image, kind)

    def declared(self) -> Declared:
        """Tell the size as stored."""
        return Declared(width=self._image.width, height=self._image.height)

    def exif(self) -> tuple[int, str | None]:
        """Return the orientation (1 to 8) and the capture time."""
        try:
            exif = self._image.getexif()
        except (*_BROKEN, EOFError, OSError):
            return decode_exif.UPRIGHT, None
        # Pillow turns a TIFF upright itself, and its size with it (TiffImagePlugin.load_end).
        stored = decode_exif.UPRIGHT if self._turns_itself else decode_exif.orientation(exif)
        return stored, decode_exif.taken(exif)

    def read(self, want_px: int) -> Pixels:
        """Decode to uint8 (h, w, 3) RGB as stored, long side at most `want_px`, reduced by area.

        Raises `PhotoRefused` when the picture is not whole.
        """
        try:
            self._image.load()
            shown = _shown(self._image, want_px)
        except MemoryError as error:
            raise PhotoRefused(PhotoTrouble.OUT_OF_MEMORY) from error
        except (*_BROKEN, EOFError, OSError) as error:
            raise PhotoRefused(_trouble_of(error), type(error).__name__) from error
        if _tag(self._image, _BITS) > _EIGHT and shown.max(initial=0) < _DARK:
            # 12 bits stored in 16 without being shifted: Pillow keeps the upper eight, all dark.
            raise PhotoRefused(PhotoTrouble.UNSUPPORTED, "values that are no colours")
        return shown


def _refuse_many(image: Image.Image, kind: Kind) -> None:
    if kind is Kind.TIFF:
        _refuse_pages(image)
    elif getattr(image, "is_animated", False):
        raise PhotoRefused(PhotoTrouble.SEVERAL, "an animation")


def _refuse_pages(image: Image.Image) -> None:
    """Let one page pass, and previews of it after it; a preview in front means camera raw."""
    if _tag(image, _SUBFILE_TYPE) & _REDUCED or _tag(image, _DNG_VERSION):
        raise PhotoRefused(PhotoTrouble.UNSUPPORTED, "camera raw")
    pages = getattr(image, "n_frames", 1)
    for page in range(1, pages):
        if page > _MAX_PAGES:
            raise PhotoRefused(PhotoTrouble.SEVERAL, "several pages")
        image.seek(page)
        if not _tag(image, _SUBFILE_TYPE) & _REDUCED:
            raise PhotoRefused(PhotoTrouble.SEVERAL, "several pages")
    if pages > 1:
        image.seek(0)


def _tag(image: Image.Image, number: int) -> int:
    """Read a whole number of a TIFF, the first where there are several; 0 where there is none."""
    value = getattr(image, "tag_v2", {}).get(number, 0)
    if isinstance(value, tuple):
        value = value[0] if value else 0
    return value if isinstance(value, int) else int(bool(value))


def _shown(image: Image.Image, want_px: int) -> Pixels:
    """Turn a loaded image of any mode into RGB as a screen shows it, on white."""
    if image.mode in _NOT_SHOWN:
        raise PhotoRefused(PhotoTrouble.UNSUPPORTED, "values that are no colours")
    if image.mode.startswith("I;16"):
        shown = Image.fromarray(eight_bits(np.asarray(image, np.uint16)))
        return np.asarray(_reduced(shown, want_px).convert("RGB"))
    alpha = image.has_transparency_data
    if image.mode not in _SMALL_ENOUGH_AS_IS or (alpha and image.mode != "RGBA"):
        image = image.convert("RGBA" if alpha else "RGB")
    small = _reduced(image, want_px)
    if alpha:
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small)
    return np.asarray(small.convert("RGB"))


def _reduced(image: Image.Image, want_px: int) -> Image.Image:
    long_side = max(image.size)
    if long_side <= want_px:
        return image
    scale = want_px / long_side
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BOX)


def _trouble_of(error: Exception) -> PhotoTrouble:
    """Tell "cut off" from "broken" by the exception; both refuse the photo."""
    if isinstance(error, Image.DecompressionBombError):
        return PhotoTrouble.TOO_LARGE
    cut = isinstance(error, EOFError) or "truncated" in str(error).lower()
    return PhotoTrouble.TRUNCATED if cut else PhotoTrouble.DAMAGED
