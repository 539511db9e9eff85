"""What a photo is by its first bytes."""

import pytest

from connector.errors import PhotoUnreadable
from connector.magic import media_type


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe1....", "image/jpeg"),
        ("a.PNG", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.gif", b"GIF89a....", "image/gif"),
        ("a.bmp", b"BM......", "image/bmp"),
        ("a.tif", b"II*\0....", "image/tiff"),
        ("a.tiff", b"MM\0*....", "image/tiff"),
        ("a.webp", b"RIFF....WEBPVP8 ", "image/webp"),
        ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        ("a.avif", b"\0\0\0\x18ftypavif", "image/avif"),
    ],
)
def test_a_photo_is_what_its_first_bytes_say(name: str, data: bytes, kind: str) -> None:
    assert media_type(name, data) == kind


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.jpg", b"<html>", id="not a photo at all"),
        pytest.param("a.jpg", b"II*\0....", id="a raw file under a photo's name"),
        pytest.param("a.nef", b"MM\0*....", id="a raw file: a TIFF reader finds its thumbnail"),
        pytest.param("a.jpg", b"\0\0\0\x18ftypheic", id="another family"),
        pytest.param("a.heic", b"\0\0\0\x18ftypmp42", id="a film under a photo's name"),
        pytest.param("a.webp", b"RIFF....WAVE", id="a sound"),
        pytest.param("a.tif", b"\xff\xd8\xff\xe1", id="a JPEG under a TIFF's name"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(PhotoUnreadable) as refusal:
        media_type(name, data)
    assert refusal.value.reason == "unsupported-format"
