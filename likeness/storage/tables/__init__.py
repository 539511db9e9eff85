"""The tables, one module per part of the domain.

`METADATA` knows them all once this package is imported.
"""

from likeness.storage.tables import (
    accounts,
    answers,
    assets,
    consents,
    host_records,
    installation,
    letters,
    people,
    sessions,
)
from likeness.storage.tables.metadata import METADATA

__all__ = [
    "METADATA",
    "accounts",
    "answers",
    "assets",
    "consents",
    "host_records",
    "installation",
    "letters",
    "people",
    "sessions",
]
