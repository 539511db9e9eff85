"""Backups: consistent, private, complete, and never with the key file beside them."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from consent.ids import PersonId
from likeness.backup import MANIFEST, backup, restore_ledger
from likeness.errors import BackupRefused
from likeness.storage.errors import LedgerBehind
from likeness.storage.opening import StoreFiles, open_store
from likeness.storage.store import SqlStore
from likeness.vault.errors import LedgerForeign, LedgerOlder
from likeness.vault.kek import create_kek
from likeness.vault.ledger import Ledger, create_ledger
from scheduler.restored import REVIEWED, UNREVIEWED, is_unreviewed
from scheduler.values import Act
from tests.fakes.store import TEST_KEK, make_store, store_files
from tests.likeness.storage.samples import ANNA, BO, ME, NOW, person


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = make_store(tmp_path)
    with made.begin() as tx:
        tx.people.add(person())
        tx.people.add(person(BO, "Bo"))
    yield made
    made.close()


@pytest.fixture
def files(store: SqlStore, tmp_path: Path) -> StoreFiles:
    files = store_files(tmp_path)
    files.evidence.mkdir()
    (files.evidence / "e1").write_bytes(b"sealed evidence")
    create_kek(_kek(tmp_path), tmp_path / "data")
    assert store.find_person("bo") == (BO,)
    return files


def _kek(folder: Path) -> Path:
    return folder / "keys" / "kek"


def test_a_backup_opens_as_a_store_with_everything_in_it(files: StoreFiles, tmp_path: Path) -> None:
    made = backup(files, _kek(tmp_path), tmp_path / "copy", NOW)

    restored = open_store(StoreFiles.within(tmp_path / "copy", tmp_path / "keys"), TEST_KEK)
    with restored.read() as tx:
        assert {tx.people.profile(who).name for who in tx.people.ids()} == {"Anna Ölander", "Bo"}
    restored.close()
    assert (made.evidence, made.erasures) == (1, 0)
    assert (tmp_path / "copy" / "evidence" / "e1").read_bytes() == b"sealed evidence"
    assert json.loads((tmp_path / "copy" / MANIFEST).read_text())["format"] == "likeness-backup/1"


def test_a_backup_is_private_and_without_the_key(files: StoreFiles, tmp_path: Path) -> None:
    backup(files, _kek(tmp_path), tmp_path / "copy", NOW)

    copies = [path for path in (tmp_path / "copy").iterdir() if path.is_file()]
    key = _kek(tmp_path).read_bytes().splitlines()[-1]
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in copies} == {0o600}
    assert {path.name for path in copies} == {
        "likeness.sqlite",
        "keys.sqlite",
        "erasures.ledger",
        MANIFEST,
    }
    assert all(key not in path.read_bytes() for path in copies)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        pytest.param("keys", "where the key file lies", id="the folder of the key file"),
        pytest.param("keys/backup", "where the key file lies", id="below the key file's folder"),
        pytest.param(".", "lies|not an empty", id="a folder that holds the key file's folder"),
        pytest.param("data/backup", "inside the data folder", id="inside the data folder"),
        pytest.param("full", "not an empty folder", id="a folder with something in it"),
        pytest.param("file", "not an empty folder", id="a file"),
    ],
)
def test_a_target_is_refused(files: StoreFiles, tmp_path: Path, target: str, message: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    (tmp_path / "file").touch()

    with pytest.raises(BackupRefused, match=message):
        backup(files, _kek(tmp_path), tmp_path / target, NOW)


def test_a_database_server_is_backed_up_there(files: StoreFiles, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup(replace(files, database="postgresql://x"), _kek(tmp_path), tmp_path / "copy", NOW)


def test_a_backup_that_was_cut_short_has_no_manifest(files: StoreFiles, tmp_path: Path) -> None:
    files.ledger.unlink()

    with pytest.raises(BackupRefused, match="cut short"):
        backup(files, _kek(tmp_path), tmp_path / "copy", NOW)

    assert not (tmp_path / "copy" / MANIFEST).exists()


def test_backups_taken_while_others_write_are_whole(
    files: StoreFiles, store: SqlStore, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with store.begin() as tx:
                tx.people.add(person(PersonId(f"p{number}"), f"Name {number}"))
                tx.records.act(Act(actor=ME, act="person-added", subjects=(f"p{number}",)), NOW)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup(files, _kek(tmp_path), tmp_path / f"copy{number}", NOW)
    finally:
        stop.set()
        writer.join(timeout=60)

    for number in range(5):
        copy = open_store(
            StoreFiles.within(tmp_path / f"copy{number}", tmp_path / "keys"), TEST_KEK
        )
        with copy.read() as tx:
            assert tx.records.verify().seq == len(tx.people.ids()) - 2
            assert len(tx.people.profiles()) == len(tx.people.ids())
        copy.close()


def test_a_restored_ledger_is_merged_and_never_replaces_the_one_in_use(
    files: StoreFiles, store: SqlStore, tmp_path: Path
) -> None:
    store.erase(ANNA, NOW)
    backup(files, _kek(tmp_path), tmp_path / "copy", NOW)
    store.erase(BO, NOW)

    made = restore_ledger(files, [tmp_path / "copy" / "erasures.ledger"], NOW)

    assert not made.older
    assert set(Ledger(files.ledger).entries()) == {ANNA, BO}


def _lose(files: StoreFiles) -> None:
    files.ledger.unlink()


def _put_the_copy_there(files: StoreFiles) -> None:
    files.ledger.write_bytes((files.ledger.parent.parent / "copy/erasures.ledger").read_bytes())


@pytest.mark.parametrize("trouble", [_lose, _put_the_copy_there])
def test_the_ledger_of_the_backup_alone_is_not_trusted(
    files: StoreFiles,
    store: SqlStore,
    tmp_path: Path,
    trouble: Callable[[StoreFiles], None],
) -> None:
    """Whoever was erased after the backup came back without a word."""
    backup(files, _kek(tmp_path), tmp_path / "copy", NOW)
    store.erase(BO, NOW)
    copy = tmp_path / "copy" / "erasures.ledger"
    trouble(files)
    restored = StoreFiles.within(tmp_path / "copy", tmp_path / "keys")

    with pytest.raises(LedgerOlder, match="accept-older-ledger"):
        restore_ledger(files, [copy], NOW)
    if files.ledger.exists():
        with pytest.raises(LedgerBehind):
            open_store(restored, TEST_KEK)
    made = restore_ledger(files, [copy], NOW, accept=True)

    opened = open_store(restored, TEST_KEK)
    with opened.read() as tx:
        assert is_unreviewed(tx)
    with opened.begin() as tx:
        tx.facts.put(REVIEWED, tx.facts.get(UNREVIEWED) or "")
    opened.close()
    again = open_store(restored, TEST_KEK)
    with again.read() as tx:
        assert not is_unreviewed(tx)
    again.close()
    assert (made.older, made.since) == (True, NOW.isoformat())


def test_the_second_copy_of_the_ledger_saves_the_restore(files: StoreFiles, tmp_path: Path) -> None:
    second = tmp_path / "other" / "erasures.ledger"
    second.parent.mkdir()
    both = replace(files, ledger_copy=second)
    backup(both, _kek(tmp_path), tmp_path / "copy", NOW)
    Ledger(files.ledger, second).append(BO, NOW)
    assert second.read_bytes() == files.ledger.read_bytes()
    files.ledger.unlink()

    made = restore_ledger(both, [tmp_path / "copy" / "erasures.ledger"], NOW)

    assert not made.older
    assert set(Ledger(files.ledger).entries()) == {BO}


def test_an_erasure_does_not_wait_for_the_second_copy(files: StoreFiles, tmp_path: Path) -> None:
    Ledger(files.ledger, tmp_path / "nowhere" / "erasures.ledger").append(BO, NOW)

    assert set(Ledger(files.ledger).entries()) == {BO}


def test_a_backup_of_before_seals_needs_a_ledger_with_a_later_line(
    files: StoreFiles, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / MANIFEST).write_text(json.dumps({"at": NOW.isoformat()}))
    (old / "erasures.ledger").write_bytes(files.ledger.read_bytes())

    with pytest.raises(LedgerOlder):
        restore_ledger(files, [old / "erasures.ledger"], NOW)
    Ledger(files.ledger).append(BO, NOW + timedelta(days=1))

    assert not restore_ledger(files, [old / "erasures.ledger"], NOW).older


def test_the_ledger_of_another_installation_is_refused(files: StoreFiles, tmp_path: Path) -> None:
    other = tmp_path / "other.ledger"
    create_ledger(other)

    with pytest.raises(LedgerForeign):
        restore_ledger(files, [other], NOW, accept=True)


def test_a_backup_through_a_link_to_the_key_folder_is_refused(
    files: StoreFiles, tmp_path: Path
) -> None:
    link = tmp_path / "innocent"
    link.symlink_to(tmp_path / "keys")

    with pytest.raises(BackupRefused, match="where the key file lies"):
        backup(files, _kek(tmp_path), link / "copy", NOW)


def test_a_backup_that_was_cut_short_says_not_to_use_it(files: StoreFiles, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(BackupRefused, match="Do not use"):
        backup(files, _kek(tmp_path), tmp_path / "file" / "copy", NOW)
