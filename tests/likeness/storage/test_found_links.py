"""Public links of blocked photos, on both databases."""

from datetime import timedelta

from connector.values import HostName
from consent.ids import AssetId
from consent.states import Status
from likeness.storage.store import SqlStore
from scheduler.values import Finished, OpenLink
from tests.likeness.storage.samples import HOST, NOW, note

TODAY = NOW.date()


def decided(store: SqlStore, *statuses: Status) -> tuple[AssetId, ...]:
    """Make photos that were decided so."""
    assets = tuple(note(store, [f"{number}.jpg" for number in range(len(statuses))]))
    with store.begin() as tx:
        for asset, status in zip(assets, statuses, strict=True):
            claim = tx.claims.take(asset, NOW, 60.0)
            assert claim is not None
            tx.claims.finish(claim, Finished(status=status, redecide_on=None, looked=True), NOW)
    return assets


def test_only_blocked_photos_are_asked_for_and_new_ones_first(store: SqlStore) -> None:
    one, two, _ = decided(store, Status.BLOCKED, Status.BLOCKED, Status.CLEARED)

    with store.begin() as tx:
        tx.found_links.save(one, [], NOW)

    with store.read() as tx:
        assert tx.found_links.blocked(HOST) == 2
        assert tx.found_links.stalest(HOST, 5) == (two, one)
        assert tx.found_links.stalest(HOST, 1) == (two,)
        assert tx.found_links.blocked(HostName("elsewhere")) == 0


def test_the_stalest_come_before_those_asked_lately(store: SqlStore) -> None:
    one, two = decided(store, Status.BLOCKED, Status.BLOCKED)

    with store.begin() as tx:
        tx.found_links.save(one, [], NOW)
        tx.found_links.save(two, [], NOW - timedelta(hours=1))

    with store.read() as tx:
        assert tx.found_links.stalest(HOST, 2) == (two, one)


def test_links_are_kept_as_they_are_and_counted_while_they_work(store: SqlStore) -> None:
    (asset,) = decided(store, Status.BLOCKED)
    guarded = OpenLink(asset=asset, id="1", guarded=True, ends=TODAY)
    ended = OpenLink(asset=asset, id="2", inherited=True, ends=TODAY - timedelta(days=1))

    with store.begin() as tx:
        tx.found_links.save(asset, [OpenLink(asset=asset, id="0")], NOW)
        tx.found_links.save(asset, [guarded, ended], NOW)

    with store.read() as tx:
        assert tx.found_links.of(asset) == (guarded, ended)
        assert tx.found_links.open(HOST, TODAY) == (guarded,)
        assert tx.found_links.open(HostName("elsewhere"), TODAY) == ()


def test_links_of_a_photo_that_is_no_longer_blocked_do_not_count(store: SqlStore) -> None:
    (asset,) = decided(store, Status.CLEARED)

    with store.begin() as tx:
        tx.found_links.save(asset, [OpenLink(asset=asset, id="1")], NOW)

    with store.read() as tx:
        assert tx.found_links.open(HOST, TODAY) == ()
