"""Raising work and watching it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from connector.values import HostId, HostName, PhotoRef
from consent.attestations import Attestation
from consent.ids import AssetId, AttestationId
from consent.states import FindingKind
from likeness.storage.store import SqlStore, SqlTx
from scheduler.values import Backlog, Dead, Failure, Finished, Priority, RetryAt
from tests.likeness.storage.samples import (
    ANNA,
    HOST,
    HOW,
    ME,
    NOW,
    change,
    face,
    note,
    person,
    quitclaim,
)

IDLE = Finished(status=None, redecide_on=None, looked=True)


def _settle(store: SqlStore, redecide_on: date | None = None) -> None:
    """Finish everything that is due."""
    result = Finished(status=None, redecide_on=redecide_on, looked=True)
    with store.begin() as tx:
        while claim := tx.claims.claim(NOW, 60.0):
            tx.claims.finish(claim, result, NOW)


def _due(store: SqlStore) -> set[AssetId]:
    with store.read() as tx:
        return {asset.id for asset in tx.assets.of_host(None) if asset.wanted > asset.done}


def test_waking_names_assets_once_and_counts_them(store: SqlStore) -> None:
    one, two = note(store, ["a", "b"])
    _settle(store)

    with store.begin() as tx:
        woken = tx.queue.wake([one, one], Priority.CONSENT, NOW)

    assert woken == 1
    assert _due(store) == {one}
    assert two not in _due(store)


def test_waking_with_look_wants_a_look(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _settle(store)

    with store.begin() as tx:
        tx.queue.wake([asset], Priority.CONSENT, NOW, look=True)
        found = tx.assets.get(asset)

    assert (found.scan_wanted, found.scan_done) == (2, 1)


def test_a_waiting_asset_never_becomes_less_urgent_or_loses_its_place(store: SqlStore) -> None:
    (asset,) = note(store, ["a"], Priority.WITHDRAWAL)
    with store.begin() as tx:
        tx.queue.wake([asset], Priority.BACKFILL, NOW + timedelta(hours=1))

    with store.begin() as tx:
        claim = tx.claims.claim(NOW, 60.0)

    assert claim is not None
    assert claim.priority is Priority.WITHDRAWAL


def test_a_settled_asset_takes_the_priority_it_is_woken_with(store: SqlStore) -> None:
    (asset,) = note(store, ["a"], Priority.WITHDRAWAL)
    _settle(store)
    with store.begin() as tx:
        tx.queue.wake([asset], Priority.CONSENT, NOW)
        claim = tx.claims.claim(NOW, 60.0)

    assert claim is not None
    assert claim.priority is Priority.CONSENT


def _find(tx: SqlTx, asset: AssetId) -> None:
    tx.findings.replace(asset, [face()])


def _attest(tx: SqlTx, asset: AssetId) -> None:
    tx.answers.attest(
        Attestation(
            id=AttestationId("at1"),
            asset=asset,
            content="",
            persons=frozenset({ANNA}),
            only=True,
            by=ME,
            at=NOW,
        )
    )


@pytest.mark.parametrize("link", [_find, _attest])
def test_every_asset_a_person_is_on_is_woken(
    store: SqlStore, link: Callable[[SqlTx, AssetId], None]
) -> None:
    hers, other = note(store, ["a", "b"])
    _settle(store)
    with store.begin() as tx:
        tx.people.add(person())
        tx.people.save_quitclaim(quitclaim(), HOW)
        link(tx, hers)

    with store.begin() as tx:
        woken = tx.queue.wake_person(ANNA, Priority.WITHDRAWAL, NOW)

    assert woken == 1
    assert _due(store) == {hers}
    assert other not in _due(store)


def test_a_host_is_woken_without_its_deleted_photos(store: SqlStore) -> None:
    here, gone = note(store, ["a", "b"])
    with store.begin() as tx:
        tx.notes.note([change("b", deleted=True)], Priority.FRESH, NOW)
    _settle(store)

    with store.begin() as tx:
        elsewhere = tx.queue.wake_host(HostName("other"), Priority.BACKFILL, NOW, look=False)
        woken = tx.queue.wake_host(HOST, Priority.BACKFILL, NOW, look=True)
        everywhere = tx.queue.wake_host(None, Priority.BACKFILL, NOW, look=False)

    assert (elsewhere, woken, everywhere) == (0, 1, 1)
    assert _due(store) == {here}
    assert gone not in _due(store)


def test_a_photo_is_woken_by_what_its_host_calls_it(store: SqlStore) -> None:
    here, _ = note(store, ["a", "b"])
    note(store, ["gone"])
    with store.begin() as tx:
        tx.notes.note([change("gone", deleted=True)], Priority.FRESH, NOW)
    _settle(store)

    with store.begin() as tx:
        woken = [
            tx.queue.wake_photo(PhotoRef(host=host, id=HostId(photo)), Priority.FRESH, NOW)
            for host, photo in [(HOST, "a"), (HOST, "c"), (HOST, "gone"), (HostName("other"), "a")]
        ]
        looks = tx.assets.get(here)

    assert woken == [1, 0, 0, 0]
    assert _due(store) == {here}
    assert looks.scan_wanted > looks.scan_done


@pytest.mark.parametrize(
    ("kind", "woken"),
    [
        (FindingKind.UNKNOWN, 1),
        (FindingKind.SUGGESTED, 1),
        (FindingKind.AWAITING, 1),
        (FindingKind.BYSTANDER, 1),
        (FindingKind.REMOVED, 1),
        (FindingKind.MATCHED, 0),
        (FindingKind.NAMED, 0),
        (FindingKind.NOT_A_FACE, 0),
    ],
)
def test_a_grown_gallery_wakes_photos_with_faces_nobody_is_surely_linked_to(
    store: SqlStore, kind: FindingKind, woken: int
) -> None:
    (asset,) = note(store, ["a"])
    _settle(store)
    with store.begin() as tx:
        tx.findings.replace(asset, [face(kind=kind, person_id=None)])

    with store.begin() as tx:
        assert tx.queue.wake_undecided(Priority.BACKFILL, NOW) == woken


@pytest.mark.parametrize(
    ("today", "woken"), [(date(2026, 3, 31), 0), (date(2026, 4, 1), 1), (date(2026, 5, 1), 1)]
)
def test_a_day_wakes_what_it_may_change_and_a_missed_day_is_caught_up(
    store: SqlStore, today: date, woken: int
) -> None:
    note(store, ["a"])
    _settle(store, redecide_on=date(2026, 4, 1))

    with store.begin() as tx:
        first, again = tx.queue.wake_day(today, NOW), tx.queue.wake_day(today, NOW)

    assert (first, again) == (woken, 0)


def test_all_leases_are_released_at_start_up(store: SqlStore) -> None:
    note(store, ["a", "b"])
    with store.begin() as tx:
        tx.claims.claim(NOW, 3600.0)

    with store.begin() as tx:
        released = tx.queue.release_all()
        due = tx.queue.backlog(NOW).due

    assert (released, due) == (1, 2)


def test_the_backlog_tells_due_leased_waiting_and_dead(store: SqlStore) -> None:
    note(store, ["a", "b", "c", "d", "e"])
    with store.begin() as tx:
        for verdict in (
            RetryAt(at=NOW + timedelta(hours=1), failure=Failure.CRASHED),
            Dead(failure=Failure.CRASHED),
        ):
            claim = tx.claims.claim(NOW, 60.0)
            assert claim is not None
            tx.claims.fail(claim, verdict, NOW)
        tx.claims.claim(NOW, 60.0)
        finished = tx.claims.claim(NOW, 60.0)
        assert finished is not None
        tx.claims.finish(finished, IDLE, NOW)

    with store.read() as tx:
        assert tx.queue.backlog(NOW) == Backlog(due=1, leased=1, waiting=1, dead=1)
