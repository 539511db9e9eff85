"""The demo's library: the same files each time, and what no library is without."""

import io

import pytest
from PIL import Image, ImageOps

from likeness.demo import library, sources
from likeness.demo.errors import SourceMissing
from likeness.demo.pictures import render
from likeness.demo.shots import PARTY, SHOTS, Label, enrolment


@pytest.fixture(scope="module")
def heard() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, heard: list[tuple[int, int]]
) -> library.Library:
    folder = tmp_path_factory.mktemp("demo")
    return library.build(
        folder / "photos", folder / "enrol", lambda done, total: heard.append((done, total))
    )


def test_the_library_has_as_many_files_as_it_says(built: library.Library) -> None:
    files = [path for path in built.photos.rglob("*") if path.is_file()]

    assert len(files) == built.count
    assert 20 <= built.count <= 45


def test_every_good_photo_opens_upright_at_its_size(built: library.Library) -> None:
    for shot in SHOTS:
        with Image.open(built.photos / shot.path) as picture:
            assert max(ImageOps.exif_transpose(picture).size) == shot.long_side


def test_a_photo_held_sideways_is_stored_sideways_and_says_so(built: library.Library) -> None:
    (shot,) = (shot for shot in PARTY if shot.sideways)

    with Image.open(built.photos / shot.path) as picture:
        assert picture.width > picture.height
        assert picture.getexif()[0x0112] == 6


@pytest.mark.parametrize("trouble", [library.DAMAGED, library.NOT_A_PHOTO])
def test_a_broken_file_cannot_be_decoded(built: library.Library, trouble: str) -> None:
    data = io.BytesIO((built.photos / trouble).read_bytes())

    with pytest.raises(OSError, match=r"truncated|cannot identify"):
        Image.open(data).load()


def test_the_video_is_there(built: library.Library) -> None:
    assert (built.photos / library.VIDEO).read_bytes()[4:8] == b"ftyp"


def test_some_names_have_spaces_and_accents(built: library.Library) -> None:
    names = [str(path.relative_to(built.photos)) for path in built.photos.rglob("*.jpg")]

    assert any(" " in name and not name.isascii() for name in names)


def test_people_to_enrol_have_three_shots_but_for_one_who_looks_away_and_one_never_asked(
    built: library.Library,
) -> None:
    counts = {person: len(built.shots_of(person)) for person in Label}

    assert sorted(counts.values()) == [0, 1, 3, 3, 3, 3, 3]
    assert all(path.is_file() for person in Label for path in built.shots_of(person))


def test_no_shot_to_enrol_from_is_a_photo_of_the_library(built: library.Library) -> None:
    photos = {path.read_bytes() for path in built.photos.rglob("*.jpg")}
    shots = {path.read_bytes() for path in built.enrol.rglob("*.jpg")}

    assert not photos & shots


def test_everybody_is_alone_in_pairs_and_in_the_group_somewhere() -> None:
    seen = {
        person: {len(shot.people) for shot in SHOTS if person in shot.people} for person in Label
    }

    assert all({1, 2, 6} <= seen[person] for person in Label if person is not Label.GRACE)
    assert seen[Label.GRACE] == {1}


def test_the_same_shot_gives_the_same_bytes() -> None:
    shot = enrolment(Label.ANNA)[1]
    source = sources.load(shot.source)

    assert render(shot, source) == render(shot, source)


def test_no_path_tells_who_is_on_the_photo() -> None:
    names = {person.value.lower() for person in Label}

    assert not any(name in shot.path.lower() for shot in SHOTS for name in names)


@pytest.mark.usefixtures("built")
def test_progress_ends_at_the_total(heard: list[tuple[int, int]]) -> None:
    assert heard[-1][0] == heard[-1][1] == len(heard)


def test_a_package_that_is_not_installed_is_named_with_what_to_do() -> None:
    gone = sources.Source(package="no-such-package", path="x", sha256="", origin="")

    with pytest.raises(SourceMissing, match=r"no-such-package is not installed.*make setup"):
        sources.load(gone)


def test_a_package_without_its_picture_is_named() -> None:
    gone = sources.Source(
        package="scikit-image", path="skimage/data/none.png", sha256="", origin=""
    )

    with pytest.raises(SourceMissing, match="lacks its sample picture"):
        sources.load(gone)


def test_another_picture_than_the_known_one_is_refused() -> None:
    other = sources.Source(
        package="scikit-image", path=sources.COFFEE.path, sha256="0" * 64, origin=""
    )

    with pytest.raises(SourceMissing, match="another picture"):
        sources.load(other)
