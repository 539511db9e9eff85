"""Picture files made in memory: whole ones of every kind, and hostile ones."""

import io
import struct
import zlib
from functools import cache

import numpy as np
from PIL import Image

from recognition.geometry import Pixels

WIDE, HIGH = 160, 120
CORNERS = {
    "red": (220, 30, 30),
    "green": (30, 180, 30),
    "blue": (30, 30, 220),
    "grey": (90, 90, 90),
}
"""Colours of the quarters: top left, top right, bottom left, bottom right."""


def quarters(wide: int = WIDE, high: int = HIGH) -> Image.Image:
    """Draw four quarters of different colours: shows every wrong turn and mirror."""
    pixels = np.zeros((high, wide, 3), np.uint8)
    red, green, blue, grey = CORNERS.values()
    pixels[: high // 2, : wide // 2], pixels[: high // 2, wide // 2 :] = red, green
    pixels[high // 2 :, : wide // 2], pixels[high // 2 :, wide // 2 :] = blue, grey
    return Image.fromarray(pixels)


def noise(wide: int = WIDE, high: int = HIGH) -> Image.Image:
    """Draw noise: every byte of its file matters."""
    return Image.fromarray(np.random.default_rng(7).integers(0, 255, (high, wide, 3), np.uint8))


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    """Write an image as a file of a kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def corners_of(pixels: Pixels) -> list[str]:
    """Name the colour of each quarter's middle, or "?"."""
    high, wide = pixels.shape[:2]
    places = [(y, x) for y in (high // 4, 3 * high // 4) for x in (wide // 4, 3 * wide // 4)]
    return [_colour(pixels[place]) for place in places]


def _colour(pixel: Pixels) -> str:
    for name, colour in CORNERS.items():
        if np.abs(pixel.astype(int) - colour).max() < 40:
            return name
    return "?"


def chunk(name: bytes, content: bytes) -> bytes:
    """Write a PNG chunk."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png(wide: int, high: int, content: bytes, *, bits: int = 8, colours: int = 2) -> bytes:
    """Write a PNG whose header and content need not agree."""
    header = struct.pack(">IIBBBBB", wide, high, bits, colours, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", content)
        + chunk(b"IEND", b"")
    )


def png_bomb() -> bytes:
    """Write 30,000 x 30,000 pixels of one bit in about a hundred kilobytes."""
    packer = zlib.compressobj(9)
    line = bytes(1 + 30_000 // 8)
    content = b"".join(packer.compress(line) for _ in range(30_000)) + packer.flush()
    return png(30_000, 30_000, content, bits=1, colours=0)


def jpeg_saying(wide: int, high: int) -> bytes:
    """Write a JPEG whose header says another size than it has."""
    data = written(noise(), "JPEG")
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", high, wide) + data[at + 9 :]


def jpeg_with_exif(
    orientation: int | None = None, taken: str | None = None, offset: str | None = None
) -> bytes:
    """Write quarters as a JPEG with EXIF."""
    return written(quarters(), "JPEG", quality=95, exif=exif(orientation, taken, offset))


def exif(
    orientation: int | None = None, taken: str | None = None, offset: str | None = None
) -> Image.Exif:
    """Make an EXIF block."""
    block = Image.Exif()
    if orientation is not None:
        block[0x0112] = orientation
    inner = {0x9003: taken, 0x9011: offset}
    block.get_ifd(0x8769).update({tag: text for tag, text in inner.items() if text is not None})
    return block


def endless_ifd() -> bytes:
    """Write a TIFF whose list of pages goes round in a circle."""
    data = bytearray(written(quarters(), "TIFF"))
    start = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * entries, start)
    return bytes(data)


def deep_exif() -> bytes:
    """Write a JPEG whose EXIF says that it has as many fields as fit, each pointing nowhere."""
    fields = b"".join(struct.pack("<HHII", 0x8769, 4, 0xFFFFFFFF, 8) for _ in range(5000))
    block = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 5000) + fields
    data = written(quarters(), "JPEG")
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


@cache
def hostile() -> dict[str, bytes]:
    """List files that were made to hurt, each by name."""
    jpeg, gif = written(noise(), "JPEG"), written(noise(), "GIF")
    text_bomb = chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(50_000_000)))
    whole = written(noise(), "PNG")
    return {
        "nothing": b"",
        "one byte": b"\xff",
        "zero bytes": bytes(10_000),
        "text": b"This is not a photo.\n" * 50,
        "script": b"#!/bin/sh\nrm -rf /\n",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "postscript": b"%!PS-Adobe-3.0\n",
        "video": b"\0\0\0\x18ftypmp42" + bytes(100),
        "png bomb": png_bomb(),
        "png that says too much": png(60_000, 60_000, zlib.compress(bytes(1000))),
        "png with few rows": png(WIDE, HIGH, zlib.compress(bytes((WIDE * 3 + 1) * 10))),
        "png with a text bomb": whole[:33] + text_bomb + whole[33:],
        "jpeg that says 65535": jpeg_saying(65535, 65535),
        "jpeg that says more": jpeg_saying(WIDE * 8, HIGH * 8),
        "jpeg and then zip": jpeg + b"PK\x03\x04" + bytes(500),
        "gif that is also html": gif.replace(b"GIF89a", b"GIF89a", 1)
        + b"<script>alert(1)</script>",
        "jpeg with endless markers": b"\xff\xd8" + b"\xff\xe1\0\x02" * 100_000,
        "jpeg of fill bytes": b"\xff\xd8" + b"\xff" * 1_000_000,
        "jpeg with deep exif": deep_exif(),
        "tiff in a circle": endless_ifd(),
        "tiff pointing outside": b"II*\0\xff\xff\xff\x7f" + bytes(100),
        "bmp of negative size": b"BM"
        + struct.pack("<IHHIIiiHH", 100, 0, 0, 54, 40, -100, -100, 1, 24)
        + bytes(100),
        "bmp that says too much": b"BM"
        + struct.pack("<IHHIIiiHH", 100, 0, 0, 54, 40, 2**30, 2**30, 1, 24)
        + bytes(100),
        "webp that says too much": b"RIFF"
        + struct.pack("<I", 100)
        + b"WEBPVP8X\x0a\0\0\0\0\0\0\0"
        + b"\xff" * 6
        + bytes(80),
        "gif bomb": b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\0\0\0" + bytes(50),
    }
