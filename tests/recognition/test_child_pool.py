"""Eyes: a photo goes in, faces come out; vectors, pixels and trouble stay in the children."""

import importlib.metadata
import io
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from recognition.child_pair import EyesSettings
from recognition.child_pool import Eyes
from recognition.child_values import PhotoHeader
from recognition.decoder import DecoderLimits
from recognition.errors import (
    ChildLost,
    FaceNotThere,
    GalleryGone,
    GalleryRefused,
    PackChanged,
    PackMissing,
)
from recognition.limits import Guard
from recognition.recogniser import PackPlace, RecogniserLimits
from recognition.shared_gallery import SharedGallery
from recognition.values import (
    Band,
    Box,
    Enrolment,
    Exclusion,
    LookAlike,
    MatchRequest,
    PackId,
    Pass,
    PersonKey,
    PhotoTrouble,
    Seen,
)
from tests.recognition import pictures
from tests.recognition.conftest import GROUP_PHOTO

COUNT_ONLY = MatchRequest()


@pytest.fixture(scope="module")
def eyes(models: Path) -> Iterator[Eyes]:
    with Eyes(PackPlace(folder=models, name="open"), pairs=1) as made:
        yield made


@pytest.fixture(scope="module")
def group() -> bytes:
    files = importlib.metadata.files("insightface") or []
    return next(
        Path(str(file.locate())) for file in files if file.as_posix() == GROUP_PHOTO
    ).read_bytes()


@pytest.fixture(scope="module")
def enrolled(eyes: Eyes, group: bytes) -> list[tuple[Box, bytes]]:
    """Enrol everybody of the group photo whose face is good enough."""
    found = []
    for face in seen(eyes, group).faces:
        enrolment = eyes.enrol(group, face.box)
        assert isinstance(enrolment, Enrolment)
        if enrolment.template is not None:
            found.append((face.box, enrolment.template.vector))
    assert len(found) >= 2
    return found


@pytest.fixture
def gallery(eyes: Eyes, enrolled: list[tuple[Box, bytes]]) -> Iterator[SharedGallery]:
    with published(eyes.pack_id, [vector for _, vector in enrolled], first_key=10) as made:
        yield made


def published(pack_id: PackId, vectors: list[bytes], first_key: int = 0) -> SharedGallery:
    matrix = np.stack([np.frombuffer(vector, "<f4") for vector in vectors])
    return SharedGallery(
        matrix, np.arange(first_key, first_key + len(vectors), dtype=np.int32), pack_id, 1
    )


def seen(
    eyes: Eyes,
    data: bytes,
    request: MatchRequest = COUNT_ONLY,
    gallery: SharedGallery | None = None,
) -> Seen:
    found = eyes.scan(data, request, gallery)
    assert isinstance(found, Seen)
    return found


def everybody(gallery: SharedGallery) -> MatchRequest:
    return MatchRequest(persons=frozenset(PersonKey(10 + row) for row in range(gallery.rows)))


def test_all_guards_are_in_force_in_both_children(eyes: Eyes) -> None:
    assert eyes.start() == frozenset(Guard) - {Guard.MEMORY_LIMIT}


def test_faces_are_only_counted_when_nobody_is_asked_for(eyes: Eyes, group: bytes) -> None:
    found = seen(eyes, group)

    assert len(found.faces) == 6
    assert {face.best for face in found.faces} == {None}
    assert found.persons == 0


def test_people_in_scope_are_named_where_they_stand(
    eyes: Eyes, group: bytes, gallery: SharedGallery, enrolled: list[tuple[Box, bytes]]
) -> None:
    found = seen(eyes, group, everybody(gallery), gallery)

    for key, (box, _) in enumerate(enrolled, start=10):
        (face,) = [face for face in found.faces if face.box.overlap(box) > 0.9]
        assert face.best == PersonKey(key)
        assert face.band is Band.ACCEPT
    assert found.persons == len(enrolled)


def test_somebody_who_is_not_asked_for_is_not_named(
    eyes: Eyes, group: bytes, gallery: SharedGallery
) -> None:
    found = seen(eyes, group, MatchRequest(persons=frozenset({PersonKey(10)})), gallery)

    assert {face.best for face in found.faces} == {PersonKey(10)}
    assert found.persons == 1


def test_exclusions_and_look_alikes_reach_the_recogniser(
    eyes: Eyes, group: bytes, gallery: SharedGallery, enrolled: list[tuple[Box, bytes]]
) -> None:
    request = replace(
        everybody(gallery),
        excluded=(Exclusion(box=enrolled[0][0], person=PersonKey(10)),),
        look_alikes=(LookAlike(one=PersonKey(11), other=PersonKey(10)),),
    )

    found = seen(eyes, group, request, gallery)

    bands = {face.best: face.band for face in found.faces if face.box.overlap(enrolled[1][0]) > 0.9}
    assert bands == {PersonKey(11): Band.SUGGEST}
    assert not [
        f for f in found.faces if f.best == PersonKey(10) and f.box.overlap(enrolled[0][0]) > 0.9
    ]


def test_a_replaced_gallery_is_refused_and_the_new_one_counts(
    eyes: Eyes, group: bytes, enrolled: list[tuple[Box, bytes]]
) -> None:
    old = published(eyes.pack_id, [enrolled[0][1]], first_key=10)
    seen(eyes, group, everybody(old), old)
    old.retire()

    with pytest.raises(GalleryGone):
        eyes.scan(group, everybody(old), old)
    with published(eyes.pack_id, [enrolled[1][1]], first_key=10) as new:
        found = seen(eyes, group, everybody(new), new)

    (named,) = [face for face in found.faces if face.band is Band.ACCEPT]
    assert named.box.overlap(enrolled[1][0]) > 0.9


def test_a_gallery_of_another_pack_is_refused(
    eyes: Eyes, group: bytes, enrolled: list[tuple[Box, bytes]]
) -> None:
    with (
        published(PackId("other/1"), [enrolled[0][1]]) as gallery,
        pytest.raises(GalleryRefused, match="another model pack"),
    ):
        eyes.scan(group, everybody(gallery), gallery)


def test_a_damaged_gallery_is_refused_and_the_next_photo_works(eyes: Eyes, group: bytes) -> None:
    with published(eyes.pack_id, [bytes(512)]) as gallery, pytest.raises(GalleryRefused):
        eyes.scan(group, everybody(gallery), gallery)

    assert len(seen(eyes, group).faces) == 6


def test_people_without_a_gallery_are_never_taken_for_nobody(eyes: Eyes, group: bytes) -> None:
    with pytest.raises(ChildLost):
        eyes.scan(group, MatchRequest(persons=frozenset({PersonKey(1)})), None)


def test_enrolling_where_no_face_is_says_so(eyes: Eyes, group: bytes) -> None:
    with pytest.raises(FaceNotThere):
        eyes.enrol(group, Box(x=0.0, y=0.0, w=0.02, h=0.02))


def test_a_photo_without_people_was_looked_at_twice(eyes: Eyes) -> None:
    found = seen(eyes, pictures.written(pictures.quarters(800, 600), "PNG"))

    assert found.faces == ()
    assert found.second_pass_done


def test_a_photo_with_people_is_looked_at_twice_where_nobody_may_be_missed(
    eyes: Eyes, group: bytes
) -> None:
    usual = eyes.scan(group, MatchRequest(), None)
    careful = eyes.scan(group, MatchRequest(careful=True), None)

    assert isinstance(usual, Seen)
    assert isinstance(careful, Seen)
    assert (usual.second_pass_done, careful.second_pass_done) == (False, True)
    assert len(careful.faces) >= len(usual.faces)


def test_small_faces_are_cut_from_a_larger_decode(models: Path, group: bytes) -> None:
    crowd = Image.new("RGB", (4000, 2800))
    tile = Image.open(io.BytesIO(group)).convert("RGB").resize((1000, 700))
    for place in range(16):
        crowd.paste(tile, (place % 4 * 1000, place // 4 * 700))
    data = pictures.written(crowd, "JPEG", quality=92)

    sizes = []
    for largest_px in (1280, 3000):
        settings = EyesSettings(largest_px=largest_px)
        with Eyes(PackPlace(folder=models, name="open"), settings, pairs=1) as eyes:
            found = seen(eyes, data)
            sizes.append(np.median([face.quality.size_px for face in found.faces]))
            assert Pass.LARGER in found.passes
            assert len(found.faces) >= 80

    assert sizes[1] == pytest.approx(sizes[0] * 3000 / 1280, rel=0.05)


@pytest.mark.parametrize("name", list(pictures.hostile()))
def test_a_hostile_photo_is_not_assessed_and_never_empty_of_people(eyes: Eyes, name: str) -> None:
    outcome = eyes.scan(pictures.hostile()[name], COUNT_ONLY, None)

    assert isinstance(outcome, PhotoTrouble) or outcome.second_pass_done


def test_a_recogniser_killed_between_photos_is_replaced(eyes: Eyes, group: bytes) -> None:
    with eyes.pair() as pair:
        pid = pair.recogniser.child.pid
    os.kill(pid, signal.SIGKILL)

    with pytest.raises(ChildLost):
        eyes.scan(group, COUNT_ONLY, None)

    assert len(seen(eyes, group).faces) == 6


def test_a_new_recogniser_gets_the_gallery_again(
    eyes: Eyes, group: bytes, gallery: SharedGallery
) -> None:
    seen(eyes, group, everybody(gallery), gallery)
    with eyes.pair() as pair:
        pair.recogniser.close()

    assert seen(eyes, group, everybody(gallery), gallery).persons == gallery.rows


def test_a_recogniser_that_holds_too_much_memory_is_replaced_between_photos(
    models: Path, group: bytes
) -> None:
    settings = EyesSettings(recogniser=RecogniserLimits(private_bytes=2**20))
    with (
        Eyes(PackPlace(folder=models, name="open"), settings, pairs=1) as eyes,
        eyes.pair() as pair,
    ):
        first = pair.recogniser.child.pid
        found = pair.scan(group, COUNT_ONLY, None)

        assert isinstance(found, Seen)
        assert pair.recogniser.child.pid != first


def test_a_recogniser_that_does_not_answer_is_ended(models: Path, group: bytes) -> None:
    settings = EyesSettings(recogniser=RecogniserLimits(wall_s=1.0))
    with (
        Eyes(PackPlace(folder=models, name="open"), settings, pairs=1) as eyes,
        eyes.pair() as pair,
    ):
        pid = pair.recogniser.child.pid
        os.kill(pid, signal.SIGSTOP)

        assert pair.scan(group, COUNT_ONLY, None) is PhotoTrouble.OUT_OF_TIME
        assert not Path(f"/proc/{pid}").exists()


def test_one_flipped_bit_in_a_model_refuses_to_start(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models / "open", tmp_path / "open")
    file = min((tmp_path / "open").glob("*.onnx"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with (
        Eyes(PackPlace(folder=tmp_path, name="open"), pairs=1) as eyes,
        pytest.raises(PackChanged, match="install"),
    ):
        eyes.start()


def test_a_pack_that_is_not_installed_says_what_to_do(tmp_path: Path) -> None:
    with (
        Eyes(PackPlace(folder=tmp_path, name="open"), pairs=1) as eyes,
        pytest.raises(PackMissing, match="install"),
    ):
        eyes.start()


def test_many_threads_share_few_pairs(eyes: Eyes, group: bytes) -> None:
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(len(seen(eyes, group).faces)))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert counts == [6] * 5


def test_a_child_outlives_the_thread_that_asked_for_it(models: Path, group: bytes) -> None:
    with Eyes(PackPlace(folder=models, name="open"), pairs=1) as eyes:
        asking = threading.Thread(target=eyes.start)
        asking.start()
        asking.join(120)
        with eyes.pair() as pair:
            pid = pair.recogniser.child.pid

        assert len(seen(eyes, group).faces) == 6
        with eyes.pair() as pair:
            assert pair.recogniser.child.pid == pid


def test_a_crop_shows_the_face_with_a_margin(eyes: Eyes, group: bytes) -> None:
    face = seen(eyes, group).faces[0]

    jpeg = eyes.crop(group, face.box, 200)

    assert isinstance(jpeg, bytes)
    with Image.open(io.BytesIO(jpeg)) as shown:
        assert max(shown.size) == pytest.approx(200, abs=4)
    assert seen(eyes, jpeg).faces


def test_a_header_and_a_small_picture_need_no_model(tmp_path: Path, group: bytes) -> None:
    with Eyes(PackPlace(folder=tmp_path, name="open"), pairs=1) as eyes:
        small = eyes.picture(group, 320)

        assert eyes.header(group) == PhotoHeader(width=1280, height=886, taken=None)
        assert isinstance(small, bytes)
        assert eyes.header(small) == PhotoHeader(width=320, height=222, taken=None)


def test_a_trouble_is_told_without_asking_the_recogniser(models: Path) -> None:
    settings = EyesSettings(decoder=DecoderLimits(max_bytes=10))
    with Eyes(PackPlace(folder=models, name="open"), settings, pairs=1) as eyes:
        assert eyes.enrol(bytes(11), Box(x=0, y=0, w=1, h=1)) is PhotoTrouble.TOO_LARGE


def test_closing_ends_all_children(models: Path) -> None:
    eyes = Eyes(PackPlace(folder=models, name="open"), pairs=1)
    eyes.start()
    with eyes.pair() as pair:
        pids = [pair.recogniser.child.pid, pair.decoder.child.pid]

    eyes.close()
    eyes.close()

    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
