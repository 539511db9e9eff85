"""Which picture to fetch, and whether what came is one."""

import struct

import pytest

from connector.errors import PhotoUnreadable
from connector.resourcespace import pictures
from connector.resourcespace.rows import Picture

SITE = "https://dam.example.org/rs"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 200, 150) + b"\x08\x06\0\0\0"


def size(code: str, width: int, height: int, extension: str = "jpg", made: int = 100) -> Picture:
    return Picture(
        code=code, extension=extension, width=width, height=height, url="http://host/x", made=made
    )


ORIGINAL = size("original", 6000, 4000)
LPR, SCR, PRE = size("lpr", 2000, 1333), size("scr", 1200, 800), size("pre", 810, 540)


@pytest.mark.parametrize(
    ("there", "want", "chosen"),
    [
        pytest.param([ORIGINAL, LPR, SCR, PRE], 1280, "lpr", id="large enough"),
        pytest.param([ORIGINAL, LPR, SCR, PRE], 1000, "scr", id="no larger than needed"),
        pytest.param([ORIGINAL, SCR, PRE], 1280, "scr", id="nearly as large as wanted"),
        pytest.param([ORIGINAL, PRE], 1280, "original", id="only the original shows enough"),
        pytest.param([size("original", 1200, 800), SCR], 1280, "scr", id="as large as there is"),
        pytest.param([size("original", 6000, 4000, "nef"), PRE], 1280, "pre", id="no one reads it"),
        pytest.param([SCR, PRE], 1280, "scr", id="the original is not ours"),
        pytest.param([ORIGINAL], 1280, "original", id="no previews"),
    ],
)
def test_the_smallest_preview_that_shows_enough_is_chosen(
    there: list[Picture], want: int, chosen: str
) -> None:
    found = pictures.choose(there, want, originals=True)

    assert found
    assert found.code == chosen


def test_where_originals_are_not_wanted_the_best_preview_must_do() -> None:
    found = pictures.choose([ORIGINAL, PRE, size("thm", 200, 133)], 1280, originals=False)

    assert found == PRE
    assert pictures.choose([ORIGINAL], 1280, originals=False) is None


def test_a_preview_older_than_its_original_is_waited_for() -> None:
    there = [size("original", 6000, 4000, made=1000), size("scr", 1200, 800, made=900)]

    assert pictures.is_stale(there[1], there, 1010.0)
    assert not pictures.is_stale(there[1], there, 1000.0 + pictures.FRESH_S)
    assert not pictures.is_stale(there[0], there, 1010.0)


def test_a_preview_that_does_not_say_when_it_was_made_is_taken() -> None:
    there = [size("original", 6000, 4000, made=1000), size("scr", 1200, 800, made=0)]

    assert not pictures.is_stale(there[1], there, 1010.0)
    assert not pictures.is_stale(SCR, [SCR], 1010.0)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        pytest.param(
            "http://host/pages/download.php?ref=5&size=scr&access_key=a==",
            f"{SITE}/pages/download.php?ref=5&size=scr&access_key=a==",
            id="by a key",
        ),
        pytest.param(
            "http://host/old/filestore/5_da28/5scr_d9.jpg?v=1",
            f"{SITE}/filestore/5_da28/5scr_d9.jpg?v=1",
            id="a plain file",
        ),
    ],
)
def test_a_picture_is_fetched_from_the_site_we_were_told_of(url: str, address: str) -> None:
    assert pictures.address(url, SITE) == address


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "", "file:///etc/passwd"])
def test_an_address_of_elsewhere_is_not_followed(url: str) -> None:
    with pytest.raises(PhotoUnreadable):
        pictures.address(url, SITE)


@pytest.mark.parametrize(
    ("data", "extension", "kind"),
    [
        (b"\xff\xd8\xff\xe0...", "jpg", "image/jpeg"),
        (b"GIF89a...", "gif", "image/gif"),
        (b"MM\0*....", "tif", "image/tiff"),
        (b"RIFF....WEBPVP8 ", "webp", "image/webp"),
        (PNG, "png", "image/png"),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(data: bytes, extension: str, kind: str) -> None:
    assert pictures.media_type(data, size("scr", 200, 150, extension)) == kind


@pytest.mark.parametrize(
    ("data", "extension", "reason"),
    [
        pytest.param(b"", "jpg", "empty", id="nothing"),
        pytest.param(b"<!DOCTYPE html><form>", "jpg", "unsupported-format", id="page to log in"),
        pytest.param(PNG, "jpg", "not-looked", id="placeholder for a preview"),
        pytest.param(
            PNG[:16] + b"\0\0\0\x01" + PNG[20:], "png", "not-looked", id="placeholder for a PNG"
        ),
        pytest.param(PNG[:20], "png", "not-looked", id="a PNG that is cut off"),
    ],
)
def test_what_is_no_photo_is_not_taken_for_one(data: bytes, extension: str, reason: str) -> None:
    with pytest.raises(PhotoUnreadable) as refusal:
        pictures.media_type(data, size("scr", 200, 150, extension))
    assert refusal.value.reason == reason
