"""What the suite of all hosts does not ask, asked of a live ResourceSpace where there is one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from connector.resourcespace.marks import ResourceSpaceMarks
from connector.resourcespace.restrict import ResourceSpaceRestrict
from connector.resourcespace.setup import ResourceSpaceSetup
from connector.values import MarkSet, PhotoChange, PhotoRef
from tests.contracts.resourcespace import LiveHands, ResourceSpaceStage, live_stage
from tests.contracts.stages import JPEG
from tests.contracts.test_hosts import MARKS

BLOCKED = MarkSet(status="blocked", warning="Do not publish", note="Every use: refused.")


@pytest.fixture(scope="module")
def live() -> Iterator[ResourceSpaceStage]:
    with live_stage() as stage:
        yield stage


@pytest.fixture
def ref(live: ResourceSpaceStage, request: pytest.FixtureRequest) -> PhotoRef:
    place = f"{request.node.name}.jpg"
    live.put(place, JPEG)
    return next(change.ref for change in live.poll() if change.place == live.where(place))


def hands(live: ResourceSpaceStage) -> LiveHands:
    assert isinstance(live.hands, LiveHands)
    return live.hands


def only(changes: list[PhotoChange]) -> PhotoChange:
    (change,) = changes
    return change


def test_a_live_host_is_fit_for_use(live: ResourceSpaceStage, ref: PhotoRef) -> None:
    assert ref
    assert isinstance(live.setup, ResourceSpaceSetup)

    assert [line.advice for line in live.setup.examine() if not line.ok] == []


def test_a_value_somebody_else_changed_is_told_and_repaired(
    live: ResourceSpaceStage, ref: PhotoRef
) -> None:
    assert isinstance(live.marks, ResourceSpaceMarks)
    status = live.marks.mapper.mapped().fields
    live.marks.write(ref, BLOCKED)
    assert live.poll() == []
    field = next(iter(status.values())).ref
    hands(live).call("update_field", resource=ref.id, field=field, value="✓ Cleared")

    change = only(live.poll())
    written = live.marks.write(ref, BLOCKED)

    assert (change.ref, change.touched) == (ref, True)
    assert (written.changed, written.found) == (True, "cleared")


def test_access_is_closed_and_given_back(live: ResourceSpaceStage, ref: PhotoRef) -> None:
    assert isinstance(live.marks, ResourceSpaceMarks)
    restrict = ResourceSpaceRestrict(api=live.marks.api, levels={"blocked": 2})
    closed = restrict.plan(ref, "blocked", "")
    assert closed
    restrict.apply(ref, closed)

    assert restrict.plan(ref, "blocked", closed.held) is None
    assert live.marks.write(ref, BLOCKED).changed
    assert live.photos.fetch(ref, 1280).media_type == "image/jpeg"
    opened = restrict.plan(ref, "cleared", closed.held)
    assert opened
    restrict.apply(ref, opened)
    assert (opened.level, opened.held) == (0, "")
    assert live.poll() == []


@pytest.mark.parametrize("state", [-2, -1, 1, 2])
def test_pending_and_archived_photos_are_marked(
    live: ResourceSpaceStage, ref: PhotoRef, state: int
) -> None:
    columns = {"archive": str(state)}
    hands(live).call("put_resource_data", resource=ref.id, data=columns)

    assert live.poll() == []
    assert live.marks.write(ref, replace(MARKS, note=f"state {state}")).changed


def test_another_type_and_the_bin_are_told(live: ResourceSpaceStage, ref: PhotoRef) -> None:
    hands(live).call("update_resource_type", resource=ref.id, type=3)
    typed = only(live.poll())
    hands(live).call("delete_resource", resource=ref.id)
    binned = only(live.poll())
    hands(live).call("delete_resource", resource=ref.id)

    assert (typed.touched, typed.deleted) == (True, False)
    assert binned.deleted
    assert live.poll() == []
