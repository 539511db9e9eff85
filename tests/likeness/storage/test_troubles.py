"""What goes wrong with disk and database is said so that a person knows what to do, and what not to."""

import errno
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from likeness.storage.errors import (
    StorageError,
    StoreBroken,
    StoreBusy,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)
from likeness.storage.opening import open_store
from likeness.storage.preparing import prepare_database
from likeness.storage.troubles import translated
from likeness.vault.errors import KeysDamaged
from tests.fakes.store import TEST_KEK, make_store, store_files

BY_CODE = [
    pytest.param(sqlite3.SQLITE_BUSY, StoreBusy, id="locked"),
    pytest.param(sqlite3.SQLITE_BUSY_SNAPSHOT, StoreBusy, id="locked, extended code"),
    pytest.param(sqlite3.SQLITE_LOCKED, StoreBusy, id="table locked"),
    pytest.param(sqlite3.SQLITE_FULL, StoreFull, id="full"),
    pytest.param(sqlite3.SQLITE_READONLY, StoreReadOnly, id="read-only"),
    pytest.param(sqlite3.SQLITE_READONLY_DIRECTORY, StoreReadOnly, id="read-only folder"),
    pytest.param(sqlite3.SQLITE_CANTOPEN, StoreReadOnly, id="cannot be opened"),
    pytest.param(sqlite3.SQLITE_PERM, StoreReadOnly, id="no permission"),
    pytest.param(sqlite3.SQLITE_IOERR_SHMSIZE, StoreUnreachable, id="error of the disk"),
    pytest.param(sqlite3.SQLITE_CORRUPT, StoreBroken, id="corrupt"),
    pytest.param(sqlite3.SQLITE_NOTADB, StoreBroken, id="no database"),
]
BY_ERRNO = [
    pytest.param(errno.ENOSPC, StoreFull, id="full"),
    pytest.param(errno.EDQUOT, StoreFull, id="quota"),
    pytest.param(errno.EROFS, StoreReadOnly, id="read-only file system"),
    pytest.param(errno.EACCES, StoreReadOnly, id="no permission"),
    pytest.param(errno.EIO, StoreUnreachable, id="error of the disk"),
]


def driver_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("INSERT of Anna Jansen")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(("code", "kind"), BY_CODE)
@pytest.mark.parametrize("wrapped", [True, False], ids=["of SQLAlchemy", "of the driver"])
def test_errors_of_the_driver_are_told_by_what_to_do(
    code: int,
    kind: type[StorageError],
    wrapped: bool,  # noqa: FBT001 - a column of the table
) -> None:
    error = driver_error(code)

    with pytest.raises(kind) as caught, translated():
        raise DBAPIError.instance("INSERT", {}, error, sqlite3.Error) if wrapped else error

    assert "Anna" not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(("code", "kind"), BY_ERRNO)
def test_errors_of_files_of_the_data_folder_are_told_by_what_to_do(
    code: int, kind: type[StorageError], tmp_path: Path
) -> None:
    with pytest.raises(kind), translated(folder=tmp_path):
        raise OSError(code, "x")


def test_an_error_of_another_file_is_left_as_it_is() -> None:
    with pytest.raises(PermissionError), translated():
        raise OSError(errno.EACCES, "x")


def test_a_mistake_in_a_statement_is_left_as_it_is() -> None:
    with pytest.raises(sqlite3.OperationalError), translated():
        sqlite3.connect(":memory:").execute("SELECT nothing")


@pytest.mark.parametrize("code", [row.values[0] for row in BY_CODE])
def test_only_damage_advises_a_backup(code: int) -> None:
    with pytest.raises(StorageError) as caught, translated():
        raise driver_error(code)

    words = str(caught.value)
    assert ("backup" in words) == isinstance(caught.value, StoreBroken)
    assert ("othing was recorded" in words) != isinstance(caught.value, StoreBroken)


def test_a_full_disk_while_a_connection_is_opened_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = store_files(tmp_path)
    make_store(tmp_path).close()

    def full(_raw: sqlite3.Connection) -> None:
        raise driver_error(sqlite3.SQLITE_FULL)

    monkeypatch.setattr("likeness.storage.engine.set_pragmas", full)

    with pytest.raises(StoreFull):
        open_store(files, TEST_KEK)
    with pytest.raises(StoreFull):
        prepare_database(files.database)


def test_a_file_of_keys_that_is_no_database_names_itself(tmp_path: Path) -> None:
    files = store_files(tmp_path)
    make_store(tmp_path).close()
    files.keys.write_bytes(bytes(range(256)) * 40)

    with pytest.raises(KeysDamaged, match=r"keys\.sqlite .* damaged"):
        open_store(files, TEST_KEK)


@pytest.mark.parametrize(
    ("free", "kind"),
    [
        pytest.param(0, StoreFull, id="no room"),
        pytest.param(10_000_000, StoreUnreachable, id="room, so the disk itself"),
    ],
)
def test_an_error_of_a_disk_without_room_is_a_full_disk(
    free: int, kind: type[StorageError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type(shutil.disk_usage(tmp_path))(10_000_000, 10_000_000 - free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)

    with pytest.raises(kind), translated(folder=tmp_path):
        raise driver_error(sqlite3.SQLITE_IOERR_SHMSIZE)


def test_a_database_that_was_emptied_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "likeness.sqlite"
    path.touch()

    with pytest.raises(StoreBroken, match="emptied or replaced"):
        prepare_database(path, make=False)

    raw = sqlite3.connect(path)
    assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    raw.close()
