"""A real store on SQLite in a temporary folder, with a fixed key. Tests ask for the fixture `store`."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from likeness.storage.opening import StoreFiles, open_store
from likeness.storage.preparing import prepare_database
from likeness.storage.store import SqlStore
from likeness.vault.kek import KEY_BYTES, Kek
from likeness.vault.ledger import create_ledger
from likeness.vault.private_files import write_new, write_private

TEST_KEK = Kek(id="test", key=bytes(range(KEY_BYTES)))


def store_files(folder: Path) -> StoreFiles:
    """Give the places of a store below a folder: `data/` and, outside it, `keys/`."""
    data, keys = folder / "data", folder / "keys"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    return StoreFiles.within(data, keys)


def make_store(folder: Path) -> SqlStore:
    """Make (or open again) a store below a folder."""
    files = store_files(folder)
    if isinstance(files.database, Path) and not files.database.exists():
        write_new(files.database, "")
        files.database.write_bytes(_prepared())
    if not files.ledger.exists():
        create_ledger(files.ledger)
    return open_store(files, TEST_KEK)


@cache
def _prepared() -> bytes:
    """Give a fresh database as migrations make it; made once, because that takes a while."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite"
        prepare_database(path)
        return path.read_bytes()


def fresh_store(folder: Path) -> SqlStore:
    """Make a store as `make_store` does, of the same installation as all others of this function.

    Much is written and synchronised when a store is opened for the first time; here nothing is.
    """
    files = store_files(folder)
    for place, content in _opened().items():
        write_private(folder / place, content)
    return open_store(files, TEST_KEK)


@cache
def _opened() -> Mapping[str, bytes]:
    """Give the files of a store that was opened once."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        make_store(folder).close()
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """Give a fresh store, closed after the test."""
    made = fresh_store(tmp_path)
    yield made
    made.close()
