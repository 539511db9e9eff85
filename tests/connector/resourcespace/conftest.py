"""A fake ResourceSpace, and the host connected to it."""

from collections.abc import Iterator

import pytest

from connector.resourcespace.api import Api
from connector.resourcespace.request import Account
from connector.transport import Transport
from tests.contracts.resourcespace import ResourceSpaceStage, staged
from tests.fakes.resourcespace.server import FakeHost, serving
from tests.fakes.resourcespace.site import Site


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def fake(site: Site) -> Iterator[FakeHost]:
    with serving(site) as served:
        yield served


@pytest.fixture
def stage(fake: FakeHost) -> ResourceSpaceStage:
    return staged(fake)


@pytest.fixture
def api(fake: FakeHost) -> Iterator[Api]:
    transport = Transport(sleep=lambda _: None)
    yield Api(
        sender=transport,
        url=fake.url,
        account=Account(user="svc", key=fake.site.users["svc"].key),
    )
    transport.close()
