"""People who took a photo that must not be used as before are told, once."""

from dataclasses import dataclass, field
from datetime import timedelta

from connector.errors import HostUnavailable, PhotoGone
from connector.host import Taking, Use
from connector.values import PhotoRef
from consent.ids import AssetId, WithdrawalId
from consent.withdrawals import Withdrawal, Withdrawn
from scheduler.jobs.tell_editors import tell_editors
from scheduler.ports.outbox import Letter, LetterKind
from tests.fakes.eyes import Painted
from tests.fakes.post import FakeScreens
from tests.scheduler.world import ME, WEB, World


@dataclass(slots=True)
class FakeUses:
    """Says who took photos."""

    users: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Host's number of the photo -> users."""
    fault: Exception | None = None

    def of(self, ref: PhotoRef) -> tuple[Use, ...]:
        if self.fault is not None:
            raise self.fault
        users = self.users.get(ref.id, ())
        collected = Use(how=Taking.COLLECTED, place="12")
        return (*(Use(how=Taking.DOWNLOADED, user=user) for user in users), collected)


def equip(world: World) -> FakeUses:
    world.host.uses = uses = FakeUses()
    world.host.message = FakeScreens()
    return uses


def photos(world: World, *places: str) -> list[tuple[AssetId, str]]:
    for place in places:
        world.photo(place, Painted(x=0.2))
    world.run()
    with world.store.read() as tx:
        found = sorted(tx.assets.of_host(world.host.name), key=lambda asset: asset.place)
        return [(asset.id, str(asset.ref.id)) for asset in found]


def withdraw(world: World, *assets: AssetId, finished: bool = True) -> None:
    made = Withdrawal(
        id=WithdrawalId("w1"),
        person=world.person(),
        at=world.clock.now(),
        by=ME,
        what=Withdrawn.ALL,
        channels=frozenset({WEB}),
        photos=0,
    )
    with world.store.begin() as tx:
        tx.withdrawals.add(made, assets)
        for asset in assets if finished else ():
            tx.withdrawals.done(asset, 1_000_000, world.clock.now() + timedelta(seconds=1))


def messages(world: World) -> list[Letter]:
    with world.store.read() as tx:
        found = [one.letter for one in tx.outbox.all() if one.letter.kind is LetterKind.EDITOR]
    return sorted(found, key=lambda letter: str(letter.refs["user"]))


def test_each_user_gets_one_message_with_their_photos(world: World) -> None:
    uses = equip(world)
    (one, first), (two, second) = photos(world, "a.jpg", "b.jpg")
    uses.users = {first: ("eva", "tom"), second: ("eva",)}
    withdraw(world, one, two)

    assert tell_editors(world.deps) == 2

    assert [letter.refs["user"] for letter in messages(world)] == ["eva", "tom"]
    assert [letter.refs["photos"] for letter in messages(world)] == [
        tuple(sorted((first, second))),
        (first,),
    ]


def test_nobody_is_told_twice(world: World) -> None:
    uses = equip(world)
    ((one, first),) = photos(world, "a.jpg")
    uses.users = {first: ("eva",)}
    withdraw(world, one)

    assert [tell_editors(world.deps) for _ in range(3)] == [1, 0, 0]


def test_nobody_is_told_before_the_photos_have_followed(world: World) -> None:
    uses = equip(world)
    ((one, first),) = photos(world, "a.jpg")
    uses.users = {first: ("eva",)}
    withdraw(world, one, finished=False)

    assert tell_editors(world.deps) == 0


def test_a_host_that_is_down_is_asked_the_next_time(world: World) -> None:
    uses = equip(world)
    ((one, first),) = photos(world, "a.jpg")
    uses.users, uses.fault = {first: ("eva",)}, HostUnavailable("down")
    withdraw(world, one)
    assert tell_editors(world.deps) == 0

    uses.fault = None

    assert tell_editors(world.deps) == 1


def test_a_photo_that_is_gone_keeps_nobody(world: World) -> None:
    uses = equip(world)
    ((one, _),) = photos(world, "a.jpg")
    uses.fault = PhotoGone("gone")
    withdraw(world, one)

    assert [tell_editors(world.deps) for _ in range(2)] == [0, 0]


def test_a_host_that_does_not_say_tells_nobody(world: World) -> None:
    ((one, _),) = photos(world, "a.jpg")
    withdraw(world, one)

    assert tell_editors(world.deps) == 0


def test_photos_that_may_still_be_used_are_no_matter(world: World) -> None:
    uses = equip(world)
    world.photo("a.jpg")
    world.run()
    ((one, first),) = photos(world)
    uses.users = {first: ("eva",)}
    withdraw(world, one)

    assert tell_editors(world.deps) == 0
