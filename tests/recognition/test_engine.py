"""The opened pack on real photos: everybody is counted, the right people are named."""

import csv
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.engine import LoadedPack
from recognition.errors import FaceNotThere, GalleryRefused
from recognition.gallery import Gallery
from recognition.geometry import Pixels, fit_within, turned
from recognition.pack_install import install
from recognition.pack_store import load_pack
from recognition.values import (
    Band,
    Box,
    Exclusion,
    Gate,
    MatchRequest,
    PackId,
    Pass,
    PersonKey,
    QualityReason,
    Seen,
    Template,
)
from tests.recognition.conftest import read_rgb

pytestmark = pytest.mark.model

SHOTS = ((0, 0, 1280, 886), (40, 20, 1280, 886), (0, 0, 1240, 850))
"""Crops of the group photo: the faces come out a little different in each."""


def _crop(pixels: Pixels, shot: tuple[int, int, int, int]) -> Pixels:
    left, top, right, bottom = shot
    return np.ascontiguousarray(pixels[top:bottom, left:right])


def _from_left(seen: Seen) -> Seen:
    return replace(seen, faces=tuple(sorted(seen.faces, key=lambda face: face.box.x)))


def _templates(pack: LoadedPack, pixels: Pixels, place: int) -> list[Template]:
    """Enrol the face at a place from the left, from three crops."""
    made = []
    for shot in SHOTS:
        photo = _crop(pixels, shot)
        box = _from_left(pack.match(photo, MatchRequest())).faces[place].box
        template = pack.enrol(photo, box).template
        assert template is not None
        made.append(template)
    return made


@pytest.fixture(scope="module")
def three(pack: LoadedPack, group_photo: Pixels) -> Gallery:
    """Return a gallery of the three people at the left, keys 0 to 2."""
    rows = [
        (PersonKey(place), template)
        for place in range(3)
        for template in _templates(pack, group_photo, place)
    ]
    return Gallery.of(rows, pack.pack.id)


@pytest.fixture(scope="module")
def probe(group_photo: Pixels) -> Pixels:
    """Return the group photo, smaller and lossy: not one of the enrolled crops."""
    small, _ = fit_within(group_photo, 1100)
    _, raw = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, 80))
    return np.asarray(cv2.imdecode(raw, cv2.IMREAD_COLOR), np.uint8)


def test_all_six_people_of_the_group_photo_are_counted(
    pack: LoadedPack, group_photo: Pixels
) -> None:
    seen = pack.match(group_photo, MatchRequest())

    assert len(seen.faces) == 6
    assert (seen.width, seen.height, seen.rotation) == (1280, 886, 0)
    assert seen.passes == {Pass.FIRST}
    assert (seen.pack_id, seen.persons) == (pack.pack.id, 0)


@pytest.mark.parametrize("width", [640, 900])
def test_they_are_counted_in_a_smaller_preview(
    pack: LoadedPack, group_photo: Pixels, width: int
) -> None:
    small, _ = fit_within(group_photo, width)

    assert len(pack.match(small, MatchRequest()).faces) == 6


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_photo_without_orientation_is_counted_and_boxes_stay_in_place(
    pack: LoadedPack, group_photo: Pixels, rotation: int
) -> None:
    seen = pack.match(turned(group_photo, rotation), MatchRequest())

    assert len(seen.faces) >= 6
    assert seen.rotation == 360 - rotation
    assert all(0.0 <= face.box.x <= 1.0 and 0.0 <= face.box.y <= 1.0 for face in seen.faces)


def test_detect_compares_with_nobody(pack: LoadedPack, group_photo: Pixels, three: Gallery) -> None:
    seen = pack.match(group_photo, MatchRequest(), three)

    assert {face.band for face in seen.faces} == {Band.UNKNOWN}
    assert {face.best for face in seen.faces} == {None}


def test_the_enrolled_are_named_and_strangers_are_not(
    pack: LoadedPack, probe: Pixels, three: Gallery
) -> None:
    seen = _from_left(pack.match(probe, MatchRequest(persons=three.persons), three))

    assert [face.best for face in seen.faces[:3]] == [0, 1, 2]
    assert {face.band for face in seen.faces[:3]} == {Band.ACCEPT}
    assert {face.band for face in seen.faces[3:]} == {Band.UNKNOWN}
    assert seen.persons == 3


def test_what_is_said_of_a_face_holds_together(
    pack: LoadedPack, probe: Pixels, three: Gallery
) -> None:
    seen = pack.match(probe, MatchRequest(persons=three.persons), three)

    for face in seen.faces:
        assert face.best_u is not None
        assert face.second_u is not None
        assert face.threshold is not None
        assert face.best_u >= face.second_u
        assert (face.band is Band.ACCEPT) == (face.best_u >= face.threshold)
        assert face.best != face.second


def test_somebody_excluded_at_a_face_is_not_named_there(
    pack: LoadedPack, probe: Pixels, three: Gallery
) -> None:
    request = MatchRequest(persons=three.persons)
    first = _from_left(pack.match(probe, request, three)).faces[0]
    request = replace(request, excluded=(Exclusion(box=first.box, person=PersonKey(0)),))

    again = _from_left(pack.match(probe, request, three)).faces[0]

    assert PersonKey(0) not in {again.best, again.second}
    assert again.band is Band.UNKNOWN


def test_a_small_face_is_counted_but_only_suggested(
    pack: LoadedPack, probe: Pixels, three: Gallery
) -> None:
    small, _ = fit_within(probe, 420)

    seen = _from_left(pack.match(small, MatchRequest(persons=three.persons), three))

    assert len(seen.faces) == 6
    assert Band.ACCEPT not in {face.band for face in seen.faces}
    assert all({Gate.SMALL, Gate.TINY} & set(face.gated) for face in seen.faces)


def test_a_small_face_is_cut_from_a_larger_decode_where_there_is_one(
    pack: LoadedPack, probe: Pixels, three: Gallery
) -> None:
    small, _ = fit_within(probe, 420)
    request = MatchRequest(persons=three.persons)

    seen = _from_left(pack.match(small, request, three, lambda _: probe))

    assert [face.best for face in seen.faces[:3]] == [0, 1, 2]
    assert Band.ACCEPT in {face.band for face in seen.faces[:3]}
    assert min(face.quality.size_px for face in seen.faces) > 48.0


def test_a_photo_of_nobody_is_looked_at_twice(pack: LoadedPack) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3)).astype(np.uint8)

    seen = pack.match(noise, MatchRequest())

    assert seen.faces == ()
    assert seen.second_pass_done


@pytest.mark.parametrize(
    "shape",
    [pytest.param((16, 16, 3), id="tiny"), pytest.param((20, 3000, 3), id="a very long strip")],
)
def test_odd_shapes_show_nobody_and_break_nothing(
    pack: LoadedPack, shape: tuple[int, int, int]
) -> None:
    assert pack.match(np.full(shape, 128, np.uint8), MatchRequest()).faces == ()


def test_a_gallery_of_another_pack_is_refused(pack: LoadedPack, group_photo: Pixels) -> None:
    other = Gallery.of([], PackId("another/1"))

    with pytest.raises(GalleryRefused):
        pack.match(group_photo, MatchRequest(), other)


def test_pointing_at_nobody_enrols_nobody(pack: LoadedPack, group_photo: Pixels) -> None:
    with pytest.raises(FaceNotThere):
        pack.enrol(group_photo, Box(x=0.0, y=0.9, w=0.05, h=0.05))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        pytest.param(lambda p: fit_within(p, 480)[0], QualityReason.TOO_SMALL, id="too small"),
        pytest.param(lambda p: cv2.GaussianBlur(p, (0, 0), 6), QualityReason.BLURRED, id="blurred"),
        pytest.param(lambda p: p // 5, QualityReason.TOO_DARK, id="too dark"),
        pytest.param(lambda p: 190 + p // 4, QualityReason.TOO_BRIGHT, id="too bright"),
    ],
)
def test_a_bad_photo_gives_no_template_and_the_reason(
    pack: LoadedPack, group_photo: Pixels, spoil: object, reason: QualityReason
) -> None:
    assert callable(spoil)
    photo = np.ascontiguousarray(spoil(group_photo))
    box = pack.match(photo, MatchRequest()).faces[0].box

    enrolment = pack.enrol(photo, box)

    assert enrolment.template is None
    assert reason in enrolment.quality.reasons


def test_a_template_has_length_one_and_its_pack(pack: LoadedPack, group_photo: Pixels) -> None:
    template = _templates(pack, group_photo, 0)[0]

    vector = np.frombuffer(template.vector, "<f4")
    assert vector.shape == (pack.pack.embedder.dimension,)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
    assert template.pack_id == pack.pack.id


def _labelled(assets: Path) -> list[tuple[Pixels, int, str]]:
    folder = assets / "faces" / "samples"
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as lines:
        return [
            (fit_within(read_rgb(folder / row["image"]), 1500)[0], int(row["faces"]), row["image"])
            for row in csv.DictReader(lines)
        ]


def test_every_face_of_the_labelled_photos_is_counted(pack: LoadedPack, assets: Path) -> None:
    counted = [
        (name, faces, len(pack.match(pixels, MatchRequest()).faces))
        for pixels, faces, name in _labelled(assets)
    ]

    assert [name for name, faces, found in counted if found < faces] == []
    assert sum(found - faces for _, faces, found in counted) <= 1


def test_the_testpack_counts_and_names_too(
    assets: Path, group_photo: Pixels, tmp_path: Path
) -> None:
    install("folder", tmp_path, sources=assets / "models" / "testpack", accept_licence=True)
    pack = load_pack(tmp_path, "folder")
    gallery = Gallery.of(
        [(PersonKey(5), t) for t in _templates(pack, group_photo, 5)], pack.pack.id
    )

    seen = _from_left(pack.match(group_photo, MatchRequest(persons=gallery.persons), gallery))

    assert len(seen.faces) == 6
    assert [face.band is Band.ACCEPT for face in seen.faces] == [False] * 5 + [True]


def test_the_testpack_finds_faces_across_tiles(assets: Path, tmp_path: Path) -> None:
    install("folder", tmp_path, sources=assets / "models" / "testpack", accept_licence=True)
    pack = load_pack(tmp_path, "folder")
    group = read_rgb(assets / "faces" / "groups" / "t1.jpg")
    wide = cv2.copyMakeBorder(group, 400, 400, 1000, 1000, cv2.BORDER_CONSTANT)

    seen = pack.match(np.asarray(wide, np.uint8), MatchRequest())

    assert len(seen.faces) == 6
