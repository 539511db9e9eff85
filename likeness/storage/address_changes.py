"""Changes of address (implements `scheduler.ports.pages.AddressChanges`).

The new address, and whose it is, are sealed under the person's key; links are kept as hashes.
"""

import base64
import hashlib
import hmac
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId, SignerId
from likeness.storage.tables.pages import address_changes
from likeness.storage.vault_rows import VaultRows
from likeness.vault.sealing import Label
from scheduler.errors import NoSuchRow
from scheduler.ports.pages import AddressChange, Side

KIND = "address"


class SqlAddressChanges:
    """Changes of address in the database and the vault."""

    def __init__(self, connection: Connection, rows: VaultRows, secret: bytes) -> None:
        """Work in one transaction; `secret` makes the links."""
        self._connection, self._rows, self._secret = connection, rows, secret

    def make(self, change: AddressChange) -> None:
        """Keep one; the new address is sealed under the person's key. Ends an earlier one."""
        mine = address_changes.c.person == change.person
        self._connection.execute(sa.delete(address_changes).where(mine))
        self._rows.drop(change.person, KIND)
        self._connection.execute(
            sa.insert(address_changes).values(
                id=change.id,
                person=change.person,
                old_hash=_hash(self.secret(change.id, Side.OLD)),
                new_hash=_hash(self.secret(change.id, Side.NEW)),
                old_done=change.old_done,
                new_done=change.new_done,
                ends_at=change.ends_at,
            )
        )
        sealed = f"{change.signer or ''}\n{change.new_email}".encode()
        self._rows.put(change.person, _label(change.id), sealed)

    def get(self, change_id: str) -> AddressChange:
        """Give one. Raises `NoSuchRow`."""
        query = sa.select(address_changes).where(address_changes.c.id == change_id)
        row = self._connection.execute(query).one_or_none()
        sealed = None if row is None else self._rows.get(PersonId(row.person), _label(change_id))
        if row is None or sealed is None:
            raise NoSuchRow("there is no such change of address (any more)")
        signer, _, email = sealed.decode().rpartition("\n")
        return AddressChange(
            id=change_id,
            person=PersonId(row.person),
            signer=SignerId(signer) if signer else None,
            new_email=email,
            old_done=row.old_done,
            new_done=row.new_done,
            ends_at=row.ends_at,
        )

    def secret(self, change_id: str, side: Side) -> str:
        """Give the secret of the link that one side confirms with: 256 bits, 43 characters."""
        digest = hmac.digest(self._secret, f"{side} {change_id}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def find(self, secret: str, now: datetime) -> tuple[AddressChange, Side] | None:
        """Give the change that a secret confirms; None where it opens nothing (any more)."""
        wanted = _hash(secret)
        sides = (address_changes.c.old_hash == wanted) | (address_changes.c.new_hash == wanted)
        open_still = sides & (address_changes.c.ends_at > now)
        row = self._connection.execute(sa.select(address_changes).where(open_still)).one_or_none()
        if row is None:
            return None
        return self.get(row.id), Side.OLD if row.old_hash == wanted else Side.NEW

    def confirm(self, change_id: str, side: Side) -> AddressChange:
        """Note that one side confirmed."""
        done = {"old_done": True} if side is Side.OLD else {"new_done": True}
        mine = sa.update(address_changes).where(address_changes.c.id == change_id)
        self._connection.execute(mine.values(**done))
        return self.get(change_id)

    def drop(self, change_id: str) -> None:
        """Forget one."""
        mine = address_changes.c.id == change_id
        query = sa.select(address_changes.c.person).where(mine)
        person = self._connection.execute(query).scalar_one_or_none()
        if person is not None:
            self._rows.drop(PersonId(person), KIND)
        self._connection.execute(sa.delete(address_changes).where(mine))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _label(change_id: str) -> Label:
    return Label(kind=KIND, record=change_id)
