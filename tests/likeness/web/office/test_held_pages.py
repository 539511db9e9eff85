"""The pages where a human says who somebody is, and corrects what is kept."""

from datetime import date

import pytest

from consent.families import Guardian
from consent.held import HeldMatch
from consent.ids import PersonId, SignerId
from consent.same_person import Candidate, Likeness
from scheduler.jobs.save_guardian import declare_age, save_guardian
from tests.likeness.web.office.desk import Desk
from tests.scheduler.asking import MUM, child
from tests.scheduler.world import ME

BORN = date(2015, 3, 11)
WHY = frozenset({Likeness.NAME, Likeness.ADDRESS})


@pytest.fixture
def pair(desk: Desk) -> tuple[PersonId, PersonId]:
    """Mees, who is known, and a held one who may be Mees."""
    known, held = child(desk.world, "Mees de Boer", BORN, MUM), desk.world.person("Mees de Boer")
    sure = Candidate(person=known, why=WHY, same_birth_date=True)
    at = desk.world.clock.now()
    with desk.world.store.begin() as tx:
        tx.held.put(HeldMatch(person=held, made_at=at, candidates=(sure,)))
    return known, held


def held_now(desk: Desk) -> int:
    with desk.world.store.read() as tx:
        return tx.held.count()


def test_home_and_the_page_show_who_is_held(desk: Desk, pair: tuple[PersonId, PersonId]) -> None:
    assert "may be somebody you have" in desk.text("/")
    page = desk.text("/held")

    assert "11 March 2015" in page
    assert "the same address and first name" in page
    assert f'href="/people/{pair[0]}"' in page
    assert "Nobody has said yet who this is" in desk.text(f"/people/{pair[1]}")
    assert any(what == "held-listed" and pair[0] in about for what, about in desk.seen())


def test_the_same_person_is_merged_and_made_two_again(
    desk: Desk, pair: tuple[PersonId, PersonId]
) -> None:
    known, held = pair

    desk.send(f"/held/{held}", answer="same-no-access", who=known)

    page = desk.text(f"/people/{known}")
    assert held_now(desk) == 0
    assert f'href="/people/{held}"' in page
    with desk.world.store.read() as tx:
        (merge,) = tx.merges.of(known)
        assert held not in tx.people.ids()
    assert known in desk.text(f"/people/{held}")
    there = desk.send(f"/people/{known}/merges/{merge.id}/undo").headers["location"]
    assert "two persons again" in desk.text(there)


@pytest.mark.usefixtures("pair")
def test_clear_cases_are_answered_with_one_button(desk: Desk) -> None:
    assert "Answer the 1 clear cases" in desk.text("/held")

    desk.send("/held/clear")

    assert held_now(desk) == 0


def test_an_answer_without_a_person_is_refused(desk: Desk, pair: tuple[PersonId, PersonId]) -> None:
    assert desk.send(f"/held/{pair[1]}", answer="same").status_code == 422
    assert desk.send(f"/held/{pair[1]}", answer="perhaps").status_code == 422
    assert held_now(desk) == 1


def test_a_guardian_gets_access_only_where_it_is_said_which(
    desk: Desk, pair: tuple[PersonId, PersonId]
) -> None:
    known, held = pair
    declare_age(desk.world.deps, held, BORN, ME)
    stranger = Guardian(signer=SignerId("qr"), name="Somebody", email="qr@example.org")
    save_guardian(desk.world.deps, held, stranger, ME)

    left_out = desk.send(f"/held/{held}", answer="same", who=known).status_code
    desk.send(f"/held/{held}", answer="same", who=known, guardian="new")

    assert left_out == 422
    with desk.world.store.read() as tx:
        assert {one.signer for one in tx.guardians.of(known)} == {MUM, SignerId("qr")}


def test_somebody_who_may_be_here_is_added_only_where_it_is_said(desk: Desk) -> None:
    known = desk.world.person("Dirk Smit")

    asked = desk.send("/people", name="SMIT, Dirk", email="dirk@example.org")
    same = desk.send("/people", name="Dirk Smit", email="dirk@example.org", same_as=known)
    new = desk.send("/people", name="Dirk Smit", new="yes")

    assert asked.status_code == 409
    assert known in asked.text
    assert same.headers["location"].startswith(f"/people/{known}?")
    assert "dirk@example.org" in desk.text(f"/people/{known}")
    assert known not in new.headers["location"]


def test_what_is_kept_is_corrected(desk: Desk, pair: tuple[PersonId, PersonId]) -> None:
    known = pair[0]

    right = {"name": "Mees Boer", "email": "mees@example.org", "born": "2012-03-11"}
    there = desk.send(f"/people/{known}/correct", **right).headers["location"]

    page = desk.text(there)
    assert "Corrected." in page
    assert "Mees Boer" in page
    assert "11 March 2012" in page
    assert "11 March 2028" in page
    bad = desk.send(f"/people/{known}/correct", name="Mees Boer", email="no address")
    assert bad.status_code == 422


def test_a_guardian_is_corrected(desk: Desk, pair: tuple[PersonId, PersonId]) -> None:
    known = pair[0]

    desk.send(f"/people/{known}/guardians/{MUM}/correct", name="Mother", email="m@example.org")

    assert "Mother, m@example.org" in desk.text(f"/people/{known}")
