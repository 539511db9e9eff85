"""The shape of a database: which columns its tables really have, whatever revision it names.

Versions before the first revision that is kept changed their tables without a new number, so a
number alone proves nothing.
"""

import hashlib

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from likeness.storage.errors import DatabaseForeign
from likeness.storage.tables import METADATA

Shape = frozenset[tuple[str, str]]
"""Pairs of table and column."""
FIRST_REVISION = "0001"
FIRST_SHAPE = "4c8730b747607f75"
"""Digest of the shape that revision 0001 makes; a test makes it and compares."""
_SQLITE = sa.text(
    "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
    " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
)
_OTHERS = sa.text(
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = current_schema()"
)
_OF_ALEMBIC = "alembic_version"


def shape_of(connection: Connection) -> Shape:
    """Read which columns there are."""
    query = _SQLITE if connection.dialect.name == "sqlite" else _OTHERS
    rows = connection.execute(query)
    return frozenset((table, column) for table, column in rows if table != _OF_ALEMBIC)


def digest_of(shape: Shape) -> str:
    """Give a short name for a shape."""
    words = "\n".join(sorted(f"{table}.{column}" for table, column in shape))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def refuse_forerunner(connection: Connection, revision: str) -> None:
    """Refuse a database of an unfinished version before anything in it is changed.

    Raises `DatabaseForeign`.
    """
    if revision == FIRST_REVISION and digest_of(shape_of(connection)) != FIRST_SHAPE:
        raise DatabaseForeign(
            "The database was made by a version of Likeness before the first one that can be"
            " upgraded. It was left as it is. Go on with that version, or begin anew in another"
            " folder: likeness --data FOLDER init."
        )


def refuse_other_shape(connection: Connection) -> None:
    """Refuse a database that lacks columns of this version. Raises `DatabaseForeign`."""
    wanted = {(table.name, column.name) for table in METADATA.tables.values() for column in table.c}
    if missing := wanted - shape_of(connection):
        raise DatabaseForeign(
            f"The database names the revision of this version and lacks {len(missing)} of its"
            " columns: it was changed by hand, or an upgrade was cut short. Restore it from a"
            " backup, together with keys.sqlite."
        )
