"""The personal page: seeing, changing, withdrawing, objecting, erasing, and the ways in."""

import io
import json
import re
import zipfile
from datetime import date

import pytest

from consent.ids import PersonId
from consent.newest import current
from consent.persons import Person, Profile
from consent.states import ConsentState
from scheduler.errors import NoSuchRow
from scheduler.jobs.attest_photo import attest_photo
from scheduler.paper_codes import normal, printed
from scheduler.ports.pages import Side
from tests.fakes.eyes import Painted
from tests.likeness.web.people.visitor import Town, fields, words
from tests.scheduler.asking import DAD, MUM, child, name_face, quitclaims, signed
from tests.scheduler.world import ME, PRINT, WEB


@pytest.fixture
def anna(town: Town) -> PersonId:
    person = PersonId("anna")
    with town.world.store.begin() as tx:
        profile = Profile(name="Anna", email="anna@example.org")
        tx.people.add(Person(id=person, profile=profile))
    return person


@pytest.fixture
def inside(town: Town, anna: PersonId) -> Town:
    """Give a browser in which Anna is on her page, after she said yes."""
    signed(town.world, anna, WEB, PRINT, recognition=True)
    town.visit(anna)
    return town


def press(town: Town, page: str, action: str = "", **said: str) -> str:
    """Send the form of a page; gives where it leads."""
    return str(town.press(page, action, **said).headers.get("location", ""))


def test_it_says_what_was_said(inside: Town) -> None:
    said = words(inside.get("/me"))

    assert "Website and Print" in said
    assert "Yes until 1 March 2031" in said
    assert "Face recognition" in said


def test_without_a_visit_there_are_only_the_ways_in(town: Town) -> None:
    assert "Send me my link" in town.get("/me").text
    for path in ("/me/x/withdraw", "/me/x/photos", "/me/x/data.zip", "/me/x/erase", "/me/face"):
        assert town.get(path).headers["location"] == "/me"


def test_a_visit_ends_by_itself(inside: Town) -> None:
    place = inside.mine("withdraw")
    inside.world.clock.forward(minutes=31)

    assert inside.get(place).status_code == 303


def test_a_visit_is_closed_by_its_reader(inside: Town) -> None:
    cookies, place = dict(inside.browser.cookies), inside.mine("withdraw")
    press(inside, "/me")
    inside.browser.cookies.update(cookies)

    assert inside.get(place).status_code == 303


@pytest.mark.parametrize("who", ["0", "1", "-1", "anna", "x" * 22])
def test_nobody_is_found_by_position_or_by_number(inside: Town, who: str) -> None:
    answer = inside.get(f"/me/{who}/withdraw")

    assert answer.status_code == 404
    assert "This is not on your page" in words(answer)


def test_two_signers_have_different_addresses_of_one_child(town: Town) -> None:
    kim = child(town.world, "Kim", date(2015, 3, 20), MUM, DAD)

    addresses = set()
    for guardian in (MUM, DAD):
        town.visit(kim, signer=guardian)
        addresses.add(town.mine("erase"))

    assert len(addresses) == 2
    assert not any(kim in address for address in addresses)


def test_a_fresh_link_opens_once(town: Town, anna: PersonId) -> None:
    town.visit(anna)
    secret = f"fresh-0-{anna}"

    assert town.get(f"/m/{secret}").status_code == 404


def test_reading_a_fresh_link_does_not_use_it_up(town: Town, anna: PersonId) -> None:
    town.visit(anna)

    assert town.get(town.mine("withdraw")).status_code == 200


def test_withdrawing_everything_takes_two_clicks_and_no_reason(inside: Town) -> None:
    assert f'href="{inside.mine("withdraw")}"' in inside.get("/me").text

    place = press(inside, inside.mine("withdraw"))

    assert "It is withdrawn." in words(inside.get(place))
    assert set(quitclaims(inside.world, PersonId("anna"))) == {"withdrawn"}


def test_photos_out_of_sight_are_told_apart(inside: Town, anna: PersonId) -> None:
    world = inside.world
    for name in ("gone.jpg", "here.jpg"):
        world.photo(name)
        world.run()
        attest_photo(world.deps, world.asset(name).id, [anna], ME, only=True)
    world.work()
    world.host.delete("gone.jpg")
    world.run()

    place = press(inside, inside.mine("withdraw"))
    world.work()
    told = words(inside.get(place))

    assert "1 of 2 photos changed" in told
    assert "1 photo could not be reached: it was moved or deleted before" in told
    assert "All of them" not in told


def test_one_use_is_withdrawn_and_the_other_stays(inside: Town, anna: PersonId) -> None:
    press(inside, inside.mine("withdraw"), "/uses", **{"use-website": "1"})

    assert quitclaims(inside.world, anna)["given"].channels == {PRINT}


def test_withdrawing_no_use_says_that_nothing_was_withdrawn(inside: Town, anna: PersonId) -> None:
    place = press(inside, inside.mine("withdraw"), "/uses")
    page = inside.get(place.partition("#")[0])

    assert page.status_code == 422
    assert "Nothing was withdrawn: no use was ticked." in words(page)
    assert quitclaims(inside.world, anna)["given"].channels == {WEB, PRINT}
    press(inside, place.partition("#")[0], "/uses", **{"use-website": "1"})
    assert quitclaims(inside.world, anna)["given"].channels == {PRINT}


def test_only_recognition_is_withdrawn(inside: Town, anna: PersonId) -> None:
    press(inside, inside.mine("withdraw"), "/recognition")

    with inside.world.store.read() as tx:
        assert tx.people.recognition_consents()[anna].state is ConsentState.WITHDRAWN
    assert quitclaims(inside.world, anna)["given"].channels == {WEB, PRINT}


def test_progress_counts_photos_until_all_are_read_back(town: Town, anna: PersonId) -> None:
    world = town.world
    world.photo("a.jpg", Painted(x=0.1))
    world.run()
    name_face(world, "a.jpg", anna)
    signed(world, anna, WEB, PRINT)
    world.work()
    town.visit(anna)

    place = press(town, town.mine("withdraw"), "/all")
    before = town.get(place)
    world.work()
    after = town.get(place)

    assert "0 of 1 photos changed" in words(before)
    assert before.headers["refresh"] == "3"
    assert "1 of 1 photos changed" in words(after)
    assert "refresh" not in after.headers


def test_changed_answers_are_signed_like_the_first(inside: Town, anna: PersonId) -> None:
    page = inside.get(inside.mine("change"))
    assert fields(page)["p0-use-website"] == "yes"

    said = fields(page) | {"p0-use-website": "no", "name": "Anna", "tick": "1"}
    answer = inside.post(inside.mine("change"), said)

    assert answer.headers["location"] == "/signed"
    with inside.world.store.read() as tx:
        (subject,) = tx.people.subjects([anna])
    live = [one for one in current(subject, None) if one.state in {"given", "renewed"}]
    assert {use for one in live for use in one.channels} == {PRINT}


def test_a_yes_to_recognition_is_given_anew_and_never_ticked_before(
    inside: Town, anna: PersonId
) -> None:
    page = inside.get(inside.mine("change"))
    again = inside.post(inside.mine("change"), fields(page) | {"name": ""})

    for shown in (page, again):
        assert "It goes on only if you tick the box again." in words(shown)
        assert "p0-recognition" not in fields(shown)
    said = fields(page) | {"name": "Anna", "tick": "1", "p0-recognition": "1"}
    assert inside.post(inside.mine("change"), said).status_code == 303
    with inside.world.store.read() as tx:
        assert tx.people.recognition_consents()[anna].state in {
            ConsentState.GIVEN,
            ConsentState.RENEWED,
        }


def test_only_photos_a_person_confirmed_are_shown_and_others_are_covered(
    inside: Town, anna: PersonId
) -> None:
    world = inside.world
    world.photo("named.jpg", Painted(x=0.1), Painted(x=0.4), Painted(x=0.7))
    world.photo("other.jpg", Painted(x=0.1))
    world.run()
    name_face(world, "named.jpg", anna, 1)

    page = inside.get(inside.mine("photos"))
    (picture,) = re.findall(r'src="(/me/[^/]+/photos/[^"]+)"', page.text)

    covered = inside.get(picture).content
    assert covered == b"4", "two of three faces, as they are seen now and as they were found"
    other = world.asset("other.jpg").id
    assert inside.get(inside.mine(f"photos/{other}.jpg")).status_code == 404
    assert inside.get(picture).headers["cache-control"] == "no-store"


def test_photos_somebody_was_attested_on_are_shown_and_may_be_objected_to(
    inside: Town, anna: PersonId
) -> None:
    world = inside.world
    bo = world.person("Bo")
    for place, persons, only in (("only.jpg", [anna], True), ("with.jpg", [anna, bo], False)):
        world.photo(place, Painted(x=0.1))
        world.run()
        attest_photo(world.deps, world.asset(place).id, persons, ME, only=only)
    world.work()

    page = inside.get(inside.mine("photos"))
    shown = set(re.findall(r'href="(/me/[^/]+/object/[^"]+)"', page.text))
    with zipfile.ZipFile(io.BytesIO(inside.get(inside.mine("data.zip")).content)) as archive:
        carried = json.loads(archive.read("records.json"))["photos"]
    place = press(inside, inside.mine(f"object/{world.asset('with.jpg').id}"))
    world.work()

    assert shown == {
        inside.mine(f"object/{world.asset(one).id}") for one in ("only.jpg", "with.jpg")
    }
    assert {one["host_id"] for one in carried} == {
        world.asset(one).ref.id for one in ("only.jpg", "with.jpg")
    }
    assert "This photo is not used any more." in words(inside.get(place))
    assert world.status("with.jpg") == "blocked"
    assert world.status("only.jpg") != "blocked"


def test_a_copy_of_a_photo_somebody_is_named_on_is_shown(inside: Town, anna: PersonId) -> None:
    world = inside.world
    data = b"\xff\xd8\xff same bytes"
    world.eyes.paint(data, Painted(x=0.1))
    for place in ("a.jpg", "b.jpg"):
        world.host.put(place, data)
    world.run()
    attest_photo(world.deps, world.asset("a.jpg").id, [anna], ME, only=True)
    world.work()

    page = inside.get(inside.mine("photos"))

    shown = set(re.findall(r'href="(/me/[^/]+/object/[^"]+)"', page.text))
    assert len(shown) == 2


def test_an_objection_blocks_the_photo(inside: Town, anna: PersonId) -> None:
    world = inside.world
    world.photo("named.jpg", Painted(x=0.1))
    world.run()
    name_face(world, "named.jpg", anna)

    (explained,) = re.findall(
        r'href="(/me/[^/]+/object/[^"]+)"', inside.get(inside.mine("photos")).text
    )
    before = words(inside.get(explained))
    place = press(inside, explained)
    world.work()

    assert "for everybody on it and for good" in before
    assert "This photo is not used any more." in words(inside.get(place))
    assert "withdrawn" not in words(inside.get(place))
    assert world.status("named.jpg") == "blocked"


def test_nobody_objects_to_a_photo_of_somebody_else(inside: Town) -> None:
    inside.world.photo("other.jpg", Painted(x=0.1))
    inside.world.run()
    asset = inside.world.asset("other.jpg").id
    path = inside.mine(f"object/{asset}")
    visit = inside.parts.secrets.hash_of(inside.browser.cookies["visit"])
    token = {"token": inside.parts.forms.token(f"me|{visit}|{path}")}

    answer = inside.post(path, token)

    assert inside.get(path).status_code == 404
    assert answer.status_code == 409
    assert "Nothing was changed" in words(answer)


def test_erasing_says_first_what_goes_and_then_it_is_gone(inside: Town, anna: PersonId) -> None:
    page = inside.get(inside.mine("erase"))
    assert "We cannot get them back" in words(page)

    done = inside.press(inside.mine("erase"))

    assert done.status_code == 303
    assert "destroyed" in words(inside.get(done.headers["location"]))
    with inside.world.store.read() as tx, pytest.raises(NoSuchRow):
        tx.people.profile(anna)
    assert "Send me my link" in inside.get("/me").text


def test_a_form_of_another_visit_is_refused(inside: Town, anna: PersonId) -> None:
    path, token = inside.form(inside.mine("withdraw"), "/all")
    inside.visit(anna)

    assert inside.post(path, token).status_code == 403
    assert "given" in quitclaims(inside.world, anna)


def test_a_guardian_sees_the_child_until_it_comes_of_age(town: Town) -> None:
    kim = child(town.world, "Kim", date(2010, 3, 20), MUM)
    town.visit(kim, signer=MUM)
    assert "Kim" in words(town.get("/me"))

    town.world.clock.forward(days=17)
    town.visit(kim, signer=MUM)
    the_day_before = words(town.get("/me"))
    town.world.clock.forward(days=1)
    town.visit(kim, signer=MUM)

    assert town.world.clock.today() == date(2026, 3, 20)
    assert "Kim" in the_day_before
    assert "Kim" not in words(town.get("/me"))


def test_somebody_who_is_no_guardian_any_more_sees_nothing(town: Town) -> None:
    kim = child(town.world, "Kim", date(2015, 3, 20), MUM)
    town.visit(kim, signer=MUM)
    with town.world.store.begin() as tx:
        tx.guardians.remove(kim, MUM)

    assert "Kim" not in words(town.get("/me"))


def test_the_code_on_the_receipt_opens_the_page(town: Town) -> None:
    _, path = town.fair()
    where = f"{path}?who=self"
    said = {"p0-use-website": "yes", "p0-use-print": "no", "name": "Bo", "tick": "1"}
    town.post(where, fields(town.get(where)) | said | {"of-age": "1"})
    (code,) = re.findall(r'class="code">([^<]+)<', town.get("/signed").text)
    town.browser.cookies.clear()

    token = fields(town.get("/me"), 1)
    other = fields(town.get("/me"), 1)
    wrong = town.post("/me/code", token | {"code": "AAAA-AAAA-AAAA-AAAA"})
    right = town.post("/me/code", other | {"code": code.lower().replace("-", " ")})

    assert wrong.headers["location"] == "/me?code=unknown#code"
    assert right.headers["location"] == "/me"
    assert "Bo" in words(town.get("/me"))


def test_codes_survive_how_people_write() -> None:
    assert normal("o1il-ABCD") == "0111abcd"
    assert normal(printed("0111abcd0111abcd")) == "0111abcd0111abcd"


def test_a_receipt_link_only_sends_a_fresh_one(town: Town, anna: PersonId) -> None:
    done = signed(town.world, anna, WEB)

    page = town.get(f"/r/{done.receipt_secret}")
    town.post(f"/r/{done.receipt_secret}", fields(page))

    assert "Send me a fresh link" in words(page)
    with town.world.store.read() as tx:
        kinds = [one.letter.kind.value for one in tx.outbox.all()]
    assert "fresh-link" in kinds
    assert "visit" not in town.browser.cookies


def test_a_new_address_counts_when_both_have_confirmed(inside: Town, anna: PersonId) -> None:
    press(inside, inside.mine("address"), email="new@example.org")

    with inside.world.store.read() as tx:
        refs = [one.letter.refs for one in tx.outbox.all() if "change" in one.letter.refs]
        secrets = {
            str(ref["side"]): tx.address_changes.secret(str(ref["change"]), ref["side"])  # type: ignore[arg-type]
            for ref in refs
        }
    assert set(secrets) == {"old", "new"}
    first = inside.post(f"/a/{secrets['new']}", fields(inside.get(f"/a/{secrets['new']}")))
    assert "the other address has to confirm" in words(inside.get(first.headers["location"]))
    with inside.world.store.read() as tx:
        assert tx.people.profile(anna).email == "anna@example.org"
    inside.post(f"/a/{secrets['old']}", fields(inside.get(f"/a/{secrets['old']}")))
    with inside.world.store.read() as tx:
        assert tx.people.profile(anna).email == "new@example.org"
    assert inside.get(f"/a/{secrets['old']}").status_code == 404


def test_a_parent_changes_their_address_for_all_their_children(town: Town) -> None:
    kim = child(town.world, "Kim", date(2015, 3, 20), MUM, DAD)
    lou = child(town.world, "Lou", date(2017, 3, 20), MUM)
    town.visit(kim, lou, signer=MUM)
    assert f'href="{town.mine("address")}"' in town.get("/me").text
    press(town, town.mine("address"), email="new@example.org")
    with town.world.store.read() as tx:
        (ref,) = {str(one.letter.refs["change"]) for one in tx.outbox.all()}
        links = [f"/a/{tx.address_changes.secret(ref, side)}" for side in Side]

    for link in links:
        town.post(link, fields(town.get(link)))

    with town.world.store.read() as tx:
        of = {
            (person, one.signer): one.email
            for person in (kim, lou)
            for one in tx.guardians.of(person)
        }
        assert tx.people.profile(kim).email != "new@example.org"
    assert of[kim, MUM] == of[lou, MUM] == "new@example.org"
    assert of[kim, DAD] == f"{DAD}@example.org"


def test_data_can_be_downloaded(inside: Town) -> None:
    data = inside.get(inside.mine("data.zip"))

    with zipfile.ZipFile(io.BytesIO(data.content)) as archive:
        assert json.loads(archive.read("about-you.json"))["name"] == "Anna"
    assert data.headers["content-type"] == "application/zip"
