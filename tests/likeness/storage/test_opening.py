"""Opening: database, keys and ledger must belong together, and what a crash left is put right."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from consent.ids import PersonId
from likeness.storage.errors import (
    DatabaseNewer,
    DatabaseOlder,
    KeysMissing,
    LedgerBehind,
    LedgerForeign,
)
from likeness.storage.opening import StoreFiles, open_store
from likeness.storage.preparing import prepare_database
from likeness.storage.store import SqlStore
from likeness.vault.errors import KekWrong, KeysForeign, LedgerMissing, SealBroken
from likeness.vault.kek import Kek
from likeness.vault.keyring import Keyring
from likeness.vault.ledger import Ledger, create_ledger
from tests.fakes.store import TEST_KEK, make_store, store_files
from tests.likeness.storage.samples import ANNA, BO, NOW, person


@pytest.fixture
def files(tmp_path: Path) -> StoreFiles:
    """Give the files of a closed store with two persons."""
    store = make_store(tmp_path)
    with store.begin() as tx:
        tx.people.add(person())
        tx.people.add(person(BO, "Bo"))
    store.close()
    return store_files(tmp_path)


def _names(store: SqlStore) -> set[str]:
    with store.read() as tx:
        return {profile.name for profile in tx.people.profiles().values()}


def _change(path: Path, statement: str, *values: object) -> None:
    raw = sqlite3.connect(path)
    raw.execute(statement, values)
    raw.commit()
    raw.close()


def test_a_store_opens_again_with_everything_in_it(files: StoreFiles) -> None:
    store = open_store(files, TEST_KEK)

    assert _names(store) == {"Anna Ölander", "Bo"}
    store.close()


@pytest.mark.parametrize("name", ["database", "keys", "ledger"])
def test_only_the_owner_may_read_the_files(files: StoreFiles, name: str) -> None:
    path: Path = getattr(files, name)

    beside = [path, *path.parent.glob(f"{path.name}-*")]
    assert {each.stat().st_mode & 0o777 for each in beside} == {0o600}


def test_the_log_beside_an_open_database_is_private_too(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with store.begin() as tx:
        tx.people.add(person())

    logs = list((tmp_path / "data").glob("*-wal"))
    assert len(logs) == 2
    assert {log.stat().st_mode & 0o777 for log in logs} == {0o600}
    store.close()


def test_a_database_that_was_never_prepared_is_refused(tmp_path: Path) -> None:
    files = store_files(tmp_path)
    create_ledger(files.ledger)
    Path(str(files.database)).touch()

    with pytest.raises(DatabaseOlder, match="likeness init"):
        open_store(files, TEST_KEK)


def test_opening_makes_no_database(tmp_path: Path) -> None:
    files = store_files(tmp_path)
    create_ledger(files.ledger)

    with pytest.raises(DatabaseOlder, match="likeness init"):
        open_store(files, TEST_KEK)

    assert list((tmp_path / "data").iterdir()) == []


def test_another_process_that_erases_just_now_does_not_look_like_an_old_ledger(
    files: StoreFiles,
) -> None:
    other = open_store(files, TEST_KEK)
    Ledger(files.ledger).append(ANNA, NOW)
    _change(files.keys, "DELETE FROM person_keys WHERE person = ?", ANNA)

    mine = open_store(files, TEST_KEK)

    assert _names(mine) == {"Bo"}
    mine.close()
    other.close()


def test_a_newer_database_is_neither_opened_nor_prepared(files: StoreFiles) -> None:
    _change(Path(str(files.database)), "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseNewer, match="9999"):
        open_store(files, TEST_KEK)
    with pytest.raises(DatabaseNewer, match="Install that version"):
        prepare_database(files.database)


def _other_ledger(files: StoreFiles) -> StoreFiles:
    other = files.ledger.with_name("other.ledger")
    create_ledger(other)
    return replace(files, ledger=other)


def _no_ledger(files: StoreFiles) -> StoreFiles:
    files.ledger.unlink()
    return files


def _old_ledger(files: StoreFiles) -> StoreFiles:
    """Erase somebody, then put the ledger from before back."""
    old = files.ledger.read_text()
    store = open_store(files, TEST_KEK)
    store.erase(ANNA, NOW)
    store.close()
    files.ledger.write_text(old)
    return files


def _old_ledger_and_database(files: StoreFiles) -> StoreFiles:
    database = Path(str(files.database))
    before = database.read_bytes()
    _old_ledger(files)
    database.write_bytes(before)
    return files


def _no_keys(files: StoreFiles) -> StoreFiles:
    files.keys.unlink()
    return files


def _old_keys(files: StoreFiles) -> StoreFiles:
    _change(files.keys, "DELETE FROM person_keys WHERE person = ?", BO)
    return files


def _foreign_keys(files: StoreFiles) -> StoreFiles:
    _change(files.keys, "UPDATE meta SET value = 'other' WHERE key = 'installation'")
    return files


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        pytest.param(_no_ledger, LedgerMissing, id="the ledger is missing"),
        pytest.param(_other_ledger, LedgerForeign, id="the ledger is another installation's"),
        pytest.param(_old_ledger, LedgerBehind, id="the database knows more erasures"),
        pytest.param(_old_ledger_and_database, LedgerBehind, id="keys.sqlite knows more erasures"),
        pytest.param(_no_keys, KeysMissing, id="keys.sqlite is missing"),
        pytest.param(_old_keys, KeysMissing, id="keys.sqlite is older than the database"),
        pytest.param(_foreign_keys, KeysForeign, id="keys.sqlite is another installation's"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(
    files: StoreFiles, spoil: Callable[[StoreFiles], StoreFiles], error: type[Exception]
) -> None:
    spoiled = spoil(files)

    with pytest.raises(error, match=r"estore|newest copy"):
        open_store(spoiled, TEST_KEK)


def test_another_key_file_is_refused(files: StoreFiles) -> None:
    with pytest.raises(KekWrong, match="Restore the right one"):
        open_store(files, Kek(id="other", key=bytes(32)))


def test_a_key_whose_person_was_never_committed_is_thrown_away(files: StoreFiles) -> None:
    keyring = Keyring(files.keys)
    keyring.add("crashed", b"wrapped", "test")
    keyring.close()

    open_store(files, TEST_KEK).close()

    again = Keyring(files.keys)
    assert again.persons() == {ANNA: True, BO: True}
    again.close()


def test_a_key_that_a_crash_left_unsettled_is_settled(files: StoreFiles) -> None:
    _change(files.keys, "UPDATE person_keys SET settled = 0")

    store = open_store(files, TEST_KEK)

    assert _names(store) == {"Anna Ölander", "Bo"}
    store.close()
    again = Keyring(files.keys)
    assert set(again.persons().values()) == {True}
    again.close()


def test_an_older_database_beside_newer_keys_opens_without_losing_keys(
    files: StoreFiles, tmp_path: Path
) -> None:
    database = Path(str(files.database))
    before = database.read_bytes()
    store = open_store(files, TEST_KEK)
    with store.begin() as tx:
        tx.people.add(person(PersonId("third"), "Third"))
    store.close()
    database.write_bytes(before)

    make_store(tmp_path).close()

    keyring = Keyring(files.keys)
    assert "third" in keyring.persons()
    keyring.close()


@pytest.mark.parametrize("column", ["sealed", "person"])
def test_swapped_ciphertexts_open_for_nobody(files: StoreFiles, column: str) -> None:
    raw = sqlite3.connect(str(files.database))
    (anna,), (bo,) = (
        raw.execute("SELECT sealed FROM vault_records WHERE person = ?", (who,)).fetchone()
        for who in (ANNA, BO)
    )
    raw.execute("UPDATE vault_records SET sealed = ? WHERE person = ?", (bo, ANNA))
    raw.execute("UPDATE vault_records SET sealed = ? WHERE person = ?", (anna, BO))
    raw.commit()
    raw.close()
    if column == "person":  # swapping the wrapped keys as well does not help
        keys = sqlite3.connect(files.keys)
        wrapped = dict(keys.execute("SELECT person, wrapped FROM person_keys"))
        for who, other in ((ANNA, BO), (BO, ANNA)):
            keys.execute(
                "UPDATE person_keys SET wrapped = ? WHERE person = ?", (wrapped[other], who)
            )
        keys.commit()
        keys.close()
    store = open_store(files, TEST_KEK)

    for who in (ANNA, BO):
        with store.read() as tx, pytest.raises((SealBroken, KekWrong)):
            tx.people.profile(who)
    store.close()
