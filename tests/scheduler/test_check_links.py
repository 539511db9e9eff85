"""Public links that lead to blocked photos: found a slice at a time, removed by a human alone."""

from datetime import date, timedelta

import pytest

from connector.errors import HostUnavailable, PhotoGone
from connector.host import PublicLink
from connector.values import HostName, PhotoRef
from consent.states import ConsentState
from scheduler.errors import NoSuchRow
from scheduler.jobs.attest_photo import attest_photo
from scheduler.jobs.change_stage import change_stage
from scheduler.jobs.check_gone import check_gone
from scheduler.jobs.check_links import (
    SMALLEST,
    check_all_links,
    check_links,
    open_photos,
    remove_link,
)
from scheduler.jobs.check_marks import check_marks
from scheduler.stages import Stage
from tests.fakes.eyes import Painted
from tests.fakes.host import Call, Fault
from tests.fakes.links import MemoryLinks
from tests.scheduler.test_stages import acts
from tests.scheduler.world import ME, PRINT, WEB, World

HOST = HostName("memory")


def silent(_done: int, _of: int) -> None:
    """Tell nobody."""


@pytest.fixture
def links(world: World) -> MemoryLinks:
    """Give the host public links."""
    made = MemoryLinks()
    world.host.links = made
    return made


def blocked(world: World, *places: str) -> list[PhotoRef]:
    """Put photos into the host that nobody may use."""
    person = world.person()
    world.grant(person, (WEB, PRINT), state=ConsentState.REFUSED)
    for place in places:
        world.photo(place, Painted(x=0.4))
    world.run()
    for place in places:
        attest_photo(world.deps, world.asset(place).id, [person], ME, only=True)
    world.work()
    assert all(world.status(place) == "blocked" for place in places)
    return [world.host.ref(place) for place in places]


def link(number: str = "1", **more: object) -> PublicLink:
    return PublicLink(id=number, url="https://cloud/s/x", owner="alice", **more)  # type: ignore[arg-type]


def test_links_of_blocked_photos_are_found_and_counted(world: World, links: MemoryLinks) -> None:
    one, two = blocked(world, "a.jpg", "b.jpg")
    links.share(one, link())
    links.share(one, link("2", inherited=True))
    links.share(two, link("2", inherited=True))

    assert check_links(world.deps, HOST) == 2
    assert acts(world, "public-links-found") == [{"host": "memory", "photos": 2, "count": 2}]


def test_photos_that_are_not_blocked_are_not_asked_for(world: World, links: MemoryLinks) -> None:
    world.photo("a.jpg")
    world.run()
    links.share(world.host.ref("a.jpg"), link())

    assert check_links(world.deps, HOST) == 0
    assert links.asked == []


def test_what_was_found_once_is_told_once(world: World, links: MemoryLinks) -> None:
    (one,) = blocked(world, "a.jpg")
    links.share(one, link())

    for _ in range(3):
        check_links(world.deps, HOST)

    assert len(acts(world, "public-links-found")) == 1


def test_those_never_asked_for_come_first_then_the_stalest(
    world: World, links: MemoryLinks
) -> None:
    refs = blocked(world, *(f"{number:02}.jpg" for number in range(SMALLEST + 5)))

    check_links(world.deps, HOST)
    first = set(links.asked)
    world.clock.forward(minutes=5)
    check_links(world.deps, HOST)

    assert len(first) == SMALLEST
    assert set(links.asked) == {ref.id for ref in refs}


def test_all_are_asked_for_at_once_when_somebody_wants_to_see_them(
    world: World, links: MemoryLinks
) -> None:
    refs = blocked(world, *(f"{number:02}.jpg" for number in range(SMALLEST + 5)))
    told: list[tuple[int, int]] = []

    check_all_links(world.deps, HOST, lambda done, of: told.append((done, of)))

    assert len(links.asked) == len(refs)
    assert told[-1] == (len(refs), len(refs))


def test_a_link_that_is_gone_or_has_ended_no_longer_counts(
    world: World, links: MemoryLinks
) -> None:
    one, two = blocked(world, "a.jpg", "b.jpg")
    links.share(one, link())
    links.share(two, link("2", ends=world.clock.today() - timedelta(days=1)))
    before = check_links(world.deps, HOST)

    links.remove("1")

    assert (before, check_links(world.deps, HOST)) == (1, 0)


def test_the_last_day_of_a_link_counts(world: World, links: MemoryLinks) -> None:
    (one,) = blocked(world, "a.jpg")
    links.share(one, link(ends=world.clock.today()))

    assert check_links(world.deps, HOST) == 1


def test_a_photo_that_is_gone_has_no_links(world: World, links: MemoryLinks) -> None:
    (one,) = blocked(world, "a.jpg")
    links.share(one, link())
    links.trouble = PhotoGone("gone")

    assert check_links(world.deps, HOST) == 0


def test_a_host_that_is_away_is_asked_again_later(world: World, links: MemoryLinks) -> None:
    (one,) = blocked(world, "a.jpg")
    links.share(one, link())
    links.trouble = HostUnavailable("away")
    with pytest.raises(HostUnavailable):
        check_links(world.deps, HOST)

    links.trouble = None

    assert check_links(world.deps, HOST) == 1


def test_a_host_without_links_or_left_is_not_asked(world: World, links: MemoryLinks) -> None:
    blocked(world, "a.jpg")
    change_stage(world.deps, HOST, Stage.DISCONNECTED, ME)
    left = check_links(world.deps, HOST)
    world.host.links = None
    check_all_links(world.deps, HOST, silent)

    assert (left, check_links(world.deps, HOST), links.asked) == (0, 0, [])


def test_links_of_a_host_that_was_left_are_no_alert(world: World, links: MemoryLinks) -> None:
    (one,) = blocked(world, "a.jpg")
    links.share(one, link())
    before = check_links(world.deps, HOST), len(open_photos(world.deps, None))

    change_stage(world.deps, HOST, Stage.DISCONNECTED, ME)

    assert (before, open_photos(world.deps, None)) == ((1, 1), frozenset())


def test_a_human_deletes_a_link_and_the_log_says_so(world: World, links: MemoryLinks) -> None:
    one, two = blocked(world, "a.jpg", "b.jpg")
    links.share(one, link("7", inherited=True))
    links.share(two, link("7", inherited=True))
    check_links(world.deps, HOST)

    photos = remove_link(world.deps, HOST, "7", ME)

    assert set(photos) == {world.asset("a.jpg").id, world.asset("b.jpg").id}
    assert open_photos(world.deps, None) == frozenset()
    assert acts(world, "public-link-removed") == [{"host": "memory", "record": "7", "photos": 2}]


@pytest.mark.parametrize("number", ["7", "8"])
def test_a_link_that_is_none_of_a_blocked_photo_is_not_deleted(
    world: World, links: MemoryLinks, number: str
) -> None:
    (one,) = blocked(world, "a.jpg")
    links.share(one, link("7"))
    check_links(world.deps, HOST)
    links.links[one.id] = [link("8")]

    with pytest.raises(NoSuchRow):
        remove_link(world.deps, HOST, number, ME)

    assert acts(world, "public-link-removed") == []


def test_a_touched_photo_is_compared_and_nobody_looks_at_faces_again(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.4))
    world.run()
    shown = world.shown("a.jpg")
    world.host.shown.clear()
    world.host.calls.clear()

    woken = check_marks(world.deps, world.host.ref("a.jpg"))
    world.work()

    assert (woken, world.shown("a.jpg")) == (1, shown)
    assert Call.FETCH not in {call for call, _ in world.host.calls}
    assert len(acts(world, "marks-repaired")) == 1


def test_a_photo_nobody_knows_is_not_compared_nor_gone(world: World) -> None:
    ref = world.host.put("new.jpg", b"x")

    assert check_marks(world.deps, ref) == 0
    assert not check_gone(world.deps, ref)


def test_a_photo_that_is_gone_by_its_hosts_own_word_is_deleted(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    ref, asset = world.host.ref("a.jpg"), world.asset("a.jpg").id
    world.host.delete("a.jpg")

    assert check_gone(world.deps, ref)
    with world.store.read() as tx:
        assert tx.assets.get(asset).deleted_at == world.clock.now()


def test_nobody_can_talk_a_photo_away(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    ref = world.host.ref("a.jpg")

    assert not check_gone(world.deps, ref)
    world.host.fail(Fault.UNAVAILABLE)
    with pytest.raises(HostUnavailable):
        check_gone(world.deps, ref)
    assert world.asset("a.jpg").deleted_at is None


def test_a_link_without_an_end_is_kept_without_one(world: World, links: MemoryLinks) -> None:
    (one,) = blocked(world, "a.jpg")
    links.share(one, link(guarded=True, ends=date(2031, 12, 31)))
    check_links(world.deps, HOST)

    with world.store.read() as tx:
        (kept,) = tx.found_links.open(HOST, world.clock.today())

    assert (kept.guarded, kept.ends, kept.inherited) == (True, date(2031, 12, 31), False)
