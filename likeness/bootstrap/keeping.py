"""Backups and the erasure ledger of an installation, by its settings."""

from datetime import UTC, datetime
from pathlib import Path

from likeness.backup import Backup, backup, restore_ledger
from likeness.bootstrap.configuration import installed_settings
from likeness.bootstrap.errors import NotSetUp
from likeness.bootstrap.places import Places
from likeness.storage.opening import StoreFiles


def make_backup(places: Places, into: Path) -> Backup:
    """Copy everything a restore needs but the key file. Raises `BackupRefused` and `NotSetUp`."""
    key_file = places.key_file(installed_settings(places).settings.key_file)
    files = StoreFiles.within(places.data, key_file.parent)
    if isinstance(files.database, Path) and not files.database.exists():
        raise NotSetUp(f"There is no installation in {places.data} yet. Run: likeness init")
    return backup(files, key_file, into, datetime.now(UTC))


def merge_ledger(places: Places, copy: Path) -> int:
    """Bring a backup's ledger together with the one in use; gives how many erasures were new."""
    key_file = places.key_file(installed_settings(places).settings.key_file)
    return restore_ledger(copy, StoreFiles.within(places.data, key_file.parent).ledger)
