"""One suite for everything that looks at photos: the eyes tests paint for, and the real children."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PIL import Image
from skimage import data as pictures

from likeness.looking import ChildEyes
from recognition.child_pool import Eyes as Children
from recognition.errors import FaceNotThere
from recognition.recogniser import PackPlace
from recognition.values import Box, Enrolment, MatchRequest, Pass, PhotoTrouble, Seen
from scheduler.ports import Eyes
from tests.fakes.eyes import FakeEyes, Painted
from tests.recognition.conftest import models

__all__ = ["models"]
NO_PHOTO = b"no photo"
NOWHERE = Box(x=0.0, y=0.0, w=0.02, h=0.02)


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


PORTRAIT = jpeg(Image.fromarray(pictures.astronaut()).crop((80, 0, 400, 320)).resize((640, 640)))  # type: ignore[no-untyped-call]
EMPTY = jpeg(Image.new("RGB", (640, 480), (90, 120, 150)))


@dataclass(frozen=True, slots=True)
class Looking:
    """Eyes, and whether they make real pictures."""

    eyes: Eyes

    def scan(self, data: bytes, *, careful: bool = False) -> Seen:
        found = self.eyes.scan(data, MatchRequest(careful=careful), None)
        assert isinstance(found, Seen)
        return found


@pytest.fixture(scope="module", params=["fake", pytest.param("real", marks=pytest.mark.model)])
def looking(request: pytest.FixtureRequest) -> Iterator[Looking]:
    if request.param == "fake":
        fake = FakeEyes()
        fake.paint(PORTRAIT, Painted(x=0.4))
        fake.paint(EMPTY)
        yield Looking(fake)
        return
    place = PackPlace(folder=request.getfixturevalue("models"), name="open")
    with Children(place, pairs=1) as children:
        yield Looking(ChildEyes(children))


def test_a_face_is_counted_and_nobody_is_named_where_nobody_is_asked_for(looking: Looking) -> None:
    seen = looking.scan(PORTRAIT)

    (face,) = seen.faces
    assert (face.best, face.band, seen.persons) == (None, face.band, 0)
    assert 0 <= face.box.x < face.box.x + face.box.w <= 1
    assert 0 <= face.box.y < face.box.y + face.box.h <= 1
    assert Pass.FIRST in seen.passes
    assert seen.width > 0 < seen.height


def test_where_nobody_is_seen_a_closer_look_was_taken(looking: Looking) -> None:
    seen = looking.scan(EMPTY)

    assert seen.faces == ()
    assert seen.passes >= {Pass.FIRST, Pass.LARGER}


def test_a_careful_look_is_closer_also_where_somebody_is_seen(looking: Looking) -> None:
    assert looking.scan(PORTRAIT, careful=True).passes >= {Pass.FIRST, Pass.LARGER}


def test_a_template_is_made_of_the_face_that_was_meant(looking: Looking) -> None:
    seen = looking.scan(PORTRAIT)

    made = looking.eyes.enrol(PORTRAIT, seen.faces[0].box)

    assert isinstance(made, Enrolment)
    assert made.template is not None
    assert made.template.pack_id == seen.pack_id
    assert len(made.template.vector) % 4 == 0
    assert made.template.quality == made.quality


def test_no_template_is_made_where_no_face_is(looking: Looking) -> None:
    with pytest.raises(FaceNotThere):
        looking.eyes.enrol(PORTRAIT, NOWHERE)


def test_what_is_no_photo_is_a_trouble_to_every_question(looking: Looking) -> None:
    eyes = looking.eyes

    answers = [
        eyes.scan(NO_PHOTO, MatchRequest(), None),
        eyes.enrol(NO_PHOTO, NOWHERE),
        eyes.crop(NO_PHOTO, NOWHERE, 100),
        eyes.picture(NO_PHOTO, 100),
        eyes.covered(NO_PHOTO, [NOWHERE], 100),
    ]

    assert answers == [PhotoTrouble.NOT_AN_IMAGE] * 5


def test_pictures_for_human_eyes_are_made_of_a_photo(looking: Looking) -> None:
    box = looking.scan(PORTRAIT).faces[0].box

    made = [
        looking.eyes.crop(PORTRAIT, box, 100),
        looking.eyes.picture(PORTRAIT, 100),
        looking.eyes.covered(PORTRAIT, [box], 100),
    ]

    assert all(isinstance(one, bytes) and one for one in made)
