"""An office to work in."""

import pytest

from likeness.storage.store import SqlStore
from tests.likeness.web.office.desk import Desk
from tests.scheduler.world import World


@pytest.fixture
def outside(store: SqlStore) -> Desk:
    """Give an office nobody is logged in to."""
    return Desk(World(store))


@pytest.fixture
def desk(outside: Desk) -> Desk:
    """Give an office with somebody at work."""
    return outside.enter()
