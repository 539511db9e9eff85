"""Opening the store.

Nothing is read before ledger, keys and database are known to belong together.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from likeness.storage.engine import Engines, Location, make_engines
from likeness.storage.erasing import Erasing
from likeness.storage.errors import DatabaseOlder, KeysMissing, LedgerBehind, LedgerForeign
from likeness.storage.facts import SqlFacts
from likeness.storage.preparing import NOT_MADE, require_present
from likeness.storage.store import SqlStore
from likeness.storage.tables.installation import erasures
from likeness.storage.tables.people import persons
from likeness.storage.troubles import translated
from likeness.vault.kek import Kek
from likeness.vault.keyring import Keyring
from likeness.vault.ledger import SEAL, Ledger
from likeness.vault.vault import Vault
from scheduler.restored import REVIEWED, UNREVIEWED

INSTALLATION = "likeness:installation"
LEDGER = "likeness:ledger"
SEALED = "likeness:backup-seal"
"""A fact of a backup's copy: the number of that backup, which the ledger must have."""
DATABASE_NAME, KEYS_NAME, EVIDENCE_NAME = "likeness.sqlite", "keys.sqlite", "evidence"
LEDGER_NAME = "erasures.ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFiles:
    """Where the parts of one installation lie."""

    database: Location
    keys: Path
    ledger: Path
    """Beside the key file, outside the data folder."""
    evidence: Path
    ledger_copy: Path | None = None
    """A second place of the ledger; None = there is none."""

    @classmethod
    def within(
        cls, data_folder: Path, key_folder: Path, ledger_copy: Path | None = None
    ) -> "StoreFiles":
        """Give the usual places."""
        return cls(
            database=data_folder / DATABASE_NAME,
            keys=data_folder / KEYS_NAME,
            ledger=key_folder / LEDGER_NAME,
            evidence=data_folder / EVIDENCE_NAME,
            ledger_copy=ledger_copy,
        )


def open_store(files: StoreFiles, kek: Kek) -> SqlStore:
    """Open a prepared database with keys and ledger; erases again whoever a backup brought back.

    Raises `DatabaseNewer`, `DatabaseOlder`, `LedgerBehind`, `LedgerForeign`, `KeysMissing`, and
    from the vault `LedgerMissing`, `LedgerDamaged`, `KekWrong`, `KeysForeign`, `KeysDamaged`; and
    `StoreBusy`, `StoreFull`, `StoreReadOnly`, `StoreUnreachable`, `StoreBroken`.
    """
    with translated(folder=files.keys.parent):
        return _opened(files, kek)


def _opened(files: StoreFiles, kek: Kek) -> SqlStore:
    ledger = Ledger(files.ledger, files.ledger_copy)
    if isinstance(files.database, Path) and not files.database.exists():
        raise DatabaseOlder(NOT_MADE)
    engines = make_engines(files.database)
    try:
        require_present(engines.reader)
        vault = _open_vault(engines, files, ledger, kek)
        try:
            _check_restored(engines, ledger)
            _replay(engines, vault, ledger)
            _match_keys(engines, vault, ledger)
        except BaseException:
            vault.close()
            raise
    except BaseException:
        engines.dispose()
        raise
    return SqlStore(engines, vault, ledger)


def _open_vault(engines: Engines, files: StoreFiles, ledger: Ledger, kek: Kek) -> Vault:
    with engines.writer.begin() as connection:
        installation = _installation(connection, ledger)
        known = sa.select(persons.c.id).limit(1)
        if not files.keys.exists() and connection.execute(known).first() is not None:
            raise KeysMissing(
                "keys.sqlite is missing while the database holds persons. Restore it from the same"
                " backup; without it their names, templates and evidence are lost."
            )
    keyring = Keyring(files.keys)
    try:
        return Vault(installation, kek, keyring)
    except BaseException:
        keyring.close()
        raise


def _installation(connection: Connection, ledger: Ledger) -> str:
    """Give the id of the installation; made at the first opening, together with the ledger's."""
    facts = SqlFacts(connection)
    if not facts.get(INSTALLATION):
        facts.put(INSTALLATION, secrets.token_hex(16))
        facts.put(LEDGER, ledger.id)
    if facts.get(LEDGER) != ledger.id:
        raise LedgerForeign(
            f"The erasure ledger {ledger.path} belongs to another installation than the database."
            " Restore the ledger that was beside this installation's key file."
        )
    return facts.get(INSTALLATION)


def _check_restored(engines: Engines, ledger: Ledger) -> None:
    """Refuse a backup without a ledger as new; note a restore that accepted an older one."""
    with engines.writer.begin() as connection:
        facts = SqlFacts(connection)
        number = facts.get(SEALED)
        if number and not ledger.has(SEAL, number):
            raise LedgerBehind(
                f"This database is a backup that is newer than the ledger {ledger.path}: whoever"
                " was erased since then would be back. Run: likeness restore --ledger"
                " BACKUP/erasures.ledger"
            )
        accepted = ledger.accepted()
        waits = accepted if accepted != (facts.get(REVIEWED) or "") else ""
        if waits != (facts.get(UNREVIEWED) or ""):
            facts.put(UNREVIEWED, waits)


def _replay(engines: Engines, vault: Vault, ledger: Ledger) -> None:
    """Erase again whom the ledger names. Raises `LedgerBehind` where somebody else is erased, too.

    The ledger is read after the others: another process may be erasing now, and writes there first.
    """
    with engines.reader.begin() as connection:
        done = set(connection.scalars(sa.select(erasures.c.person)))
    done |= vault.erased()
    ledger.read_again()
    if not done <= set(ledger.entries()):
        raise LedgerBehind(
            f"The database knows erasures that the ledger {ledger.path} does not: it is an old"
            " copy. Put the newest copy in its place."
        )
    erasing = Erasing(engines, vault, ledger)
    erasing.replay()
    if erasing.unfinished():
        erasing.finish()


def _match_keys(engines: Engines, vault: Vault, ledger: Ledger) -> None:
    """Finish what a crash left between the two files. Raises `KeysMissing`."""
    with engines.writer.begin() as connection:  # nobody can be adding a person meanwhile
        rows = set(connection.scalars(sa.select(persons.c.id)))
        keys = vault.persons()
        ledger.read_again()
        lost = rows - keys.keys() - ledger.entries().keys()
        if lost:
            raise KeysMissing(
                f"keys.sqlite lacks the keys of {len(lost)} persons: it is older than"
                " the database. Restore both from the same backup."
            )
        waiting = {person for person, settled in keys.items() if not settled}
        vault.drop_unsettled(waiting - rows)
        vault.settle(waiting & rows)
