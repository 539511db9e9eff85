"""Migrations: from nothing to today, and the tables in the code are the tables in the database."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from likeness.storage import preparing
from likeness.storage.engine import Location, make_engines
from likeness.storage.errors import StoreBroken
from likeness.storage.preparing import REVISIONS, Prepared, prepare_database
from likeness.storage.tables import METADATA
from tests.likeness.storage.conftest import DATABASES


@pytest.fixture(params=DATABASES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Location]:
    """Give a place for an empty database of each kind."""
    if request.param == "sqlite":
        yield tmp_path / "new.sqlite"
    else:
        yield request.getfixturevalue("postgres_url")


def test_the_revisions_in_the_code_are_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "likeness.storage:migrations")
    scripts = ScriptDirectory.from_config(config)

    found = [script.revision for script in scripts.walk_revisions()]

    assert tuple(reversed(found)) == REVISIONS


def test_preparing_makes_the_database_and_then_leaves_it_alone(location: Location) -> None:
    first, again = prepare_database(location), prepare_database(location)

    assert first == Prepared(before="", now=REVISIONS[-1])
    assert again == Prepared(before=REVISIONS[-1], now=REVISIONS[-1])


def test_the_tables_in_the_code_equal_the_migrated_database(location: Location) -> None:
    prepare_database(location)
    engines = make_engines(location)

    with engines.reader.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
    engines.dispose()

    assert differences == []


def test_the_comparison_would_see_a_difference(location: Location) -> None:
    prepare_database(location)
    engines = make_engines(location)
    other = sa.MetaData()
    for table in METADATA.sorted_tables:
        table.to_metadata(other)
    sa.Table("assets", other, sa.Column("new", sa.Text), extend_existing=True)

    with engines.reader.begin() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), other)
    engines.dispose()

    assert [difference[0] for difference in differences] == ["add_column"]


def test_an_older_database_is_copied_before_it_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    prepare_database(path)
    monkeypatch.setattr(preparing, "REVISIONS", (*REVISIONS, "next"))
    monkeypatch.setattr(preparing, "_upgrade", _to_next)

    prepared = prepare_database(path)

    assert prepared.copy is not None
    assert _revision(prepared.copy) == REVISIONS[-1]
    assert _revision(path) == "next"
    assert prepared.copy.stat().st_mode & 0o777 == 0o600


def test_a_failed_upgrade_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    prepare_database(path)
    monkeypatch.setattr(preparing, "REVISIONS", (*REVISIONS, "next"))
    monkeypatch.setattr(preparing, "_upgrade", _half_way)

    with pytest.raises(ZeroDivisionError):
        prepare_database(path)

    assert _revision(path) == REVISIONS[-1]
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
    raw.close()


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"this is not a database" * 100)

    with pytest.raises(StoreBroken, match="Restore it from a backup"):
        prepare_database(path)


def _to_next(connection: sa.Connection) -> None:
    connection.execute(sa.text("UPDATE alembic_version SET version_num = 'next'"))


def _half_way(connection: sa.Connection) -> None:
    connection.execute(sa.text("CREATE TABLE half (x INTEGER)"))
    raise ZeroDivisionError


def _revision(path: Path) -> str:
    raw = sqlite3.connect(path)
    found: str = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    raw.close()
    return found
