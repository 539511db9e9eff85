"""Insert a row or change the one with the same primary key, in one statement, on both databases."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def upsert(
    connection: Connection,
    table: sa.Table,
    row: Mapping[str, object],
    *,
    otherwise: Mapping[str, object] | None = None,
) -> None:
    """Keep exactly this row under its primary key, or change the one there as `otherwise` says."""
    keys = [column.name for column in table.primary_key]
    rest = otherwise or {name: value for name, value in row.items() if name not in keys}
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table).values(**row)
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))
    else:
        other = sqlite.insert(table).values(**row)
        connection.execute(other.on_conflict_do_update(index_elements=keys, set_=rest))


def upserting(connection: Connection, table: sa.Table) -> sa.Insert:
    """Give the statement that keeps exactly each of many rows under its primary key."""
    keys = [column.name for column in table.primary_key]
    rest = [column.name for column in table.columns if column.name not in keys]
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(table)
        values = {name: statement.excluded[name] for name in rest}
        return statement.on_conflict_do_update(index_elements=keys, set_=values)
    other = sqlite.insert(table)
    return other.on_conflict_do_update(
        index_elements=keys, set_={name: other.excluded[name] for name in rest}
    )
