"""A database is believed for what it has, not for the number it names."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from likeness.storage.engine import Location, make_engines
from likeness.storage.errors import DatabaseForeign
from likeness.storage.preparing import prepare_database, require_present
from likeness.storage.shape import FIRST_REVISION, FIRST_SHAPE, digest_of, shape_of
from tests.likeness.storage.conftest import DATABASES


@pytest.fixture(params=DATABASES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """Give an empty place for a database, of each kind there is."""
    if request.param == "sqlite":
        return tmp_path / "likeness.sqlite"
    url: str = request.getfixturevalue("postgres_url")
    return url


def first(location: Location) -> None:
    """Make a database of the first revision."""
    engines = make_engines(location)
    with engines.writer.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "likeness.storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST_REVISION)
    engines.dispose()


def change(path: Path, statement: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute(statement)
    raw.commit()
    raw.close()


def content(path: Path) -> str:
    raw = sqlite3.connect(path)
    words = "\n".join(raw.iterdump())
    raw.close()
    return hashlib.sha256(words.encode()).hexdigest()


def test_the_first_revision_has_the_shape_that_is_written_down(location: Location) -> None:
    first(location)
    engines = make_engines(location)

    with engines.reader.begin() as connection:
        found = digest_of(shape_of(connection))
    engines.dispose()

    assert found == FIRST_SHAPE


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("ALTER TABLE assets DROP COLUMN decided_at", id="a column less"),
        pytest.param("DROP TABLE alert_marks", id="a table less"),
        pytest.param("ALTER TABLE assets ADD COLUMN older TEXT", id="a column more"),
    ],
)
def test_a_database_of_an_unfinished_version_is_refused_and_left_as_it_is(
    statement: str, tmp_path: Path
) -> None:
    path = tmp_path / "likeness.sqlite"
    first(path)
    change(path, statement)
    before = content(path)

    with pytest.raises(DatabaseForeign, match="left as it is"):
        prepare_database(path)

    assert content(path) == before
    assert [found.name for found in tmp_path.glob("*.before-upgrade*")] == []


def test_a_database_that_lacks_columns_of_its_revision_does_not_open(tmp_path: Path) -> None:
    path = tmp_path / "likeness.sqlite"
    prepare_database(path)
    change(path, "ALTER TABLE assets DROP COLUMN decided_at")
    engines = make_engines(path)

    with pytest.raises(DatabaseForeign, match="lacks 1 of its columns"):
        require_present(engines.reader)

    engines.dispose()


def test_a_database_of_this_version_opens(location: Location) -> None:
    prepare_database(location)
    engines = make_engines(location)

    require_present(engines.reader)

    with engines.reader.begin() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM persons")) == 0
    engines.dispose()
