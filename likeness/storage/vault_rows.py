"""Sealed records of persons, row by row: what several repositories keep in `vault_records`."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.tables.people import vault_records
from likeness.vault.errors import NoKey
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault
from scheduler.errors import NoSuchRow

NOBODY = "there is no person with this id (any more)"


class VaultRows:
    """Records sealed under persons' own keys, in one transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """Work in one transaction."""
        self._connection, self._vault = connection, vault

    def put(self, person: PersonId, label: Label, data: bytes) -> None:
        """Seal a record; replaces what was there. Raises `NoSuchRow` without such a person."""
        self._connection.execute(sa.delete(vault_records).where(_record(person, label)))
        try:
            sealed = self._vault.cipher(person).seal(label, data)
        except NoKey as error:
            raise NoSuchRow(NOBODY) from error
        row = {
            "person": person,
            "kind": label.kind,
            "pack": label.pack,
            "record": label.record,
            "sealed": sealed,
        }
        self._connection.execute(sa.insert(vault_records).values(**row))

    def get(self, person: PersonId, label: Label) -> bytes | None:
        """Open a record; None where there is none, or its key is gone."""
        query = sa.select(vault_records.c.sealed).where(_record(person, label))
        sealed = self._connection.execute(query).scalar_one_or_none()
        if sealed is None:
            return None
        try:
            return self._vault.cipher(person).open(label, sealed)
        except NoKey:
            return None

    def of_kind(self, person: PersonId, kind: str) -> Iterator[tuple[Label, bytes]]:
        """Open every record of a kind."""
        mine = (vault_records.c.person == person) & (vault_records.c.kind == kind)
        rows = self._connection.execute(sa.select(vault_records).where(mine)).all()
        for row in rows:
            label = Label(kind=kind, pack=row.pack, record=row.record)
            yield label, self._vault.cipher(person).open(label, row.sealed)

    def drop_one(self, person: PersonId, label: Label) -> bool:
        """Delete one record; False where there was none."""
        statement = sa.delete(vault_records).where(_record(person, label))
        return self._connection.execute(statement).rowcount > 0

    def drop(self, person: PersonId, *kinds: str) -> None:
        """Delete every record of these kinds."""
        mine = (vault_records.c.person == person) & vault_records.c.kind.in_(kinds)
        self._connection.execute(sa.delete(vault_records).where(mine))


def _record(person: PersonId, label: Label) -> sa.ColumnElement[bool]:
    return sa.and_(
        vault_records.c.person == person,
        vault_records.c.kind == label.kind,
        vault_records.c.pack == label.pack,
        vault_records.c.record == label.record,
    )
