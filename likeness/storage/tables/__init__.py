"""The tables, one module per part of the domain.

`METADATA` knows them all once this package is imported.
"""

from likeness.storage.tables import (
    accounts,
    answers,
    asking,
    assets,
    consents,
    evidence,
    held,
    host_records,
    installation,
    letters,
    links,
    pages,
    people,
    sessions,
    sight,
    upgrades,
)
from likeness.storage.tables.metadata import METADATA

__all__ = [
    "METADATA",
    "accounts",
    "answers",
    "asking",
    "assets",
    "consents",
    "evidence",
    "held",
    "host_records",
    "installation",
    "letters",
    "links",
    "pages",
    "people",
    "sessions",
    "sight",
    "upgrades",
]
