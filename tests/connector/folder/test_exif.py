"""EXIF: what is read, and that nothing spoiled raises."""

import io
import random
import struct
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from connector.folder import exif
from connector.folder.exif import Exif

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def reader(data: bytes) -> exif.ReadAt:
    return lambda at, count: data[at : at + count]


def photo(kind: str, orientation: int = 1, taken: str = "", offset: str = "") -> bytes:
    """Make a tiny photo with an independent writer of EXIF."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    below = tags.get_ifd(0x8769)
    if taken:
        below[0x9003] = taken
    if offset:
        below[0x9011] = offset
    out = io.BytesIO()
    Image.new("RGB", (4, 3)).save(out, kind, exif=tags)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_read_from_every_format(kind: str, orientation: int) -> None:
    data = photo(kind, orientation)

    assert exif.read(reader(data)).orientation == orientation


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_moment_of_capture_is_read(kind: str) -> None:
    data = photo(kind, taken="2026:06:30 23:59:59")

    found = exif.read(reader(data)).captured_at(AMSTERDAM)

    assert found == datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)


def test_a_camera_that_knows_its_zone_is_believed() -> None:
    data = photo("JPEG", taken="2026:06:30 23:59:59", offset="-05:00")

    found = exif.read(reader(data)).captured_at(AMSTERDAM)

    assert found == datetime(2026, 7, 1, 4, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("taken", ["", "    :  :     :  :  ", "yesterday", "0000:00:00 00:00:00"])
def test_a_camera_without_a_clock_says_nothing(taken: str) -> None:
    assert Exif(taken=taken).captured_at(UTC) is None


def test_big_endian_directories_are_read_too() -> None:
    directory = struct.pack(">H", 1) + struct.pack(">HHIHH", 0x0112, 3, 1, 8, 0) + bytes(4)
    data = b"MM\0*" + struct.pack(">I", 8) + directory

    assert exif.read(reader(data)).orientation == 8


def test_an_orientation_that_does_not_exist_counts_as_upright() -> None:
    assert exif.read(reader(photo("JPEG", 9))).orientation == 1


def test_a_number_of_a_strange_type_counts_as_not_there() -> None:
    directory = struct.pack("<H", 1) + struct.pack("<HHI4s", 0x0112, 7, 1, b"\6") + bytes(4)
    data = b"II*\0" + struct.pack("<I", 8) + directory

    assert exif.read(reader(data)).orientation == 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"no photo at all, just some text", id="text"),
        pytest.param(b"\xff\xd8\xff", id="a JPEG cut off"),
        pytest.param(b"\xff\xd8\xff\xda\0\0" + bytes(20), id="a JPEG without EXIF"),
        pytest.param(b"\xff\xd8\x12\x34\0\0" + bytes(20), id="a JPEG with rubbish for a segment"),
        pytest.param(b"\xff\xd8" + b"\xff\xe0\0\x02" * 600, id="a JPEG of endless segments"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(12) * 600, id="a PNG of endless chunks"),
        pytest.param(b"II*\0\xff\xff\xff\x7f", id="a TIFF that points behind its end"),
    ],
)
def test_what_does_not_parse_counts_as_not_there(data: bytes) -> None:
    assert exif.read(reader(data)) == Exif()


def test_no_spoiled_photo_raises() -> None:
    whole = photo("JPEG", 6, "2026:06:30 23:59:59")
    dice = random.Random(1)  # noqa: S311 - the same spoiled photos every time

    for _ in range(2000):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        exif.read(reader(bytes(data[: dice.randint(0, len(data))])))
