"""The gap report: counts of what is known, and of what editors would see."""

from dataclasses import replace

from consent.states import FindingKind, Status, Verdict
from scheduler.gaps import _FACES, URGENCY, Faces, GapReport
from scheduler.jobs.change_stage import change_stage
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.report_gaps import report_gaps
from scheduler.stages import Stage
from tests.fakes.eyes import Painted
from tests.scheduler.world import ME, PRINT, WEB, World


def reported(world: World, most: int = 20) -> GapReport:
    return report_gaps(world.deps, world.host.name, most, lambda _count: None)


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


def test_photos_nobody_processed_yet_are_counted_apart(world: World) -> None:
    observed(world)
    world.photo("late.jpg")

    poll_host(world.deps, world.host.name)

    assert reported(world).undecided == 1


def test_every_kind_of_face_is_counted_but_what_is_none() -> None:
    assert set(FindingKind) - set(_FACES) == {FindingKind.NOT_A_FACE, FindingKind.HOST_LIMIT}
    assert set(URGENCY) == set(Status)
