"""Says once whether the repositories were tested on PostgreSQL, too."""

import os

import pytest

from tests.likeness.storage.conftest import DATABASES, POSTGRES


def test_the_repositories_are_tested_on_postgresql_where_a_server_is_named() -> None:
    if not os.environ.get(POSTGRES):
        pytest.skip(
            f"repositories ran on SQLite only: set {POSTGRES},"
            " e.g. postgresql+psycopg://postgres@127.0.0.1:5432/test"
        )

    assert "postgres" in DATABASES
