"""Keys of the API: shown once, stored as a hash."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from likeness.storage.tables.installation import api_keys

SECRET_BYTES = 32
PREFIX = "lk_"
"""So that secret scanners and people recognise a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """One key as it is kept: never its secret."""

    id: str
    scopes: frozenset[str]
    created_at: datetime
    until: datetime | None
    revoked_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether the key may be used now."""
        return self.revoked_at is None and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key just made, with the secret that is shown once and kept nowhere."""

    id: str
    secret: str = field(repr=False)


class SqlKeys:
    """Keys in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def add(self, scopes: Iterable[str], now: datetime, until: datetime | None = None) -> NewKey:
        """Make a key."""
        made = NewKey(id=secrets.token_hex(8), secret=PREFIX + secrets.token_urlsafe(SECRET_BYTES))
        self._connection.execute(
            sa.insert(api_keys).values(
                id=made.id,
                secret_hash=_hash(made.secret),
                scopes=sorted(set(scopes)),
                created_at=now,
                until=until,
            )
        )
        return made

    def find(self, secret: str) -> ApiKey | None:
        """Give the key of a secret, revoked and expired ones too: ask `holds`."""
        query = sa.select(api_keys).where(api_keys.c.secret_hash == _hash(secret))
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _to_key(row)

    def all(self) -> tuple[ApiKey, ...]:
        """Give all keys, oldest first."""
        query = sa.select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id)
        return tuple(_to_key(row) for row in self._connection.execute(query))

    def revoke(self, key: str, now: datetime) -> bool:
        """End a key; False where there is none with this id that still lives."""
        alive = (api_keys.c.id == key) & api_keys.c.revoked_at.is_(None)
        statement = sa.update(api_keys).where(alive).values(revoked_at=now)
        return self._connection.execute(statement).rowcount == 1


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _to_key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        scopes=frozenset(row.scopes),
        created_at=row.created_at,
        until=row.until,
        revoked_at=row.revoked_at,
    )
