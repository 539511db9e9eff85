"""Every test of the repositories runs on SQLite, and on PostgreSQL where a server is named.

test_postgres.py says so, once, where no server is named.
"""

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from likeness.storage.opening import open_store
from likeness.storage.preparing import prepare_database
from likeness.storage.store import SqlStore
from likeness.vault.ledger import create_ledger
from tests.fakes.clock import FakeClock
from tests.fakes.store import TEST_KEK, make_store, store_files

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


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """Give a fresh store on each database."""
    if request.param == "sqlite":
        made = make_store(tmp_path)
    else:
        url: str = request.getfixturevalue("postgres_url")
        files = replace(store_files(tmp_path), database=url)
        prepare_database(url)
        create_ledger(files.ledger)
        made = open_store(files, TEST_KEK)
    yield made
    made.close()


@pytest.fixture
def clock() -> FakeClock:
    """Give a clock that stands still."""
    return FakeClock()
