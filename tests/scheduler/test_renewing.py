"""Asking many people to renew at once."""

from datetime import date

import pytest

from consent.ids import PersonId
from consent.persons import Person, Profile
from consent.signing import Means
from likeness.storage.store import SqlStore
from scheduler.asking import Problem
from scheduler.jobs.renew import preview_renewals, renew_many
from scheduler.jobs.withdraw import withdraw_all
from tests.scheduler.asking import DAD, MUM, Form, asked, child, publish, signed
from tests.scheduler.test_plan_alerts import HOW
from tests.scheduler.world import ME, PRINT, WEB, World


@pytest.fixture
def world(store: SqlStore) -> World:
    made = World(store)
    publish(made)
    return made


def mailed(world: World, name: str) -> PersonId:
    person = world.person(name)
    with world.store.begin() as tx:
        tx.people.save_profile(
            Person(id=person, profile=Profile(name=name, email=f"{name}@example.org"))
        )
    return person


def test_everybody_who_gave_something_is_asked_with_what_they_signed(world: World) -> None:
    anna, bea, cas = mailed(world, "anna"), mailed(world, "bea"), mailed(world, "cas")
    for person in (anna, bea):
        signed(world, person, WEB)
    withdraw_all(world.deps, bea, HOW)

    plan, made = renew_many(world.deps, [anna, bea, cas, PersonId("nobody")], Means.MAIL, ME)

    assert [ask.persons for ask in made] == [(anna,)]
    assert plan.problems == {
        bea: Problem.NOTHING,
        cas: Problem.NOTHING,
        PersonId("nobody"): Problem.UNKNOWN,
    }


def test_asking_again_before_anybody_answered_asks_nobody(world: World) -> None:
    anna = mailed(world, "anna")
    signed(world, anna, WEB, PRINT)
    renew_many(world.deps, [anna], Means.MAIL, ME)

    plan, made = renew_many(world.deps, [anna], Means.MAIL, ME)

    assert (made, dict(plan.problems)) == ((), {anna: Problem.ASKED})


def test_a_preview_asks_nobody(world: World) -> None:
    anna = mailed(world, "anna")
    signed(world, anna, WEB)

    plan = preview_renewals(world.deps, [anna], Means.MAIL)

    with world.store.read() as tx:
        assert tx.asks.open_of(anna) == ()
    assert len(plan.requests) == 1


def test_a_household_gets_one_letter_for_all_children(world: World) -> None:
    children = [child(world, name, date(2015, 5, 4), MUM, DAD) for name in ("Bo", "Cas")]
    first = asked(world, *children, signer=MUM, way=Means.LINK)
    form = Form(world, ask=first)
    for one in children:
        form.say(one, WEB)
    form.hand_in()

    _, made = renew_many(world.deps, children, Means.MAIL, ME)

    assert {(ask.signer, frozenset(ask.persons)) for ask in made} == {
        (MUM, frozenset(children)),
        (DAD, frozenset(children)),
    }
