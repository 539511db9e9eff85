"""The world that letters are written in."""

import pytest

from likeness.storage.store import SqlStore
from tests.scheduler.world import World


@pytest.fixture
def world(store: SqlStore) -> World:
    """Make a fresh world on a fresh store."""
    return World(store=store)
