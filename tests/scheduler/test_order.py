"""Order by harm and cost: how many looks begin before something urgent is done."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from connector.values import PhotoRef
from consent.ids import PersonId
from consent.lifecycle import How
from consent.signing import Means
from consent.states import AnswerKind, ConsentState, Status
from scheduler.jobs.answer_face import Said, answer_face
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.check_drift import check_drift
from scheduler.jobs.check_gone import check_gone
from scheduler.jobs.check_marks import check_marks
from scheduler.jobs.notice_rules import LOOKING, notice_rules
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.turn_day import turn_day
from scheduler.jobs.withdraw import withdraw_all
from scheduler.worker import Worker
from tests.fakes.eyes import Painted
from tests.fakes.host import Call
from tests.scheduler.world import ME, World

UPLOADS = 40


@pytest.fixture
def busy(world: World) -> World:
    """A photo of Anna that is cleared, one of a stranger, and a queue of fresh uploads."""
    world.recognise_everywhere()
    world.photo("cleared.jpg", Painted(x=0.4, who=_anna(world)))
    world.photo("stranger.jpg", Painted(x=0.4))
    world.run()
    _upload(world)
    assert world.status("cleared.jpg") == "cleared"
    return world


def _anna(world: World) -> PersonId:
    anna = world.enrolled()
    world.grant(anna, ends=date(2026, 6, 30))
    return anna


def _upload(world: World, folder: str = "new") -> None:
    for number in range(UPLOADS):
        world.photo(f"{folder}/{number:03}.jpg", Painted(x=0.4))
    poll_host(world.deps, world.host.name)


def _looks_until(world: World, done: Callable[[], bool]) -> int:
    """Process until `done`; gives how many looks were begun before it."""
    worker, before = Worker(world.deps), world.eyes.scans
    while not done():
        assert worker.step(), "nothing was due any more"
    return world.eyes.scans - before


def _named(world: World) -> PersonId:
    """Name somebody who was never asked on the stranger's photo, and fill the queue again."""
    bram = world.person("Bram")
    (face,) = world.findings("stranger.jpg")
    answer_face(world.deps, face.id, Said(kind=AnswerKind.NAMED, person=bram), ME)
    world.work()
    _upload(world, "more")
    return bram


def _forge(world: World, place: str) -> None:
    ref = world.host.ref(place)
    shown = world.shown(place) or world.shown("cleared.jpg")
    assert shown is not None
    world.host.shown[ref.id] = replace(shown, status="cleared", channels=("print", "website"))


def test_a_forged_yes_is_put_right_before_the_next_look(busy: World) -> None:
    _forge(busy, "stranger.jpg")
    check_marks(busy.deps, busy.host.ref("stranger.jpg"))

    assert _looks_until(busy, lambda: busy.status("stranger.jpg") == "review") == 0


def test_a_forged_yes_on_a_photo_that_waits_for_its_first_look_costs_that_look_alone(
    busy: World,
) -> None:
    last = f"new/{UPLOADS - 1:03}.jpg"
    _forge(busy, last)
    check_marks(busy.deps, busy.host.ref(last))

    assert _looks_until(busy, lambda: busy.status(last) == "review") == 1


def test_a_watch_for_drift_compares_before_the_next_look(busy: World) -> None:
    _forge(busy, "stranger.jpg")
    check_drift(busy.deps, busy.host.name)

    assert _looks_until(busy, lambda: busy.status("stranger.jpg") == "review") == 0


def test_naming_somebody_who_refused_shows_before_the_next_look(busy: World) -> None:
    bram = busy.person("Bram")
    busy.grant(bram, state=ConsentState.REFUSED)
    (face,) = busy.findings("stranger.jpg")

    answer_face(busy.deps, face.id, Said(kind=AnswerKind.NAMED, person=bram), ME)

    assert _looks_until(busy, lambda: busy.status("stranger.jpg") == "blocked") == 0


def test_attesting_somebody_who_refused_shows_before_the_next_look(busy: World) -> None:
    bram = busy.person("Bram")
    busy.grant(bram, state=ConsentState.REFUSED)

    attest_photo(busy.deps, busy.asset("cleared.jpg").id, [bram], ME, only=False)

    assert _looks_until(busy, lambda: busy.status("cleared.jpg") == "blocked") == 0


def test_a_new_consent_needs_no_look_and_waits_for_none(busy: World) -> None:
    busy.grant(_named(busy))

    assert _looks_until(busy, lambda: busy.status("stranger.jpg") == "cleared") == 0


def test_what_makes_stricter_goes_before_what_only_needs_no_look(busy: World) -> None:
    busy.grant(_named(busy))
    with busy.store.read() as tx:
        (anna,) = {f.person for f in tx.findings.of(busy.asset("cleared.jpg").id)}
    assert anna is not None

    withdraw_all(busy.deps, anna, How(by=ME, means=Means.COMMAND))
    Worker(busy.deps).step()

    assert busy.status("cleared.jpg") == "blocked"
    assert busy.status("stranger.jpg") == "review"


def test_a_yes_ends_although_the_photo_waits_for_another_look(busy: World) -> None:
    """New rules for looking queue every photo; a withdrawal must not wait for one of them."""
    asset = busy.asset("cleared.jpg")
    with busy.store.begin() as tx:
        tx.facts.put(LOOKING, "other rules")
    notice_rules(busy.deps)
    (finding,) = busy.findings("cleared.jpg")
    assert finding.person is not None

    withdraw_all(busy.deps, finding.person, How(by=ME, means=Means.COMMAND))

    assert _looks_until(busy, lambda: busy.status("cleared.jpg") == "blocked") == 0
    busy.work()
    after = busy.asset("cleared.jpg")
    assert (after.id, after.scan_done) == (asset.id, after.scan_wanted), "the look was made later"
    assert busy.status("cleared.jpg") == "blocked"


def test_a_replaced_photo_loses_its_yes_before_any_look(busy: World) -> None:
    busy.repaint("cleared.jpg", Painted(x=0.2), Painted(x=0.6))
    poll_host(busy.deps, busy.host.name)

    assert _looks_until(busy, lambda: busy.status("cleared.jpg") != "cleared") == 0
    assert _looks_until(busy, lambda: busy.status("cleared.jpg") == "review") == 1


def test_a_yes_that_ended_by_the_clock_goes_before_the_next_look(busy: World) -> None:
    busy.clock.forward(days=121)
    turn_day(busy.deps)

    assert _looks_until(busy, lambda: busy.status("cleared.jpg") == "blocked") == 0


def test_a_deleted_photo_is_noted_before_the_next_look(busy: World) -> None:
    ref: PhotoRef = busy.host.ref("cleared.jpg")
    asset = busy.asset("cleared.jpg").id
    busy.host.delete("cleared.jpg")
    assert check_gone(busy.deps, ref)

    def noted() -> bool:
        with busy.store.read() as tx:
            return tx.assets.get(asset).status is None

    assert _looks_until(busy, noted) == 0


def test_where_every_worker_is_busy_the_first_to_be_free_takes_what_needs_no_look(
    busy: World,
) -> None:
    gates = [busy.host.hold(Call.FETCH) for _ in range(2)]
    stop = threading.Event()
    worker = Worker(busy.deps, lambda outcome: order.append(outcome.status))
    order: list[Status | None] = []
    threads = [threading.Thread(target=worker.drain, args=(stop,)) for _ in gates]
    for thread in threads:
        thread.start()
    try:
        assert all(gate.reached.wait(5) for gate in gates)
        third = busy.host.hold(Call.FETCH)
        (finding,) = busy.findings("cleared.jpg")
        assert finding.person is not None
        withdraw_all(busy.deps, finding.person, How(by=ME, means=Means.COMMAND))
        gates[0].go.set()
        assert third.reached.wait(5)
        assert busy.status("cleared.jpg") == "blocked"
    finally:
        stop.set()
        for gate in [*gates, third]:
            gate.go.set()
        for thread in threads:
            thread.join(10)
