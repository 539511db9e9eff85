"""The gap report: counts of what is known, and of what editors would see."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from connector.values import MarkSet, PhotoRef
from consent.decisions import Decision
from consent.states import FindingKind, Mode, Status, Verdict
from scheduler.gaps import _FACES, URGENCY, Faces, GapReport, Now, now_of
from scheduler.jobs.change_stage import change_stage
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.report_gaps import report_gaps
from scheduler.stages import Stage
from tests.fakes.eyes import Painted
from tests.fakes.host import Fault
from tests.scheduler.world import ME, PRINT, WEB, World


def reported(world: World, most: int = 20) -> GapReport:
    return report_gaps(world.deps, world.host.name, most, lambda _count, _total: None)


def observed(world: World) -> None:
    world.deps = replace(world.deps, first_stages={world.host.name: Stage.OBSERVING})
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna, [WEB])
    world.photo("empty.jpg")
    world.photo("anna.jpg", Painted(x=0.2, who=anna))
    world.photo("both.jpg", Painted(x=0.2, who=anna), Painted(x=0.6))
    world.run()


def test_it_counts_photos_faces_and_answers(world: World) -> None:
    observed(world)

    report = reported(world)

    assert (report.photos, report.with_people, report.with_unknown) == (3, 2, 1)
    assert report.faces == {Faces.KNOWN: 2, Faces.UNKNOWN: 1}
    assert report.statuses == {Status.NO_PEOPLE: 1, Status.PARTLY: 1, Status.REVIEW: 1}
    assert report.channels[WEB] == {Verdict.NO_PEOPLE: 1, Verdict.CLEARED: 1, Verdict.REVIEW: 1}
    assert report.channels[PRINT] == {Verdict.NO_PEOPLE: 1, Verdict.BLOCKED: 2}


def test_while_observing_everything_would_be_new_the_most_urgent_first(world: World) -> None:
    observed(world)

    report = reported(world, most=2)

    assert report.new == report.statuses
    assert [line.decision.status for line in report.first] == [Status.PARTLY, Status.REVIEW]


def test_once_live_nothing_is_new(world: World) -> None:
    observed(world)
    change_stage(world.deps, world.host.name, Stage.LIVE, ME)
    world.work()

    report = reported(world)

    assert (report.new, report.first, report.stage) == ({}, (), Stage.LIVE)


def ref_of(world: World, place: str) -> PhotoRef:
    with world.store.read() as tx:
        return next(one.ref for one in tx.assets.of_host(world.host.name) if one.place == place)


def cleared(world: World, place: str) -> None:
    """Let somebody else write that everything is cleared."""
    marks = MarkSet(status="cleared", word="✓ Cleared", channels=(PRINT, WEB))
    world.host.write(ref_of(world, place), marks)


def test_what_somebody_else_wrote_into_the_host_is_what_editors_see_now(world: World) -> None:
    observed(world)
    cleared(world, "anna.jpg")
    world.host.write(ref_of(world, "both.jpg"), MarkSet(status="blocked"))

    report = reported(world)

    now = {line.host_id: line.now for line in report.first}
    assert now == {
        ref_of(world, "anna.jpg").id: Now.CLEARED,
        ref_of(world, "both.jpg").id: Now.OTHER,
        ref_of(world, "empty.jpg").id: Now.NOTHING,
    }
    assert report.instead_of == {Now.CLEARED: 1, Now.OTHER: 1, Now.NOTHING: 1}


def test_a_mark_that_was_changed_since_would_change_again(world: World) -> None:
    observed(world)
    change_stage(world.deps, world.host.name, Stage.LIVE, ME)
    world.work()
    cleared(world, "anna.jpg")

    report = reported(world)

    assert report.new == {Status.PARTLY: 1}
    assert report.instead_of == {Now.CLEARED: 1}


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.CONFUSED])
def test_a_host_that_does_not_answer_is_compared_with_what_it_was_told(
    world: World, fault: Fault
) -> None:
    observed(world)
    world.host.fail(fault)

    report = reported(world)

    assert (report.unread, report.new) == (3, report.statuses)


def test_a_photo_that_is_gone_is_nothing_new(world: World) -> None:
    observed(world)
    world.host.delete("anna.jpg")

    report = reported(world)

    assert report.photos == 3
    assert Status.PARTLY not in report.new


@pytest.mark.parametrize(
    ("shown", "told", "now"),
    [
        pytest.param(None, True, Now.SAME, id="says it by showing nothing"),
        pytest.param(None, False, Now.NOTHING, id="never told"),
        pytest.param(MarkSet(status="not-assessed", word="…"), False, Now.SAME, id="says it"),
        pytest.param(
            MarkSet(status="not-assessed", word="…", channels=(WEB,)),
            False,
            Now.NOT_ASSESSED,
            id="and a use beside it",
        ),
    ],
)
def test_a_photo_that_was_not_checked(shown: MarkSet | None, now: Now, *, told: bool) -> None:
    nothing = Decision(
        status=Status.NOT_ASSESSED,
        channels=(),
        at=datetime(2026, 3, 1, tzinfo=UTC),
        today=date(2026, 3, 1),
        mode=Mode.OFF,
    )

    assert now_of(nothing, shown, told=told) is now


def test_photos_nobody_processed_yet_are_counted_apart(world: World) -> None:
    observed(world)
    world.photo("late.jpg")

    poll_host(world.deps, world.host.name)

    assert reported(world).undecided == 1


def test_every_kind_of_face_is_counted_but_what_is_none() -> None:
    assert set(FindingKind) - set(_FACES) == {FindingKind.NOT_A_FACE, FindingKind.HOST_LIMIT}
    assert set(URGENCY) == set(Status)
