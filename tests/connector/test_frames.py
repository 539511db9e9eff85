"""Which files hold more pictures than a preview shows."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from connector.frames import holds_several


def made(kind: str, frames: int, size: tuple[int, int] = (16, 12)) -> bytes:
    """Make a file of some differing pictures."""
    pictures = [Image.new("RGB", size, (90 * number, 40, 200)) for number in range(frames)]
    out = io.BytesIO()
    rest = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    pictures[0].save(out, kind, **rest)
    return out.getvalue()


KINDS = ("GIF", "PNG", "WEBP", "TIFF")


@pytest.mark.parametrize("kind", KINDS)
def test_one_picture_is_the_whole_file(kind: str) -> None:
    assert not holds_several(made(kind, 1))


@pytest.mark.parametrize("frames", [2, 5])
@pytest.mark.parametrize("kind", KINDS)
def test_more_than_one_is_told(kind: str, frames: int) -> None:
    assert holds_several(made(kind, frames))


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_a_file_that_is_cut_off_is_not_called_whole(kind: str) -> None:
    data = made(kind, 1)

    assert holds_several(data[: len(data) // 3])


@pytest.mark.parametrize(
    ("data", "several"),
    [
        pytest.param(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", False, id="avif"),
        pytest.param(b"\0\0\0\x1cftypavis\0\0\0\0avifmif1miaf", True, id="moving avif"),
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", False, id="heic"),
        pytest.param(b"\0\0\0\x1cftypheic\0\0\0\0mif1msf1heic", True, id="heic with a burst"),
        pytest.param(b"\xff\xd8\xff\xe0", False, id="jpeg"),
        pytest.param(b"II+\0" + bytes(20), True, id="a kind that is not read"),
        pytest.param(b"", True, id="nothing"),
    ],
)
def test_what_the_first_bytes_say(data: bytes, *, several: bool) -> None:
    assert holds_several(data) is several


def test_pages_that_are_smaller_copies_do_not_count() -> None:
    first, small = Image.new("L", (32, 32)), Image.new("L", (8, 8))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=[small])

    assert not holds_several(out.getvalue())


@given(st.sampled_from(KINDS), st.binary(max_size=40), st.integers(0, 400))
def test_no_bytes_break_it(kind: str, noise: bytes, at: int) -> None:
    data = made(kind, 1)

    assert holds_several(data[:at] + noise + data[at + len(noise) :]) in {True, False}
