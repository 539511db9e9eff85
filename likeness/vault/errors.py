"""Errors of the vault.

A leaf says what the caller must do; messages are sentences without personal data.
"""


class VaultError(Exception):
    """Anything the vault says no to. Never raised itself."""


class KekMissing(VaultError):
    """Stop: the key file must be restored, or made where nothing is wrapped under it yet."""


class KekExists(VaultError):
    """Stop: a key file is never overwritten."""


class KekInside(VaultError):
    """Stop: the key file must lie outside the data folder."""


class KekExposed(VaultError):
    """Stop: others may read or replace the key file."""


class KekUnreadable(VaultError):
    """Stop: the file holds no key; restore it."""


class KekWrong(VaultError):
    """Stop: the persons' keys were wrapped under another key file."""


class KeysForeign(VaultError):
    """Stop: keys.sqlite belongs to another installation or is written by a newer Likeness."""


class KeysDamaged(VaultError):
    """Stop: keys.sqlite cannot be read as a database; restore it."""


class NoKey(VaultError):
    """Forget: this person has no key; they are unknown or erased."""


class SealBroken(VaultError):
    """Stop: a sealed record was changed, or belongs to somebody or something else."""


class LedgerMissing(VaultError):
    """Stop: the erasure ledger must be restored before anything is opened."""


class LedgerExists(VaultError):
    """Stop: a ledger is never overwritten."""


class LedgerDamaged(VaultError):
    """Stop: the ledger has lines that cannot be read; restore it from a copy and merge."""


class LedgerOlder(VaultError):
    """Stop: no ledger is as new as the backup; the message says what to bring."""


class LedgerForeign(VaultError):
    """Stop: the two ledgers, or ledger and database, belong to different installations."""
