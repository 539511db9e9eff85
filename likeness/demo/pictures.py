"""Makes one photo: crop, small turn, light, blur, JPEG. The same shot gives the same file."""

import io
import zlib
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from likeness.demo.shots import WHOLE, Crop, Shot

_MARGIN_PX = 64
"""Mirrored border, so that a turned crop has no black corners."""
_ORIENTATION_TAG = 0x0112
_STORED_SIDEWAYS = 6
"""EXIF: turn clockwise by a quarter to see it upright."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chance:
    """What differs from shot to shot, drawn once per path."""

    turn: float
    light: float
    blur_px: float
    quality: int


def render(shot: Shot, source: Image.Image) -> bytes:
    """Give the JPEG of one shot."""
    chance = _chance(shot.path)
    picture = _cut(source, shot.crop, shot.turn + chance.turn)
    picture = _sized(picture, shot.far) if shot.far else picture
    picture = _sized(picture, shot.long_side)
    picture = ImageEnhance.Brightness(picture).enhance(shot.light * chance.light)
    picture = picture.filter(ImageFilter.GaussianBlur(chance.blur_px))
    return _jpeg(picture, chance.quality, sideways=shot.sideways)


def _chance(path: str) -> _Chance:
    drawn = np.random.default_rng(zlib.crc32(path.encode()))
    return _Chance(
        turn=float(drawn.uniform(-1.2, 1.2)),
        light=float(drawn.uniform(0.95, 1.05)),
        blur_px=float(drawn.uniform(0.0, 0.8)),
        quality=int(drawn.integers(80, 93)),
    )


def _cut(source: Image.Image, crop: Crop, turn: float) -> Image.Image:
    """Turn the source about the middle of the crop, then cut the crop out."""
    if crop == WHOLE:
        crop = (0, 0, *source.size)
    border = ((_MARGIN_PX, _MARGIN_PX), (_MARGIN_PX, _MARGIN_PX), (0, 0))
    wide = Image.fromarray(np.pad(np.asarray(source), border, mode="reflect"))
    left, top, right, bottom = crop
    near = wide.crop((left, top, right + 2 * _MARGIN_PX, bottom + 2 * _MARGIN_PX))
    turned = near.rotate(turn, resample=Image.Resampling.BICUBIC)
    return turned.crop((_MARGIN_PX, _MARGIN_PX, near.width - _MARGIN_PX, near.height - _MARGIN_PX))


def _sized(picture: Image.Image, long_side: int) -> Image.Image:
    scale = long_side / max(picture.size)
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _jpeg(picture: Image.Image, quality: int, *, sideways: bool) -> bytes:
    exif = Image.Exif()
    if sideways:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[_ORIENTATION_TAG] = _STORED_SIDEWAYS
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()
