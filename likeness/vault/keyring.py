"""keys.sqlite: every person's own key, wrapped.

Beside the main database, never in it, and never in its backup file.
"""

import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from likeness.vault.errors import KeysDamaged, KeysForeign
from likeness.vault.private_files import write_new

VERSION = 1
BUSY_TIMEOUT_MS = 30_000
CHECKPOINT_TIMEOUT_MS = 1_000
_CHUNK = 500

_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person_keys (
    person TEXT PRIMARY KEY, wrapped BLOB NOT NULL, kek TEXT NOT NULL, settled INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased (person TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = 1;
COMMIT;
"""


class Keyring:
    """The file of wrapped keys. Thread-safe: one connection, one lock."""

    def __init__(self, path: Path) -> None:
        """Open the file; made with mode 0600 where it is missing.

        Raises `KeysForeign`, `KeysDamaged`, and `sqlite3.OperationalError` where it is locked or
        the disk does not let it be opened.
        """
        if not path.exists():
            write_new(path, "")
        self._lock = threading.RLock()
        self._raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
        except sqlite3.OperationalError:
            self._raw.close()
            raise
        except sqlite3.DatabaseError as error:
            self._raw.close()
            raise KeysDamaged(
                "keys.sqlite cannot be read; it is damaged. Restore it from the same backup as"
                " likeness.sqlite."
            ) from error

    def _prepare(self) -> None:
        self._raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._raw.execute(f"PRAGMA {pragma}")
        found: int = self._raw.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            self._raw.close()
            raise KeysForeign("keys.sqlite was written by a newer Likeness. Install that version.")
        if found < VERSION:
            self._raw.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._raw.close()

    def fact(self, key: str) -> str:
        """Give a fact of this file; empty where unknown."""
        with self._lock:
            row = self._raw.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])

    def put_fact(self, key: str, value: str) -> None:
        """Keep a fact of this file."""
        with self._lock:
            self._raw.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def add(self, person: str, wrapped: bytes, kek: str) -> None:
        """Keep a new person's key, not settled yet: the person's row is not committed.

        `kek` is the id of the key file it is wrapped under, so that key files can be changed.
        """
        row = (person, wrapped, kek)
        with self._lock:
            self._raw.execute("INSERT INTO person_keys VALUES (?, ?, ?, 0)", row)

    def settle(self, persons: Iterable[str]) -> None:
        """Note that these persons' rows are committed."""
        with self._lock:
            self._raw.executemany(
                "UPDATE person_keys SET settled = 1 WHERE person = ?", [(p,) for p in persons]
            )

    def drop_unsettled(self, persons: Iterable[str]) -> None:
        """Delete keys of persons whose rows were never committed."""
        with self._lock:
            self._raw.executemany(
                "DELETE FROM person_keys WHERE person = ? AND settled = 0", [(p,) for p in persons]
            )

    def wrapped(self, person: str) -> bytes | None:
        """Give one wrapped key."""
        query = "SELECT wrapped FROM person_keys WHERE person = ?"
        with self._lock:
            row = self._raw.execute(query, (person,)).fetchone()
        return None if row is None else bytes(row[0])

    def all_wrapped(self) -> Mapping[str, bytes]:
        """Give all wrapped keys."""
        with self._lock:
            return dict(self._raw.execute("SELECT person, wrapped FROM person_keys"))

    def some_wrapped(self, persons: Collection[str]) -> Mapping[str, bytes]:
        """Give the wrapped keys of these persons; those without a key are left out."""
        if len(persons) > _CHUNK:
            return {who: key for who, key in self.all_wrapped().items() if who in persons}
        marks = ", ".join("?" * len(persons))
        query = f"SELECT person, wrapped FROM person_keys WHERE person IN ({marks})"  # noqa: S608
        with self._lock:
            return dict(self._raw.execute(query, tuple(sorted(persons))))

    def persons(self) -> Mapping[str, bool]:
        """Give all persons with a key, and whether it is settled."""
        with self._lock:
            rows = self._raw.execute("SELECT person, settled FROM person_keys").fetchall()
        return {person: bool(settled) for person, settled in rows}

    def erased(self) -> frozenset[str]:
        """Give the persons whose keys were destroyed."""
        with self._lock:
            return frozenset(row[0] for row in self._raw.execute("SELECT person FROM erased"))

    def erase(self, person: str) -> None:
        """Destroy a person's key and remember that it was. Safe to run twice."""
        with self._lock:
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                self._raw.execute("DELETE FROM person_keys WHERE person = ?", (person,))
                self._raw.execute("INSERT OR IGNORE INTO erased VALUES (?)", (person,))
            except BaseException:
                self._raw.execute("ROLLBACK")
                raise
            self._raw.execute("COMMIT")

    def checkpoint(self) -> bool:
        """Move everything out of the write-ahead log and cut it off.

        False while a reader prevents it.
        """
        with self._lock:
            self._raw.execute(f"PRAGMA busy_timeout={CHECKPOINT_TIMEOUT_MS}")
            try:
                busy: int = self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                self._raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        return busy == 0

    def copy_to(self, path: Path) -> None:
        """Copy the file while it is in use; the copy is made with mode 0600."""
        write_new(path, "")
        with self._lock:
            target = sqlite3.connect(path)
            try:
                self._raw.backup(target)
            finally:
                target.close()
