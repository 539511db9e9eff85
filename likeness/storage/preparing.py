"""Making and upgrading the database: refused where it is newer, copied before it is changed."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from likeness.storage.engine import Engines, Location, ensure_private, make_engines
from likeness.storage.errors import DatabaseNewer, DatabaseOlder, StoreBroken
from likeness.storage.shape import refuse_forerunner, refuse_other_shape
from likeness.storage.troubles import translated

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
)
"""All revisions, oldest first; a test compares them with the migrations.

Kept here so that opening a database does not load alembic.
"""

COPY_SUFFIX = ".before-upgrade-from-"
EMPTY = (
    "The database holds no tables while the keys of persons lie beside it: it was emptied or"
    " replaced. Restore it from the same backup as keys.sqlite."
)
NOT_MADE = "The database must be made or upgraded first. Run: likeness init"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What preparing did."""

    before: str
    """Revision found; empty = the database was made."""
    now: str
    copy: Path | None = None
    """Where the older database was copied to before the upgrade."""


def prepare_database(
    location: Location, *, make: bool = True, keys: Path | None = None
) -> Prepared:
    """Make the database, or upgrade an older one after an online copy.

    `make`: False where one must be there already. `keys`: what is copied with it, after it, so
    that no person lacks a key. Raises `DatabaseNewer`, `DatabaseForeign`, and `StoreBroken` where
    a database without tables may not be made anew.
    """
    with translated(folder=location.parent if isinstance(location, Path) else None):
        engines = make_engines(location)
        try:
            return _prepare(engines, location, make=make, keys=keys)
        finally:
            engines.dispose()


def require_present(engine: Engine) -> None:
    """Refuse a database that is not exactly of this version.

    Raises `DatabaseNewer`, `DatabaseOlder`, `DatabaseForeign`.
    """
    with translated(), engine.begin() as connection:
        if _known(connection) != REVISIONS[-1]:
            raise DatabaseOlder(NOT_MADE)
        refuse_other_shape(connection)


def _prepare(engines: Engines, location: Location, *, make: bool, keys: Path | None) -> Prepared:
    with engines.reader.begin() as connection:
        before = _known(connection)
        refuse_forerunner(connection, before)
    if not before and not make:
        raise StoreBroken(EMPTY)
    if before == REVISIONS[-1]:
        return Prepared(before=before, now=before)
    copy = _copy(location, before) if before and isinstance(location, Path) else None
    if copy is not None and keys is not None and keys.exists():
        _copy(keys, before)
    with engines.writer.begin() as connection:
        if _known(connection) != REVISIONS[-1]:
            _upgrade(connection)
    return Prepared(before=before, now=REVISIONS[-1], copy=copy)


def _known(connection: Connection) -> str:
    """Give the revision of the database; empty where it has no tables. Raises `DatabaseNewer`."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""
    if found and found not in REVISIONS:
        raise DatabaseNewer(
            f"The database was written by a newer Likeness (revision {found}). Install that"
            " version; an older one could misread consents."
        )
    return str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - slow to load and needed only here
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "likeness.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _copy(path: Path, revision: str) -> Path:
    """Copy a SQLite database while it may be in use."""
    target = path.with_name(f"{path.name}{COPY_SUFFIX}{revision}")
    ensure_private(target)
    source, copy = sqlite3.connect(path), sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    return target
