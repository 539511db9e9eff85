"""The newest answer of a signer counts, from signing and lists to what the host shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent.decision import decide
from consent.decisions import PhotoFacts, Rule
from consent.findings import Finding
from consent.ids import Channel, FindingId, PersonId
from consent.lifecycle import How
from consent.notices import Audience, Duration, Notice, NoticeUse
from consent.signing import Means
from consent.states import ConsentState, FindingKind, Mode
from scheduler.jobs.publish_notice import publish_notice
from scheduler.jobs.turn_day import turn_day
from scheduler.jobs.withdraw import withdraw_all, withdraw_uses
from tests.fakes.eyes import Painted
from tests.scheduler.asking import (
    BOTH,
    DAD,
    MUM,
    Form,
    asked,
    child,
    name_face,
    publish,
    quitclaims,
    signed,
    text,
)
from tests.scheduler.world import ME, PRINT, WEB, World

HERS = How(by=ME, means=Means.OFFICE)


@pytest.fixture(autouse=True)
def published(world: World) -> None:
    publish(world)


@pytest.fixture
def anna(world: World) -> PersonId:
    return world.person("Anna")


def publish_next(world: World, notice: Notice) -> None:
    """Publish the next version of the text for both readers."""
    publish_notice(world.deps, [replace(notice, audience=one) for one in Audience], ME)


def about(*uses: Channel) -> Notice:
    return replace(text(), uses=tuple(NoticeUse(channel=use, label=use) for use in uses))


def answer(
    world: World, person: PersonId, *granted: Channel, version: int, days_ago: int = 0
) -> None:
    at = world.clock.now() - timedelta(days=days_ago)
    ask = asked(world, person, way=Means.LINK)
    Form(world, ask=ask, version=version, at=at).say(person, *granted).hand_in()


def rules(world: World, person: PersonId) -> dict[Channel, Rule]:
    """Give what decides each use of a photo on which a human named this person."""
    face = Finding(id=FindingId("f"), kind=FindingKind.NAMED, person=person)
    photo = PhotoFacts(mode=Mode.OFF, assessed=True)
    with world.store.read() as tx:
        subjects = tx.people.subjects([person])
    now, today = world.clock.now(), world.clock.today()
    decided = decide(photo, [face], subjects, world.deps.rules.decide, now, today)
    return {one.channel: one.reasons[0].rule for one in decided.channels}


def states(world: World, person: PersonId) -> list[str]:
    with world.store.read() as tx:
        (subject,) = tx.people.subjects([person])
    return sorted(str(one.state) for one in subject.quitclaims)


def test_a_no_stays_where_a_newer_text_does_not_ask_about_the_use(
    world: World, anna: PersonId
) -> None:
    signed(world, anna, WEB)
    world.clock.forward(days=365)
    publish_next(world, about(WEB))

    answer(world, anna, version=2)

    assert rules(world, anna) == {WEB: Rule.WITHDRAWN, PRINT: Rule.REFUSED}
    assert states(world, anna) == ["given", "refused", "withdrawn"]
    assert quitclaims(world, anna)["withdrawn"].asked == frozenset({WEB})


def test_no_answer_edits_an_earlier_one(world: World, anna: PersonId) -> None:
    signed(world, anna, WEB)
    with world.store.read() as tx:
        (before,) = tx.people.subjects([anna])
    for granted in ((WEB, PRINT), (), (PRINT,)):
        world.clock.forward(days=1)
        signed(world, anna, *granted)
    withdraw_uses(world.deps, anna, [PRINT], HERS)
    withdraw_all(world.deps, anna, HERS)

    with world.store.read() as tx:
        (after,) = tx.people.subjects([anna])

    assert set(before.quitclaims) <= set(after.quitclaims)
    assert rules(world, anna) == {WEB: Rule.REFUSED, PRINT: Rule.WITHDRAWN}


def test_a_use_that_was_never_asked_about_is_a_gap(world: World, anna: PersonId) -> None:
    publish_next(world, about(WEB))

    answer(world, anna, WEB, version=2)

    assert rules(world, anna) == {WEB: Rule.GRANTED, PRINT: Rule.NOT_ASKED}


def test_a_longer_yes_does_not_come_back_when_a_shorter_newer_one_ends(
    world: World, anna: PersonId
) -> None:
    signed(world, anna, WEB, PRINT)
    world.clock.forward(days=30)
    publish_next(world, replace(text(), duration=Duration(months=1)))
    answer(world, anna, WEB, PRINT, version=2)
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "a.jpg", anna)
    world.work()
    before = world.status("a.jpg")

    world.clock.forward(days=40)
    turn_day(world.deps)
    world.work()

    assert (before, world.status("a.jpg")) == ("cleared", "blocked")
    assert states(world, anna) == ["expired", "given"]


def test_what_was_signed_earlier_and_typed_in_later_replaces_nothing(
    world: World, anna: PersonId
) -> None:
    signed(world, anna, WEB)

    answer(world, anna, WEB, PRINT, version=1, days_ago=9)

    assert rules(world, anna) == {WEB: Rule.GRANTED, PRINT: Rule.REFUSED}


def test_taking_everything_back_for_a_child_is_an_answer_of_each_guardian(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)
    for signer in (MUM, DAD):
        Form(world, ask=asked(world, bo, signer=signer)).say(bo, WEB, PRINT).hand_in()
    world.clock.forward(days=1)

    withdraw_all(world.deps, bo, HERS)
    world.clock.forward(days=1)
    Form(world, ask=asked(world, bo, signer=MUM)).say(bo, WEB, PRINT).hand_in()

    assert rules(world, bo) == dict.fromkeys(BOTH, Rule.GUARDIAN_REFUSED)


def test_taking_back_twice_is_one_answer(world: World, anna: PersonId) -> None:
    signed(world, anna, WEB, PRINT)
    world.clock.forward(hours=1)

    withdraw_all(world.deps, anna, HERS)
    withdraw_all(world.deps, anna, HERS)

    assert states(world, anna) == ["given", "withdrawn"]


def test_an_end_is_noted_without_making_the_answer_newer(world: World, anna: PersonId) -> None:
    signed(world, anna, WEB)
    at = world.clock.now()
    world.clock.forward(days=365 * 6)

    turn_day(world.deps)

    ended = quitclaims(world, anna)["expired"]
    assert (ended.state, ended.said_at, ended.at > at) == (ConsentState.EXPIRED, at, True)
