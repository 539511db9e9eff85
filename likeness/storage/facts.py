"""Small facts of the installation (implements `scheduler.ports.Facts`)."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from likeness.storage.tables.installation import meta
from likeness.storage.upsert import upsert

PEOPLE_VERSION = "likeness:people-version"
"""A fact that every change of the list of persons raises, and of what they are called in lists."""
_VALUE = sa.select(meta.c.value).where(meta.c.key == sa.bindparam("key"))


class SqlFacts:
    """Facts in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def get(self, key: str) -> str:
        """Give a fact; empty where unknown."""
        return self._connection.execute(_VALUE, {"key": key}).scalar_one_or_none() or ""

    def keys(self, prefix: str) -> tuple[str, ...]:
        """Give the keys with this prefix whose value is not empty."""
        query = sa.select(meta.c.key).where(meta.c.key.startswith(prefix, autoescape=True))
        return tuple(self._connection.execute(query.order_by(meta.c.key)).scalars())

    def put(self, key: str, value: str) -> None:
        """Keep a fact; an empty value takes it away."""
        if value:
            upsert(self._connection, meta, {"key": key, "value": value})
        else:
            self._connection.execute(sa.delete(meta).where(meta.c.key == key))

    def raise_number(self, key: str) -> None:
        """Count one up, from 0; nobody else's counting is lost."""
        raised = sa.cast(sa.cast(meta.c.value, sa.BigInteger) + 1, sa.Text)
        upsert(self._connection, meta, {"key": key, "value": "1"}, otherwise={"value": raised})
