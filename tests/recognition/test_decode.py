"""A photo is decoded whole and upright, or refused with a reason."""

import io
import struct

import cv2
import numpy as np
import pytest
from PIL import Image

from recognition.decode import Photo, covered
from recognition.errors import PhotoRefused
from recognition.geometry import Pixels
from recognition.values import Box, PhotoTrouble
from tests.recognition import pictures

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL.*")  # as the decoder child does

UPRIGHT = list(pictures.CORNERS)
CAP = 10_000_000


class Quiet:
    """Hears no complaint."""

    def heard(self) -> bytes:
        return b""


class Complaining:
    """Hears what libjpeg says about one picture."""

    def __init__(self, said: bytes) -> None:
        self._said = [b"", said]

    def heard(self) -> bytes:
        return self._said.pop(0) if self._said else b""


def opened(data: bytes, cap: int = CAP) -> Photo:
    return Photo.open(data, cap, Quiet())


def decoded(data: bytes, px: int = 4000) -> Pixels:
    return opened(data).pixels(px)


def trouble_of(data: bytes, cap: int = CAP) -> PhotoTrouble:
    with pytest.raises(PhotoRefused) as refusal:
        opened(data, cap).pixels(4000)
    return refusal.value.trouble


KINDS = [
    pytest.param("JPEG", {"quality": 95}, id="jpeg"),
    pytest.param("JPEG", {"quality": 95, "progressive": True}, id="progressive jpeg"),
    pytest.param("PNG", {}, id="png"),
    pytest.param("WEBP", {"quality": 95}, id="webp"),
    pytest.param("WEBP", {"lossless": True}, id="lossless webp"),
    pytest.param("TIFF", {}, id="tiff"),
    pytest.param("TIFF", {"compression": "tiff_lzw"}, id="tiff lzw"),
    pytest.param("TIFF", {"compression": "tiff_adobe_deflate"}, id="tiff deflate"),
    pytest.param("TIFF", {"compression": "jpeg", "quality": 95}, id="tiff jpeg"),
    pytest.param("GIF", {}, id="gif"),
    pytest.param("BMP", {}, id="bmp"),
    pytest.param("AVIF", {"quality": 95}, id="avif"),
]


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_every_format_gives_the_same_picture(kind: str, options: dict[str, object]) -> None:
    data = pictures.written(pictures.quarters(), kind, **options)

    pixels = decoded(data)

    assert pixels.shape == (pictures.HIGH, pictures.WIDE, 3)
    assert pixels.dtype == np.uint8
    assert corners_like_upright(pixels)


def corners_like_upright(pixels: Pixels) -> bool:
    return pictures.corners_of(pixels) == UPRIGHT


MODES = {
    "PNG": ["L", "1", "P", "RGBA", "LA"],
    "TIFF": ["L", "1", "P", "CMYK", "RGBA", "LA", "YCbCr"],
    "JPEG": ["L", "1", "CMYK", "YCbCr"],
    "WEBP": ["L", "P", "RGBA", "LA"],
    "GIF": ["L", "1", "P"],
}


@pytest.mark.parametrize(
    ("kind", "mode"), [(kind, mode) for kind, modes in MODES.items() for mode in modes]
)
def test_every_mode_becomes_rgb(kind: str, mode: str) -> None:
    data = pictures.written(pictures.quarters().convert(mode), kind)

    pixels = decoded(data)

    assert pixels.shape == (pictures.HIGH, pictures.WIDE, 3)
    if mode in {"CMYK", "RGBA", "YCbCr", "P"}:
        assert corners_like_upright(pixels)
    else:
        assert (pixels[:, :, 0] == pixels[:, :, 2]).mean() > 0.9


@pytest.mark.parametrize(
    ("kind", "top", "channels"),
    [
        ("png", 65535, 1),
        ("png", 65535, 3),
        ("png", 4095, 1),
        ("png", 4095, 3),
        ("tiff", 65535, 1),
        ("tiff", 65535, 3),
        ("tiff", 4095, 1),
    ],
)
def test_sixteen_bits_become_eight_also_where_only_twelve_are_used(
    kind: str, top: int, channels: int
) -> None:
    pixels = decoded(ramp(kind, top, channels))

    expected = np.linspace(0, 255, 160 * 120).reshape(120, 160)
    assert np.abs(pixels[:, :, 0] - expected).max() <= 2


def test_a_colour_tiff_of_twelve_bits_in_sixteen_is_refused_and_not_taken_for_darkness() -> None:
    assert trouble_of(ramp("tiff", 4095, 3)) is PhotoTrouble.UNSUPPORTED


def ramp(kind: str, top: int, channels: int) -> bytes:
    values = np.linspace(0, top, 160 * 120).reshape(120, 160).astype(np.uint16)
    return cv2.imencode(f".{kind}", np.dstack([values] * channels))[1].tobytes()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_is_transparent_is_white(kind: str) -> None:
    image = pictures.quarters().convert("RGBA")
    image.putalpha(0)

    pixels = decoded(pictures.written(image, kind), px=80)

    assert pixels.min() >= 250


def test_a_transparent_colour_of_a_gif_is_white() -> None:
    image = pictures.quarters().quantize(16)
    index = image.getpixel((5, 5))

    pixels = decoded(pictures.written(image, "GIF", transparency=index))

    assert pixels[5, 5].min() >= 250
    assert pictures.corners_of(pixels)[1:] == UPRIGHT[1:]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_orientation_is_applied_once(kind: str, orientation: int) -> None:
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = pictures.quarters() if turned is None else pictures.quarters().transpose(turned)
    data = pictures.written(stored, kind, exif=pictures.exif(orientation))

    photo = opened(data)

    assert (photo.header.width, photo.header.height) == (pictures.WIDE, pictures.HIGH)
    assert corners_like_upright(photo.pixels(4000))
    assert corners_like_upright(photo.pixels(80))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
@pytest.mark.parametrize("px", [20, 100, 250, 500, 1000])
def test_the_long_side_is_as_asked_and_never_enlarged(kind: str, px: int) -> None:
    data = pictures.written(pictures.quarters(400, 640), kind)

    pixels = decoded(data, px)

    assert max(pixels.shape) == min(px, 640)
    assert pixels.shape[1] == pytest.approx(pixels.shape[0] * 400 / 640, abs=1)
    assert corners_like_upright(pixels)


@pytest.mark.parametrize(
    ("taken", "offset", "expected"),
    [
        pytest.param("2026:05:01 12:30:00", None, "2026-05-01T12:30:00", id="without offset"),
        pytest.param(
            "2026:05:01 12:30:00", "+02:00", "2026-05-01T12:30:00+02:00", id="with offset"
        ),
        pytest.param("yesterday", None, None, id="nonsense"),
        pytest.param(
            "2026:05:01 12:30:00", "<script>", "2026-05-01T12:30:00", id="nonsense offset"
        ),
        pytest.param(None, None, None, id="unknown"),
    ],
)
def test_the_capture_time_is_told_as_it_stands(
    taken: str | None, offset: str | None, expected: str | None
) -> None:
    data = pictures.jpeg_with_exif(taken=taken, offset=offset)

    assert opened(data).header.taken == expected


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_a_file_that_is_cut_off_is_never_taken_for_whole(
    kind: str, options: dict[str, object]
) -> None:
    data = pictures.written(pictures.noise(), kind, **options)

    for size in range(30, len(data) - 16, max(1, len(data) // 97)):
        assert trouble_of(data[:size]) in {PhotoTrouble.TRUNCATED, PhotoTrouble.DAMAGED}, size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF"])
def test_a_file_without_its_second_half_is_called_truncated(kind: str) -> None:
    data = pictures.written(pictures.noise(), kind)

    assert trouble_of(data[: len(data) // 2]) is PhotoTrouble.TRUNCATED


def test_a_png_with_too_few_rows_is_damaged() -> None:
    assert trouble_of(pictures.hostile()["png with few rows"]) is PhotoTrouble.DAMAGED


@pytest.mark.parametrize(
    "said",
    [
        b"Corrupt JPEG data: premature end of data segment\n",
        b"Corrupt JPEG data: bad Huffman code\n",
    ],
)
def test_a_jpeg_that_libjpeg_complains_about_is_damaged(said: bytes) -> None:
    photo = Photo.open(pictures.written(pictures.quarters(), "JPEG"), CAP, Complaining(said))

    with pytest.raises(PhotoRefused) as refusal:
        photo.pixels(100)

    assert refusal.value.trouble is PhotoTrouble.DAMAGED


def test_a_complaint_about_what_cameras_write_is_no_damage() -> None:
    said = b"Corrupt JPEG data: 13 extraneous bytes before marker 0xd9\n"
    photo = Photo.open(pictures.written(pictures.quarters(), "JPEG"), CAP, Complaining(said))

    assert corners_like_upright(photo.pixels(160))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_file_with_several_pictures_is_refused(kind: str) -> None:
    more = [pictures.noise(), pictures.quarters()]
    data = pictures.written(pictures.quarters(), kind, save_all=True, append_images=more)

    assert trouble_of(data) is PhotoTrouble.SEVERAL


def test_a_page_that_is_only_a_preview_does_no_harm() -> None:
    preview = pictures.quarters(80, 60)
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    data = pictures.written(pictures.quarters(), "TIFF", save_all=True, append_images=[preview])

    assert corners_like_upright(decoded(data))


def test_a_tiff_that_begins_with_a_preview_is_camera_raw_and_not_supported() -> None:
    data = pictures.written(pictures.quarters(), "TIFF", tiffinfo={254: 1})

    assert trouble_of(data) is PhotoTrouble.UNSUPPORTED


def test_the_first_picture_of_a_multi_picture_jpeg_is_the_photo() -> None:
    data = pictures.written(
        pictures.quarters(), "MPO", save_all=True, append_images=[pictures.noise()]
    )

    assert corners_like_upright(decoded(data))


def test_values_that_are_no_colours_are_not_supported() -> None:
    data = pictures.written(Image.fromarray(np.ones((50, 50), np.float32)), "TIFF")

    assert trouble_of(data) is PhotoTrouble.UNSUPPORTED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF"])
def test_more_pixels_than_allowed_are_refused_before_decoding(kind: str) -> None:
    data = pictures.written(pictures.quarters(200, 200), kind)

    assert trouble_of(data, cap=200 * 200 - 1) is PhotoTrouble.TOO_LARGE


def test_a_picture_of_a_few_pixels_is_too_small() -> None:
    assert trouble_of(pictures.written(pictures.quarters(200, 15), "PNG")) is PhotoTrouble.TOO_SMALL


def test_a_colour_profile_does_no_harm() -> None:
    data = pictures.written(pictures.quarters(), "JPEG", quality=95, icc_profile=bytes(3000))

    assert corners_like_upright(decoded(data))


def test_broken_exif_is_as_good_as_none() -> None:
    photo = opened(pictures.deep_exif())

    assert photo.header.taken is None
    assert corners_like_upright(photo.pixels(160))


def test_an_orientation_that_does_not_exist_is_upright() -> None:
    assert corners_like_upright(decoded(pictures.jpeg_with_exif(orientation=77)))


def test_a_crop_shows_the_box_that_was_asked_for() -> None:
    photo = opened(pictures.jpeg_with_exif(orientation=1))

    pixels = photo.crop(Box(x=0.5, y=0.0, w=0.5, h=0.5), 40)

    assert max(pixels.shape) == pytest.approx(40, abs=2)
    assert set(pictures.corners_of(pixels)) == {"green"}


def test_a_crop_at_the_edge_has_at_least_one_pixel() -> None:
    photo = opened(pictures.written(pictures.quarters(), "PNG"))

    assert photo.crop(Box(x=1.0, y=1.0, w=0.0, h=0.0), 40).size


def test_a_reduced_jpeg_is_as_good_as_a_full_one_reduced_by_area() -> None:
    smooth = pictures.quarters(1600, 1200).resize((1600, 1200))
    data = pictures.written(smooth, "JPEG", quality=95)
    full = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))

    difference = np.abs(
        decoded(data, 400).astype(int) - cv2.resize(full, (400, 300), interpolation=cv2.INTER_AREA)
    )

    assert difference.mean() < 1.0


def test_a_bitmap_of_the_old_header_is_read() -> None:
    rows = b"".join(bytes([30, 30, 220]) * 32 for _ in range(32))
    head = (
        b"BM"
        + struct.pack("<IHHI", 26 + len(rows), 0, 0, 26)
        + struct.pack("<IHHHH", 12, 32, 32, 1, 24)
    )

    assert decoded(head + rows)[16, 16].tolist() == [220, 30, 30]


@pytest.mark.parametrize(
    ("want", "most", "long_side"),
    [
        pytest.param(300, 0, 300, id="nothing to spare"),
        pytest.param(300, 400, 400, id="half of the photo is allowed"),
        pytest.param(300, 399, 300, id="half of the photo is too much"),
        pytest.param(100, 150, 100, id="an eighth is exactly it"),
        pytest.param(900, 1200, 800, id="the photo is smaller"),
    ],
)
def test_a_picture_may_stay_larger_where_that_spares_a_reduction(
    want: int, most: int, long_side: int
) -> None:
    photo = opened(pictures.written(pictures.quarters(800, 600), "JPEG"))

    assert max(photo.pixels(want, most).shape[:2]) == long_side


def test_what_is_covered_is_one_grey_with_a_margin_and_the_rest_stays() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (100, 100, 3), dtype=np.uint8)

    filled = covered(noise, [Box(x=0.4, y=0.4, w=0.2, h=0.2)])

    assert (filled[35:65, 35:65] == filled[50, 50, 0]).all()
    assert (filled[:34] == noise[:34]).all()


def test_a_box_beyond_the_edge_is_covered_as_far_as_there_is_a_picture() -> None:
    filled = covered(np.zeros((10, 10, 3), np.uint8), [Box(x=0.9, y=0.9, w=0.5, h=0.5)])

    assert filled[9, 9].all()
    assert not filled[0, 0].any()
