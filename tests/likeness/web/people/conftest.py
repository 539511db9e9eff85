"""A public listener with a published text, and somebody in front of it."""

import pytest

from likeness.storage.store import SqlStore
from tests.likeness.web.people.visitor import Town
from tests.scheduler.asking import publish
from tests.scheduler.world import World


@pytest.fixture
def world(store: SqlStore) -> World:
    """Make a fresh world with a published text."""
    made = World(store=store)
    publish(made)
    return made


@pytest.fixture
def town(world: World) -> Town:
    """Open the public listener."""
    return Town(world)
