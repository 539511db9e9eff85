"""Three shots from the page: judged at once, kept apart, and nothing said about anybody else."""

import io
import zipfile
from datetime import date
from uuid import uuid4

import pytest
from httpx2 import Response

from consent.ids import PersonId
from recognition.values import FaceQuality, QualityReason
from tests.fakes.eyes import PACK, Painted
from tests.likeness.web.people.visitor import Town, words
from tests.scheduler.asking import MUM, child, signed
from tests.scheduler.world import WEB

DARK = FaceQuality(
    score=0.9,
    size_px=200.0,
    sharpness=100.0,
    brightness=0.01,
    yaw=0.0,
    pitch=0.5,
    reasons=(QualityReason.TOO_DARK,),
)


@pytest.fixture
def anna(town: Town) -> PersonId:
    """Give somebody on her page who said yes to face recognition."""
    person = town.world.person("Anna")
    signed(town.world, person, WEB, recognition=True)
    town.visit(person)
    return person


def send(town: Town, *faces: Painted, number: int = 0) -> Response:
    """Send one shot with these faces."""
    data = b"\xff\xd8\xff" + uuid4().bytes
    town.world.eyes.paint(data, *faces)
    town.world.eyes.paint(b"0", *faces)
    town.world.eyes.vector = bytes([number]) * 512
    place, token = town.form(town.mine("face"), "/shot")
    return town.browser.post(place, data=token, files={"shot": ("a.jpg", data)})


def finish(town: Town, keep: str = "no") -> str:
    for number in range(3):
        assert send(town, Painted(x=0.4), number=number).status_code == 303
    done = town.press(town.mine("face"), "/done", keep=keep)
    return words(town.get(done.headers["location"]))


def test_three_good_shots_wait_for_a_human(town: Town, anna: PersonId) -> None:
    said = finish(town)

    assert "Somebody of ours checks" in said
    with town.world.store.read() as tx:
        (waiting,) = tx.pending_enrolments.all()
        assert (waiting.person, waiting.keep) == (anna, False)
        assert tx.people.template_counts(PACK) == {}


@pytest.mark.usefixtures("anna")
def test_a_shot_that_is_too_dark_is_said_to_be_at_once(town: Town) -> None:
    answer = send(town, Painted(x=0.4, quality=DARK))

    page = town.get(answer.headers["location"].partition("#")[0])
    assert answer.status_code == 303
    assert "It is too dark" in words(page)
    assert "Photo 1 of 3" in words(page)


@pytest.mark.usefixtures("anna")
def test_the_page_is_the_same_whether_or_not_the_face_is_known(town: Town) -> None:
    other = town.world.enrolled("Other")

    collides = send(town, Painted(x=0.4, who=other), number=1)

    assert (collides.status_code, collides.headers["location"]) == (303, town.mine("face"))
    assert "Photo 2 of 3" in words(town.get(town.mine("face")))


@pytest.mark.usefixtures("anna")
def test_the_person_chooses_to_keep_one_and_can_take_all_back(town: Town) -> None:
    finish(town, "yes")
    with town.world.store.read() as tx:
        assert tx.pending_enrolments.all()[0].keep

    town.press(town.mine("face"), "/drop")

    with town.world.store.read() as tx:
        assert not tx.pending_enrolments.all()


@pytest.mark.usefixtures("anna")
def test_only_this_page_may_use_the_camera(town: Town) -> None:
    assert "camera=(self)" in town.get(town.mine("face")).headers["permissions-policy"]
    assert "camera=()" in town.get("/me").headers["permissions-policy"]


@pytest.mark.usefixtures("anna")
def test_a_shot_of_a_phone_gets_in_and_a_film_does_not(town: Town) -> None:
    place, token = town.form(town.mine("face"), "/shot")

    large = town.browser.post(place, data=token, files={"shot": ("a.jpg", bytes(6_000_000))})
    huge = town.browser.post(place, data=token, files={"shot": ("a.jpg", bytes(13_000_000))})

    assert "cannot be read as a photo" in words(
        town.get(large.headers["location"].partition("#")[0])
    )
    assert huge.status_code == 413


def test_without_a_yes_no_shot_is_taken(town: Town) -> None:
    bert = town.world.person("Bert")
    town.visit(bert)

    assert "after a yes to face recognition" in words(town.get(town.mine("face")))


def test_children_are_not_photographed(town: Town) -> None:
    kim = child(town.world, "Kim", date(2015, 5, 5), MUM)
    town.world.agree(kim)
    town.visit(kim, signer=MUM)

    assert "not use face recognition for children" in words(town.get(town.mine("face")))


@pytest.mark.usefixtures("anna")
def test_shots_that_wait_are_part_of_the_data_of_their_person(town: Town) -> None:
    finish(town)

    data = town.get(town.mine("data.zip"))

    with zipfile.ZipFile(io.BytesIO(data.content)) as archive:
        found = {name for name in archive.namelist() if name.startswith("pictures/")}
    assert found == {f"pictures/waiting-{pose}.jpg" for pose in ("front", "left", "right")}
