"""A consistent copy of database, keys, evidence and ledger, made while the product runs.

Never of the key file.
"""

import json
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from likeness.errors import BackupRefused
from likeness.storage.opening import (
    DATABASE_NAME,
    EVIDENCE_NAME,
    KEYS_NAME,
    LEDGER_NAME,
    StoreFiles,
)
from likeness.storage.preparing import REVISIONS
from likeness.vault.keyring import Keyring
from likeness.vault.ledger import Ledger
from likeness.vault.private_files import is_inside, sync_folder, write_new

MANIFEST = "backup.json"
PRIVATE = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds."""

    folder: Path
    erasures: int
    evidence: int
    """Pieces of evidence: sealed in the database, and files."""


def backup(files: StoreFiles, kek: Path, into: Path, at: datetime) -> Backup:
    """Copy everything that a restore needs, except the key file. Raises `BackupRefused`.

    The order matters: database before keys, so that no person lacks a key; ledger last, so that
    whoever was erased meanwhile is erased again after a restore. The manifest comes at the end: a
    folder without it is no backup.
    """
    database = _check(files, kek, into)
    try:
        return _copied(files, database, into, at)
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise BackupRefused(
            f"The backup into {into} was cut short ({why}). Do not use what is there: delete it, "
            "make room or name another place, and try again."
        ) from error


def _copied(files: StoreFiles, database: Path, into: Path, at: datetime) -> Backup:
    into.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    into.chmod(PRIVATE)
    _copy_database(database, into / DATABASE_NAME)
    _copy_keys(files.keys, into / KEYS_NAME)
    evidence = _signed(into / DATABASE_NAME)
    evidence += _copy_evidence(files.evidence, into / EVIDENCE_NAME)
    write_new(into / LEDGER_NAME, files.ledger.read_text(encoding="ascii"))
    made = Backup(
        folder=into,
        erasures=len(Ledger(into / LEDGER_NAME).entries()),
        evidence=evidence,
    )
    write_new(into / MANIFEST, _manifest(made, at))
    return made


def restore_ledger(copy: Path, ledger: Path) -> int:
    """Bring a backup's ledger together with the one in use, which is never replaced.

    Gives how many erasures were new. Where no ledger is left, the copy takes its place.
    """
    if not ledger.exists():
        entries = len(Ledger(copy).entries())
        write_new(ledger, copy.read_text(encoding="ascii"))
        return entries
    return Ledger(ledger).merge(copy)


def _check(files: StoreFiles, kek: Path, into: Path) -> Path:
    if not isinstance(files.database, Path):
        raise BackupRefused(
            "The database is on a PostgreSQL server: back it up there (pg_dump), and after that"
            " keys.sqlite, the evidence and the erasure ledger."
        )
    if is_inside(into, files.database.parent):
        raise BackupRefused("The target lies inside the data folder. Name a folder outside it.")
    if is_inside(kek, into) or is_inside(into, kek.parent):
        raise BackupRefused(
            "The target is where the key file lies. Whoever takes a backup must not get the key"
            " with it: name a folder elsewhere, and copy the key file by itself to another place."
        )
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupRefused(f"{into} is not an empty folder. Name a new one for every backup.")
    return files.database


def _copy_database(source: Path, target: Path) -> None:
    write_new(target, "")
    live, copy = sqlite3.connect(source), sqlite3.connect(target)
    try:
        live.backup(copy)
        _check_copy(copy)
    finally:
        copy.close()
        live.close()


def _copy_keys(source: Path, target: Path) -> None:
    keyring = Keyring(source)
    try:
        keyring.copy_to(target)
    finally:
        keyring.close()
    copy = sqlite3.connect(target)
    try:
        _check_copy(copy)
    finally:
        copy.close()


def _check_copy(copy: sqlite3.Connection) -> None:
    """Leave one file without a log beside it, and make sure that it can be read."""
    copy.execute("PRAGMA journal_mode=DELETE")
    if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise BackupRefused("The copy cannot be read: the database is damaged. Keep older backups.")


def _signed(database: Path) -> int:
    """Count what was signed, in the copy."""
    copy = sqlite3.connect(database)
    try:
        return int(copy.execute("SELECT count(*) FROM evidence").fetchone()[0])
    finally:
        copy.close()


def _copy_evidence(source: Path, target: Path) -> int:
    if not source.is_dir():
        return 0
    shutil.copytree(source, target, symlinks=True)
    return sum(1 for path in target.rglob("*") if path.is_file())


def _manifest(made: Backup, at: datetime) -> str:
    body = {
        "format": "likeness-backup/1",
        "at": at.astimezone(UTC).isoformat(),
        "revision": REVISIONS[-1],
        "erasures": made.erasures,
        "evidence": made.evidence,
    }
    sync_folder(made.folder)
    return json.dumps(body, indent=2) + "\n"
