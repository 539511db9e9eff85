"""Alerts are put into the outbox once: digests for managers, one letter per household."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from connector.values import HostName
from consent.alerts import AlertPlan
from consent.asks import Ask, AskState, LinkKind
from consent.families import Guardian
from consent.ids import (
    AskId,
    AssetId,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignerId,
    WithdrawalId,
)
from consent.lifecycle import How
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, Signer
from consent.sessions import Session
from consent.signing import Means
from consent.states import ConsentState
from consent.withdrawals import Withdrawal, Withdrawn
from scheduler.jobs.ask_session import open_session_link
from scheduler.jobs.plan_alerts import AlertRules, Planned, plan_alerts
from scheduler.ports.alerts import ToldStep
from scheduler.ports.outbox import LetterKind, Posted
from tests.scheduler.asking import TOWN, publish, session
from tests.scheduler.world import ME, PRINT, WEB, World

RULES = AlertRules(
    plan=AlertPlan(),
    zone=ZoneInfo("Europe/Amsterdam"),
    to=("one@example.org", "two@example.org"),
    screens=((HostName("dam"), "eva"),),
)
HOW = How(by=ME, means=Means.COMMAND)
MOTHER = SignerId("mother")


def plan(world: World, rules: AlertRules = RULES) -> Planned:
    return plan_alerts(world.deps, rules)


def wait(world: World, days: int, **time: float) -> None:
    world.clock.moment += timedelta(days=days, **time)


def someone(world: World, email: str = "anna@example.net") -> PersonId:
    person = PersonId(str(uuid4()))
    with world.store.begin() as tx:
        tx.people.add(Person(id=person, profile=Profile(name="Anna", email=email)))
    return person


def grant(world: World, person: PersonId, days: int, signer: SignerId | None = None) -> Quitclaim:
    """Give a permission that ends so many days from now."""
    made = Quitclaim(
        id=QuitclaimId(str(uuid4())),
        person=person,
        state=ConsentState.GIVEN,
        channels=frozenset({WEB}),
        at=world.clock.now() - timedelta(days=1000),
        signer=Signer(id=signer or SignerId(person), guardian=signer is not None),
        ends=world.clock.today() + timedelta(days=days),
    )
    save(world, made)
    return made


def save(world: World, quitclaim: Quitclaim) -> None:
    with world.store.begin() as tx:
        tx.people.save_quitclaim(quitclaim, HOW)


def letters(world: World, kind: LetterKind) -> list[Posted]:
    with world.store.read() as tx:
        return [posted for posted in tx.outbox.all() if posted.letter.kind is kind]


def steps(world: World, letter: str) -> Sequence[ToldStep]:
    with world.store.read() as tx:
        return tx.alerts.steps_of(letter)


def test_nothing_is_planned_where_nothing_ends(world: World) -> None:
    someone(world)

    assert plan(world) == Planned()


def test_an_end_in_30_days_is_told_to_managers_and_to_the_person(world: World) -> None:
    quitclaim = grant(world, someone(world), 30)

    plan(world)

    assert len(letters(world, LetterKind.DIGEST)) == 2
    assert len(letters(world, LetterKind.DESK)) == 1
    (renewal,) = letters(world, LetterKind.RENEWAL)
    assert renewal.letter.refs["quitclaims"] == (quitclaim.id,)
    words = {step.word for step in steps(world, f"digest:{world.clock.today().isoformat()}")}
    assert words == {"share", "before-90", "before-30"}


def test_planning_again_puts_in_nothing_more(world: World) -> None:
    grant(world, someone(world), 30)

    first = plan(world)

    assert first.letters
    assert [plan(world) for _ in range(3)] == [Planned()] * 3


def test_a_year_of_planning_tells_each_step_once(world: World) -> None:
    grant(world, someone(world), 200)

    for _ in range(40):
        plan(world)
        wait(world, 7)

    assert len(letters(world, LetterKind.RENEWAL)) == 2
    assert len(letters(world, LetterKind.EXPIRED)) == 1
    assert len(letters(world, LetterKind.DIGEST)) == 2 * 5


def test_downtime_over_the_end_is_told_in_one_letter(world: World) -> None:
    grant(world, someone(world), 60)
    plan(world)

    wait(world, 80)
    plan(world)

    assert letters(world, LetterKind.RENEWAL) == []
    assert len(letters(world, LetterKind.EXPIRED)) == 1


def test_an_old_end_that_was_taken_over_mails_nobody(world: World) -> None:
    grant(world, someone(world), -200)

    assert plan(world).letters == 0
    assert plan(world) == Planned()


def test_before_the_hour_it_is_still_yesterday(world: World) -> None:
    grant(world, someone(world), 30)
    wait(world, -1)
    world.clock.moment = world.clock.moment.replace(hour=20)
    plan(world)
    before = len(letters(world, LetterKind.RENEWAL))

    world.clock.moment += timedelta(hours=10)
    plan(world)
    early = len(letters(world, LetterKind.RENEWAL))
    world.clock.moment += timedelta(hours=2)
    plan(world)

    assert (before, early) == (0, 0)
    assert len(letters(world, LetterKind.RENEWAL)) == 1


def household(
    world: World, ends: Sequence[int], email: str = "mother@example.net"
) -> list[PersonId]:
    children = []
    for days in ends:
        child = someone(world, "")
        with world.store.begin() as tx:
            tx.guardians.save(child, Guardian(signer=MOTHER, name="Mother", email=email))
        grant(world, child, days, MOTHER)
        children.append(child)
    return children


def test_a_guardian_gets_one_letter_for_all_children(world: World) -> None:
    children = household(world, (30, 30, 33))

    plan(world)

    (renewal,) = letters(world, LetterKind.RENEWAL)
    persons = renewal.letter.refs["persons"]
    assert isinstance(persons, tuple)
    assert set(persons) == set(children)
    wait(world, 3)
    plan(world)
    assert len(letters(world, LetterKind.RENEWAL)) == 1


def test_nobody_is_written_to_without_an_address_and_managers_are_told(world: World) -> None:
    grant(world, someone(world, ""), 30)

    plan(world)

    assert letters(world, LetterKind.RENEWAL) == []
    assert len(letters(world, LetterKind.DIGEST)) == 2
    assert plan(world) == Planned()


def test_without_managers_only_persons_are_told(world: World) -> None:
    grant(world, someone(world), 30)
    alone = replace(RULES, to=(), screens=(), plan=AlertPlan(desk=False))

    plan(world, alone)

    assert letters(world, LetterKind.DIGEST) == []
    assert len(letters(world, LetterKind.RENEWAL)) == 1


def test_managers_who_come_later_are_told_what_nobody_was_told(world: World) -> None:
    grant(world, someone(world), 30)
    plan(world, replace(RULES, to=(), screens=(), plan=AlertPlan(desk=False)))

    plan(world)

    assert len(letters(world, LetterKind.DIGEST)) == 2
    assert len(letters(world, LetterKind.RENEWAL)) == 1


def test_there_is_one_digest_a_day_and_the_rest_comes_the_next(world: World) -> None:
    grant(world, someone(world), 30)
    plan(world)
    late = grant(world, someone(world), 30)
    plan(world)
    assert len(letters(world, LetterKind.DIGEST)) == 2

    wait(world, 1)
    plan(world)

    told = steps(world, f"digest:{world.clock.today().isoformat()}")
    assert late.id in {step.about for step in told}


def test_a_signer_gets_one_letter_a_day(world: World) -> None:
    person = someone(world)
    grant(world, person, 30)
    plan(world)
    late = replace(grant(world, person, 25), channels=frozenset({PRINT}))
    save(world, late)

    plan(world)
    first = len(letters(world, LetterKind.RENEWAL))
    wait(world, 1)
    plan(world)

    assert first == 1
    assert len(letters(world, LetterKind.RENEWAL)) == 2


def test_nothing_is_looked_for_where_nothing_concerns_managers(world: World) -> None:
    an_ask(world, someone(world), None)
    withdrawal = a_withdrawal(world, someone(world, ""))
    with world.store.begin() as tx:
        tx.withdrawals.add(withdrawal, [])
    wait(world, 10)

    assert plan(world) == Planned()


def test_a_renewed_permission_begins_anew(world: World) -> None:
    quitclaim = grant(world, someone(world), 30)
    plan(world)
    renewed = replace(
        quitclaim,
        state=ConsentState.RENEWED,
        at=world.clock.now(),
        ends=world.clock.today() + timedelta(days=400),
    )
    save(world, renewed)

    for _ in range(60):
        plan(world)
        wait(world, 7)

    assert len(letters(world, LetterKind.RENEWAL)) == 3
    assert len(letters(world, LetterKind.EXPIRED)) == 1


def test_the_state_expired_does_not_end_the_telling(world: World) -> None:
    quitclaim = grant(world, someone(world), 1)
    plan(world)
    wait(world, 2)
    save(world, replace(quitclaim, state=ConsentState.EXPIRED, at=world.clock.now()))

    plan(world)

    assert len(letters(world, LetterKind.EXPIRED)) == 1


def test_a_withdrawn_permission_is_not_told(world: World) -> None:
    quitclaim = grant(world, someone(world), 31)
    plan(world)
    save(world, replace(quitclaim, state=ConsentState.WITHDRAWN, at=world.clock.now()))
    wait(world, 1)

    plan(world)

    assert letters(world, LetterKind.RENEWAL) == []


def test_the_letter_carries_a_link_that_opens_the_signers_page(world: World) -> None:
    person = someone(world)
    grant(world, person, 30)

    plan(world)

    (renewal,) = letters(world, LetterKind.RENEWAL)
    secret = world.deps.secrets.make(LinkKind.RECEIPT, renewal.letter.key, 1)
    with world.store.read() as tx:
        link = tx.links.find(world.deps.secrets.hash_of(secret))
    assert link
    assert (link.persons, link.kind) == ((person,), LinkKind.RECEIPT)
    assert link.signer == SignerId(person)


def test_an_erased_person_leaves_no_alert(world: World) -> None:
    person = someone(world)
    grant(world, person, 30)
    plan(world)

    world.store.erase(person, world.clock.now())

    assert letters(world, LetterKind.RENEWAL) == []
    assert steps(world, f"digest:{world.clock.today().isoformat()}") == ()


def an_ask(world: World, person: PersonId, session: SessionId | None) -> None:
    made = Ask(
        id=AskId(str(uuid4())),
        persons=(person,),
        signer=SignerId(person),
        guardian=False,
        session=session,
        notice=NoticeId("municipality"),
        language="en",
        way=Means.MAIL,
        state=AskState.OPEN,
        made_at=world.clock.now(),
        made_by=ME,
        last_sent_at=None,
        reminders=0,
        ends_on=world.clock.today() + timedelta(days=90),
    )
    with world.store.begin() as tx:
        if session is not None:
            tx.sessions.save(Session(id=session, name="Party"))
        tx.asks.save(made)


@pytest.mark.parametrize(("days", "count"), [(2, 0), (3, 2)], ids=["too early", "time to tell"])
def test_missing_answers_of_a_session_are_told_once(world: World, days: int, count: int) -> None:
    an_ask(world, someone(world), SessionId("party"))
    wait(world, days)

    plan(world)
    wait(world, 1)
    first = len(letters(world, LetterKind.DIGEST))
    wait(world, 30)
    plan(world)

    assert first == count
    assert len(letters(world, LetterKind.DIGEST)) == 2


@pytest.mark.parametrize(
    ("days", "answer", "count"),
    [
        pytest.param(2, None, 0, id="too early"),
        pytest.param(3, None, 2, id="somebody on the list is silent"),
        pytest.param(3, ConsentState.REFUSED, 0, id="everybody answered"),
    ],
)
def test_answers_that_a_session_with_a_link_lacks_are_told(
    world: World, days: int, answer: ConsentState | None, count: int
) -> None:
    publish(world)
    person, party = someone(world), session(world, "Party")
    with world.store.begin() as tx:
        tx.sessions.save(Session(id=party, name="Party", roster=frozenset({person})))
    open_session_link(world.deps, party, TOWN, ME)
    if answer is not None:
        world.grant(person, state=answer)
    wait(world, days)

    plan(world)
    plan(world)

    assert len(letters(world, LetterKind.DIGEST)) == count


def test_a_withdrawal_with_photos_is_told_once(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    withdrawal = a_withdrawal(world, someone(world))
    with world.store.begin() as tx:
        asset = next(iter(tx.assets.of_host(world.host.name))).id
        tx.withdrawals.add(withdrawal, [AssetId(asset)])

    plan(world)
    wait(world, 5)
    plan(world)

    assert len(letters(world, LetterKind.DIGEST)) == 2


def a_withdrawal(world: World, person: PersonId) -> Withdrawal:
    return Withdrawal(
        id=WithdrawalId("w1"),
        person=person,
        at=world.clock.now(),
        by=ME,
        what=Withdrawn.ALL,
        channels=frozenset({WEB}),
        photos=0,
    )
