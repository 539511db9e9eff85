"""Stages of a host: how far anything is written into it, and how it is taken back."""

import json
from dataclasses import replace

import pytest

from connector.values import HostName
from scheduler.errors import NoSuchRow, StageRefused
from scheduler.jobs.change_stage import begin_stages, change_stage, follow_pilot
from scheduler.jobs.check_drift import WEEK_OF_SLICES, check_drift, keep_up, slice_of
from scheduler.jobs.leave_host import Cleaned, clean_host
from scheduler.jobs.notice_rules import notice_rules
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.stages import Duty, Stage, duty, is_below, may_follow
from scheduler.values import Failure, Priority
from tests.fakes.eyes import Painted
from tests.fakes.host import Call, Fault
from tests.fakes.restrict import MemoryFinder, MemoryRestrict
from tests.fakes.words import FakeLinks
from tests.scheduler.world import ME, World

HOST = HostName("memory")


def observe(world: World) -> None:
    """Begin as a host does that others work in."""
    world.deps = replace(world.deps, first_stages={HOST: Stage.OBSERVING})


def go(world: World, to: Stage, scope: str = "") -> int:
    woken = change_stage(world.deps, HOST, to, ME, scope=scope)
    world.work()
    return woken


def clean(world: World) -> Cleaned:
    return clean_host(world.deps, HOST, ME, lambda _done, _of: None)


def acts(world: World, verb: str) -> list[dict[str, object]]:
    """Give the details of all acts of one kind."""
    with world.store.read() as tx:
        entries = list(tx.records._entries())  # noqa: SLF001 - the chain as it is kept
    return [json.loads(one.text)["detail"] for one in entries if one.act == verb]


def _disconnect(world: World) -> None:
    change_stage(world.deps, HOST, Stage.DISCONNECTED, ME)


def writes(world: World) -> int:
    return sum(call is Call.WRITE for call, _ in world.host.calls)


@pytest.mark.parametrize(
    ("stage", "inside", "told", "wanted"),
    [
        pytest.param(Stage.OBSERVING, True, True, Duty.KEEP_QUIET, id="observing writes nothing"),
        pytest.param(Stage.PILOT, True, False, Duty.SAY, id="a pilot writes inside"),
        pytest.param(Stage.PILOT, False, False, Duty.KEEP_QUIET, id="and not outside"),
        pytest.param(Stage.PILOT, False, True, Duty.TAKE_BACK, id="what left it is taken back"),
        pytest.param(Stage.LIVE, False, False, Duty.SAY, id="live writes"),
        pytest.param(Stage.LEAVING, True, True, Duty.LEAVE, id="leaving takes back"),
        pytest.param(Stage.LEAVING, True, False, Duty.REST, id="where there is something"),
        pytest.param(Stage.DISCONNECTED, True, True, Duty.REST, id="disconnected does nothing"),
    ],
)
def test_what_is_to_be_done_about_the_marks_of_a_photo(
    stage: Stage, *, inside: bool, told: bool, wanted: Duty
) -> None:
    assert duty(stage, inside=inside, told=told) is wanted


@pytest.mark.parametrize(
    ("scope", "place", "below"),
    [
        ("2026", "2026/a.jpg", True),
        ("/2026/", "2026/party/a.jpg", True),
        ("2026", "2026b/a.jpg", False),
        ("2026", "old/2026/a.jpg", False),
        ("", "a.jpg", False),
    ],
)
def test_a_photo_is_below_a_folder_or_not(scope: str, place: str, *, below: bool) -> None:
    assert is_below(scope, place) is below


def test_nothing_leads_back_to_observing_but_disconnecting() -> None:
    assert [one for one in Stage if may_follow(one, Stage.OBSERVING)] == [Stage.DISCONNECTED]


def test_a_host_nobody_set_a_stage_for_is_live(world: World) -> None:
    world.photo("a.jpg")

    world.run()

    assert world.status("a.jpg") == "no-people"


def test_an_observed_host_is_looked_at_and_told_nothing(world: World) -> None:
    observe(world)
    world.photo("a.jpg", Painted(x=0.4))

    world.run()

    assert (writes(world), world.status("a.jpg")) == (0, "nothing")
    assert world.asset("a.jpg").status == "review"


def test_going_live_tells_everything_that_was_decided_without_looking_again(world: World) -> None:
    observe(world)
    world.photo("a.jpg", Painted(x=0.4))
    world.photo("b.jpg")
    world.run()
    looks = world.eyes.scans

    woken = go(world, Stage.LIVE)

    assert (woken, world.eyes.scans) == (2, looks)
    assert [world.status(place) for place in ("a.jpg", "b.jpg")] == ["review", "no-people"]


def test_a_pilot_writes_only_inside_its_folder(world: World) -> None:
    observe(world)
    world.photo("pilot/a.jpg")
    world.photo("pilotless/b.jpg")
    world.run()

    woken = go(world, Stage.PILOT, "pilot")

    assert (woken, writes(world)) == (1, 1)
    assert [world.status(one) for one in ("pilot/a.jpg", "pilotless/b.jpg")] == [
        "no-people",
        "nothing",
    ]


def test_a_photo_that_moves_out_of_the_pilot_loses_its_marks(world: World) -> None:
    observe(world)
    world.photo("pilot/a.jpg")
    world.run()
    go(world, Stage.PILOT, "pilot")
    world.host.move("pilot/a.jpg", "other/a.jpg")

    world.run()

    assert world.status("other/a.jpg") == "nothing"
    assert not world.asset("other/a.jpg").told


def test_narrowing_a_live_host_to_a_pilot_takes_back_the_rest(world: World) -> None:
    world.photo("pilot/a.jpg")
    world.photo("b.jpg")
    world.run()

    go(world, Stage.PILOT, "pilot")

    assert [world.status(one) for one in ("pilot/a.jpg", "b.jpg")] == ["no-people", "nothing"]


def test_a_pilot_by_search_follows_what_the_search_finds(world: World) -> None:
    finder = MemoryFinder()
    world.host.finder = finder
    observe(world)
    for place in ("a.jpg", "b.jpg"):
        world.photo(place)
    world.run()
    finder.found["!collection1"] = {world.host.ref("a.jpg").id}
    go(world, Stage.PILOT, "!collection1")
    first = [world.status(place) for place in ("a.jpg", "b.jpg")]
    finder.found["!collection1"] = {world.host.ref("b.jpg").id}

    moved = follow_pilot(world.deps, HOST)
    world.work()

    assert (first, moved) == (["no-people", "nothing"], 2)
    assert [world.status(place) for place in ("a.jpg", "b.jpg")] == ["nothing", "no-people"]
    assert follow_pilot(world.deps, HOST) == 0


def test_a_search_that_finds_nothing_is_no_pilot(world: World) -> None:
    world.host.finder = MemoryFinder()
    observe(world)

    with pytest.raises(NoSuchRow):
        change_stage(world.deps, HOST, Stage.PILOT, ME, scope="!collection9")


@pytest.mark.parametrize("scope", ["", " ", "/"])
def test_a_pilot_about_everything_is_refused(world: World, scope: str) -> None:
    with pytest.raises(StageRefused):
        change_stage(world.deps, HOST, Stage.PILOT, ME, scope=scope)


def test_every_change_of_stage_is_an_audited_act(world: World) -> None:
    observe(world)
    begin_stages(world.deps)
    begin_stages(world.deps)
    change_stage(world.deps, HOST, Stage.PILOT, ME, scope="secret name")
    change_stage(world.deps, HOST, Stage.LIVE, ME)

    said = acts(world, "host-stage-set")

    assert [one["stage"] for one in said] == ["observing", "pilot", "live"]
    assert "secret name" not in str(said)


def test_a_stage_once_begun_stays_whatever_the_settings_say_later(world: World) -> None:
    observe(world)
    begin_stages(world.deps)
    world.deps = replace(world.deps, first_stages={})
    world.photo("a.jpg")

    world.run()

    assert world.status("a.jpg") == "nothing"


def test_a_stage_that_changes_while_a_photo_is_decided_stops_the_write(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    poll_host(world.deps, HOST)
    world.eyes.before_answer = lambda: _disconnect(world)

    world.work()

    assert writes(world) == 0


def test_a_disconnected_host_is_neither_polled_nor_looked_at(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    change_stage(world.deps, HOST, Stage.DISCONNECTED, ME)
    world.photo("b.jpg")
    before = len(world.host.calls)

    world.run()

    assert len(world.host.calls) == before
    assert world.status("a.jpg") == "no-people"


def test_a_host_that_comes_back_is_observed_and_keeps_what_is_known(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    clean(world)
    looks = world.eyes.scans

    go(world, Stage.OBSERVING)

    assert (world.asset("a.jpg").status, world.eyes.scans) == ("review", looks)
    assert world.status("a.jpg") == "nothing"


def test_cleaning_takes_back_every_mark_and_says_n_of_n(world: World) -> None:
    for place in ("a.jpg", "b.jpg", "c.jpg"):
        world.photo(place, Painted(x=0.4))
    world.run()

    done = clean(world)

    assert (done.done, done.total, done.left) == (3, 3, 0)
    assert world.host.shown == {}
    with world.store.read() as tx:
        stage = tx.stages.get(HOST)
    assert stage is not None
    assert stage.stage is Stage.DISCONNECTED


def test_cleaning_gives_access_back(world: World) -> None:
    restrict = MemoryRestrict(levels={"review": 2})
    world.host.restrict = restrict
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    closed = dict(restrict.access)

    clean(world)

    assert list(closed.values()) == [2]
    assert list(restrict.access.values()) == [0]


def test_a_photo_closed_for_its_status_is_opened_when_the_status_changes(world: World) -> None:
    restrict = MemoryRestrict(levels={"blocked": 2})
    world.host.restrict = restrict
    world.recognise_everywhere()
    anna = world.enrolled()
    quitclaim = world.grant(anna)
    world.photo("a.jpg", Painted(x=0.4, who=anna))
    world.run()
    opened = dict(restrict.access)
    withdraw_quitclaim(world.deps, quitclaim, ME)
    world.work()
    closed = list(restrict.access.values())

    world.clock.forward(hours=1)
    world.grant(anna)
    world.work()

    assert (opened, closed) == ({}, [2])
    assert (world.status("a.jpg"), list(restrict.access.values())) == ("cleared", [0])
    assert world.asset("a.jpg").told.held == ""


def test_cleaning_stops_where_the_host_is_down_and_goes_on_later(world: World) -> None:
    for place in ("a.jpg", "b.jpg", "c.jpg"):
        world.photo(place)
    world.run()
    with world.store.read() as tx:
        second = tx.assets.get(tx.tellings.of_host(HOST)[1])
    world.host.fail(Fault.UNAVAILABLE, place=second.place)

    broken = clean(world)
    world.host.heal()
    whole = clean(world)

    assert broken.failure is Failure.HOST_UNAVAILABLE
    assert (broken.done, broken.left) == (1, 2)
    assert (whole.done, whole.total) == (3, 3)
    assert world.host.shown == {}


def test_a_photo_that_is_gone_from_the_host_holds_nobody_up(world: World) -> None:
    world.photo("a.jpg")
    world.photo("b.jpg")
    world.run()
    world.host.delete("a.jpg")
    poll_host(world.deps, HOST)

    done = clean(world)

    assert (done.done, done.gone, done.total, done.left) == (1, 1, 2, 0)


def test_what_a_photo_shows_that_is_gone_is_not_called_read_back_after_a_break(
    world: World,
) -> None:
    for place in ("a.jpg", "b.jpg"):
        world.photo(place)
    world.run()
    with world.store.read() as tx:
        first, second = (tx.assets.get(one) for one in tx.tellings.of_host(HOST))
    world.host.delete(first.place)
    world.host.fail(Fault.UNAVAILABLE, place=second.place)

    broken = clean(world)
    world.host.heal()
    whole = clean(world)

    assert (broken.done, broken.gone, broken.left) == (0, 1, 1)
    assert (whole.done, whole.gone, whole.left) == (1, 1, 0)


def test_marks_that_somebody_changed_are_repaired_and_that_is_logged(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    marks = world.shown("a.jpg")
    assert marks
    world.host.shown[world.host.ref("a.jpg").id] = replace(marks, status="cleared")

    looked_at = check_drift(world.deps, HOST)
    world.work()

    assert looked_at == 1
    assert world.status("a.jpg") == "review"
    assert acts(world, "marks-repaired") == [{"host": "memory", "found": "cleared"}]


def test_marks_that_are_as_they_should_be_are_left_alone(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    world.run()

    check_drift(world.deps, HOST)
    world.work()

    assert acts(world, "marks-repaired") == []


def test_a_new_answer_is_no_repair(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    world.repaint("a.jpg")

    world.run()

    assert world.status("a.jpg") == "no-people"
    assert acts(world, "marks-repaired") == []


def test_slices_go_round_through_all_photos(world: World) -> None:
    for number in range(25):
        world.photo(f"{number}.jpg")
    world.run()
    world.host.calls.clear()

    for _ in range(3):
        check_drift(world.deps, HOST)
        world.clock.forward(seconds=300)
        world.work()

    assert len({photo for call, photo in world.host.calls if call is Call.WRITE}) == 25


def test_blocked_photos_come_first(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    quitclaim = world.grant(anna)
    for number in range(25):
        world.photo(f"{number}.jpg")
    world.photo("no.jpg", Painted(x=0.4, who=anna))
    world.run()
    withdraw_quitclaim(world.deps, quitclaim, ME)
    world.work()
    world.host.calls.clear()

    check_drift(world.deps, HOST)
    world.work()

    first = next(photo for call, photo in world.host.calls if call is Call.WRITE)
    assert world.host.locate(first) == "no.jpg" if first else False


@pytest.mark.parametrize("photos", [0, 10, 1500, 100_000, 1_000_000])
def test_a_week_of_slices_sees_every_photo_even_with_half_of_each_for_blocked_ones(
    photos: int,
) -> None:
    assert slice_of(photos) // 2 * WEEK_OF_SLICES >= photos or photos <= 10


def test_an_observed_host_has_nothing_to_compare(world: World) -> None:
    observe(world)
    world.photo("a.jpg")
    world.run()

    assert keep_up(world.deps, HOST) == 0


def test_the_link_is_told_where_there_is_an_address(world: World) -> None:
    notice_rules(world.deps)
    world.photo("a.jpg")
    world.run()
    without = world.shown("a.jpg")
    world.deps = replace(world.deps, links=FakeLinks("https://likeness.example/photo"))

    notice_rules(world.deps)
    world.work()

    with_link = world.shown("a.jpg")
    assert without is not None
    assert with_link is not None
    assert without.link == ""
    assert with_link.link.startswith("https://likeness.example/photo/")


def test_a_renewed_link_is_told_anew(world: World) -> None:
    world.deps = replace(world.deps, links=FakeLinks("https://likeness.example"))
    world.photo("a.jpg")
    world.run()
    before = world.shown("a.jpg")
    asset = world.asset("a.jpg").id

    with world.store.begin() as tx:
        tx.tellings.renew_link(asset)
        tx.queue.wake([asset], Priority.CONSENT, world.clock.now())
    world.work()

    after = world.shown("a.jpg")
    assert before is not None
    assert after is not None
    assert after.link != before.link


def test_the_day_of_the_record_is_told_and_stays(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    first = world.shown("a.jpg")
    world.clock.forward(days=3)
    marks = world.shown("a.jpg")
    assert marks
    world.host.shown[world.host.ref("a.jpg").id] = replace(marks, note="spoiled")

    check_drift(world.deps, HOST)
    world.work()

    again = world.shown("a.jpg")
    assert first is not None
    assert again is not None
    assert again.checked_on == first.checked_on is not None
