"""Unpacks a kept data folder, as the program of its revision left it."""

import gzip
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

KEPT = Path(__file__).parent
PHOTOS = "@ROOT@"


def unpack(revision: str, into: Path) -> Path:
    """Put data folder, keys and photos below a folder; gives the data folder."""
    kept, data, keys = KEPT / revision / "folder", into / "data", into / "data-keys"
    data.mkdir(mode=0o700)
    keys.mkdir(mode=0o700)
    shutil.copytree(kept / "photos", into / "photos")
    for place, moment in json.loads((kept / "times.json").read_text()).items():
        os.utime(into / "photos" / place, ns=(moment, moment))
    settings = (kept / "likeness.toml").read_text().replace(PHOTOS, str(into / "photos"))
    (data / "likeness.toml").write_text(settings)
    for path in (kept / "keys").iterdir():
        shutil.copyfile(path, keys / path.name)
        (keys / path.name).chmod(0o600)
    for name in ("likeness", "keys"):
        raw = sqlite3.connect(data / f"{name}.sqlite")
        raw.executescript(gzip.decompress((kept / f"{name}.sql.gz").read_bytes()).decode())
        raw.close()
        (data / f"{name}.sqlite").chmod(0o600)
    return data


def people(revision: str) -> Mapping[str, str]:
    """Say who is who: the number of each person by their name."""
    found: Mapping[str, str] = json.loads((KEPT / revision / "folder/people.json").read_text())
    return found


def fill(revision: str, url: str, scratch: Path) -> None:
    """Make a database of a revision on a server, with the rows of the kept data folder."""
    source = sa.create_engine(f"sqlite:///{unpack(revision, scratch) / 'likeness.sqlite'}")
    target = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", "likeness.storage:migrations")
    with target.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision.removeprefix("r"))
    with source.connect() as old, target.begin() as new:
        tables = sa.MetaData()
        tables.reflect(new)
        new.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in tables.sorted_tables:
            rows = [dict(row) for row in old.execute(_plain(table)).mappings()]
            if rows and table.name != "alembic_version":
                new.execute(sa.insert(table), rows)
                _count_on(new, table)
    source.dispose()
    target.dispose()


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let the server number new rows behind those that brought their own numbers."""
    for column in table.columns:
        if "nextval" in str(column.server_default.arg if column.server_default else ""):  # type: ignore[attr-defined]
            connection.execute(
                sa.select(
                    sa.func.setval(
                        sa.func.pg_get_serial_sequence(table.name, column.name),
                        sa.select(sa.func.max(column)).scalar_subquery(),
                    )
                )
            )


def _plain(table: sa.Table) -> sa.Select[tuple[object, ...]]:
    """Read a table of SQLite with the types that it has on a server."""
    return sa.select(*(sa.column(c.name, c.type.as_generic()) for c in table.columns)).select_from(
        sa.table(table.name)
    )
