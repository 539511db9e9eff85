"""Noting what hosts tell, on both databases."""

from dataclasses import replace
from datetime import timedelta

from connector.values import ContentHash, HashKind, HostName, PhotoChange
from consent.ids import AssetId
from likeness.storage.store import SqlStore
from scheduler.values import Asset, Finished, Noted, Priority
from tests.likeness.storage.samples import HOST, NOW, change, note, original


def _get(store: SqlStore, asset: AssetId) -> Asset:
    with store.read() as tx:
        return tx.assets.get(asset)


def _note(store: SqlStore, *changes: PhotoChange) -> Noted:
    with store.begin() as tx:
        return tx.notes.note(changes, Priority.FRESH, NOW)


def _finish(store: SqlStore) -> None:
    with store.begin() as tx:
        while claim := tx.claims.claim(NOW, 60.0):
            tx.claims.finish(claim, Finished(status=None, redecide_on=None, looked=True), NOW)


def test_a_new_photo_wants_to_be_looked_at(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])

    found = _get(store, asset)

    assert (found.wanted, found.done, found.scan_wanted, found.scan_done) == (1, 0, 1, 0)
    assert found.content == original("hash-of-a")


def test_noting_twice_changes_nothing(store: SqlStore) -> None:
    first = _note(store, change("a"), change("b"))
    again = _note(store, change("a"), change("b"))

    assert (first.new, again.new, again.unchanged) == (2, 0, 2)


def test_changed_content_raises_both_counters(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _finish(store)

    noted = _note(store, change("a", version="2", content=original("new")))

    found = _get(store, asset)
    assert noted.changed == 1
    assert (found.wanted, found.scan_wanted, found.content) == (2, 2, original("new"))


def test_a_moved_photo_is_decided_again_but_not_looked_at(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _finish(store)

    noted = _note(store, change("a", place="b/a.jpg"))

    found = _get(store, asset)
    assert noted.moved == 1
    assert (found.wanted, found.scan_wanted, found.place) == (2, 1, "b/a.jpg")


def test_a_new_version_of_the_same_content_is_kept_and_raises_nothing(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])

    noted = _note(store, change("a", version="2"))

    found = _get(store, asset)
    assert (noted.unchanged, found.version, found.wanted) == (1, "2", 1)


def test_what_cannot_be_compared_is_looked_at_again_and_stays_the_same_content(
    store: SqlStore,
) -> None:
    (asset,) = note(store, ["a"])
    _finish(store)
    host_hash = ContentHash(kind=HashKind.HOST, value="h1")

    noted = _note(store, change("a", version="2", content=host_hash))

    found = _get(store, asset)
    assert noted == Noted(unchanged=1)
    assert (found.wanted, found.scan_wanted, found.content) == (2, 2, original("hash-of-a"))


def test_a_hash_of_another_kind_is_no_change_and_each_kind_is_remembered(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _note(store, change("a", version="2", content=ContentHash(kind=HashKind.HOST, value="h1")))

    same = _note(store, change("a", version="3", content=original("hash-of-a")))
    other = _note(store, change("a", version="4", content=original("new")))

    assert (same.unchanged, other.changed) == (1, 1)
    assert _get(store, asset).scan_wanted == 3


def test_changed_content_without_a_hash_forgets_the_old_hash(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])

    _note(store, PhotoChange(ref=change("a").ref, version="2", place="a.jpg"))

    assert _get(store, asset).content is None


def test_a_deleted_photo_is_marked_and_raises_work(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])

    noted = _note(store, change("a", deleted=True))

    found = _get(store, asset)
    assert (noted.deleted, found.deleted_at, found.wanted) == (1, NOW, 2)
    with store.read() as tx:
        assert tx.notes.known(HOST) == {}
        assert list(tx.assets.of_host(HOST)) == []


def test_a_photo_that_comes_back_is_not_deleted_any_more(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _note(store, change("a", deleted=True))

    _note(store, change("a"))

    found = _get(store, asset)
    assert (found.deleted_at, found.wanted, found.scan_wanted) == (None, 3, 1)


def test_one_page_may_speak_of_a_photo_twice(store: SqlStore) -> None:
    noted = _note(
        store,
        change("a"),
        change("a", place="b.jpg"),
        change("a", place="b.jpg", deleted=True),
        change("a", place="b.jpg", content=original("new")),
    )

    assert noted == Noted(new=1, moved=1, deleted=1, changed=1)


def test_new_work_revives_a_dead_letter_and_ends_its_waiting(store: SqlStore) -> None:
    from scheduler.values import Dead, Failure  # noqa: PLC0415

    note(store, ["a"])
    with store.begin() as tx:
        claim = tx.claims.claim(NOW, 60.0)
        assert claim is not None
        tx.claims.fail(claim, Dead(failure=Failure.HOST_REFUSED), NOW)

    _note(store, change("a", version="2", content=original("new")))

    with store.begin() as tx:
        assert tx.queue.dead() == ()
        assert tx.claims.claim(NOW, 60.0) is not None


def test_known_photos_are_listed_by_place_for_one_host(store: SqlStore) -> None:
    note(store, ["a", "b"])

    with store.read() as tx:
        known = tx.notes.known(HOST)
        elsewhere = tx.notes.known(HostName("other"))

    assert set(known) == {"a.jpg", "b.jpg"}
    assert known["a.jpg"].content == original("hash-of-a")
    assert elsewhere == {}


def test_many_photos_fit_on_one_page(store: SqlStore) -> None:
    noted = _note(store, *(change(f"p{number}") for number in range(1001)))

    assert noted.new == 1001


def test_the_cursor_is_empty_at_first_and_kept(store: SqlStore) -> None:
    with store.begin() as tx:
        before = tx.notes.cursor(HOST)
        tx.notes.save_cursor(HOST, "one", complete=False, now=NOW)
        tx.notes.save_cursor(HOST, "two", complete=True, now=NOW + timedelta(seconds=1))

    with store.read() as tx:
        assert (before, tx.notes.cursor(HOST)) == ("", "two")


def test_a_photo_with_another_file_beside_it_is_looked_at_again(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _finish(store)

    _note(store, replace(change("a"), touched=True, look_again=True))

    found = _get(store, asset)
    assert (found.scan_wanted, found.scan_done) == (2, 1)
    assert found.content == change("a").content


def test_a_touched_photo_is_told_again_and_not_looked_at(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _finish(store)

    noted = _note(store, replace(change("a"), touched=True))

    found = _get(store, asset)
    assert noted == Noted(unchanged=1)
    assert (found.wanted, found.done) == (2, 1)
    assert found.scan_wanted == found.scan_done
