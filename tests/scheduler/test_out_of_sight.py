"""Photos that leave our sight with a yes on them."""

from collections.abc import Callable

import pytest

from connector.values import PhotoRef
from consent.ids import Actor, AssetId, PersonId
from consent.lifecycle import How
from consent.signing import Means
from consent.states import Status
from consent.withdrawals import Withdrawal
from scheduler.errors import NoSuchRow
from scheduler.jobs.check_gone import check_gone
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.turn_day import turn_day
from scheduler.jobs.withdraw import withdraw_all
from scheduler.ports.sight import MOVER_DAYS, Left, LostPhoto
from scheduler.sight import leave_sight, look_around, tick
from tests.fakes.eyes import Painted
from tests.fakes.host import Fault
from tests.scheduler.world import ME, World

PHOTOS = 3


@pytest.fixture
def anna(world: World) -> PersonId:
    """Anna, who is on three photos that are cleared; there is one of a stranger, too."""
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    for number in range(PHOTOS):
        world.photo(f"{number}/a.jpg", Painted(x=0.4, who=anna))
    world.photo("0/stranger.jpg", Painted(x=0.4))
    world.run()
    assert [world.status(f"{number}/a.jpg") for number in range(PHOTOS)] == ["cleared"] * PHOTOS
    return anna


def _lost(world: World) -> tuple[LostPhoto, ...]:
    with world.store.read() as tx:
        return tx.sight.all()


def _withdraw(world: World, person: PersonId) -> Callable[[], Withdrawal]:
    made = withdraw_all(world.deps, person, How(by=ME, means=Means.COMMAND))

    def now() -> Withdrawal:
        with world.store.read() as tx:
            return tx.withdrawals.get(made)

    return now


def _gone(world: World, place: str) -> AssetId:
    asset = world.asset(place).id
    world.host.delete(place)
    world.run()
    return asset


@pytest.mark.usefixtures("anna")
def test_a_photo_that_left_with_a_yes_is_listed_and_one_without_is_not(world: World) -> None:
    asset = _gone(world, "0/a.jpg")
    _gone(world, "0/stranger.jpg")

    (lost,) = _lost(world)

    assert (lost.asset, lost.status, lost.place) == (asset, Status.CLEARED, "0/a.jpg")
    assert lost.leaving.how is Left.GONE
    assert "0/a.jpg" not in repr(lost)


def test_a_withdrawal_counts_it_as_not_reached_and_is_finished_all_the_same(
    world: World, anna: PersonId
) -> None:
    asset = _gone(world, "0/a.jpg")
    left = world.clock.now()
    world.clock.forward(days=2)

    withdrawal = _withdraw(world, anna)
    world.work()

    made = withdrawal()
    assert (made.photos, made.done, made.unreached) == (3, 2, 1)
    assert made.finished_at == world.clock.now()
    with world.store.read() as tx:
        assert tx.withdrawals.unreached(made.id) == {asset: left}
        letters = [one.letter.refs for one in tx.outbox.all()]
    assert {"withdrawal": made.id} in letters


def test_a_photo_that_leaves_before_the_withdrawal_reached_it_is_not_reached(
    world: World, anna: PersonId
) -> None:
    withdrawal = _withdraw(world, anna)
    world.host.delete("1/a.jpg")
    poll_host(world.deps, world.host.name)

    world.work()

    assert (withdrawal().done, withdrawal().unreached) == (2, 1)


def test_a_photo_that_was_changed_before_it_left_needs_nothing(
    world: World, anna: PersonId
) -> None:
    withdrawal = _withdraw(world, anna)
    world.work()

    _gone(world, "1/a.jpg")

    assert (withdrawal().done, withdrawal().unreached) == (3, 0)
    assert _lost(world) == ()


def test_a_photo_that_cannot_be_written_because_it_is_not_there_is_not_reached(
    world: World, anna: PersonId
) -> None:
    """Its folder was hidden: the feed does not call it deleted, the host does not know it."""
    world.host.fail(Fault.GONE, place="2/a.jpg")
    withdrawal = _withdraw(world, anna)

    world.work()

    assert (withdrawal().done, withdrawal().unreached) == (2, 1)
    (lost,) = _lost(world)
    assert not lost.gone


def test_a_photo_that_is_seen_again_is_reached_and_leaves_the_list(
    world: World, anna: PersonId
) -> None:
    data = world.host.data("0/a.jpg")
    shown = world.shown("0/a.jpg")
    ref = world.host.ref("0/a.jpg")
    _gone(world, "0/a.jpg")
    withdrawal = _withdraw(world, anna)
    world.work()

    assert shown is not None
    _restore(world, "0/a.jpg", data, ref)
    world.host.shown[ref.id] = shown
    world.run()

    assert world.status("0/a.jpg") == "blocked"
    assert (withdrawal().done, withdrawal().unreached) == (3, 0)
    assert _lost(world) == ()


def _restore(world: World, place: str, data: bytes, ref: PhotoRef) -> None:
    world.host.put(place, data)
    world.host.renumber(place, ref)


def test_a_hidden_folder_is_listed_at_once_and_comes_back_at_once(
    world: World, anna: PersonId
) -> None:
    world.photo("0/b.jpg", Painted(x=0.4, who=anna))
    world.run()
    world.host.unreadable["0"] = "vanished"
    world.run()
    hidden = _lost(world)
    world.host.unreadable.clear()

    assert look_around(world.deps, world.host.name) == 2
    world.work()

    assert {one.place for one in hidden} == {"0/a.jpg", "0/b.jpg"}
    assert {one.leaving.how for one in hidden} == {Left.HIDDEN}
    assert _lost(world) == ()


@pytest.mark.usefixtures("anna")
def test_what_is_only_busy_hides_nothing(world: World) -> None:
    world.host.unreadable["0"] = "unavailable"

    world.run()

    assert _lost(world) == ()


@pytest.mark.usefixtures("anna")
def test_a_photo_that_cannot_be_seen_yet_stays_on_the_list(world: World) -> None:
    world.host.fail(Fault.GONE, place="0/a.jpg")
    leave_sight(world.deps, world.asset("0/a.jpg").id)

    assert look_around(world.deps, world.host.name) == 0
    assert len(_lost(world)) == 1


@pytest.mark.usefixtures("anna")
def test_who_moved_it_is_kept_for_a_month(world: World) -> None:
    ref = world.host.ref("0/a.jpg")
    world.host.delete("0/a.jpg")

    assert check_gone(world.deps, ref, Left.MOVED, "alice")
    world.run()
    (lost,) = _lost(world)
    world.clock.forward(days=MOVER_DAYS, seconds=1)
    turn_day(world.deps)

    (later,) = _lost(world)
    assert (lost.leaving.how, lost.leaving.by) == (Left.MOVED, "alice")
    assert (later.leaving.how, later.leaving.by) == (Left.MOVED, "")
    assert "alice" not in repr(lost)


@pytest.mark.usefixtures("anna")
def test_a_photo_that_was_moved_where_we_see_it_is_not_listed(world: World) -> None:
    assert not check_gone(world.deps, world.host.ref("0/a.jpg"), Left.MOVED, "alice")

    assert _lost(world) == ()


@pytest.mark.usefixtures("anna")
def test_it_stays_listed_past_the_grace_of_deleted_photos_until_a_human_ticks_it_off(
    world: World,
) -> None:
    asset = _gone(world, "0/a.jpg")
    world.clock.forward(days=world.deps.rules.grace_days + 1)
    turn_day(world.deps)
    assert [one.asset for one in _lost(world)] == [asset]

    assert tick(world.deps, [asset], Actor("account:desk")) == 1
    turn_day(world.deps)

    assert _lost(world) == ()
    with pytest.raises(NoSuchRow), world.store.read() as tx:
        tx.assets.get(asset)
    with pytest.raises(NoSuchRow, match="not on the list"):
        tick(world.deps, [asset], ME)


def test_what_was_ticked_off_counts_in_no_withdrawal(world: World, anna: PersonId) -> None:
    asset = _gone(world, "0/a.jpg")
    tick(world.deps, [asset], ME)

    withdrawal = _withdraw(world, anna)
    world.work()

    assert (withdrawal().photos, withdrawal().done, withdrawal().unreached) == (2, 2, 0)


def test_a_host_that_is_down_hides_nothing(world: World, anna: PersonId) -> None:
    world.host.fail(Fault.UNAVAILABLE)
    withdrawal = _withdraw(world, anna)
    world.work()
    listed = _lost(world)

    world.host.heal()
    world.clock.forward(minutes=10)
    world.work()

    assert listed == ()
    assert (withdrawal().done, withdrawal().unreached) == (PHOTOS, 0)
