"""Short ways for the tests of the feed."""

from datetime import UTC, datetime, timedelta

from connector.resourcespace.feed import ResourceSpaceFeed
from connector.values import PhotoChange
from tests.contracts.resourcespace import FakeHands, ResourceSpaceStage, connected, settings_of
from tests.fakes.resourcespace.server import FakeHost


def stage_on(fake: FakeHost, **more: object) -> ResourceSpaceStage:
    """Connect with other settings."""
    host = connected(settings_of(fake.url, "svc", **more), fake.site.users["svc"].key)
    return ResourceSpaceStage(host, FakeHands(fake.site))


def feed_of(stage: ResourceSpaceStage) -> ResourceSpaceFeed:
    assert isinstance(stage.host.feed, ResourceSpaceFeed)
    return stage.host.feed


def only(changes: list[PhotoChange]) -> PhotoChange:
    (change,) = changes
    return change


def places(changes: list[PhotoChange]) -> list[int]:
    return sorted(int(change.place) for change in changes)


def let_pass(stage: ResourceSpaceStage, **passed: int) -> None:
    """Let so much time pass for the feed."""
    later = datetime.now(UTC) + timedelta(**passed)  # noqa: TID251 - the stage runs on real time
    feed_of(stage).now = lambda: later
