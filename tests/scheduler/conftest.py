"""The world that tests of jobs live in."""

import pytest

from scheduler.ports import Store
from tests.fakes.store import store
from tests.scheduler.world import World

__all__ = ["store"]


@pytest.fixture
def world(store: Store) -> World:
    """Make a fresh world on a fresh store."""
    return World(store=store)
