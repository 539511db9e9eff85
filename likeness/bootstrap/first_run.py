"""The first run: data folder, settings, key file, ledger and database.

Safe to run twice: keeps what is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.load import Loaded
from likeness.bootstrap.configuration import check_settings, example, read_settings
from likeness.bootstrap.errors import DataFolderRefused
from likeness.bootstrap.places import Places
from likeness.storage.opening import StoreFiles, open_store
from likeness.storage.preparing import prepare_database
from likeness.vault.errors import LedgerMissing
from likeness.vault.kek import Kek, create_kek, load_kek
from likeness.vault.ledger import create_ledger
from likeness.vault.private_files import write_new

PRIVATE = 0o700
_OTHERS = 0o077


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """What was made, and what was there already."""

    data: Path
    settings_file: Path
    key_file: Path
    wrote_settings: bool
    made_key: bool
    made_database: bool
    upgraded: bool


def set_up(places: Places, answers: Mapping[str, object]) -> FirstRun:
    """Make what is missing. `answers` go into a new settings file.

    Raises `DataFolderRefused`, `SettingsRefused` and the errors of vault and storage.
    """
    _make_folder(places.data)
    wrote = _write_settings(places, answers)
    loaded = read_settings(places)
    key_file = places.key_file(loaded.settings.key_file)
    files = StoreFiles.within(places.data, key_file.parent)
    kek, made_key = _key(key_file, places.data, files)
    _ledger(files)
    prepared = prepare_database(files.database, make=not files.keys.exists(), keys=files.keys)
    open_store(files, kek).close()
    return FirstRun(
        data=places.data,
        settings_file=places.settings_file,
        key_file=key_file,
        wrote_settings=wrote,
        made_key=made_key,
        made_database=not prepared.before,
        upgraded=prepared.before not in {"", prepared.now},
    )


def is_set_up(places: Places, loaded: Loaded) -> bool:
    """Tell whether a database is there."""
    folder = places.key_file(loaded.settings.key_file).parent
    return _exists(StoreFiles.within(places.data, folder))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if folder.stat().st_mode & _OTHERS:
            folder.chmod(PRIVATE)
    except OSError as error:
        raise DataFolderRefused(
            f"The data folder {folder} cannot be made private to this user ({error.strerror}). "
            "Choose another with --data, or run Likeness as its owner."
        ) from None


def _write_settings(places: Places, answers: Mapping[str, object]) -> bool:
    text = example(answers)
    if not places.settings_file.exists():
        check_settings(text, places)
    try:
        write_new(places.settings_file, text)
    except FileExistsError:
        return False
    except OSError as error:
        raise DataFolderRefused(
            f"{places.settings_file} cannot be written ({error.strerror}). Write it yourself: "
            "`likeness config example` shows how; then run init again."
        ) from None
    return True


def _key(key_file: Path, data: Path, files: StoreFiles) -> tuple[Kek, bool]:
    """Load the key file, or make it where nothing was ever wrapped under one."""
    wrapped = files.keys.exists()
    if wrapped or key_file.exists():
        return load_kek(key_file, data, wrapped_keys_exist=wrapped), False
    return create_kek(key_file, data), True


def _ledger(files: StoreFiles) -> None:
    """Make the erasure ledger for a new installation; never for one that has a database."""
    if files.ledger.exists():
        return
    if _exists(files):
        raise LedgerMissing(
            f"The erasure ledger {files.ledger} is missing while a database is there. Restore it "
            "from your newest backup; without it erased persons could come back."
        )
    create_ledger(files.ledger)


def _exists(files: StoreFiles) -> bool:
    return not isinstance(files.database, Path) or files.database.exists()
