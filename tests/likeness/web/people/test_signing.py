"""Signing on the page: reading, answering, proving, once."""

from dataclasses import replace
from datetime import date

import pytest

from consent.ids import PersonId
from consent.notices import Duration
from consent.signing import Means, VerifiedBy
from consent.states import ConsentState
from scheduler.evidence import answered
from scheduler.jobs.ask_person import secret_of
from scheduler.jobs.publish_notice import publish_notice
from tests.likeness.web.people.visitor import Town, fields, words
from tests.scheduler.asking import MUM, asked, child, letters, quitclaims, session, text
from tests.scheduler.world import ME, WEB

YES = {"p0-use-website": "yes", "p0-use-print": "no", "name": "Anna", "tick": "1"}


@pytest.fixture
def anna(town: Town) -> PersonId:
    return town.world.person("Anna")


@pytest.fixture
def path(town: Town, anna: PersonId) -> str:
    """Give the page of a link that was mailed to Anna."""
    return "/s/" + secret_of(town.world.deps, asked(town.world, anna))


def sign(town: Town, path: str, said: dict[str, str]) -> int:
    given = fields(town.get(path)) | said
    return town.post(path, given).status_code


def test_the_page_shows_the_whole_text_and_nothing_is_chosen(town: Town, path: str) -> None:
    page = town.get(path)

    assert page.status_code == 200
    assert "Photos of you" in words(page)
    assert "May we recognise you?" in words(page)
    assert "checked" not in page.text


def test_answers_for_each_use_are_kept_and_the_link_is_used_up(
    town: Town, path: str, anna: PersonId
) -> None:
    assert sign(town, path, YES) == 303

    given = quitclaims(town.world, anna)["given"]
    assert given.channels == {WEB}
    assert town.get(path).status_code == 404


def test_recognition_is_only_a_yes_where_its_own_box_is_ticked(
    town: Town, path: str, anna: PersonId
) -> None:
    sign(town, path, YES | {"p0-recognition": "1"})

    with town.world.store.read() as tx:
        assert tx.people.recognition_consents()[anna].state is ConsentState.GIVEN


def test_no_to_everything_needs_only_a_name(town: Town, path: str, anna: PersonId) -> None:
    assert sign(town, path, {"name": "Anna", "action": "refuse"}) == 303

    assert set(quitclaims(town.world, anna)) == {"refused"}


def test_both_buttons_stand_together(town: Town, path: str) -> None:
    text = town.get(path).text

    assert text.index('value="refuse"') - text.index('value="sign"') < 120


def test_what_is_missing_is_said_at_the_top_and_nothing_is_lost(town: Town, path: str) -> None:
    given = fields(town.get(path)) | {"p0-use-website": "yes", "name": "An <na>"}

    answer = town.post(path, given)

    assert answer.status_code == 422
    assert 'href="#p0-use-print"' in answer.text
    assert 'href="#tick"' in answer.text
    assert fields(answer)["p0-use-website"] == "yes"
    assert fields(answer)["name"] == "An <na>"


def test_a_form_sent_twice_leads_to_the_same_receipt(town: Town, path: str) -> None:
    given = fields(town.get(path)) | YES

    first, second = town.post(path, given), town.post(path, given)

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["location"] == "/signed"
    assert letters(town.world).count("receipt") <= 1


def test_the_receipt_says_what_was_said(town: Town, path: str) -> None:
    sign(town, path, YES)

    said = words(town.get("/signed"))

    assert "Website Yes" in said
    assert "Print No" in said
    assert "Face recognition No" in said


def test_the_receipt_can_be_had_as_pdf_and_as_data(town: Town, path: str) -> None:
    sign(town, path, YES)

    assert town.get("/signed/0/receipt.pdf").content.startswith(b"%PDF")
    assert town.get("/signed/0/receipt.json").json()
    assert town.get("/signed/1/receipt.json").status_code == 404


def test_nobody_else_sees_the_receipt(town: Town, path: str) -> None:
    sign(town, path, YES)

    assert town.new_browser().get("/signed").status_code == 404


@pytest.mark.parametrize(
    ("headers", "change"),
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, {}, id="from another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, {}, id="from a neighbour"),
        pytest.param({}, {"token": "x.y"}, id="with another token"),
        pytest.param({}, {"token": ""}, id="without a token"),
    ],
)
def test_a_form_that_is_not_ours_is_refused(
    town: Town, path: str, anna: PersonId, headers: dict[str, str], change: dict[str, str]
) -> None:
    given = fields(town.get(path)) | YES | change

    assert town.post(path, given, headers).status_code == 403
    assert set(quitclaims(town.world, anna)) == {"requested"}


def test_the_token_of_one_link_does_not_fit_another(town: Town, path: str) -> None:
    bert = town.world.person("Bert")
    other = "/s/" + secret_of(town.world.deps, asked(town.world, bert))

    given = fields(town.get(other)) | YES

    assert town.post(path, given).status_code == 403


def test_a_parent_answers_for_two_children_apart(town: Town) -> None:
    born = date(2015, 5, 5)
    kim, lou = (child(town.world, name, born, MUM) for name in ("Kim", "Lou"))
    path = "/s/" + secret_of(town.world.deps, asked(town.world, kim, lou, signer=MUM))
    said = {
        "p0-use-website": "yes",
        "p0-use-print": "yes",
        "p1-use-website": "no",
        "p1-use-print": "no",
        "name": "Mum",
        "tick": "1",
    }

    assert sign(town, path, said) == 303

    states = {one: set(quitclaims(town.world, one)) for one in (kim, lou)}
    assert states == {kim: {"given"}, lou: {"refused"}}


def test_children_are_not_asked_about_recognition_without_an_assessment(town: Town) -> None:
    kim = child(town.world, "Kim", date(2015, 5, 5), MUM)
    path = "/s/" + secret_of(town.world.deps, asked(town.world, kim, signer=MUM))

    page = town.get(path)
    said = {
        "p0-use-website": "yes",
        "p0-use-print": "yes",
        "p0-recognition": "1",
        "name": "Mum",
        "tick": "1",
    }
    sign(town, path, said)

    assert "We do not use face recognition for children here." in words(page)
    with town.world.store.read() as tx:
        consent = tx.people.recognition_consents().get(kim)
    assert consent is None or consent.state is not ConsentState.GIVEN


class TestSession:
    """The link of a session, at which many sign."""

    def test_asks_first_for_whom_somebody_signs(self, town: Town) -> None:
        _, path = town.fair()

        said = words(town.get(path))

        assert "For myself" in said
        assert "For my child or children" in said

    def test_somebody_signs_for_themselves_and_gets_a_code(self, town: Town) -> None:
        session, path = town.fair()
        where = f"{path}?who=self"

        done = town.post(where, fields(town.get(where)) | YES | {"of-age": "1"})

        assert done.status_code == 303
        with town.world.store.read() as tx:
            (signature,) = tx.signatures.of_session(session)
            assert tx.people.profile(signature.persons[0]).name == "Anna"
        assert (signature.means, signature.verified_by) == (Means.SESSION, VerifiedBy.NONE)
        assert "Write this code down" in words(town.get("/signed"))

    def test_too_young_to_sign_alone(self, town: Town) -> None:
        _, path = town.fair()
        where = f"{path}?who=self"

        answer = town.post(where, fields(town.get(where)) | YES)

        assert answer.status_code == 422
        assert "ask a parent" in words(answer)

    def test_children_are_added_one_by_one_and_nothing_is_lost(self, town: Town) -> None:
        session, path = town.fair()
        where = f"{path}?who=child"
        first = fields(town.get(where)) | {"p0-name": "Kim", "p0-use-website": "yes"}

        two = fields(town.post(where, first | {"action": "more"}))

        assert two["p0-name"] == "Kim"
        assert two["p1-name"] == ""
        said = two | {
            "p0-use-print": "no",
            "p0-under-age": "1",
            "p1-name": "Lou",
            "p1-born": "2015-05-05",
            "p1-use-website": "no",
            "p1-use-print": "no",
            "name": "Mum",
            "tick": "1",
        }
        assert town.post(where, said).status_code == 303
        with town.world.store.read() as tx:
            (signature,) = tx.signatures.of_session(session)
        assert len(signature.persons) == 2

    def test_the_code_from_the_letter_proves_the_address_without_losing_the_form(
        self, town: Town
    ) -> None:
        session, path = town.fair()
        where = f"{path}?who=self"
        said = YES | {"of-age": "1", "email": "anna@example.org"}

        asks = town.post(where, fields(town.get(where)) | said)

        assert "sent a code of six digits to a•••@example.org" in words(asks)
        with town.world.store.read() as tx:
            assert not tx.signatures.of_session(session)
            (letter,) = [one.letter for one in tx.outbox.all() if one.letter.refs.get("code")]
            digits = tx.codes.get(str(letter.refs["code"])).digits
        wrong = town.post(where, fields(asks) | {"code": "000000" if digits != "000000" else "1"})
        assert wrong.status_code == 422
        done = town.post(where, fields(wrong) | {"code": f"{digits[:3]} {digits[3:]}"})
        assert done.status_code == 303
        with town.world.store.read() as tx:
            (signature,) = tx.signatures.of_session(session)
        assert signature.verified_by is VerifiedBy.CODE

    def test_who_gets_no_letter_can_go_on_without_an_address(self, town: Town) -> None:
        session, path = town.fair()
        where = f"{path}?who=self"
        said = YES | {"of-age": "1", "email": "anna@example.org"}
        asks = town.post(where, fields(town.get(where)) | said)

        done = town.post(where, fields(asks) | {"action": "without"})

        assert done.status_code == 303
        with town.world.store.read() as tx:
            (signature,) = tx.signatures.of_session(session)
        assert signature.verified_by is VerifiedBy.NONE

    def test_a_code_is_used_up_by_wrong_guesses(self, town: Town) -> None:
        _, path = town.fair()
        where = f"{path}?who=self"
        said = YES | {"of-age": "1", "email": "anna@example.org"}
        asks = town.post(where, fields(town.get(where)) | said)
        with town.world.store.read() as tx:
            (letter,) = [one.letter for one in tx.outbox.all() if one.letter.refs.get("code")]
            digits = tx.codes.get(str(letter.refs["code"])).digits

        for _ in range(5):
            asks = town.post(where, fields(asks) | {"code": "12"})
        late = town.post(where, fields(asks) | {"code": digits})

        assert late.status_code == 422


def test_what_is_missing_says_of_whom_and_for_which_use(town: Town) -> None:
    _, fair = town.fair()
    alone, family = f"{fair}?who=self", f"{fair}?who=child"

    one = town.post(alone, fields(town.get(alone)))
    empty = fields(town.get(family)) | {"action": "more", "p0-name": "Kim"}
    two = town.post(family, fields(town.post(family, empty)) | {"action": "sign"})

    assert "Website: Choose yes or no." in words(one)
    assert "Kim, Website: Choose yes or no." in words(two)
    assert "Child 2, Print: Choose yes or no." in words(two)
    assert "Child 2: Type the name of the child." in words(two)


def test_dutch_readers_read_dutch(town: Town) -> None:
    _, path = town.fair()

    page = town.get(f"{path}?who=self", "nl-NL,nl;q=0.9")

    assert '<html lang="nl" dir="ltr">' in page.text
    assert "Antwoorden bewaren" in words(page)


def test_a_language_is_chosen_by_a_link_that_changes_nothing(town: Town, path: str) -> None:
    page = town.get(f"{path}?lang=nl")

    assert 'aria-current="true">Nederlands' in page.text


@pytest.mark.parametrize(
    ("born", "taken"),
    [
        pytest.param("2010-03-03", True, id="sixteen tomorrow"),
        pytest.param("2010-03-02", False, id="sixteen today"),
    ],
)
def test_a_parent_signs_until_the_day_before_the_child_answers_alone(
    town: Town, born: str, *, taken: bool
) -> None:
    _, fair = town.fair()
    said = {"p0-name": "Kim", "p0-born": born, "name": "Mum"}

    answer = town.post(f"{fair}?who=child", fields(town.get(f"{fair}?who=child")) | YES | said)

    assert (answer.status_code == 303) is taken
    if not taken:
        assert "From 16 years on people answer for themselves." in words(answer)


def test_the_receipt_states_the_end_of_this_signature_on_page_paper_and_in_the_letter(
    town: Town, path: str, anna: PersonId
) -> None:
    sign(town, path, YES)
    long = quitclaims(town.world, anna)["given"].ends
    town.world.clock.forward(days=30)
    short = replace(text(), duration=Duration(months=1))
    publish_notice(town.world.deps, [short], ME)
    again = "/s/" + secret_of(town.world.deps, asked(town.world, anna))

    sign(town, again, YES)

    page = words(town.get("/signed"))
    record = town.get("/signed/0/receipt.json").json()
    ends = quitclaims(town.world, anna)["renewed"].ends
    with town.world.store.read() as tx:
        last = tx.signatures.of_person(anna)[-1]
        notice = tx.notices.version(last.notice, last.notice_version, "en", last.audience)
        sealed = tx.signatures.sealed(last.id, anna)
        assert notice is not None
        assert sealed is not None
        told = answered(tx, last, notice, anna, sealed.answer)
    assert ends is not None
    assert long is not None
    assert ends < long
    assert f"This counts until {ends.day} {ends:%B %Y}." in page
    assert record["event"]["dct:valid"] == ends.isoformat()
    assert told.until == ends
    assert [(use.label, use.granted) for use in told.uses] == [("Website", True), ("Print", False)]


def test_before_signing_the_page_says_which_answer_it_replaces(
    town: Town, path: str, anna: PersonId
) -> None:
    first = words(town.get(path))
    sign(town, path, YES)
    town.world.clock.forward(days=30)
    mailed = "/s/" + secret_of(town.world.deps, asked(town.world, anna))

    again = words(town.get(mailed))

    assert "replaces your answer" not in first
    assert "This replaces your answer of 2 March 2026." in again


def test_at_a_session_it_says_that_only_photos_of_the_session_are_meant(
    town: Town, path: str, anna: PersonId
) -> None:
    sign(town, path, YES)
    fair = session(town.world)
    mailed = "/s/" + secret_of(town.world.deps, asked(town.world, anna, session=fair))

    page = words(town.get(mailed))

    assert "For photos of Fair, this replaces your answer of 2 March 2026." in page


@pytest.mark.parametrize("way", [Means.LINK, Means.PHONE])
def test_a_link_that_proves_nobody_tells_of_no_earlier_answer(
    town: Town, path: str, anna: PersonId, way: Means
) -> None:
    sign(town, path, YES)
    town.world.clock.forward(days=1)

    page = words(town.get("/s/" + secret_of(town.world.deps, asked(town.world, anna, way=way))))

    assert "replaces your answer" not in page


def test_another_child_is_added_where_the_reader_stands(town: Town) -> None:
    _, fair = town.fair()
    page = town.get(f"{fair}?who=child").text

    again = town.post(
        f"{fair}?who=child", fields(town.get(f"{fair}?who=child")) | {"action": "more"}
    )

    assert 'value="more" class="plain" formaction="?lang=en&amp;who=child#p1"' in page
    assert '<section class="card person" id="p1"' in again.text
