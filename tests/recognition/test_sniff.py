"""What a file is, is told by its bytes."""

import pytest

from recognition.errors import PhotoRefused
from recognition.sniff import Kind, sniff
from recognition.sniff_size import declared
from recognition.values import PhotoTrouble
from tests.recognition import pictures


@pytest.mark.parametrize("kind", list(Kind))
def test_a_picture_is_known_by_its_first_bytes(kind: Kind) -> None:
    data = pictures.written(pictures.quarters(), kind.value)

    assert sniff(data) is kind


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.TIFF, Kind.AVIF}])
def test_the_size_is_read_without_a_decoder(kind: Kind) -> None:
    data = pictures.written(pictures.quarters(150, 90), kind.value)

    said = declared(kind, data)

    assert said is not None
    assert (said.width, said.height) == (150, 90)


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"exif": pictures.exif(6)}], ids=["lossless", "extended"]
)
def test_the_size_of_every_kind_of_webp_is_read(options: dict[str, object]) -> None:
    data = pictures.written(pictures.quarters(150, 90), "WEBP", **options)

    said = declared(Kind.WEBP, data)

    assert said is not None
    assert (said.width, said.height) == (150, 90)


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        pytest.param(b"", PhotoTrouble.EMPTY, id="nothing"),
        pytest.param(b"hello", PhotoTrouble.NOT_AN_IMAGE, id="text"),
        pytest.param(
            b"BMW drove past", PhotoTrouble.NOT_AN_IMAGE, id="text that begins like a bitmap"
        ),
        pytest.param(b"\0\0\0\x20ftypisom", PhotoTrouble.VIDEO, id="mp4"),
        pytest.param(b"\0\0\0\x14ftypqt  ", PhotoTrouble.VIDEO, id="quicktime"),
        pytest.param(b"RIFF\0\0\0\0AVI LIST", PhotoTrouble.VIDEO, id="avi"),
        pytest.param(b"RIFF\0\0\0\0WAVEfmt ", PhotoTrouble.NOT_AN_IMAGE, id="sound"),
        pytest.param(b"\x1aE\xdf\xa3", PhotoTrouble.VIDEO, id="matroska"),
        pytest.param(b"\0\0\0\x18ftypheic", PhotoTrouble.UNSUPPORTED, id="heic"),
        pytest.param(b"\0\0\0\x18ftypcrx ", PhotoTrouble.UNSUPPORTED, id="canon raw 3"),
        pytest.param(b"II*\0\x10\0\0\0CR\x02\0", PhotoTrouble.UNSUPPORTED, id="canon raw 2"),
        pytest.param(b"8BPS\0\x01", PhotoTrouble.UNSUPPORTED, id="photoshop"),
        pytest.param(b"%PDF-1.7", PhotoTrouble.UNSUPPORTED, id="pdf"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_reason(data: bytes, trouble: PhotoTrouble) -> None:
    with pytest.raises(PhotoRefused) as refusal:
        sniff(data)

    assert refusal.value.trouble is trouble


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.TIFF, Kind.AVIF}])
@pytest.mark.parametrize("size", [4, 8, 9])
def test_a_header_that_is_cut_off_is_truncated_or_damaged(kind: Kind, size: int) -> None:
    data = pictures.written(pictures.quarters(), kind.value)

    with pytest.raises(PhotoRefused) as refusal:
        declared(kind, data[:size])

    assert refusal.value.trouble in {PhotoTrouble.TRUNCATED, PhotoTrouble.DAMAGED}


def test_a_jpeg_of_twelve_bits_is_not_supported() -> None:
    data = bytearray(pictures.written(pictures.quarters(), "JPEG"))
    data[data.index(b"\xff\xc0") + 4] = 12

    with pytest.raises(PhotoRefused) as refusal:
        declared(Kind.JPEG, bytes(data))

    assert refusal.value.trouble is PhotoTrouble.UNSUPPORTED
