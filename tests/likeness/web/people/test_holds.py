"""Whoever erases themselves is told, before and after, what a legal hold keeps."""

from datetime import date

from consent.ids import PersonId
from consent.persons import Person, Profile
from scheduler.jobs.hold_evidence import hold_evidence
from tests.likeness.web.people.visitor import Town, words
from tests.scheduler.asking import signed
from tests.scheduler.world import ME, WEB

ANNA = PersonId("anna")
KEPT = "What was signed is kept until 31 December 2026, and only that: A claim about a photo"


def test_a_hold_is_told_before_and_after_erasing(town: Town) -> None:
    with town.world.store.begin() as tx:
        profile = Profile(name="Anna", email="anna@example.org")
        tx.people.add(Person(id=ANNA, profile=profile))
    signed(town.world, ANNA, WEB)
    town.visit(ANNA)
    before = words(town.get(town.mine("erase")))
    hold_evidence(town.world.deps, ANNA, "A claim about a photo", date(2026, 12, 31), ME)

    page = town.get(town.mine("erase"))
    place = town.press(town.mine("erase")).headers["location"]
    done = words(town.get(place))

    assert "is kept until" not in before
    assert KEPT in words(page)
    assert KEPT in done
    assert "Everything about this person is destroyed" not in done
