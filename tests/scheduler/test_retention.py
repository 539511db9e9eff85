"""Retention on a real store: counted, repeated without harm, and nobody comes nearer to cleared."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from consent.asks import Ask, AskState
from consent.groups import Group
from consent.ids import Actor, AskId, GroupId, NoticeId, PersonId, SignatureId, SignerId
from consent.lifecycle import How
from consent.persons import Profile
from consent.signing import Means
from consent.states import AnswerKind, ConsentState
from likeness.storage.store import SqlStore
from scheduler.evidence import record_evidence
from scheduler.jobs.answer_face import Said, answer_face
from scheduler.jobs.apply_retention import apply_retention, plan_retention
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.turn_day import turn_day
from scheduler.ports.evidence import Hold, MadeEvidence
from tests.fakes.eyes import Painted
from tests.fakes.store import make_store
from tests.scheduler.world import ME, World

SIGNED = SignatureId("signature-1")
NOTHING = {"evidence": 0, "names": 0, "persons": 0, "holds": 0, "views": 0, "scores": 0}


def asked(world: World, person: PersonId) -> None:
    now = world.clock.now()
    ask = Ask(
        id=AskId(f"ask-{person}"),
        persons=(person,),
        signer=SignerId(person),
        guardian=False,
        session=None,
        notice=NoticeId("general"),
        language="nl",
        way=Means.MAIL,
        state=AskState.OPEN,
        made_at=now,
        made_by=ME,
        last_sent_at=now,
        reminders=0,
        ends_on=(now + timedelta(days=90)).date(),
    )
    with world.store.begin() as tx:
        tx.asks.save(ask)


def signed(world: World, person: PersonId) -> None:
    """Keep evidence that the person's quitclaims rest on."""
    made = MadeEvidence(
        person=person,
        signature=SIGNED,
        package=b"package",
        record_sha256="a" * 64,
        printed_sha256="b" * 64,
    )
    with world.store.begin() as tx:
        record_evidence(tx, made, ME, world.clock.now())
        (subject,) = tx.people.subjects([person])
        for one in subject.quitclaims:
            how = How(by=ME, means=Means.LINK, evidence=SIGNED)
            tx.people.save_quitclaim(replace(one, evidence=SIGNED), how)


def persons(store: SqlStore) -> tuple[PersonId, ...]:
    with store.read() as tx:
        return tx.people.ids()


def counts(world: World) -> dict[str, int]:
    return {kind: count for kind, count in plan_retention(world.deps).counts.items() if count}


def test_a_fresh_installation_has_nothing_to_end(world: World) -> None:
    assert plan_retention(world.deps).counts == NOTHING


def test_somebody_who_never_answered_is_forgotten_and_it_is_counted(world: World) -> None:
    anna = world.person()
    asked(world, anna)
    world.clock.forward(days=91)

    done = apply_retention(world.deps, ME)

    assert done.forget == (anna,)
    assert persons(world.store) == ()
    assert plan_retention(world.deps).counts == NOTHING
    with world.store.read() as tx:
        entries = tx.records.segment(1, 100)
    assert any('"kind":"persons"' in e.text and '"count":1' in e.text for e in entries)


def test_a_dry_run_changes_nothing(world: World) -> None:
    anna = world.person()
    asked(world, anna)
    world.clock.forward(days=91)

    assert counts(world) == {"persons": 1}
    assert counts(world) == {"persons": 1}
    assert persons(world.store) == (anna,)


def test_a_pupil_who_never_answered_stays_on_the_list(world: World) -> None:
    anna = world.person()
    asked(world, anna)
    with world.store.begin() as tx:
        tx.groups.save(Group(id=GroupId("3b"), name="3b", members=frozenset({anna})))
    world.clock.forward(days=400)

    assert counts(world) == {}


def test_evidence_goes_five_years_after_the_last_use_and_the_name_with_it(world: World) -> None:
    anna = world.person()
    world.grant(anna, ends=date(2027, 3, 1))
    signed(world, anna)
    world.clock.moment = datetime(2032, 3, 1, 12, tzinfo=UTC)
    before = counts(world)
    world.clock.forward(days=1)

    done = apply_retention(world.deps, ME)

    assert before == {}
    assert done.counts == {**NOTHING, "evidence": 1, "names": 1}
    with world.store.read() as tx:
        assert tx.evidence.all() == ()
        assert tx.people.profile(anna).name == ""
        (subject,) = tx.people.subjects([anna])
    assert subject.quitclaims[0].state is ConsentState.GIVEN, "what was answered stays"


def test_evidence_of_a_use_without_an_end_stays(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    signed(world, anna)
    world.clock.forward(days=40 * 365)

    assert counts(world) == {}


def test_a_signature_that_comes_in_between_saves_its_person(world: World) -> None:
    anna = world.person()
    world.grant(anna, state=ConsentState.REFUSED)
    world.clock.forward(days=91)
    due = plan_retention(world.deps)
    world.grant(anna)

    done = apply_retention(world.deps, ME)

    assert due.reduce == (anna,)
    assert done.reduce == ()
    with world.store.read() as tx:
        assert tx.people.profile(anna).name == "Anna"


def test_a_number_without_a_name_decides_as_before(world: World) -> None:
    """The hand-over birthday stays: without it a guardian's answer would count for ever."""
    kid = world.person("Kid", minor_until=date(2027, 1, 1))
    world.grant(kid, guardian=True, ends=date(2026, 12, 31))
    world.photo("a.jpg", Painted(x=0.1))
    world.run()
    (face,) = world.findings("a.jpg")
    answer_face(world.deps, face.id, Said(kind=AnswerKind.NAMED, person=kid), ME)
    world.work()
    begun = world.status("a.jpg")
    world.clock.moment = datetime(2033, 1, 1, 12, tzinfo=UTC)

    turn_day(world.deps)
    world.work()

    with world.store.read() as tx:
        assert tx.people.profile(kid) == Profile(name="", minor_until=date(2027, 1, 1))
    assert (begun, world.status("a.jpg")) == ("cleared", "blocked")


def test_scores_go_and_the_answer_stays(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.1, who=anna))
    world.run()
    before = world.status("a.jpg")
    world.clock.forward(days=366)

    done = apply_retention(world.deps, ME)

    assert done.scores == 1
    assert all(finding.score is None for finding in world.findings("a.jpg"))
    assert world.findings("a.jpg")[0].person == anna
    assert world.status("a.jpg") == before == "cleared"


def test_views_of_personal_data_are_forgotten_after_a_year(world: World) -> None:
    with world.store.begin() as tx:
        tx.access.add(Actor("account:1"), "people", ("anna",), world.clock.now())
    world.clock.forward(days=365, seconds=1)

    assert apply_retention(world.deps, ME).looks == 1
    assert apply_retention(world.deps, ME).looks == 0


def test_the_day_ends_what_is_due(world: World) -> None:
    asked(world, world.person())
    world.clock.forward(days=91)

    assert turn_day(world.deps).retired == 1
    assert turn_day(world.deps).retired == 0


def held(world: World, person: PersonId, days: int) -> Hold:
    until = world.clock.today() + timedelta(days=days)
    hold = Hold(
        id=f"hold-{person}",
        person=person,
        reason="A claim about the summer party",
        until=until,
        by=ME,
        made_at=world.clock.now(),
    )
    with world.store.begin() as tx:
        tx.holds.add(hold)
    return hold


def test_an_erasure_ends_evidence_at_once(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    signed(world, anna)

    erase_person(world.deps, anna, ME)

    with world.store.read() as tx:
        assert tx.evidence.all() == ()


def test_a_hold_keeps_the_evidence_alone_until_its_last_day(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    signed(world, anna)
    hold = held(world, anna, 100)

    erase_person(world.deps, anna, ME)

    with world.store.read() as tx:
        assert tx.people.ids() == ()
        assert tx.holds.documents(hold.id) == {
            SIGNED: b"package",
            "reason": b"A claim about the summer party",
        }
        assert tx.holds.of_person(anna) == (hold,)
    world.clock.forward(days=100)
    assert counts(world) == {}
    world.clock.forward(days=1)
    assert apply_retention(world.deps, ME).holds == (hold.id,)
    with world.store.read() as tx:
        assert tx.holds.documents(hold.id) == {}
        assert tx.holds.of_person(anna) == ()
    assert counts(world) == {}


def test_a_hold_that_is_over_holds_nothing(world: World) -> None:
    anna = world.person()
    world.grant(anna)
    signed(world, anna)
    hold = held(world, anna, 10)
    world.clock.forward(days=12)

    erase_person(world.deps, anna, ME)

    with world.store.read() as tx:
        assert tx.holds.documents(hold.id) == {}
        assert tx.holds.of_person(anna) == ()


def test_held_evidence_survives_opening_again(world: World, tmp_path: Path) -> None:
    anna = world.person()
    world.grant(anna)
    signed(world, anna)
    hold = held(world, anna, 100)
    erase_person(world.deps, anna, ME)
    world.store.close()

    again = make_store(tmp_path)

    with again.read() as tx:
        assert set(tx.holds.documents(hold.id)) == {SIGNED, "reason"}
    again.close()
