"""What is in the way of a host: kept once, and its end frees every photo at once."""

import pytest

from connector.causes import Cause, Kind, cause
from connector.errors import HostError, HostRefused, HostUnavailable, PhotoGone, PhotoLocked
from consent.ids import QuitclaimId
from consent.states import Status
from scheduler.host_troubles import cause_of, look_again
from scheduler.jobs.leave_host import clean_host
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.values import HostTrouble
from scheduler.worker import Worker
from tests.fakes.eyes import Painted
from tests.fakes.host import Fault
from tests.scheduler.world import ME, PRINT, WEB, World

GONE = cause(Kind.OPTION_GONE, part="status", name="✗ Not cleared", word="blocked")
PHOTOS = ("0.jpg", "1.jpg", "2.jpg")


@pytest.fixture
def consent(world: World) -> QuitclaimId:
    """Let three photos of one person be cleared."""
    world.recognise_everywhere()
    person = world.enrolled()
    given = world.grant(person, [WEB, PRINT])
    for place in PHOTOS:
        world.photo(place, Painted(x=0.2, who=person))
    world.run()
    return given


def trouble(world: World) -> HostTrouble | None:
    with world.store.read() as tx:
        return tx.host_troubles.get(world.host.name)


def waiting(world: World) -> int:
    with world.store.read() as tx:
        return tx.tellings.waiting(world.host.name)


def poll(world: World) -> None:
    poll_host(world.deps, world.host.name)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HostUnavailable("down"), Kind.UNAVAILABLE),
        (HostRefused("no key"), Kind.REFUSED),
        (PhotoLocked("edited"), None),
        (PhotoGone("gone"), None),
    ],
)
def test_an_error_about_one_photo_is_no_cause(error: HostError, kind: Kind | None) -> None:
    found = cause_of(error)

    assert (found.kind if found else None) is kind


def test_a_cause_is_kept_once_for_all_photos(world: World, consent: QuitclaimId) -> None:
    world.host.in_the_way = (GONE,)

    withdraw_quitclaim(world.deps, consent, ME)
    world.work()
    first = trouble(world)
    world.clock.forward(minutes=5)
    poll(world)
    second = trouble(world)

    assert first
    assert second
    assert (first.causes, second.causes) == ((GONE,), (GONE,))
    assert second.since == first.since < second.seen_at
    assert waiting(world) == len(PHOTOS)


def test_a_photo_told_in_part_is_decided_and_not_proved(world: World, consent: QuitclaimId) -> None:
    world.host.in_the_way = (GONE,)

    withdraw_quitclaim(world.deps, consent, ME)
    world.work()

    asset = world.asset("0.jpg")
    assert (asset.status, asset.told.in_part) == (Status.BLOCKED, True)
    assert asset.wanted == asset.done


def test_the_first_good_poll_frees_every_photo(world: World, consent: QuitclaimId) -> None:
    world.host.in_the_way = (GONE,)
    withdraw_quitclaim(world.deps, consent, ME)
    world.work()

    world.host.in_the_way = ()
    poll(world)
    due = waiting(world)
    world.work()

    assert (trouble(world), due) == (None, 0)
    assert not any(world.asset(place).told.in_part for place in PHOTOS)


def test_a_host_that_says_no_frees_its_photos_when_it_answers(
    world: World, consent: QuitclaimId
) -> None:
    worker = Worker(world.deps)
    world.host.fail(Fault.REFUSED)
    withdraw_quitclaim(world.deps, consent, ME)
    while worker.step():
        pass
    during = [world.status(place) for place in PHOTOS]
    with pytest.raises(HostRefused):
        poll(world)
    found = trouble(world)

    world.host.heal()
    poll(world)
    while worker.step():
        pass

    assert during == ["cleared"] * 3
    assert found
    assert [one.kind for one in found.causes] == [Kind.REFUSED]
    assert [world.status(place) for place in PHOTOS] == ["blocked"] * 3
    assert (trouble(world), waiting(world)) == (None, 0)


def test_a_person_who_asks_need_not_wait(world: World, consent: QuitclaimId) -> None:
    world.host.fail(Fault.REFUSED)
    withdraw_quitclaim(world.deps, consent, ME)
    world.work()
    world.host.heal()

    poll(world)
    before = trouble(world)
    look_again(world.deps, world.host.name, asked=True)

    assert before, "only writing would show its end, and it was tried a moment ago"
    assert trouble(world) is None
    assert waiting(world) == 0


def test_a_photo_told_in_part_is_never_called_repaired(world: World, consent: QuitclaimId) -> None:
    world.host.in_the_way = (GONE,)
    withdraw_quitclaim(world.deps, consent, ME)
    world.work()
    world.host.in_the_way = ()
    poll(world)
    world.work()

    with world.store.read() as tx:
        acts = [one.act for one in tx.records.segment(1, 1000)]
    assert "marks-repaired" not in acts


@pytest.mark.usefixtures("consent")
def test_a_host_is_left_though_something_cannot_be_read_back(world: World) -> None:
    hidden: tuple[Cause, ...] = (cause(Kind.FIELD_HIDDEN, field=91, part="note"),)
    world.host.in_the_way = hidden

    done = clean_host(world.deps, world.host.name, ME, lambda _done, _all: None)

    assert (done.left, done.total) == (0, 3)
    assert {one.why for one in done.unreached} == {(hidden[0].text,)}
    assert len(done.unreached) == len(PHOTOS)
    assert trouble(world) is None
