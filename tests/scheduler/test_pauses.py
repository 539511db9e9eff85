"""A host that is down or says no is let alone, and catches up by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from connector.errors import (
    HostConfused,
    HostError,
    HostRefused,
    HostUnavailable,
    MarkRefused,
    PhotoLocked,
)
from connector.values import HostName
from scheduler.jobs.poll_host import poll_host
from scheduler.pauses import REFUSED_WAIT_S, Pauses
from scheduler.retry import HOST_WAIT_S, MAX_ATTEMPTS
from scheduler.values import Failure
from scheduler.worker import Worker
from tests.fakes.host import Call, Fault
from tests.scheduler.world import World

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAM = HostName("dam")


@pytest.mark.parametrize(
    ("error", "wait_s"),
    [
        (HostUnavailable("down"), HOST_WAIT_S),
        (HostRefused("no"), REFUSED_WAIT_S),
    ],
)
def test_trouble_of_the_whole_host_lets_it_rest(error: HostError, wait_s: float) -> None:
    pauses = Pauses()

    verdict = pauses.note(DAM, error, NOW)

    assert verdict
    assert (verdict.at, verdict.counts) == (NOW + timedelta(seconds=wait_s), False)
    assert pauses.of(DAM, NOW) == verdict
    assert pauses.of(DAM, verdict.at) is None
    assert pauses.of(HostName("other"), NOW) is None


@pytest.mark.parametrize(
    "error", [PhotoLocked("edited"), HostConfused("error note"), MarkRefused("failed")]
)
def test_trouble_of_one_photo_does_not(error: HostError) -> None:
    pauses = Pauses()

    assert pauses.note(DAM, error, NOW) is None
    assert not pauses.any


def test_a_host_that_answers_rests_no_more() -> None:
    pauses = Pauses()
    pauses.note(DAM, HostUnavailable("down"), NOW)

    pauses.end(DAM)

    assert pauses.of(DAM, NOW) is None


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.REFUSED])
def test_one_photo_asks_for_all_and_none_is_lost(world: World, fault: Fault) -> None:
    places = [f"{number}.jpg" for number in range(5)]
    for place in places:
        world.photo(place)
    poll_host(world.deps, world.host.name)
    world.host.calls.clear()
    world.host.fail(fault)

    world.work()

    assert [call for call, _ in world.host.calls].count(Call.FETCH) == 1
    with world.store.read() as tx:
        assert tx.queue.dead() == ()
    world.host.heal()
    world.clock.forward(seconds=REFUSED_WAIT_S)
    world.work()
    assert {world.status(place) for place in places} == {"no-people"}


def test_a_host_that_answers_again_ends_the_rest(world: World) -> None:
    world.photo("a.jpg")
    poll_host(world.deps, world.host.name)
    worker = Worker(world.deps)
    world.host.fail(Fault.UNAVAILABLE)
    worker.step()
    assert worker.pauses.any
    world.host.heal()
    world.clock.forward(seconds=HOST_WAIT_S)

    worker.step()

    assert not worker.pauses.any


def test_a_photo_the_host_stumbles_over_is_no_full_disk_and_waits_for_a_human(
    world: World,
) -> None:
    world.photo("a.jpg")
    world.photo("b.jpg")
    poll_host(world.deps, world.host.name)
    world.host.fail(Fault.CONFUSED, place="a.jpg")

    for _ in range(MAX_ATTEMPTS):
        world.work()
        world.clock.forward(hours=2)

    with world.store.read() as tx:
        assert [letter.failure for letter in tx.queue.dead()] == [Failure.CRASHED]
    assert (world.status("a.jpg"), world.status("b.jpg")) == ("nothing", "no-people")
