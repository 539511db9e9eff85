"""The world that tests of jobs live in."""

import pytest

from scheduler.ports import Store
from tests.scheduler.world import World

pytest_plugins = ("tests.fakes.store",)


@pytest.fixture
def world(store: Store) -> World:
    """Make a fresh world on a fresh store."""
    return World(store=store)
