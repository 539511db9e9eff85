"""Everything as a folder: rows as JSON, people and consents as CSV, evidence as files.

Whoever leaves takes it all along; docs/cli.md says what each file is.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from consent.ids import PersonId
from likeness.errors import ExportRefused
from likeness.evidence.taking import take
from likeness.storage.store import SqlTx
from likeness.vault.private_files import write_private
from scheduler.lists.writing import write_table

PRIVATE = 0o700
PEOPLE = ("person", "name", "email", "language", "birth_date", "minor_until", "groups")
CONSENTS = (
    "quitclaim",
    "person",
    "name",
    "state",
    "channels",
    "scope",
    "begins",
    "ends",
    "ground",
    "guardian",
    "at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    persons: int
    consents: int
    evidence: int
    rows: int


def export_all(tx: SqlTx, into: Path) -> Exported:
    """Write everything into a new folder. Raises `ExportRefused`."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise ExportRefused(f"{into} is not an empty folder. Name a new one.")
    for folder in (into, into / "tables", into / "evidence"):
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    rows = sum(_table(tx, name, into / "tables" / f"{name}.jsonl") for name in tx.dump.tables())
    people, consents = list(_people(tx)), list(_consents(tx))
    write_private(into / "people.csv", write_table(PEOPLE, people))
    write_private(into / "consents.csv", write_table(CONSENTS, consents))
    evidence = sum(_evidence(tx, person, into / "evidence") for person in tx.people.ids())
    return Exported(persons=len(people), consents=len(consents), evidence=evidence, rows=rows)


def _table(tx: SqlTx, name: str, path: Path) -> int:
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in tx.dump.rows(name)]
    write_private(path, "".join(f"{line}\n" for line in lines).encode())
    return len(lines)


def _people(tx: SqlTx) -> Iterator[Mapping[str, object]]:
    groups: dict[PersonId, list[str]] = {}
    for group in tx.groups.all():
        for member in group.members:
            groups.setdefault(member, []).append(group.name)
    for person, profile in sorted(tx.people.profiles().items()):
        yield {
            "person": person,
            "name": profile.name,
            "email": profile.email,
            "language": profile.language,
            "birth_date": profile.birth_date,
            "minor_until": profile.minor_until,
            "groups": "; ".join(sorted(groups.get(person, ()))),
        }


def _consents(tx: SqlTx) -> Iterable[Mapping[str, object]]:
    profiles = tx.people.profiles()
    for row in tx.dump.rows("quitclaims"):
        yield {
            **row,
            "quitclaim": row["id"],
            "name": profiles[row["person"]].name,
            "channels": "; ".join(row["channels"]),
        }


def _evidence(tx: SqlTx, person: PersonId, folder: Path) -> int:
    taken = take(tx, person)
    for one in taken:
        (folder / person).mkdir(mode=PRIVATE, exist_ok=True)
        for name, data in one.files():
            write_private(folder / person / name, data)
    return len(taken)
