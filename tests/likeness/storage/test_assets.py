"""Facts of photos."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connector.values import ContentHash, HashKind, HostName
from consent.ids import AssetId
from consent.states import Mode, NotAssessed
from likeness.storage.store import SqlStore
from scheduler.errors import NoSuchRow
from scheduler.values import Priority, Scan
from tests.likeness.storage.samples import HOST, NOW, change, face, note, original

SCAN = Scan(
    content=original("hash-of-a"),
    mode=Mode.GALLERY,
    pack="open/1",
    gallery_version=3,
    second_pass=True,
    width=1280,
    height=853,
    at=NOW,
)


def test_an_unknown_asset_is_no_row(store: SqlStore) -> None:
    with store.read() as tx, pytest.raises(NoSuchRow):
        tx.assets.get(AssetId("nothing"))


def test_an_asset_is_found_by_id_prefix_and_exact_place(store: SqlStore) -> None:
    one, _two = note(store, ["a", "b"])

    with store.read() as tx:
        found = [tx.assets.find(text) for text in (one, one[:12], "a.jpg")]
        missed = [tx.assets.find(text) for text in (one[:3], "A.JPG", "", "%", "____")]

    assert [tuple(asset.id for asset in assets) for assets in found] == [(one,)] * 3
    assert missed == [()] * 5


def test_all_assets_of_a_host_come_in_pages(store: SqlStore) -> None:
    expected = note(store, [f"p{number}" for number in range(1201)])

    with store.read() as tx:
        found = [asset.id for asset in tx.assets.of_host(HOST)]
        elsewhere = list(tx.assets.of_host(HostName("other")))

    assert sorted(found) == sorted(expected)
    assert elsewhere == []


def test_a_scan_is_kept_and_clears_the_trouble(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.assets.save_trouble(asset, NotAssessed.UNREADABLE)
        troubled = tx.assets.get(asset)
        tx.assets.save_scan(asset, SCAN)
        after = tx.assets.get(asset)

    assert (troubled.not_assessed, after.not_assessed) == (NotAssessed.UNREADABLE, None)
    assert after.scan == SCAN


def test_trouble_keeps_the_earlier_scan_to_compare_with(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.assets.save_scan(asset, SCAN)
        tx.assets.save_trouble(asset, NotAssessed.HOST_DOWN)
        after = tx.assets.get(asset)

    assert (after.not_assessed, after.scan) == (NotAssessed.HOST_DOWN, SCAN)


def test_a_scan_of_the_same_content_compares_equal_whatever_kind_of_hash_is_known_best(
    store: SqlStore,
) -> None:
    with store.begin() as tx:
        host_hash = ContentHash(kind=HashKind.HOST, value="h")
        tx.notes.note([change("a", content=host_hash)], Priority.FRESH, NOW)
        (asset,) = tx.assets.find("a.jpg")
        tx.assets.save_scan(asset.id, SCAN)
        after = tx.assets.get(asset.id)

    assert after.scan is not None
    assert after.content == after.scan.content == original("hash-of-a")


def test_a_scan_of_earlier_content_does_not_compare_equal(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.assets.save_scan(asset, SCAN)
        tx.notes.note([change("a", content=original("new"))], Priority.FRESH, NOW)
        after = tx.assets.get(asset)

    assert after.scan is not None
    assert after.scan.content != after.content


def test_a_scan_that_read_other_bytes_brings_its_hash(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    with store.begin() as tx:
        tx.assets.save_scan(asset, replace(SCAN, content=original("really")))
        after = tx.assets.get(asset)

    assert after.content == original("really")


def test_assets_with_the_same_original_bytes_are_found(store: SqlStore) -> None:
    one, two, _other = note(store, ["a", "b", "c"])
    with store.begin() as tx:
        tx.notes.note([change("b", content=original("hash-of-a"))], Priority.FRESH, NOW)

    with store.read() as tx:
        assert tx.assets.same_content(one) == (two,)
        assert tx.assets.same_content(two) == (one,)


def test_the_same_preview_is_not_the_same_content(store: SqlStore) -> None:
    preview = ContentHash(kind=HashKind.PREVIEW, value="same")
    with store.begin() as tx:
        tx.notes.note(
            [change("a", content=preview), change("b", content=preview)], Priority.FRESH, NOW
        )
        (asset,) = tx.assets.find("a.jpg")

        assert tx.assets.same_content(asset.id) == ()


def test_purging_takes_deleted_photos_with_their_findings_and_nothing_else(store: SqlStore) -> None:
    here, gone, fresh = note(store, ["here", "gone", "fresh"])
    with store.begin() as tx:
        tx.findings.replace(gone, [face(person_id=None)])
        tx.notes.note([change("gone", deleted=True)], Priority.FRESH, NOW)
        tx.notes.note([change("fresh", deleted=True)], Priority.FRESH, NOW + timedelta(days=1))

    with store.begin() as tx:
        purged = tx.assets.purge(NOW + timedelta(hours=1))

    with store.read() as tx:
        assert purged == 1
        assert tx.assets.get(here).deleted_at is None
        assert tx.assets.get(fresh).deleted_at is not None
        assert tx.findings.of(gone) == ()
        with pytest.raises(NoSuchRow):
            tx.assets.get(gone)


def test_the_place_of_an_asset_is_not_in_its_repr(store: SqlStore) -> None:
    (asset,) = note(store, ["secret-party"])

    with store.read() as tx:
        assert "secret-party.jpg" not in repr(tx.assets.get(asset))
