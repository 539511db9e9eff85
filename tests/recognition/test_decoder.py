"""Whatever a photo does to the decoder child, its parent gets a stated outcome and the next photo works."""

import os
import random
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from recognition.child_memory import PixelMemory, sealed_size
from recognition.child_values import PhotoHeader
from recognition.decoder import Decoded, Decoder, DecoderLimits
from recognition.limits import Guard
from recognition.values import Box, PhotoTrouble
from tests.recognition import pictures

MEBI = 2**20
PIXELS = 16 * MEBI
GOOD = pictures.written(pictures.quarters(), "JPEG", quality=95)


@pytest.fixture(scope="module")
def starter() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture(scope="module")
def memory() -> Iterator[int]:
    descriptor = sealed_size("test-pixels", PIXELS)
    yield descriptor
    os.close(descriptor)


@pytest.fixture(scope="module")
def decoder(memory: int, starter: ThreadPoolExecutor) -> Iterator[Decoder]:
    made = Decoder(memory, DecoderLimits(), starter)
    yield made
    made.close()


def pixels_work(decoder: Decoder) -> bool:
    found = decoder.pixels(GOOD, 80)
    return isinstance(found, Decoded) and (found.rows, found.columns) == (60, 80)


def test_pixels_arrive_upright_in_the_shared_memory(decoder: Decoder, memory: int) -> None:
    found = decoder.pixels(pictures.jpeg_with_exif(taken="2026:05:01 12:30:00"), 80)

    assert isinstance(found, Decoded)
    assert found.header == PhotoHeader(width=160, height=120, taken="2026-05-01T12:30:00")
    shown = PixelMemory(os.dup(memory), writable=False).take(found.rows, found.columns)
    assert pictures.corners_of(shown) == list(pictures.CORNERS)


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="these guards are Linux's")
def test_all_guards_are_in_force(decoder: Decoder) -> None:
    assert decoder.child.hello["guards"] == sorted(Guard)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_every_format_is_decoded_behind_the_guards(decoder: Decoder, kind: str) -> None:
    pid = decoder.child.pid

    assert isinstance(decoder.pixels(pictures.written(pictures.quarters(), kind), 80), Decoded)
    assert decoder.child.pid == pid


def test_a_larger_decode_needs_no_second_copy_of_the_photo(decoder: Decoder) -> None:
    sizes = [decoder.pixels(GOOD, px) for px in (40, 160, 80)]

    assert [size.columns for size in sizes if isinstance(size, Decoded)] == [40, 160, 80]


def test_a_photo_is_sent_again_after_it_was_forgotten(decoder: Decoder) -> None:
    decoder.pixels(GOOD, 40)
    decoder.forget()

    assert pixels_work(decoder)


@pytest.mark.parametrize("name", list(pictures.hostile()))
def test_a_hostile_photo_has_a_stated_outcome_and_the_next_photo_works(
    decoder: Decoder, name: str
) -> None:
    outcome = decoder.pixels(pictures.hostile()[name], 1000)

    assert isinstance(outcome, PhotoTrouble) or name in HARMLESS
    assert pixels_work(decoder)


HARMLESS = {
    "jpeg and then zip",
    "gif that is also html",
    "jpeg with deep exif",
    "png with a text bomb",
    "tiff in a circle",
    "bmp of negative size",
}
"""Files whose picture is whole, whatever else is in them."""

OUTCOMES = [
    ("nothing", PhotoTrouble.EMPTY),
    ("text", PhotoTrouble.NOT_AN_IMAGE),
    ("video", PhotoTrouble.VIDEO),
    ("svg", PhotoTrouble.UNSUPPORTED),
    ("png bomb", PhotoTrouble.TOO_LARGE),
    ("jpeg that says 65535", PhotoTrouble.TOO_LARGE),
    ("jpeg that says more", PhotoTrouble.DAMAGED),
    ("gif bomb", PhotoTrouble.TOO_LARGE),
    ("webp that says too much", PhotoTrouble.TOO_LARGE),
]


@pytest.mark.parametrize(("name", "trouble"), OUTCOMES)
def test_the_reason_says_what_is_wrong(decoder: Decoder, name: str, trouble: PhotoTrouble) -> None:
    assert decoder.pixels(pictures.hostile()[name], 1000) is trouble


def test_a_jpeg_that_ends_too_early_but_tidily_is_never_half_a_picture(decoder: Decoder) -> None:
    data = pictures.written(pictures.noise(), "JPEG")

    assert decoder.pixels(data[: len(data) // 2] + b"\xff\xd9", 1000) is PhotoTrouble.DAMAGED


@pytest.mark.parametrize("seed", range(8))
def test_two_hundred_mutations_each_have_a_stated_outcome(decoder: Decoder, seed: int) -> None:
    kinds = ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF", "MPO"]
    chance = random.Random(seed)  # noqa: S311 - the same mutations each time
    whole = pictures.written(pictures.noise(), kinds[seed])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for _ in range(25):
        outcome = decoder.pixels(mutated(whole, chance), 1000)
        assert isinstance(outcome, Decoded | PhotoTrouble)

    assert pixels_work(decoder)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 100


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 20])):
        at = chance.randrange(min(len(changed), chance.choice([64, 1024, len(changed)])))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                changed[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"])
            case 2:
                del changed[at : at + chance.randrange(1, 50)]
            case _:
                changed[at:at] = changed[: chance.randrange(1, 50)]
    return bytes(changed)


def test_a_photo_larger_than_the_limit_is_not_even_sent(
    memory: int, starter: ThreadPoolExecutor
) -> None:
    decoder = Decoder(memory, DecoderLimits(max_bytes=len(GOOD) - 1), starter)

    assert decoder.pixels(GOOD, 80) is PhotoTrouble.TOO_LARGE


def test_a_child_that_used_up_its_processor_time_is_out_of_time(decoder: Decoder) -> None:
    os.kill(decoder.child.pid, signal.SIGXCPU)

    assert decoder.pixels(GOOD, 80) is PhotoTrouble.OUT_OF_TIME
    assert pixels_work(decoder)


def test_a_child_that_does_not_answer_in_time_is_ended(
    memory: int, starter: ThreadPoolExecutor
) -> None:
    decoder = Decoder(memory, DecoderLimits(wall_s=1.0), starter)
    pid = decoder.child.pid
    os.kill(pid, signal.SIGSTOP)

    outcome = decoder.pixels(GOOD, 80)

    assert outcome is PhotoTrouble.OUT_OF_TIME
    assert not Path(f"/proc/{pid}").exists()
    assert pixels_work(decoder)
    decoder.close()


def test_a_photo_that_needs_too_much_memory_says_so(
    memory: int, starter: ThreadPoolExecutor
) -> None:
    decoder = Decoder(memory, DecoderLimits(address_space=450 * MEBI), starter)
    large = pictures.written(pictures.quarters(7000, 7000), "GIF")

    outcome = decoder.pixels(large, 500)

    assert outcome is PhotoTrouble.OUT_OF_MEMORY
    assert pixels_work(decoder)
    decoder.close()


def test_a_child_killed_from_outside_is_replaced_and_the_photo_tried_again(
    decoder: Decoder,
) -> None:
    pid = decoder.child.pid
    os.kill(pid, signal.SIGKILL)

    assert pixels_work(decoder)
    assert decoder.child.pid != pid


def test_a_photo_whose_decoder_crashes_is_hostile(decoder: Decoder) -> None:
    os.kill(decoder.child.pid, signal.SIGSEGV)

    assert decoder.pixels(GOOD, 80) is PhotoTrouble.HOSTILE
    assert pixels_work(decoder)


def test_a_small_picture_has_no_metadata(decoder: Decoder) -> None:
    jpeg = decoder.picture(pictures.jpeg_with_exif(taken="2026:05:01 12:30:00"), 80)

    assert isinstance(jpeg, bytes)
    assert jpeg.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in jpeg
    assert b"2026" not in jpeg


def test_a_crop_is_a_jpeg_of_the_box(decoder: Decoder) -> None:
    jpeg = decoder.crop(GOOD, Box(x=0.0, y=0.5, w=0.5, h=0.5), 60)

    assert isinstance(jpeg, bytes)
    header = decoder.header(jpeg)
    assert isinstance(header, PhotoHeader)
    assert (header.width, header.height) == (60, 45)


def test_no_file_is_written_by_looking_at_photos(decoder: Decoder, tmp_path: Path) -> None:
    child = Path(f"/proc/{decoder.child.pid}")
    for data in pictures.hostile().values():
        decoder.pixels(data, 200)

    opened = [entry.readlink() for entry in (child / "fd").iterdir()]
    assert not [path for path in opened if path.is_file()]
    assert list(tmp_path.iterdir()) == []
