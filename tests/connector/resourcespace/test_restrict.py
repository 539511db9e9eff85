"""Access: closed per status, given back only where it is still ours."""

import pytest

from connector.errors import MarkRefused, PhotoGone
from connector.host import Hold, Restrict
from connector.resourcespace.restrict import Held, step
from connector.values import HostId, HostName, PhotoRef
from tests.connector.resourcespace.staging import stage_on
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site


@pytest.fixture
def restrict(fake: FakeHost) -> Restrict:
    found = stage_on(fake, restrict={"blocked": 2, "review": 1}).host.restrict
    assert found
    return found


@pytest.fixture
def ref(site: Site) -> int:
    return site.put(JPEG)


def at(ref: int | str) -> PhotoRef:
    return PhotoRef(host=HostName("dam"), id=HostId(str(ref)))


def say(restrict: Restrict, ref: int, status: str, held: str) -> str:
    """Do what the jobs do: plan, note, apply."""
    hold = restrict.plan(at(ref), status, held)
    if hold is None:
        return held
    restrict.apply(at(ref), hold)
    return hold.held


def test_an_admin_who_wants_none_any_more_gets_what_was_closed_opened(
    fake: FakeHost, site: Site, restrict: Restrict, ref: int
) -> None:
    held = say(restrict, ref, "blocked", "")
    closed = site.items[ref].access
    later = stage_on(fake).host.restrict
    assert later

    left = say(later, ref, "blocked", held)

    assert (closed, site.items[ref].access, left) == (2, 0, "")
    assert say(later, ref, "blocked", "") == ""
    assert site.items[ref].access == 0


def test_access_follows_the_status_and_is_given_back(
    site: Site, restrict: Restrict, ref: int
) -> None:
    seen, held = [], ""

    for status in ("blocked", "review", "cleared"):
        held = say(restrict, ref, status, held)
        seen.append(site.items[ref].access)

    assert (seen, held) == ([2, 1, 0], "")


@pytest.mark.parametrize(
    ("present", "wanted", "held", "expected"),
    [
        pytest.param(0, 2, "", Hold(level=2, held="0>2"), id="closed"),
        pytest.param(2, 2, "0>2", None, id="closed already"),
        pytest.param(2, 1, "0>2", Hold(level=1, held="0>1"), id="opened a little"),
        pytest.param(2, None, "0>2", Hold(level=0, held=""), id="given back"),
        pytest.param(2, None, "3>2", Hold(level=3, held=""), id="given back to groups"),
        pytest.param(0, None, "", None, id="never held"),
        pytest.param(2, None, "", None, id="closed by somebody else"),
        pytest.param(2, 1, "", None, id="stricter by somebody else"),
        pytest.param(1, 2, "", Hold(level=2, held="1>2"), id="not strict enough"),
        pytest.param(3, 1, "", Hold(level=1, held="3>1"), id="per group"),
        pytest.param(1, None, "0>2", Hold(level=1, held=""), id="changed by somebody else"),
        pytest.param(0, 2, "0>2", Hold(level=2, held="0>2"), id="opened by somebody else"),
        pytest.param(2, 1, "0>1", Hold(level=2, held=""), id="closed further by somebody else"),
        pytest.param(0, 2, "nonsense", Hold(level=2, held="0>2"), id="a note that is none"),
    ],
)
def test_only_what_is_still_ours_is_opened(
    present: int, wanted: int | None, held: str, expected: Hold | None
) -> None:
    assert step(present, wanted, Held.read(held)) == expected


def test_a_crash_before_closing_leaves_it_to_be_closed(
    site: Site, restrict: Restrict, ref: int
) -> None:
    hold = restrict.plan(at(ref), "blocked", "")
    assert hold

    say(restrict, ref, "blocked", hold.held)

    assert site.items[ref].access == 2


def test_what_is_so_already_is_not_written(site: Site, restrict: Restrict, ref: int) -> None:
    lines = len(site.lines)

    restrict.apply(at(ref), Hold(level=0, held=""))

    assert len(site.lines) == lines


def test_an_error_after_the_change_is_no_error(
    site: Site, fake: FakeHost, restrict: Restrict, ref: int
) -> None:
    fake.fail(Fault.ERROR_AFTER, function="put_resource_data")

    say(restrict, ref, "blocked", "")

    assert site.items[ref].access == 2


def test_access_that_does_not_change_is_found_out(
    site: Site, fake: FakeHost, restrict: Restrict, ref: int
) -> None:
    fake.fail(Fault.LIE, function="put_resource_data")
    with pytest.raises(MarkRefused) as refusal:
        say(restrict, ref, "blocked", "")
    assert refusal.value.reason == "failed"
    site.take("svc", "e0")

    with pytest.raises(MarkRefused) as refusal:
        say(restrict, ref, "blocked", "")
    assert refusal.value.reason == "no-permission"


def test_a_resource_that_is_gone_is_gone(site: Site, restrict: Restrict, ref: int) -> None:
    site.delete(ref)

    for gone in (ref, 99, "never-seen"):
        with pytest.raises(PhotoGone):
            restrict.plan(at(gone), "blocked", "")
