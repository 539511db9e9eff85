"""Erasure in its order: ledger, key, rows, then nothing left in either write-ahead log.

Every step is safe to repeat.
"""

import glob
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.endings import Removal
from consent.ids import PersonId
from consent.states import RemovedCause
from likeness.storage.answers import SqlAnswers
from likeness.storage.assets import SqlAssets
from likeness.storage.engine import Engines
from likeness.storage.evidence import active_hold, is_held, move_under
from likeness.storage.facts import PEOPLE_VERSION, SqlFacts
from likeness.storage.findings import SqlFindings
from likeness.storage.host_records import SqlHostRecords
from likeness.storage.people import GALLERY_VERSION
from likeness.storage.preparing import COPY_SUFFIX
from likeness.storage.queue import SqlQueue
from likeness.storage.rows_of_person import delete_rows
from likeness.storage.standing import SqlStanding
from likeness.storage.tables.installation import erasures
from likeness.storage.tables.people import persons
from likeness.vault.ledger import Ledger
from likeness.vault.vault import Vault
from scheduler.removal import take_off_everywhere
from scheduler.values import Priority

CHECKPOINT_TIMEOUT_MS = 1_000
BUSY_TIMEOUT_MS = 30_000


class Erasing:
    """Erases persons from the ledger, the keys and the database."""

    def __init__(self, engines: Engines, vault: Vault, ledger: Ledger) -> None:
        """Take over what `open_store` opened and checked."""
        self._engines, self._vault, self._ledger = engines, vault, ledger

    def erase(self, person: PersonId, at: datetime) -> bool:
        """Erase one person; False while a reader keeps old pages alive. Safe to run twice."""
        self._ledger.append(person, at)
        self._keep_held(person, at)
        self._vault.destroy(person)
        with self._engines.writer.begin() as connection:
            _erase_rows(connection, person, at)
        return self.finish()

    def replay(self) -> int:
        """Erase everybody again whom the ledger names and this database or keys.sqlite still holds.

        Gives how many. A backup from before an erasure is made to forget by this.
        """
        entries = self._ledger.entries()
        with self._engines.reader.begin() as connection:
            here = set(connection.scalars(sa.select(persons.c.id)))
            done = set(connection.scalars(sa.select(erasures.c.person)))
        again = [p for p in entries if p in here or p not in done]
        for person in set(entries) & (set(self._vault.persons()) | set(again)):
            self._keep_held(PersonId(person), entries[person])
            self._vault.destroy(person)
        for person in again:
            with self._engines.writer.begin() as connection:
                _erase_rows(connection, PersonId(person), entries[person])
        return len(again)

    def _keep_held(self, person: PersonId, at: datetime) -> None:
        """Move evidence under the key of a legal hold that was recorded before; else do nothing.

        Safe to run twice: what was moved stays as it is.
        """
        with self._engines.reader.begin() as connection:
            hold = active_hold(connection, person, at.astimezone(UTC).date())
            if hold is None or is_held(connection, hold) or person not in self._vault.persons():
                return
        if hold not in self._vault.persons():
            self._vault.make_key(hold)
            self._vault.settle([hold])  # before the rows: a key too many harms nobody
        with self._engines.writer.begin() as connection:
            move_under(connection, self._vault, person, hold)

    def finish(self) -> bool:
        """Leave nothing erased in either write-ahead log; False while a reader prevents it."""
        keys_clean = self._vault.checkpoint()
        if not (self._checkpoint() and keys_clean):
            return False
        self._drop_copies()
        with self._engines.writer.begin() as connection:
            pending = sa.update(erasures).where(erasures.c.finished.is_(False))
            connection.execute(pending.values(finished=True))
        return True

    def unfinished(self) -> bool:
        """Tell whether an erasure waits for `finish`."""
        with self._engines.reader.begin() as connection:
            query = sa.select(erasures.c.person).where(erasures.c.finished.is_(False)).limit(1)
            return connection.execute(query).first() is not None

    def _drop_copies(self) -> None:
        """Delete copies that upgrades left beside a SQLite database: they hold what was erased."""
        url = self._engines.writer.url
        if self._engines.writer.dialect.name == "sqlite" and url.database:
            database = Path(url.database)
            for copy in database.parent.glob(f"{glob.escape(database.name)}{COPY_SUFFIX}*"):
                copy.unlink()

    def _checkpoint(self) -> bool:
        """Cut off SQLite's write-ahead log.

        PostgreSQL keeps its own; there the lost key is the promise.
        """
        if self._engines.writer.dialect.name != "sqlite":
            return True
        raw = self._engines.writer.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout={CHECKPOINT_TIMEOUT_MS}")
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        finally:
            raw.close()
        return busy == 0


class _Photos:
    """What links photos to persons, on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self.findings = SqlFindings(connection)
        self.answers = SqlAnswers(connection)
        self.host_records = SqlHostRecords(connection)


def _erase_rows(connection: Connection, person: PersonId, at: datetime) -> None:
    """Take the person off what stays, delete what is theirs, and count the erasure."""
    removal = Removal(cause=RemovedCause.ERASURE, at=at.astimezone(UTC))
    photos = _Photos(connection)
    touched = take_off_everywhere(photos, person, removal, lambda: str(uuid4()))
    copies = {copy for asset in touched for copy in SqlAssets(connection).same_content(asset)}
    concerned = sorted({*touched, *copies})
    SqlQueue(connection).wake(concerned, Priority.WITHDRAWAL, at.astimezone(UTC))
    delete_rows(connection, person)
    SqlStanding(connection, {}).renew()
    facts = SqlFacts(connection)
    facts.raise_number(GALLERY_VERSION)
    facts.raise_number(PEOPLE_VERSION)
    known = sa.select(erasures.c.person).where(erasures.c.person == person)
    if connection.execute(known).first() is None:
        row = {"person": person, "at": at, "finished": False}
        connection.execute(sa.insert(erasures).values(**row))
    else:
        again = sa.update(erasures).where(erasures.c.person == person)
        connection.execute(again.values(finished=False))
