"""What hosts are told, and stages, on both databases."""

from datetime import timedelta

from connector.values import HostId, HostName, PhotoRef
from consent.states import Status
from likeness.storage.store import SqlStore
from scheduler.stages import HostStage, Stage
from scheduler.values import SAYING, Finished, Told
from tests.likeness.storage.samples import HOST, ME, NOW, note

ELSEWHERE = HostName("elsewhere")


def test_a_photo_is_told_nothing_at_first(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])

    with store.read() as tx:
        assert not tx.assets.get(asset).told
        assert tx.tellings.of_host(HOST) == ()


def test_what_it_is_told_is_kept(store: SqlStore) -> None:
    first, second = note(store, ["a", "b"])

    with store.begin() as tx:
        tx.tellings.save(first, Told(digest=SAYING), NOW)
        tx.tellings.save(second, Told(held="0>2"), NOW)

    with store.read() as tx:
        assert tx.assets.get(second).told == Told(held="0>2")
        assert set(tx.tellings.of_host(HOST)) == {first, second}
        assert tx.tellings.of_host(ELSEWHERE) == ()


def test_the_stalest_come_first_blocked_ones_apart(store: SqlStore) -> None:
    assets = note(store, ["a", "b", "c", "d"])
    with store.begin() as tx:
        for number, asset in enumerate(assets):
            status = Status.BLOCKED if number == 3 else Status.CLEARED
            claim = tx.claims.take(asset, NOW, 60.0)
            assert claim is not None
            tx.claims.finish(claim, Finished(status=status, redecide_on=None, looked=True), NOW)
            tx.tellings.save(asset, Told(digest="x"), NOW - timedelta(hours=number))

    with store.read() as tx:
        assert tx.tellings.stalest(HOST, 2, blocked=False) == (assets[2], assets[1])
        assert tx.tellings.stalest(HOST, 2, blocked=True) == (assets[3],)


def test_a_photo_is_taken_once(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])

    with store.begin() as tx:
        first, again = (tx.claims.take(asset, NOW, 60.0) for _ in range(2))

    assert first is not None
    assert again is None


def test_a_renewed_link_has_another_version(store: SqlStore) -> None:
    first, second = note(store, ["a", "b"])

    with store.begin() as tx:
        assert (tx.tellings.renew_link(first), tx.tellings.renew_link(None)) == (1, 2)

    with store.read() as tx:
        assert [tx.assets.get(one).link_version for one in (first, second)] == [3, 2]


def test_a_stage_is_kept_and_replaced(store: SqlStore) -> None:
    stages = [
        HostStage(host=HOST, stage=stage, by=ME, at=NOW, scope=scope)
        for stage, scope in ((Stage.OBSERVING, ""), (Stage.PILOT, "2026"))
    ]
    with store.begin() as tx:
        before = tx.stages.get(HOST)
        for stage in stages:
            tx.stages.save(stage)

    with store.read() as tx:
        assert before is None
        assert tx.stages.get(HOST) == stages[1]


def test_the_photos_of_a_pilot_are_kept_per_host(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.stages.save_members(HOST, [HostId("1"), HostId("2"), HostId("2")])
        tx.stages.save_members(ELSEWHERE, [HostId("3")])
        tx.stages.save_members(HOST, [HostId("2")])

    with store.read() as tx:
        assert tx.stages.members(HOST) == {"2"}
        assert tx.stages.is_member(PhotoRef(host=ELSEWHERE, id=HostId("3")))
        assert not tx.stages.is_member(PhotoRef(host=HOST, id=HostId("3")))
