"""Somebody comes in who may be known: held until a human says who it is."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from consent.errors import NotAllowed
from consent.held import HeldAnswer
from consent.ids import MergeId, PersonId, SignerId
from consent.lifecycle import How
from consent.quitclaims import Signer
from consent.signing import Means, VerifiedBy
from scheduler.desk_alerts import Watch, other_steps
from scheduler.errors import ConsentMissing, NoSuchRow
from scheduler.jobs.answer_held import Said, answer_clear, answer_held, undo_merge
from scheduler.jobs.enrol_person import require_consent
from scheduler.jobs.erase_person import erase_person
from scheduler.jobs.withdraw import withdraw_all
from tests.fakes.eyes import Painted
from tests.scheduler.asking import BOTH, MUM, Form, asked, child, letters, name_face, publish
from tests.scheduler.world import ME, World

BORN = date(2015, 3, 11)
STRANGER = SignerId("signer-qr")
SAME, NO_ACCESS, OTHER = HeldAnswer.SAME, HeldAnswer.SAME_NO_ACCESS, HeldAnswer.OTHER


@pytest.fixture
def mees(world: World) -> PersonId:
    """Mees, of whom Mum said yes to everything; a human named the child on a photo."""
    publish(world)
    person = child(world, "Mees de Boer", BORN, MUM)
    Form(world, ask=asked(world, person, signer=MUM)).say(person, *BOTH).hand_in()
    world.photo("one.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "one.jpg", person)
    world.work()
    assert world.status("one.jpg") == "cleared"
    world.clock.forward(hours=1)
    return person


def comes_in(
    world: World, *granted: object, name: str = "mees  de BOER", proved: str = ""
) -> PersonId:
    """Let somebody with the QR code sign for a child."""
    form = Form(
        world,
        signer=Signer(id=STRANGER, guardian=True),
        email=proved or "somebody@example.org",
        means=Means.SESSION,
        verified_by=VerifiedBy.MAIL if proved else VerifiedBy.NONE,
    )
    done = form.say(None, *granted, name=name, born=BORN, under_age=True).hand_in()  # type: ignore[arg-type]
    world.work()
    return done.persons[0]


def held_of(world: World) -> set[PersonId]:
    with world.store.read() as tx:
        return {match.person for match in tx.held.all()}


def test_a_yes_of_somebody_held_clears_nothing(world: World, mees: PersonId) -> None:
    held = comes_in(world, *BOTH)
    world.photo("two.jpg", Painted(x=0.4))
    world.run()

    name_face(world, "two.jpg", held)
    world.work()

    assert held_of(world) == {held}
    assert world.status("two.jpg") == "review"
    assert world.status("one.jpg") == "cleared"
    assert held != mees


def test_a_no_of_somebody_held_lets_the_photos_of_the_known_wait(
    world: World, mees: PersonId
) -> None:
    comes_in(world)

    assert world.status("one.jpg") == "review"
    with world.store.read() as tx:
        (subject,) = tx.people.subjects([mees])
    assert {str(one.state) for one in subject.quitclaims} == {"given"}


@pytest.mark.usefixtures("mees")
def test_a_known_no_counts_where_the_held_one_was_named(world: World, mees: PersonId) -> None:
    withdraw_all(world.deps, mees, How(by=ME, means=Means.OFFICE))
    held = comes_in(world, *BOTH)
    world.photo("two.jpg", Painted(x=0.4))
    world.run()

    name_face(world, "two.jpg", held)
    world.work()

    assert world.status("two.jpg") == "blocked"


@pytest.mark.parametrize("name", ["Anna Smit", "Mees de Boer jr"])
@pytest.mark.usefixtures("mees")
def test_somebody_of_another_name_is_not_held(world: World, name: str) -> None:
    comes_in(world, *BOTH, name=name)

    assert held_of(world) == set()


@pytest.mark.usefixtures("mees")
def test_the_signer_gets_the_same_whether_the_child_is_known_or_not(world: World) -> None:
    before = letters(world)
    comes_in(world, *BOTH)
    known = letters(world)
    comes_in(world, *BOTH, name="Anna Smit")
    unknown = letters(world)

    assert sorted([*known, "receipt"]) == unknown
    assert sorted([*before, "receipt"]) == known


def test_nobody_held_is_recognised(world: World, mees: PersonId) -> None:
    held = comes_in(world, *BOTH)

    with world.store.read() as tx, pytest.raises(ConsentMissing, match="person held"):
        require_consent(tx, held, world.clock.today())
    assert mees != held


def test_somebody_else_is_an_ordinary_person(world: World, mees: PersonId) -> None:
    held = comes_in(world)

    answer_held(world.deps, held, Said(answer=OTHER), ME)
    world.work()

    assert held_of(world) == set()
    assert world.status("one.jpg") == "cleared"
    with world.store.read() as tx:
        assert {held, mees} <= set(tx.people.ids())


def same(world: World, held: PersonId, known: PersonId, answer: HeldAnswer = NO_ACCESS) -> MergeId:
    made = answer_held(world.deps, held, Said(answer=answer, person=known), ME)
    world.work()
    assert made is not None
    return made


def test_a_no_counts_for_the_same_person(world: World, mees: PersonId) -> None:
    held = comes_in(world)

    same(world, held, mees)

    assert world.status("one.jpg") == "blocked"
    with world.store.read() as tx:
        assert held not in tx.people.ids()
        (subject,) = tx.people.subjects([mees])
        assert {one.signer.id for one in subject.quitclaims} == {MUM, STRANGER}
        assert tx.signatures.of_person(held)


def test_without_access_nobody_new_answers_for_the_child(world: World, mees: PersonId) -> None:
    same(world, comes_in(world, *BOTH), mees)

    with world.store.read() as tx:
        assert [one.signer for one in tx.guardians.of(mees)] == [MUM]


def test_a_guardian_who_is_confirmed_answers_for_the_child(world: World, mees: PersonId) -> None:
    same(world, comes_in(world, *BOTH), mees, SAME)

    with world.store.read() as tx:
        assert {one.signer for one in tx.guardians.of(mees)} == {MUM, STRANGER}


def test_a_guardian_known_to_us_stays_the_same_signer(world: World, mees: PersonId) -> None:
    """The no of Mum under another number is newer than her yes; her next yes replaces both."""
    held = comes_in(world)
    answer_held(world.deps, held, Said(answer=SAME, person=mees, guardian=MUM), ME)
    world.work()
    assert world.status("one.jpg") == "blocked"
    world.clock.forward(hours=1)

    Form(world, ask=asked(world, mees, signer=MUM)).say(mees, *BOTH).hand_in()
    world.work()

    assert world.status("one.jpg") == "cleared"


def test_what_is_on_photos_lists_and_rosters_goes_along_and_comes_back(
    world: World, mees: PersonId
) -> None:
    held = comes_in(world)
    world.photo("two.jpg", Painted(x=0.4))
    world.run()
    name_face(world, "two.jpg", held)
    merge = same(world, held, mees)
    assert {one.person for one in world.findings("two.jpg")} == {mees}

    undone = undo_merge(world.deps, merge, ME)
    world.work()

    assert undone.later == ()
    assert {one.person for one in world.findings("two.jpg")} == {held}
    assert (world.status("one.jpg"), world.status("two.jpg")) == ("cleared", "blocked")
    with pytest.raises(NotAllowed):
        undo_merge(world.deps, merge, ME)


def test_what_came_after_a_merge_is_listed_when_it_is_undone(world: World, mees: PersonId) -> None:
    merge = same(world, comes_in(world), mees)
    world.clock.forward(hours=1)
    Form(world, ask=asked(world, mees, signer=MUM)).say(mees, *BOTH).hand_in()

    assert undo_merge(world.deps, merge, ME).later


def test_taking_back_under_the_other_number_reaches_the_photos(
    world: World, mees: PersonId
) -> None:
    held = comes_in(world, *BOTH)
    same(world, held, mees)
    assert world.status("one.jpg") == "cleared"
    world.clock.forward(hours=1)

    withdraw_all(world.deps, held, How(by=ME, means=Means.PERSONAL))
    world.work()

    assert world.status("one.jpg") == "blocked"


def test_erasing_erases_both_numbers(world: World, mees: PersonId) -> None:
    held = comes_in(world, *BOTH)
    same(world, held, mees)

    assert erase_person(world.deps, mees, ME)

    with world.store.read() as tx:
        assert tx.people.subjects([held, mees]) == ()
    assert world.store._vault.erased() >= {held, mees}  # noqa: SLF001 - what the keys say


def test_clear_cases_are_answered_at_once(world: World, mees: PersonId) -> None:
    held = comes_in(world, *BOTH, proved=f"{MUM}@example.org")
    unsure = comes_in(world, *BOTH)

    count = answer_clear(world.deps, ME)

    assert (count, held_of(world)) == (1, {unsure})
    with world.store.read() as tx:
        assert [one.signer for one in tx.guardians.of(mees)] == [MUM]
        (merge,) = tx.merges.of(mees)
    assert merge.merged == held


@pytest.mark.usefixtures("mees")
def test_managers_are_told_of_whoever_is_held(world: World) -> None:
    held = comes_in(world)
    now = world.clock.now()
    watch = Watch(
        zone=ZoneInfo("Europe/Amsterdam"),
        today=world.clock.today(),
        hosts=(),
        missing_after_days=0,
        rules=world.deps.rules.decide,
        now=now,
    )

    with world.store.read() as tx:
        told = {(step.about, step.word) for step in other_steps(tx, watch, "digest")}

    assert told == {(f"held-{held}", "held")}


def test_an_answer_about_nobody_held_is_refused(world: World, mees: PersonId) -> None:
    with pytest.raises(NoSuchRow):
        answer_held(world.deps, mees, Said(answer=OTHER), ME)
    held = comes_in(world)
    with pytest.raises(NotAllowed):
        answer_held(world.deps, held, Said(answer=SAME), ME)
    with pytest.raises(NoSuchRow):
        answer_held(world.deps, held, Said(answer=SAME, person=PersonId("nobody")), ME)
    assert held_of(world) == {held}
