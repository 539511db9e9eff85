"""Tables that list persons of something, in order: asks, links, signatures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId


def save_members(
    connection: Connection, table: sa.Table, owner: str, persons: Sequence[PersonId]
) -> None:
    """Keep exactly these persons, in this order. The first key column of `table` is the owner."""
    key = _owner(table)
    connection.execute(sa.delete(table).where(key == owner))
    rows = [
        {key.name: owner, "person": person, "position": position}
        for position, person in enumerate(persons)
    ]
    if rows:
        connection.execute(sa.insert(table), rows)


def members_of(
    connection: Connection, table: sa.Table, where: sa.ColumnElement[bool]
) -> Mapping[str, Sequence[PersonId]]:
    """Give the persons of every owner, in order."""
    key = _owner(table)
    query = sa.select(key.label("owner"), table.c.person).where(where)
    found: defaultdict[str, list[PersonId]] = defaultdict(list)
    for row in connection.execute(query.order_by(key, table.c.position)):
        found[row.owner].append(PersonId(row.person))
    return found


def _owner(table: sa.Table) -> sa.Column[str]:
    return next(iter(table.primary_key.columns))
