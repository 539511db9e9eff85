"""Insert a row or overwrite the one with the same primary key, on both databases."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def upsert(connection: Connection, table: sa.Table, row: Mapping[str, object]) -> None:
    """Keep exactly this row under its primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table).values(**row)
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))
    else:
        other = sqlite.insert(table).values(**row)
        connection.execute(other.on_conflict_do_update(index_elements=keys, set_=rest))
