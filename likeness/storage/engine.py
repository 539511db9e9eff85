"""Engines: how a database is opened.

SQLite pragmas and locking, PostgreSQL isolation; parameters never shown in errors.
"""

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 30_000
CACHE_KIB = 16_384
POOL = 8
OVERFLOW = 56
"""More connections than threads of the web server's pool (40) and the workers together."""

Location = Path | str
"""A SQLite file, or a database URL (`postgresql+psycopg://...`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """One engine that writes, one that can only read."""

    writer: Engine
    reader: Engine

    @property
    def one_writer(self) -> bool:
        """Tell whether only one transaction can write at a time."""
        return self.writer.dialect.name == "sqlite"

    def dispose(self) -> None:
        """Close every idle connection."""
        self.writer.dispose()
        self.reader.dispose()


def make_engines(location: Location) -> Engines:
    """Open a database. A SQLite file is made with mode 0600 where it is missing."""
    if isinstance(location, Path):
        ensure_private(location)
        return Engines(writer=_sqlite(location, write=True), reader=_sqlite(location, write=False))
    return Engines(
        writer=_other(location),
        reader=_other(location).execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ),
    )


def ensure_private(path: Path) -> None:
    """Make an empty file that only its owner may read, or take the rights of others away."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _sqlite(path: Path, *, write: bool) -> Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        hide_parameters=True,
        pool_size=POOL,
        max_overflow=OVERFLOW,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connect(raw: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        raw.isolation_level = None  # the driver must not begin transactions by itself
        set_pragmas(raw)
        if not write:
            raw.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def set_pragmas(raw: sqlite3.Connection) -> None:
    """Prepare one SQLite connection.

    Durable commits, zeroed deletions, no plain text in temporary files.
    """
    raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")
    raw.execute("PRAGMA temp_store=MEMORY")
    raw.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


def _other(url: str) -> Engine:
    return sa.create_engine(url, hide_parameters=True, pool_size=POOL, max_overflow=OVERFLOW)
