"""Faces to decide, and the page of a photo."""

import pytest

from consent.ids import FindingId
from consent.states import FindingKind
from recognition.values import Band
from tests.fakes.eyes import Painted
from tests.likeness.web.office.desk import Desk

pytestmark = pytest.mark.usefixtures("anna")


@pytest.fixture
def anna(desk: Desk) -> str:
    """Enrol somebody and put a photo with a suggestion and a stranger into the host."""
    world = desk.world
    world.recognise_everywhere()
    person = world.enrolled("Anna de Vries")
    world.grant(person)
    world.photo("one.jpg", Painted(x=0.4, who=person, band=Band.SUGGEST))
    world.photo("two.jpg", Painted(x=0.1, who=person, band=Band.SUGGEST), Painted(x=0.6))
    world.run()
    return person


def face_on(desk: Desk, place: str, number: int = 0) -> FindingId:
    return desk.world.findings(place)[number].id


def first(page: str) -> str:
    return page.split('data-face="')[1].split('"', maxsplit=1)[0]


def test_the_face_that_settles_a_photo_comes_first(desk: Desk) -> None:
    page = desk.text("/faces")

    assert first(page) == face_on(desk, "one.jpg")
    assert "Is this Anna de Vries?" in page
    assert "Only this face on its photo waits" in page


def test_yes_makes_the_photo_usable_and_the_next_face_is_there(desk: Desk) -> None:
    face = face_on(desk, "one.jpg")

    answer = desk.send(f"/faces/{face}/answer", kind="accepted")
    desk.world.work()

    assert answer.status_code == 303
    assert desk.world.status("one.jpg") == "cleared"
    assert first(desk.text(answer.headers["location"])) != face


def test_no_sticks(desk: Desk) -> None:
    face = face_on(desk, "one.jpg")

    desk.send(f"/faces/{face}/answer", kind="not-person")
    desk.world.work()

    (finding,) = desk.world.findings("one.jpg")
    assert finding.kind is FindingKind.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "became"),
    [("bystander", FindingKind.BYSTANDER), ("not-a-face", FindingKind.NOT_A_FACE)],
)
def test_a_face_may_be_nobody_we_know(desk: Desk, kind: str, became: FindingKind) -> None:
    desk.send(f"/faces/{face_on(desk, 'one.jpg')}/answer", kind=kind)

    assert desk.world.findings("one.jpg")[0].kind is became


def test_that_nobody_needs_to_be_asked_needs_a_reason(desk: Desk) -> None:
    face = face_on(desk, "one.jpg")

    assert desk.send(f"/faces/{face}/answer", kind="nobody-to-ask", reason=" ").status_code == 422
    desk.send(f"/faces/{face}/answer", kind="nobody-to-ask", reason="a statue")

    assert desk.world.findings("one.jpg")[0].reason == "a statue"


def test_undo_brings_the_face_back(desk: Desk) -> None:
    face = face_on(desk, "one.jpg")
    desk.send(f"/faces/{face}/answer", kind="bystander")

    answer = desk.send(f"/faces/{face}/undo")

    page = desk.text(answer.headers["location"])
    assert first(page) == face
    assert "The last answer is taken back." in page


def test_later_puts_a_face_off_without_an_answer(desk: Desk) -> None:
    face = face_on(desk, "one.jpg")

    answer = desk.send(f"/faces/{face}/answer", kind="later")

    assert first(desk.text(answer.headers["location"])) != face
    assert desk.world.findings("one.jpg")[0].kind is FindingKind.SUGGESTED


def test_a_script_gets_nothing_back(desk: Desk) -> None:
    desk.browser.headers["X-Likeness"] = "keys"

    answer = desk.send(f"/faces/{face_on(desk, 'one.jpg')}/answer", kind="bystander")

    assert (answer.status_code, answer.text) == (204, "")


def test_what_is_seen_of_faces_is_in_the_access_log(desk: Desk, anna: str) -> None:
    face = face_on(desk, "one.jpg")
    asset = desk.world.asset("one.jpg").id

    desk.text("/faces")
    desk.get(f"/faces/{face}/picture")

    assert ("faces-listed", tuple(sorted((face, asset, anna)))) in desk.seen()
    assert ("face-seen", tuple(sorted((face, asset)))) in desk.seen()


def test_a_picture_is_kept_by_nobody(desk: Desk) -> None:
    answer = desk.get(f"/faces/{face_on(desk, 'one.jpg')}/picture")

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content == b"crop"


def test_a_face_of_a_photo_that_went_is_a_page_that_says_so(desk: Desk) -> None:
    assert desk.get("/faces/unknown/picture").status_code == 404
    assert desk.send("/faces/unknown/answer", kind="bystander").status_code == 404


def test_the_page_of_a_photo_shows_names_only_to_who_says_why(desk: Desk, anna: str) -> None:
    photo = desk.world.asset("one.jpg").id
    desk.send(f"/faces/{face_on(desk, 'one.jpg')}/answer", kind="accepted")

    hidden = desk.text(f"/photos/{photo}")
    without_reason = desk.text(f"/photos/{photo}?names=true")
    shown = desk.text(f"/photos/{photo}?names=true&why=annual+report")

    assert "Anna" not in hidden + without_reason
    assert "Anna de Vries" in shown
    assert ("names-seen", tuple(sorted((photo, anna)))) in desk.seen()


def test_a_reason_that_cannot_be_kept_is_refused_with_a_sentence(desk: Desk) -> None:
    photo = desk.world.asset("one.jpg").id

    answer = desk.get(f"/photos/{photo}?names=true&why=" + "x" * 5000)

    assert answer.status_code == 422
    assert "This reason cannot be kept" in answer.text


def test_a_face_is_named_by_hand(desk: Desk) -> None:
    photo, face = desk.world.asset("two.jpg").id, face_on(desk, "two.jpg", 1)
    bea = desk.world.person("Bea Jansen")

    page = desk.text(f"/photos/{photo}?face={face}&q=bea")
    desk.send(f"/photos/{photo}/faces/{face}", kind="named", person=bea)

    assert "This is Bea Jansen" in page
    assert desk.world.findings("two.jpg")[1].person == bea


def test_a_selection_of_photos_is_attested_as_empty(desk: Desk) -> None:
    photos = [desk.world.asset(place).id for place in ("one.jpg", "two.jpg")]

    assert desk.send("/photos/attest", photo=photos).status_code == 303

    with desk.world.store.read() as tx:
        assert all(tx.answers.attestations(photo)[0].only for photo in photos)


@pytest.mark.parametrize(
    ("how", "persons", "code"),
    [
        pytest.param("only", "anna", 303, id="only these"),
        pytest.param("with", "anna", 303, id="and perhaps others"),
        pytest.param("nobody", "", 303, id="nobody"),
        pytest.param("only", "", 422, id="only, and nobody named"),
        pytest.param("nobody", "anna", 422, id="nobody, and somebody named"),
        pytest.param("all", "anna", 422, id="no such word"),
    ],
)
def test_a_photo_is_attested(desk: Desk, anna: str, how: str, persons: str, code: int) -> None:
    photo = desk.world.asset("one.jpg").id
    named = {"person": [anna]} if persons else {}

    assert desk.send(f"/photos/{photo}/attest", how=how, **named).status_code == code


def test_an_objection_blocks_the_photo(desk: Desk, anna: str) -> None:
    photo = desk.world.asset("one.jpg").id

    desk.send(f"/photos/{photo}/object", person=anna)
    desk.world.work()

    assert desk.world.status("one.jpg") == "blocked"


def test_checking_again_makes_a_photo_due(desk: Desk) -> None:
    photo = desk.world.asset("one.jpg")

    desk.send(f"/photos/{photo.id}/check")

    assert desk.world.asset("one.jpg").scan_wanted > photo.scan_wanted


def test_photos_are_filtered_by_status_and_person(desk: Desk, anna: str) -> None:
    desk.send(f"/faces/{face_on(desk, 'one.jpg')}/answer", kind="accepted")
    desk.world.work()

    cleared = desk.text("/photos?status=cleared")

    assert "one.jpg" in cleared
    assert "two.jpg" not in cleared
    assert "one.jpg" in desk.text(f"/photos?person={anna}")


def test_a_selection_of_photos_is_attested_with_people(desk: Desk, anna: str) -> None:
    photos = [desk.world.asset(place).id for place in ("one.jpg", "two.jpg")]

    asked = desk.send("/photos/whom", photo=photos, q="anna")
    kept = desk.send("/photos/attest", photo=photos, person=anna, how="only")

    assert asked.text.count('type="hidden" name="photo"') == 2
    assert f'name="person" value="{anna}"' in asked.text
    assert kept.headers["location"] == "/photos?kept=2"
    with desk.world.store.read() as tx:
        found = [tx.answers.attestations(photo)[0] for photo in photos]
    assert all((one.persons, one.only) == (frozenset({anna}), True) for one in found)


@pytest.mark.parametrize(
    "fields", [{"how": "only"}, {"how": "perhaps"}, {"how": "nobody", "person": "anna"}]
)
def test_a_selection_is_not_attested_with_half_a_word(desk: Desk, fields: dict[str, str]) -> None:
    photo = desk.world.asset("one.jpg").id

    assert desk.send("/photos/attest", photo=photo, **fields).status_code == 422
    assert desk.send("/photos/whom").status_code == 422
