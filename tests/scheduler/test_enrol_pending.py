"""Faces people photograph themselves: apart and sealed until a human says they belong together."""

from datetime import date
from uuid import uuid4

import pytest

from consent.errors import NotAllowed
from consent.ids import PersonId, SessionId
from consent.states import ConsentState
from recognition.values import FaceQuality, PhotoTrouble, QualityReason
from scheduler.errors import ConsentMissing, NoSuchRow
from scheduler.jobs.end_recognition import end_recognition
from scheduler.jobs.enrol_pending import (
    ShotResult,
    confirm_enrolment,
    drop_enrolment,
    drop_over,
    hand_in_shots,
    offer_shot,
)
from scheduler.jobs.enrol_person import Offered
from scheduler.jobs.enrolment_policy import allow_attended, allow_minors, end_policy
from scheduler.jobs.turn_day import turn_day
from scheduler.ports.pages import PolicyKind, Pose
from tests.fakes.eyes import PACK, Painted
from tests.scheduler.asking import session
from tests.scheduler.world import ME, World

BAD = FaceQuality(
    score=0.9,
    size_px=20.0,
    sharpness=1.0,
    brightness=0.5,
    yaw=0.0,
    pitch=0.0,
    reasons=(QualityReason.TOO_SMALL,),
)


def shot(world: World, *faces: Painted) -> bytes:
    """Make a picture; what our own decoder makes of it shows the same faces."""
    data = b"\xff\xd8\xff" + uuid4().bytes
    world.eyes.paint(data, *(faces or (Painted(x=0.4),)))
    world.eyes.paint(b"0", *(faces or (Painted(x=0.4),)))
    return data


def offer(world: World, person: PersonId, pose: Pose, *faces: Painted) -> ShotResult:
    with world.store.read() as tx:
        signed = tx.pending_enrolments.of_person(person)
    where = signed.session if signed else None
    return offer_shot(world.deps, person, pose, shot(world, *faces), where)


@pytest.fixture
def anna(world: World) -> PersonId:
    person = world.person("Anna")
    world.agree(person)
    return person


def three(world: World, person: PersonId, *, keep: bool = False) -> str:
    """Hand in three shots; gives the number of the enrolment."""
    for number, pose in enumerate(Pose):
        world.eyes.vector = bytes([number]) * 512
        assert offer(world, person, pose).outcome is Offered.ENROLLED
    hand_in_shots(world.deps, person, keep=keep)
    with world.store.read() as tx:
        found = tx.pending_enrolments.of_person(person)
    return found.id if found else ""


def templates(world: World, person: PersonId) -> int:
    with world.store.read() as tx:
        return tx.people.template_counts(PACK).get(person, 0)


def test_what_waits_is_in_no_gallery(world: World, anna: PersonId) -> None:
    three(world, anna)

    assert templates(world, anna) == 0
    assert anna not in world.deps.galleries.current().keys


def test_a_human_lets_it_count_and_the_pictures_go(world: World, anna: PersonId) -> None:
    number = three(world, anna)

    assert confirm_enrolment(world.deps, number, ME) == ()

    assert templates(world, anna) == 3
    with world.store.read() as tx:
        assert tx.pending_enrolments.of_person(anna) is None
        assert tx.pending_enrolments.reference(anna) is None


def test_one_small_reference_is_kept_where_the_person_wants_it(
    world: World, anna: PersonId
) -> None:
    confirm_enrolment(world.deps, three(world, anna, keep=True), ME)

    with world.store.read() as tx:
        assert tx.pending_enrolments.reference(anna) == b"crop"


def test_the_page_hears_nothing_of_a_likeness_and_the_human_does(
    world: World, anna: PersonId
) -> None:
    other = world.enrolled("Other")
    for number, pose in enumerate(Pose):
        world.eyes.vector = bytes([number]) * 512
        assert offer(world, anna, pose, Painted(x=0.4, who=other)).outcome is Offered.ENROLLED
    hand_in_shots(world.deps, anna, keep=False)
    with world.store.read() as tx:
        (waiting,) = tx.pending_enrolments.all()

    alike = confirm_enrolment(world.deps, waiting.id, ME)

    assert {one.like for one in alike} == {other}
    assert templates(world, anna) == 0
    assert confirm_enrolment(world.deps, waiting.id, ME, distinct=True) == ()
    with world.store.read() as tx:
        assert tx.people.look_alikes() == (tuple(sorted((anna, other))),)


@pytest.mark.parametrize(
    ("faces", "outcome"),
    [
        pytest.param((Painted(x=0.4, quality=BAD),), Offered.POOR, id="a poor one"),
        pytest.param((Painted(x=0.1), Painted(x=0.6)), Offered.SEVERAL_FACES, id="two faces"),
    ],
)
def test_a_shot_that_is_not_good_is_not_kept(
    world: World, anna: PersonId, faces: tuple[Painted, ...], outcome: Offered
) -> None:
    assert offer(world, anna, Pose.FRONT, *faces).outcome is outcome

    with world.store.read() as tx:
        assert tx.pending_enrolments.of_person(anna) is None


def test_what_is_no_picture_is_said_to_be_none(world: World, anna: PersonId) -> None:
    world.eyes.photos[b"film"] = PhotoTrouble.VIDEO

    result = offer_shot(world.deps, anna, Pose.FRONT, b"film", None)

    assert result.outcome is Offered.UNREADABLE


def test_the_same_picture_counts_once(world: World, anna: PersonId) -> None:
    offer(world, anna, Pose.FRONT)

    assert offer(world, anna, Pose.LEFT).outcome is Offered.SAME_PICTURE


def test_without_a_yes_to_recognition_nothing_is_taken(world: World) -> None:
    bert = world.person("Bert")

    with pytest.raises(ConsentMissing):
        offer(world, bert, Pose.FRONT)


def test_when_recognition_is_withdrawn_everything_that_waits_goes(
    world: World, anna: PersonId
) -> None:
    confirm_enrolment(world.deps, three(world, anna, keep=True), ME)
    three(world, anna)

    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)

    with world.store.read() as tx:
        assert tx.pending_enrolments.of_person(anna) is None
        assert tx.pending_enrolments.reference(anna) is None


def test_after_fourteen_days_it_is_deleted_and_the_person_told_once(
    world: World, anna: PersonId
) -> None:
    three(world, anna)
    world.clock.forward(days=14)

    turn_day(world.deps)
    turn_day(world.deps)

    with world.store.read() as tx:
        assert not tx.pending_enrolments.all()
        kinds = [one.letter.kind.value for one in tx.outbox.all()]
    assert kinds.count("pending-dropped") == 1


def test_shots_that_were_never_handed_in_go_without_a_letter(world: World, anna: PersonId) -> None:
    offer(world, anna, Pose.FRONT)
    world.clock.forward(hours=3)

    assert drop_over(world.deps) == 1

    with world.store.read() as tx:
        assert not tx.outbox.all()


def test_three_are_needed(world: World, anna: PersonId) -> None:
    offer(world, anna, Pose.FRONT)

    with pytest.raises(NotAllowed):
        hand_in_shots(world.deps, anna, keep=False)


def test_a_dropped_one_is_gone(world: World, anna: PersonId) -> None:
    number = three(world, anna)

    drop_enrolment(world.deps, number, ME, tell=False)

    with pytest.raises(NoSuchRow):
        confirm_enrolment(world.deps, number, ME)


class TestMinors:
    """Children are not recognised unless an assessment of its own allows it."""

    @pytest.fixture
    def kim(self, world: World) -> PersonId:
        person = world.person("Kim", minor_until=date(2030, 1, 1))
        world.agree(person)
        return person

    def test_are_refused(self, world: World, kim: PersonId) -> None:
        with pytest.raises(NotAllowed):
            offer(world, kim, Pose.FRONT)

    def test_are_taken_with_an_assessment(self, world: World, kim: PersonId) -> None:
        allow_minors(world.deps, None, "DPIA-children-1", ME)

        assert offer(world, kim, Pose.FRONT).outcome is Offered.ENROLLED

    def test_need_a_reference(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            allow_minors(world.deps, None, " ", ME)

    def test_are_not_confirmed_after_it_was_ended(self, world: World, kim: PersonId) -> None:
        allow_minors(world.deps, None, "DPIA-children-1", ME)
        number = three(world, kim)
        assert end_policy(world.deps, PolicyKind.MINORS, None, ME)

        with pytest.raises(NotAllowed):
            confirm_enrolment(world.deps, number, ME)


class TestAttended:
    """An operator is present: a logged policy of one session, off by default."""

    def at(self, world: World, person: PersonId, where: SessionId) -> bool:
        for number, pose in enumerate(Pose):
            world.eyes.vector = bytes([number]) * 512
            offer_shot(world.deps, person, pose, shot(world), where)
        return hand_in_shots(world.deps, person, keep=False)

    def test_is_off_by_default(self, world: World, anna: PersonId) -> None:
        assert not self.at(world, anna, session(world))
        assert templates(world, anna) == 0

    def test_confirms_at_once_and_says_so_in_the_log(self, world: World, anna: PersonId) -> None:
        where = session(world)
        allow_attended(world.deps, where, world.clock.today(), ME)

        assert self.at(world, anna, where)
        assert templates(world, anna) == 3

    def test_ends_with_its_day(self, world: World, anna: PersonId) -> None:
        where = session(world)
        allow_attended(world.deps, where, world.clock.today(), ME)
        world.clock.forward(days=1)

        assert not self.at(world, anna, where)
