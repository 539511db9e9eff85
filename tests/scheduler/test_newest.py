"""The newest answer of a signer counts, from signing and lists to what the host shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent.decision import decide
from consent.decisions import PhotoFacts, Rule
from consent.families import Guardian
from consent.findings import Finding
from consent.ids import Actor, Channel, FindingId, PersonId, SignerId
from consent.lifecycle import How
from consent.notices import Audience, Duration, Notice, NoticeUse
from consent.quitclaims import Signer
from consent.signing import Means, VerifiedBy
from consent.states import ConsentState, FindingKind, Mode
from scheduler.jobs.ask_session import open_session_link
from scheduler.jobs.publish_notice import publish_notice
from scheduler.jobs.save_guardian import save_guardian
from scheduler.jobs.turn_day import turn_day
from scheduler.jobs.withdraw import withdraw_all, withdraw_recognition, withdraw_uses
from tests.fakes.eyes import Painted
from tests.scheduler.asking import (
    BOTH,
    DAD,
    MUM,
    TOWN,
    Form,
    asked,
    child,
    name_face,
    publish,
    quitclaims,
    session,
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
    world.clock.forward(days=1)
    withdraw_uses(world.deps, anna, [PRINT], HERS)
    withdraw_all(world.deps, anna, HERS)

    with world.store.read() as tx:
        (after,) = tx.people.subjects([anna])

    assert set(before.quitclaims) <= set(after.quitclaims)
    assert rules(world, anna) == dict.fromkeys(BOTH, Rule.WITHDRAWN)


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


def recognised(world: World, person: PersonId) -> str:
    with world.store.read() as tx:
        consent = tx.people.recognition_consent(person)
    return "never" if consent is None else str(consent.state)


def say(world: World, person: PersonId, signer: SignerId, *, yes: bool, days_ago: int = 0) -> str:
    guardian = signer if str(signer) != str(person) else None
    at = world.clock.now() - timedelta(days=days_ago)
    form = Form(world, ask=asked(world, person, signer=guardian, way=Means.LINK), at=at)
    form.say(person, WEB, recognition=yes).hand_in()
    world.clock.forward(days=1)
    return recognised(world, person)


def test_a_word_on_recognition_signed_earlier_replaces_no_newer_one(
    world: World, anna: PersonId
) -> None:
    me = SignerId(anna)

    assert say(world, anna, me, yes=False) == "refused"
    assert say(world, anna, me, yes=True, days_ago=9) == "refused"
    assert say(world, anna, me, yes=True) == "given"
    assert say(world, anna, me, yes=False, days_ago=9) == "given"


def test_a_yes_to_recognition_signed_before_it_was_taken_back_does_not_count(
    world: World, anna: PersonId
) -> None:
    say(world, anna, SignerId(anna), yes=True)
    withdraw_recognition(world.deps, anna, HERS)
    world.clock.forward(days=1)

    assert say(world, anna, SignerId(anna), yes=True, days_ago=9) == "withdrawn"
    assert say(world, anna, SignerId(anna), yes=True) == "given"


def test_what_one_guardian_takes_back_is_no_word_of_the_other(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)
    by_mum = How(by=Actor(f"signer:{MUM}"), means=Means.PERSONAL)

    assert say(world, bo, DAD, yes=True) == "given"
    withdraw_recognition(world.deps, bo, by_mum, MUM)
    world.clock.forward(days=1)

    assert say(world, bo, DAD, yes=True) == "refused"
    assert say(world, bo, MUM, yes=True) == "given"


def test_an_older_no_of_another_guardian_counts_when_it_is_typed_in(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)

    assert say(world, bo, MUM, yes=True) == "given"
    assert say(world, bo, DAD, yes=False, days_ago=30) == "withdrawn"
    assert say(world, bo, DAD, yes=True) == "given", "what the mother said is not gone by that"


def test_what_the_office_takes_back_for_a_child_each_guardian_gives_anew(world: World) -> None:
    bo = child(world, "Bo", date(2016, 5, 1), MUM, DAD)
    for signer in (MUM, DAD):
        say(world, bo, signer, yes=True)
    withdraw_recognition(world.deps, bo, HERS)
    world.clock.forward(days=1)

    assert say(world, bo, MUM, yes=True) == "refused"
    assert say(world, bo, DAD, yes=True) == "given"


@pytest.mark.parametrize(
    ("proved", "name", "same"),
    [
        pytest.param(VerifiedBy.CODE, "Anna Ölander", True, id="address proved"),
        pytest.param(VerifiedBy.NONE, "Anna Ölander", False, id="nothing proved"),
        pytest.param(VerifiedBy.CODE, "Bertil Ölander", False, id="another who shares the address"),
    ],
)
def test_a_guardian_who_proves_a_known_address_at_a_session_is_the_same_signer(
    world: World, proved: VerifiedBy, name: str, *, same: bool
) -> None:
    bo = child(world, "Bo", date(2016, 5, 1))
    known = Guardian(signer=MUM, name=name, email="anna@example.org")
    save_guardian(world.deps, bo, known, ME)
    fair = session(world)
    with world.store.begin() as tx:
        tx.sessions.join(fair, [bo])
    link = world.deps.secrets.hash_of(open_session_link(world.deps, fair, TOWN, ME))
    world.clock.forward(days=1)

    form = Form(
        world,
        session=fair,
        signer=Signer(id=SignerId("fresh"), guardian=True),
        means=Means.SESSION,
        verified_by=proved,
    )
    done = form.say(None, WEB, PRINT, name="Bo", born=date(2016, 5, 1)).hand_in(link)

    with world.store.read() as tx:
        signer = tx.signatures.get(done.signature).signer.id
    assert (signer == MUM) is same
