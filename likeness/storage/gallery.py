"""Opening all templates of some persons at once.

For the gallery in memory, and for nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.tables.people import vault_records
from likeness.vault.sealing import Label
from likeness.vault.vault import Vault

TEMPLATE = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTemplates:
    """Templates in memory. Row i of `vectors` belongs to `persons[owners[i]]`."""

    vectors: npt.NDArray[np.float32] = field(repr=False)
    """float32 (n, d), L2-normed, C order; (0, 0) where there is none."""
    owners: npt.NDArray[np.int32] = field(repr=False)
    """int32 (n,), index into `persons`."""
    persons: tuple[PersonId, ...]


class SqlGallery:
    """Templates of many persons."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """Work in one transaction."""
        self._connection, self._vault = connection, vault

    def open_templates(self, pack: str, persons: Iterable[PersonId]) -> OpenTemplates:
        """Open every template of one pack of these persons. Raises `SealBroken`."""
        sealed = self._sealed(pack, frozenset(persons))
        vectors: list[bytes] = []
        owners: list[int] = []
        found: list[PersonId] = []
        for person, cipher in self._vault.ciphers(frozenset(sealed)):
            records = sealed[person]
            vectors += [
                cipher.open(Label(kind=TEMPLATE, pack=pack, record=name), data)
                for name, data in records
            ]
            owners += [len(found)] * len(records)
            found.append(PersonId(person))
        return OpenTemplates(
            vectors=_matrix(vectors),
            owners=np.asarray(owners, dtype=np.int32),
            persons=tuple(found),
        )

    def _sealed(
        self, pack: str, persons: frozenset[PersonId]
    ) -> dict[str, list[tuple[str, bytes]]]:
        query = sa.select(
            vault_records.c.person, vault_records.c.record, vault_records.c.sealed
        ).where(vault_records.c.kind == TEMPLATE, vault_records.c.pack == pack)
        sealed: dict[str, list[tuple[str, bytes]]] = {}
        for person, record, data in self._connection.execute(query):
            if person in persons:
                sealed.setdefault(person, []).append((record, data))
        return sealed


def _matrix(vectors: list[bytes]) -> npt.NDArray[np.float32]:
    if not vectors:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(b"".join(vectors), dtype="<f4").reshape(len(vectors), -1)
