"""The world that tests of jobs live in."""

import pytest

from likeness.storage.store import SqlStore
from tests.fakes.store import store
from tests.scheduler.world import World

__all__ = ["store"]


@pytest.fixture
def world(store: SqlStore) -> World:
    """Make a fresh world on a fresh store."""
    return World(store=store)
