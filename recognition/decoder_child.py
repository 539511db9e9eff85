"""The decoder child: bytes of one photo in, pixels or a small JPEG out; knows no model, no gallery.

It keeps the last photo's bytes so that a larger decode needs no second copy, until it is told to
forget them.
"""

import gc
import io
import os
import warnings

import cv2
import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from recognition.child_frames import Channel, Frame, Words
from recognition.child_memory import PixelMemory
from recognition.child_start import Orders
from recognition.decode import Photo, as_jpeg, covered
from recognition.errors import PhotoRefused
from recognition.geometry import Pixels
from recognition.limits import grant_cpu
from recognition.values import Box, PhotoTrouble

_PLUGINS = (AvifImagePlugin, BmpImagePlugin, GifImagePlugin, PngImagePlugin)
_MORE_PLUGINS = (TiffImagePlugin, WebPImagePlugin)
_WARM_UP_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")


class StandardError:
    """What native code prints on standard error, caught in a pipe that never blocks it."""

    def __init__(self) -> None:
        """Put the pipe in place of descriptor 2."""
        self._out, into = os.pipe()
        os.set_blocking(self._out, False)
        os.set_blocking(into, False)
        os.dup2(into, 2)
        os.close(into)

    def heard(self) -> bytes:
        """Return what was said since the last call, at most 64 KiB."""
        try:
            return os.read(self._out, 2**16)
        except BlockingIOError:
            return b""


class DecoderDesk:
    """Answers one request after the other about the photo at hand."""

    descriptors = 0

    def __init__(self, memory: PixelMemory, max_pixels: int, cpu_s: float) -> None:
        """Take the memory for pixels and the caps."""
        self._memory, self._max_pixels, self._cpu_s = memory, max_pixels, cpu_s
        self._complaints = StandardError()
        self._photo: Photo | None = None

    def hello(self) -> Words:
        """Get ready; there is nothing to tell."""
        return {}

    def answer(self, frame: Frame, _channel: Channel) -> Frame | None:
        """Take a new photo where the frame brings one, then do what it asks."""
        if frame.words.get("ask") == "forget":
            self._photo = None
            gc.collect()
            return None
        grant_cpu(self._cpu_s)
        try:
            return self._asked(frame)
        except PhotoRefused as refusal:
            return Frame(words={"trouble": refusal.trouble, "detail": str(refusal)})
        except MemoryError:
            self._photo = None
            return Frame(words={"trouble": PhotoTrouble.OUT_OF_MEMORY, "detail": ""})

    def _asked(self, frame: Frame) -> Frame:
        words = frame.words
        if words.get("new"):
            self._photo = None
            self._photo = Photo.open(frame.payload, self._max_pixels, self._complaints)
        photo = self._photo
        if photo is None:
            raise PhotoRefused(PhotoTrouble.EMPTY, "no photo was given")
        told: dict[str, object] = {
            "width": photo.header.width,
            "height": photo.header.height,
            "taken": photo.header.taken,
        }
        match words["ask"]:
            case "pixels":
                pixels = photo.pixels(_number(words, "px"), _number(words, "most"))
                told["rows"], told["columns"] = self._memory.put(pixels)
            case "picture":
                return Frame(words=told, payload=as_jpeg(photo.pixels(_number(words, "px"))))
            case "covered":
                pixels = covered(photo.pixels(_number(words, "px")), _boxes(words["boxes"]))
                return Frame(words=told, payload=as_jpeg(pixels))
            case "crop":
                box = _box(words)
                return Frame(words=told, payload=as_jpeg(photo.crop(box, _number(words, "px"))))
            case _:
                pass
        return Frame(words=told)


def desk(orders: Orders) -> DecoderDesk:
    """Set up the decoder; afterwards no file needs to be opened any more."""
    max_pixels = _number(orders.settings, "max_pixels")
    cv2.setNumThreads(1)
    # Pillow's own limit refuses at twice this number, for what a later header says.
    Image.MAX_IMAGE_PIXELS = max_pixels // 2
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter("ignore")
    memory = PixelMemory(orders.memory, writable=True)
    made = DecoderDesk(memory, max_pixels, _number(orders.settings, "cpu_s"))
    _warm_up(max_pixels)
    return made


class _Silent:
    def heard(self) -> bytes:
        return b""


def _warm_up(max_pixels: int) -> None:
    """Decode one small picture of each kind, so that all code is loaded before files are closed."""
    grey: Pixels = np.full((32, 32, 3), 127, np.uint8)
    for name in _WARM_UP_FORMATS:
        file = io.BytesIO()
        Image.fromarray(grey).save(file, name)
        Photo.open(file.getvalue(), max_pixels, _Silent()).pixels(16)
    as_jpeg(grey)


def _box(words: Words) -> Box:
    return Box(**{side: float(str(words[side])) for side in ("x", "y", "w", "h")})


def _boxes(said: object) -> tuple[Box, ...]:
    if not isinstance(said, list):
        raise TypeError("boxes")
    return tuple(_box(one) for one in said)


def _number(words: Words, name: str) -> int:
    value = words[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return value
