"""Which files are assets, by name."""

import pytest

from connector import suffixes
from connector.values import MediaKind


@pytest.mark.parametrize(
    ("name", "media"),
    [
        pytest.param("a.jpg", MediaKind.PICTURE, id="a photo"),
        pytest.param("A.JPEG", MediaKind.PICTURE, id="capitals"),
        pytest.param("a.b.heic", MediaKind.PICTURE, id="the last suffix counts"),
        pytest.param("a.NEF", MediaKind.PICTURE, id="a camera's raw file"),
        pytest.param("a.mov", MediaKind.VIDEO, id="a video"),
        pytest.param("a.jpg.xmp", MediaKind.OTHER, id="a sidecar"),
        pytest.param("a.xmp", MediaKind.OTHER, id="a short sidecar"),
        pytest.param("a.jpg.tmp", MediaKind.OTHER, id="half a copy"),
        pytest.param("a.jpg_exiftool_tmp", MediaKind.OTHER, id="half an edit"),
        pytest.param(".a.jpg", MediaKind.OTHER, id="hidden"),
        pytest.param(".jpg", MediaKind.OTHER, id="only a suffix"),
        pytest.param("jpg", MediaKind.OTHER, id="no suffix"),
    ],
)
def test_photos_and_videos_are_told_by_their_suffix(name: str, media: MediaKind) -> None:
    assert suffixes.media(name) is media


@pytest.mark.parametrize("name", [".git", "@eaDir", "#recycle", "lost+found", "$RECYCLE.BIN"])
def test_hidden_folders_and_waste_baskets_are_skipped(name: str) -> None:
    assert suffixes.skipped_folder(name)


def test_other_folders_are_looked_into() -> None:
    assert not suffixes.skipped_folder("2026")


@pytest.mark.parametrize(
    ("neighbours", "owns"),
    [
        pytest.param(["a.jpg", "a.xmp", "b.jpg"], True, id="alone"),
        pytest.param(["a.jpg", "a.cr2"], False, id="raw and photo"),
        pytest.param(["a.jpg", "a.mp4"], False, id="photo and video"),
        pytest.param(["a.jpg", "a.txt", "a.jpg.xmp"], True, id="texts are no assets"),
        pytest.param(["a.jpg", ".a.png"], True, id="hidden files are no assets"),
    ],
)
def test_a_short_sidecar_belongs_to_the_only_asset_of_its_stem(
    neighbours: list[str], *, owns: bool
) -> None:
    assert suffixes.owns_stem("a.jpg", neighbours) is owns
