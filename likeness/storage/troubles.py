"""Errors of the driver in our own words. Statements and parameters never show."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, OperationalError

from likeness.storage.errors import StoreBroken, StoreBusy, StoreFull

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN)
_PG_BUSY = ("55P03", "40001", "40P01")
_PG_FULL = ("53100",)


@contextmanager
def translated() -> Iterator[None]:
    """Raise `StoreBusy`, `StoreFull` or `StoreBroken` for what a caller can act on.

    Leave mistakes as they are.
    """
    try:
        yield
    except DatabaseError as error:
        code = _code(error)
        if code in _BUSY or _state(error) in _PG_BUSY:
            raise StoreBusy("Another process kept the database locked. Try again.") from error
        if code == sqlite3.SQLITE_FULL or _state(error) in _PG_FULL:
            raise StoreFull(
                "The disk of the data folder is full. Make room, then go on."
            ) from error
        if code in _BROKEN:
            raise StoreBroken(
                "The database cannot be read; it may be damaged. Restore it from a backup."
            ) from error
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFull("The disk is full. Make room, then go on.") from error
        raise


def _code(error: DatabaseError) -> int | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _state(error: DatabaseError) -> str | None:
    return getattr(error.orig, "sqlstate", None) if isinstance(error, OperationalError) else None
