"""Every test of the repositories runs on SQLite, and on PostgreSQL where a server is named.

test_postgres.py says so, once, where no server is named.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from likeness.storage.opening import open_store
from likeness.storage.preparing import prepare_database
from likeness.storage.store import SqlStore
from likeness.vault.ledger import create_ledger
from tests.fakes.clock import FakeClock
from tests.fakes.store import TEST_KEK, fresh_store, store_files

POSTGRES = "LIKENESS_TEST_POSTGRES"


DATABASES = ["sqlite"]
if os.environ.get(POSTGRES):
    DATABASES.append("postgres")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Give the URL of a schema of its own on the server that the environment names."""
    server = os.environ[POSTGRES]
    schema = f"likeness_{secrets.token_hex(6)}"
    engine = sa.create_engine(server)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    yield f"{server}?options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(sa.schema.DropSchema(schema, cascade=True))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """Give the name of a database as migrations make it; made once, because that takes a while."""
    name = f"likeness_{secrets.token_hex(6)}"
    with _server() as server:
        server.exec_driver_sql(f"CREATE DATABASE {name}")
        prepare_database(_url_of(name))
        yield name
        server.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_prepared(postgres_database: str) -> Iterator[str]:
    """Give the URL of an empty database, ready to be opened."""
    url = _url_of(postgres_database)
    yield url
    _empty(url)


def _empty(url: str) -> None:
    """Make it as it was: that takes 5 ms, and making another one 150 ms.

    As a replica, so that no trigger refuses: the audit log can only be added to.
    """
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        there = sa.inspect(connection)
        tables = set(there.get_table_names()) - {"alembic_version"}
        emptied = [f"DELETE FROM {name}" for name in tables]  # noqa: S608 - our own tables
        begun = [f"ALTER SEQUENCE {name} RESTART" for name in there.get_sequence_names()]
        connection.exec_driver_sql("; ".join([*emptied, *begun]))
    engine.dispose()


@contextmanager
def _server() -> Iterator[sa.Connection]:
    """Connect to the server that the environment names, outside any transaction."""
    engine = sa.create_engine(os.environ[POSTGRES], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _url_of(database: str) -> str:
    url = sa.make_url(os.environ[POSTGRES]).set(database=database)
    return url.render_as_string(hide_password=False)


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """Give a fresh store on each database."""
    if request.param == "sqlite":
        made = fresh_store(tmp_path)
    else:
        url: str = request.getfixturevalue("postgres_prepared")
        files = replace(store_files(tmp_path), database=url)
        create_ledger(files.ledger)
        made = open_store(files, TEST_KEK)
    yield made
    made.close()


@pytest.fixture
def clock() -> FakeClock:
    """Give a clock that stands still."""
    return FakeClock()
