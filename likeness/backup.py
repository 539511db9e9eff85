"""A consistent copy of database, keys, evidence and ledger, made while the product runs.

Never of the key file.
"""

import json
import secrets
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from likeness.errors import BackupRefused
from likeness.storage.opening import (
    DATABASE_NAME,
    EVIDENCE_NAME,
    KEYS_NAME,
    LEDGER_NAME,
    SEALED,
    StoreFiles,
)
from likeness.storage.preparing import REVISIONS
from likeness.vault.errors import LedgerForeign, LedgerOlder
from likeness.vault.keyring import Keyring
from likeness.vault.ledger import OLDER, SEAL, Ledger
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
    number = secrets.token_hex(16)
    _put_seal(into / DATABASE_NAME, number)
    write_new(into / LEDGER_NAME, files.ledger.read_text(encoding="ascii"))
    Ledger(files.ledger, files.ledger_copy).mark(SEAL, number, at)  # after the copy: it lacks this
    made = Backup(
        folder=into,
        erasures=len(Ledger(into / LEDGER_NAME).entries()),
        evidence=evidence,
    )
    write_new(into / MANIFEST, _manifest(made, at, number))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What bringing ledgers together came to."""

    new: int
    """Erasures that the ledger in use did not have."""
    older: bool
    """No ledger was as new as the backup, and that was accepted."""
    since: str = ""
    """From when on erasures may be lost: an instant, or empty where nobody can say."""


def restore_ledger(
    files: StoreFiles, copies: Sequence[Path], at: datetime, *, accept: bool = False
) -> Restored:
    """Bring ledgers together with the one in use, which is never replaced.

    Whoever was erased after a backup is on no ledger of that backup. So one ledger must be as new
    as the backup: the one in use, its second copy, or one that is named. Raises `LedgerOlder`
    where none is and that was not accepted, and `LedgerForeign`.
    """
    manifests = [found for copy in copies if (found := _read_manifest(copy.parent))]
    second = [files.ledger_copy] if files.ledger_copy and files.ledger_copy.exists() else []
    there = [Ledger(path) for path in (files.ledger, *second, *copies) if path.exists()]
    if len({one.id for one in there}) > 1:
        raise LedgerForeign("These ledgers belong to different installations.")
    since = max((str(found["at"]) for found in manifests), default="")
    enough = bool(manifests) and all(_is_as_new(there, found) for found in manifests)
    if not enough and not accept:
        raise LedgerOlder(_older(since))
    begun = not files.ledger.exists()
    if begun:
        write_new(files.ledger, copies[0].read_text(encoding="ascii"))
    ledger = Ledger(files.ledger, files.ledger_copy)
    new = len(ledger.entries()) if begun else 0
    new += sum(ledger.merge(path) for path in (*second, *copies))
    if not enough:
        for found in manifests:
            if number := str(found.get("seal", "")):
                ledger.mark(SEAL, number, at)
        ledger.mark(OLDER, secrets.token_hex(16), at)
    return Restored(new=new, older=not enough, since=since)


def _is_as_new(ledgers: Sequence[Ledger], manifest: Mapping[str, object]) -> bool:
    """Tell whether a ledger has everything from before the end of a backup.

    A backup of before this version has no seal: there only a line that is later proves it.
    """
    number = manifest.get("seal")
    if number:
        return any(one.has(SEAL, str(number)) for one in ledgers)
    at = datetime.fromisoformat(str(manifest["at"]))
    return any(moment > at for one in ledgers for moment in one.lines().values())


def _read_manifest(folder: Path) -> dict[str, object] | None:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "at" in found else None


def _older(since: str) -> str:
    when = f"after {since}" if since else "after this ledger was copied (no backup.json beside it)"
    return (
        f"No ledger of erasures here is as new as the backup: whoever was erased {when} would be"
        " back. Bring the newest ledger: the one beside the key file, or its second copy"
        " (ledger_copy), and name it with --ledger, too. If all of them are lost:"
        " --accept-older-ledger; then nobody is recognised, no mark is written and no letter is"
        " sent until a human ends it."
    )


def _put_seal(database: Path, number: str) -> None:
    """Write into the copy which backup it is, so that it opens only with a ledger as new."""
    copy = sqlite3.connect(database)
    try:
        copy.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (SEALED, number))
        copy.commit()
    finally:
        copy.close()


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


def _manifest(made: Backup, at: datetime, number: str) -> str:
    body = {
        "format": "likeness-backup/1",
        "at": at.astimezone(UTC).isoformat(),
        "revision": REVISIONS[-1],
        "erasures": made.erasures,
        "evidence": made.evidence,
        "seal": number,
    }
    sync_folder(made.folder)
    return json.dumps(body, indent=2) + "\n"
