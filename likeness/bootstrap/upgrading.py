"""Upgrading an installation: what it will take, doing it after a copy, and the way back.

The copies lie beside what they are copies of. The erasure ledger lies elsewhere and is never put
back: whoever was erased meanwhile is erased again when the older program opens the copy.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from likeness.bootstrap.app import open_app
from likeness.bootstrap.configuration import installed_settings
from likeness.bootstrap.errors import NotSetUp
from likeness.bootstrap.places import Places
from likeness.errors import BackupRefused
from likeness.storage.opening import StoreFiles
from likeness.storage.preparing import COPY_SUFFIX, REVISIONS, Prepared, prepare_database
from scheduler.jobs.weigh_upgrade import Report, weigh_upgrade

SECONDS_A_PHOTO = 0.003
"""A rough guess, never measured on a large library; it is told as one."""
ASIDE = ".taken-back"
_PARTS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What an upgrade will take."""

    before: str
    """Revision of the database now."""
    after: str
    photos: int
    """Photos with an answer, which are weighed."""
    copied_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade did."""

    prepared: Prepared
    report: Report | None
    """None: the rules are those of the last time."""


def look_ahead(places: Places) -> Outlook:
    """Say what an upgrade will take; changes nothing. Raises `NotSetUp`."""
    files = _files(places)
    with closing(sqlite3.connect(f"{_database(files).as_uri()}?mode=ro", uri=True)) as raw:
        (before,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        decided = "SELECT count(*) FROM assets WHERE status IS NOT NULL AND deleted_at IS NULL"
        (photos,) = raw.execute(decided).fetchone()
    due = before != REVISIONS[-1]
    size = sum(path.stat().st_size for path in (_database(files), files.keys) if path.exists())
    return Outlook(
        before=before,
        after=REVISIONS[-1],
        photos=photos,
        copied_bytes=size if due else 0,
        seconds=round(photos * SECONDS_A_PHOTO, 1),
    )


def upgrade(places: Places) -> Upgraded:
    """Copy database and keys, upgrade, and weigh every photo; nothing is written to a host.

    Safe to run twice. Only for the process that holds the lock of the data folder.
    """
    files = _files(places)
    prepared = prepare_database(files.database, make=False, keys=files.keys)
    with open_app(places) as app:
        return Upgraded(prepared=prepared, report=weigh_upgrade(app.deps))


def go_back(places: Places) -> str:
    """Put the copies of the last upgrade in place; gives their revision.

    What is there now is set aside, not deleted. Raises `BackupRefused` where there is no copy.
    """
    files = _files(places)
    database = _database(files)
    copies = sorted(database.parent.glob(f"{database.name}{COPY_SUFFIX}*"))
    if not copies:
        raise BackupRefused("There is no copy of an upgrade here. Restore a backup instead.")
    revision = copies[-1].name.rpartition(COPY_SUFFIX)[2]
    for path in (database, files.keys):
        copy = path.with_name(f"{path.name}{COPY_SUFFIX}{revision}")
        if not copy.exists():
            raise BackupRefused(f"The copy {copy.name} is missing. Restore a backup instead.")
    for path in (database, files.keys):
        _set_aside(path)
        path.with_name(f"{path.name}{COPY_SUFFIX}{revision}").rename(path)
    return revision


def _set_aside(path: Path) -> None:
    for part in _PARTS:
        there = path.with_name(path.name + part)
        if there.exists():
            there.rename(path.with_name(f"{path.name}{ASIDE}{part}"))


def _files(places: Places) -> StoreFiles:
    key_file = places.key_file(installed_settings(places).settings.key_file)
    files = StoreFiles.within(places.data, key_file.parent)
    if not _database(files).exists():
        raise NotSetUp(f"There is no installation in {places.data} yet. Run: likeness init")
    return files


def _database(files: StoreFiles) -> Path:
    return Path(files.database)
