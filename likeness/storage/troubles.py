"""Errors of the driver in our own words. Statements and parameters never show."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from likeness.storage.errors import (
    StorageError,
    StoreBroken,
    StoreBusy,
    StoreFull,
    StoreReadOnly,
    StoreUnreachable,
)

_BUSY = "Another process kept the database locked. Nothing was recorded. Try again."
_FULL = "The disk of the data folder is full. Nothing was recorded. Make room, and try again."
_READ_ONLY = (
    "The data folder cannot be written, or its files cannot be opened. Nothing is damaged and"
    " nothing was recorded. Look at its rights, and whether its disk is mounted read-only."
)
_UNREACHABLE = (
    "The disk of the data folder gives errors. Nothing was recorded. Look at the disk and its free"
    " space, and try again."
)
_BROKEN = "The database cannot be read; it may be damaged. Restore it from a backup."

_BY_CODE: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, _BUSY),
    sqlite3.SQLITE_LOCKED: (StoreBusy, _BUSY),
    sqlite3.SQLITE_FULL: (StoreFull, _FULL),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_PERM: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_IOERR: (StoreUnreachable, _UNREACHABLE),
    sqlite3.SQLITE_CORRUPT: (StoreBroken, _BROKEN),
    sqlite3.SQLITE_NOTADB: (StoreBroken, _BROKEN),
}
"""By primary result code: https://www.sqlite.org/rescode.html"""
_BY_STATE: dict[str, tuple[type[StorageError], str]] = {
    "55P03": (StoreBusy, _BUSY),
    "40001": (StoreBusy, _BUSY),
    "40P01": (StoreBusy, _BUSY),
    "53100": (StoreFull, _FULL),
    "25006": (StoreReadOnly, _READ_ONLY),
}
"""By SQLSTATE of PostgreSQL."""
_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
_ROOM_BYTES = 65_536
"""Two blocks of the index of a write-ahead log (32 KiB each): with less, none can be begun."""
_BY_ERRNO: dict[int, tuple[type[StorageError], str]] = {
    errno.ENOSPC: (StoreFull, _FULL),
    errno.EDQUOT: (StoreFull, _FULL),
    errno.EROFS: (StoreReadOnly, _READ_ONLY),
    errno.EACCES: (StoreReadOnly, _READ_ONLY),
    errno.EPERM: (StoreReadOnly, _READ_ONLY),
    errno.EIO: (StoreUnreachable, _UNREACHABLE),
}


@contextmanager
def translated(*, folder: Path | None = None, reads: bool = False) -> Iterator[None]:
    """Raise a `StorageError` for what a caller can act on; leave mistakes as they are.

    Takes errors of SQLAlchemy, of SQLite itself (while a connection is opened) and of a full disk.
    `folder`: all that happens inside is about files of this folder, so other errors of files are
    about it, too; and an error of a disk that has no room is told as a full disk.
    """
    try:
        yield
    except (DatabaseError, sqlite3.Error, OSError) as error:
        if isinstance(error, OSError) and folder is None and error.errno not in _FULL_DISK:
            raise
        if reads and getattr(_driver(error), "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY:
            raise
        found = _known(error)
        if found is None:
            raise
        kind, words = found
        if kind is StoreUnreachable and folder is not None and _is_full(folder):
            kind, words = StoreFull, _FULL
        raise kind(words) from error


def _is_full(folder: Path) -> bool:
    """Tell whether a disk has no room; SQLite calls some of its writes there a disk error."""
    try:
        return shutil.disk_usage(folder).free < _ROOM_BYTES
    except OSError:
        return False


def _known(error: Exception) -> tuple[type[StorageError], str] | None:
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0)
    driver = _driver(error)
    code = getattr(driver, "sqlite_errorcode", None)
    if code is not None:
        return _BY_CODE.get(int(code) & 0xFF)
    state = getattr(driver, "sqlstate", None) if isinstance(error, OperationalError) else None
    return _BY_STATE.get(state or "")


def _driver(error: Exception) -> BaseException | None:
    return error.orig if isinstance(error, DatabaseError) else error
