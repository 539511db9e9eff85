"""Errors of storage.

A leaf says what the caller must do; messages are sentences without personal data.
"""


class StorageError(Exception):
    """Anything that goes wrong with the database. Never raised itself."""


class StoreBusy(StorageError):
    """Retry: another process kept the database locked for too long."""


class StoreFull(StorageError):
    """Stop: no space is left on the disk."""


class StoreReadOnly(StorageError):
    """Stop: the data folder cannot be written or its files cannot be opened; nothing is damaged."""


class StoreUnreachable(StorageError):
    """Stop: the disk of the data folder gives errors."""


class StoreBroken(StorageError):
    """Stop: the database file is damaged or cannot be read."""


class StoreNested(StorageError):
    """Stop: a programming mistake; a thread that writes opened a second writing transaction."""


class DatabaseNewer(StorageError):
    """Stop: the database was written by a newer Likeness."""


class DatabaseOlder(StorageError):
    """Stop: the database must be upgraded first (`prepare_database`)."""


class DatabaseForeign(StorageError):
    """Stop: the tables are not those of the revision that the database names."""


class LedgerMissing(StorageError):
    """Stop: the erasure ledger must be restored before the database may be opened."""


class LedgerBehind(StorageError):
    """Stop: the database knows erasures that the ledger does not; the ledgers must be merged."""


class LedgerForeign(StorageError):
    """Stop: this ledger or key file belongs to another installation."""


class KeysMissing(StorageError):
    """Stop: persons are in the database whose keys are gone; keys.sqlite must be restored."""
