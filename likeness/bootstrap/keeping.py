"""Backups and the erasure ledger of an installation, by its settings."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from connector.values import Health
from likeness.backup import Backup, Restored, backup, restore_ledger
from likeness.bootstrap.configuration import installed_settings
from likeness.bootstrap.errors import NotSetUp
from likeness.bootstrap.places import Places
from likeness.storage.opening import StoreFiles


def make_backup(places: Places, into: Path) -> Backup:
    """Copy everything a restore needs but the key file. Raises `BackupRefused` and `NotSetUp`."""
    key_file, files = _files(places)
    if isinstance(files.database, Path) and not files.database.exists():
        raise NotSetUp(f"There is no installation in {places.data} yet. Run: likeness init")
    return backup(files, key_file, into, datetime.now(UTC))


def merge_ledgers(places: Places, copies: Sequence[Path], *, accept: bool) -> Restored:
    """Bring the ledger of a backup, and others, together with the one in use.

    Raises `LedgerOlder` and `LedgerForeign`.
    """
    return restore_ledger(_files(places)[1], copies, datetime.now(UTC), accept=accept)


def about_ledger(places: Places) -> Health:
    """Say where the second copy of the erasure ledger is, and whether it is behind."""
    name, (_, files) = "second erasure ledger", _files(places)
    if files.ledger_copy is None:
        return Health(name=name, ok=True, advice=NO_COPY)
    try:
        same = files.ledger_copy.read_bytes() == files.ledger.read_bytes()
    except OSError:
        same = False
    advice = "" if same else f"{files.ledger_copy} is missing or behind. Run: likeness backup"
    return Health(name=name, ok=same, advice=advice)


NO_COPY = (
    "there is none: with the key folder it would be lost who was erased. Set ledger_copy to a file"
    " on another disk"
)


def _files(places: Places) -> tuple[Path, StoreFiles]:
    """Give the key file and the places of everything else."""
    settings = installed_settings(places).settings
    key_file = places.key_file(settings.key_file)
    return key_file, StoreFiles.within(places.data, key_file.parent, settings.ledger_copy)
