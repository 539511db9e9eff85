"""What the suite of all hosts does not ask, asked of a live ResourceSpace where there is one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from connector.resourcespace.api import Search
from connector.resourcespace.fields import Mapper
from connector.resourcespace.installing import searches
from connector.resourcespace.marks import ResourceSpaceMarks
from connector.resourcespace.parts import Part
from connector.resourcespace.people import People
from connector.resourcespace.restrict import ResourceSpaceRestrict
from connector.resourcespace.rows import FieldRef, Ref
from connector.resourcespace.setup import ResourceSpaceSetup
from connector.values import HostId, MarkSet, PhotoChange, PhotoRef
from tests.contracts.resourcespace import CHANNELS, LiveHands, ResourceSpaceStage, live_stage
from tests.contracts.stages import JPEG
from tests.contracts.test_hosts import MARKS

PEOPLE = FieldRef(29)
"""The field "Named person(s)" that every ResourceSpace has. Our user may write it (F-29)."""
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


def test_names_are_written_and_taken_back(live: ResourceSpaceStage, ref: PhotoRef) -> None:
    assert isinstance(live.marks, ResourceSpaceMarks)
    mapper = live.marks.mapper
    wanted = {**mapper.wanted.fields, Part.PEOPLE: PEOPLE}
    named = replace(
        live.marks,
        mapper=replace_wanted(mapper, fields=wanted, names=True),
        people=People(about=PEOPLE),
    )
    silent = replace(named, mapper=replace_wanted(mapper, fields=wanted, names=False))
    hands(live).call("update_field", resource=ref.id, field=PEOPLE, value="Somebody of theirs")

    named.write(ref, replace(BLOCKED, names=("Likeness Test, Anna", "Likeness Test Bram")))
    both = names_on(live, ref)
    silent.write(ref, BLOCKED)

    assert both == {"Somebody of theirs", "Likeness Test, Anna", "Likeness Test Bram"}
    assert names_on(live, ref) == {"Somebody of theirs"}


def replace_wanted(mapper: Mapper, **changes: object) -> Mapper:
    wanted = replace(mapper.wanted, **changes)  # type: ignore[arg-type]
    return Mapper(api=mapper.api, wanted=wanted, photos=mapper.photos)


def names_on(live: ResourceSpaceStage, ref: PhotoRef) -> set[str]:
    """Give the names on a photo: several are joined by commas, so by their numbers."""
    assert isinstance(live.marks, ResourceSpaceMarks)
    api = live.marks.api
    nodes = api.fields(Ref(int(ref.id)))[PEOPLE].nodes
    return {one.name for one in api.options(PEOPLE) or () if one.ref in nodes}


def test_searches_find_what_is_usable_on_a_day(live: ResourceSpaceStage) -> None:
    today, later = date(2026, 11, 21), date(2026, 12, 31)
    photos = {name: photo(live, name) for name in ("landscape", "open-ended", "partly", "refused")}
    everything = tuple(CHANNELS)
    live.marks.write(photos["landscape"], MarkSet(status="no-people", channels=everything))
    live.marks.write(photos["open-ended"], MarkSet(status="cleared", channels=everything))
    some = MarkSet(status="partly", channels=("social-media",), until=date(2026, 12, 15))
    live.marks.write(photos["partly"], some)
    live.marks.write(photos["refused"], BLOCKED)

    assert usable(live, "Social media", today) == {"landscape", "open-ended", "partly"}
    assert usable(live, "Social media", later) == {"landscape", "open-ended"}
    assert usable(live, "Print", today) == {"landscape", "open-ended"}


def photo(live: ResourceSpaceStage, name: str) -> PhotoRef:
    place = f"search {name}.jpg"
    live.put(place, JPEG)
    live.poll()
    return PhotoRef(host=live.host.name, id=HostId(live.where(place)))


def usable(live: ResourceSpaceStage, use: str, day: date) -> set[str]:
    """Run the search that `connect` makes; give the photos of this test that it finds."""
    assert isinstance(live.marks, ResourceSpaceMarks)
    mapped, api = live.marks.mapper.mapped(), live.marks.api
    names = {part: one.name for part, one in mapped.fields.items()}
    option = next(one.ref for one in mapped.channels.values() if one.name == use)
    _, made = searches(api.url, names, {use: option}, {"on": day.isoformat()})
    found = api.search(Search(text=made.search), 0, 500).resources
    refs = {str(one.ref) for one in found}
    every = {place: str(ref) for place, ref in live.refs.items() if place.startswith("search ")}
    return {place[7:-4] for place, ref in every.items() if ref in refs}


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
