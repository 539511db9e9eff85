"""A full installation of 100,000 templates on disk, for `benchmarks.gallery` to open."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from consent.states import ConsentState
from likeness.galleries import OpenGallery, VaultGalleries
from likeness.storage.gallery import TEMPLATE
from likeness.storage.opening import StoreFiles, open_store
from likeness.storage.preparing import prepare_database
from likeness.storage.store import SqlStore
from likeness.storage.tables.people import persons, recognition_consents, vault_records
from likeness.vault.kek import create_kek
from likeness.vault.ledger import create_ledger
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault
from recognition.geometry import Floats
from recognition.values import PackId

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Still:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Give the moment at which everybody had consented."""
        return NOW

    def today(self) -> date:
        """Give its day."""
        return NOW.date()


def make_installation(folder: Path, vectors: Floats, per_person: int, pack: PackId) -> SqlStore:
    """Enrol people who do not exist, each with the same number of templates.

    The rows are those that `tx.people` writes, but many at once: one by one takes minutes.
    """
    data, keys = folder / "data", folder / "keys"
    for place in (data, keys):
        place.mkdir(mode=0o700)
    files = StoreFiles.within(data, keys)
    prepare_database(files.database)
    create_ledger(files.ledger)
    store = open_store(files, create_kek(keys / "kek", data))
    engines, vault = store._engines, store._vault  # noqa: SLF001 - nobody else writes in bulk
    people = [f"{number:08x}" for number in range(-(-len(vectors) // per_person))]
    with engines.writer.begin() as connection:
        connection.execute(sa.insert(persons), [{"id": person} for person in people])
        for person in people:
            vault.make_key(person)
        given = {"state": ConsentState.GIVEN, "at": NOW}
        connection.execute(
            sa.insert(recognition_consents), [{"person": person, **given} for person in people]
        )
        connection.execute(
            sa.insert(vault_records),
            [
                _sealed(vault, people[row // per_person], pack, f"{row:016x}", vector)
                for row, vector in enumerate(vectors)
            ],
        )
    vault.settle(people)
    return store


def _sealed(
    vault: Vault, person: str, pack: PackId, record: str, vector: Floats
) -> dict[str, object]:
    label = Label(kind=TEMPLATE, pack=pack, record=record)
    sealed = vault.cipher(person).seal(label, vector.astype("<f4").tobytes())
    return {"person": person, "kind": TEMPLATE, "pack": pack, "record": record, "sealed": sealed}


def load_s(store: SqlStore, pack: PackId) -> tuple[float, OpenGallery, VaultGalleries]:
    """Open the gallery as at a start of the product: read, decrypt, publish. Seconds."""
    galleries = VaultGalleries(store, pack, Still())
    started = time.perf_counter()
    gallery = galleries.current()
    return time.perf_counter() - started, gallery, galleries
