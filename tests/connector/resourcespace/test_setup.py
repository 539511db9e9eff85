"""Whether a ResourceSpace is fit for use."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from connector.resourcespace.fields import NO_PHOTO
from connector.resourcespace.setup import ResourceSpaceSetup
from connector.values import Health
from tests.connector.resourcespace.staging import stage_on
from tests.contracts.resourcespace import connected, settings_of
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.items import Upload
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site


def setup_of(fake: FakeHost, **more: object) -> ResourceSpaceSetup:
    found = stage_on(fake, **more).setup
    assert isinstance(found, ResourceSpaceSetup)
    return found


def bad(lines: tuple[Health, ...]) -> dict[str, str]:
    assert all(line.advice for line in lines if not line.ok)
    return {line.name: line.advice for line in lines if not line.ok}


@pytest.fixture(autouse=True)
def photo(site: Site) -> int:
    return site.put(JPEG)


def test_a_host_that_is_well_is_well_in_every_respect(fake: FakeHost) -> None:
    found = setup_of(fake).examine()

    assert bad(found) == {}
    assert {"answers", "permission v", "fields", "writing status", "previews", "time zone"} <= {
        line.name for line in found
    }


def test_it_says_what_the_groups_of_its_user_and_of_editors_need(fake: FakeHost) -> None:
    said = {line.name: line.advice for line in setup_of(fake).examine()}

    assert said["group of its user"].endswith(
        "s,g,v,q,f*,j*,e-2,e-1,e0,e1,e2,ert1,F*,F-88,F-89,F-90,F-91,F-93,F-96,F-97,D"
    )
    assert said["groups of editors"].endswith("F88,F89,F90,F91,F93,F96,F97")


def test_without_a_photo_nothing_is_said_about_thumbnails(
    site: Site, fake: FakeHost, photo: int
) -> None:
    site.purge(photo)

    assert "status on thumbnails" not in {line.name for line in setup_of(fake).examine()}


def test_editors_may_go_on_naming_people(fake: FakeHost) -> None:
    said = {line.name: line.advice for line in setup_of(fake, names=True).examine()}

    assert "F-29," in said["group of its user"]
    assert "F29" not in said["groups of editors"]


def test_a_probe_is_a_few_calls_and_changes_nothing(site: Site, fake: FakeHost) -> None:
    lines = len(site.lines)

    setup_of(fake).probe()

    assert len(fake.calls) < 10
    assert len(site.lines) == lines


def test_without_fields_there_is_nothing_to_map(fake: FakeHost) -> None:
    names = {line.name for line in setup_of(fake, fields=None, nothing_ends_on=None).examine()}

    assert "fields" not in names
    assert not {name for name in names if name.startswith("writing")}


@pytest.mark.parametrize("permission", ["s", "v"])
def test_what_the_user_may_not_see_is_said_in_one_sentence(
    site: Site, fake: FakeHost, permission: str
) -> None:
    site.take("svc", permission)

    advice = bad(setup_of(fake).probe())[f"permission {permission}"]

    assert advice.endswith(f"permission {permission}.")


@pytest.mark.parametrize(
    ("changed", "name", "word"),
    [
        pytest.param(("F-91", ""), "writing note", "F-91", id="a field under F*"),
        pytest.param(("F*", "F91"), "writing note", "F91", id="a field denied"),
        pytest.param(("e-1", ""), "state -1", "e-1", id="a state"),
        pytest.param(("ert1", ""), "pending uploads", "ert1", id="uploads of others"),
        pytest.param(("", "a"), "least rights", "administrator", id="an administrator"),
        pytest.param(("D", ""), "no deleting", "delete", id="may delete"),
    ],
)
def test_rights_that_are_wrong_are_named(
    site: Site, fake: FakeHost, changed: tuple[str, str], name: str, word: str
) -> None:
    site.take("svc", changed[0])
    site.give("svc", changed[1])

    found = bad(setup_of(fake).examine())

    assert word in found[name]


def test_a_right_over_all_types_is_enough_for_pending_uploads(site: Site, fake: FakeHost) -> None:
    site.take("svc", "ert1")
    site.give("svc", "t")

    assert bad(setup_of(fake).examine()) == {}


def test_where_pending_uploads_are_not_watched_nothing_is_needed_for_them(
    site: Site, fake: FakeHost
) -> None:
    site.take("svc", "ert1", "e-1", "e-2")

    assert bad(setup_of(fake, states=[0, 1, 2]).examine()) == {}


def test_each_trouble_of_the_mapping_has_a_line(site: Site, fake: FakeHost) -> None:
    site.drop_option(88, "✓ Cleared")
    site.drop_option(89, "Press")

    lines = [line for line in setup_of(fake).probe() if line.name == "fields"]

    assert [line.ok for line in lines] == [False, False]


def test_fields_of_photos_cannot_be_judged_before_there_is_a_photo(
    site: Site, fake: FakeHost
) -> None:
    site.items.clear()
    site.fields[91].types = frozenset({1})

    assert bad(setup_of(fake).probe()) == {"fields": NO_PHOTO}


def test_a_host_without_photos_asks_for_its_scope(site: Site, fake: FakeHost) -> None:
    site.items.clear()

    assert "scope" in bad(setup_of(fake).examine())["photos"]


@pytest.mark.parametrize(
    ("size", "ok"),
    [
        pytest.param((1200, 1900), False, id="a portrait has no preview large enough"),
        pytest.param((300, 200), True, id="as large as there is"),
    ],
)
def test_previews_that_are_too_small_are_named(
    site: Site, fake: FakeHost, photo: int, size: tuple[int, int], *, ok: bool
) -> None:
    site.replace(photo, Upload(JPEG, size=size))

    assert ("previews" not in bad(setup_of(fake).examine())) is ok


def test_another_time_zone_is_noticed(fake: FakeHost) -> None:
    host = connected(settings_of(fake.url), fake.site.users["svc"].key, zone=ZoneInfo("Asia/Tokyo"))

    assert "timezone" in bad(host.setup.examine())["time zone"]


def test_a_photo_that_tells_no_time_tells_no_zone(site: Site, fake: FakeHost, photo: int) -> None:
    site.items[photo].file_modified = None

    assert "time zone" not in bad(setup_of(fake).examine())


def test_a_clock_that_is_wrong_is_noticed(fake: FakeHost) -> None:
    host = connected(
        settings_of(fake.url),
        fake.site.users["svc"].key,
        now=lambda: datetime(2020, 1, 1, tzinfo=UTC),
    )

    assert "clock" in bad(host.setup.examine())


@pytest.mark.parametrize("version", ["10.6", "SVN Trunk"])
def test_the_version_is_said_as_the_host_says_it(site: Site, fake: FakeHost, version: str) -> None:
    site.version = version

    assert f"version {version}" in {line.name for line in setup_of(fake).examine()}


@pytest.mark.parametrize("fault", [None, Fault.EMPTY, Fault.ERROR])
def test_a_version_that_cannot_be_told_is_no_trouble(
    site: Site, fake: FakeHost, fault: Fault | None
) -> None:
    site.version = ""
    if fault:
        fake.fail(fault, function="get_system_status")

    lines = setup_of(fake).examine()

    assert ("version", True, "It does not tell which version it is.") in {
        (line.name, line.ok, line.advice) for line in lines
    }


def test_a_missing_key_is_said_before_anything_is_sent(fake: FakeHost) -> None:
    found = bad(connected(settings_of(fake.url), "").setup.probe())

    assert "no key" in found["credentials"]
    assert fake.calls == []


def test_a_wrong_key_is_said(fake: FakeHost) -> None:
    assert "credentials" in bad(connected(settings_of(fake.url), "wrong").setup.probe())


def test_a_host_that_is_down_is_said(fake: FakeHost) -> None:
    fake.fail(Fault.HTML)

    assert "answers" in bad(setup_of(fake).probe())


def test_a_host_that_fails_half_way_keeps_what_was_found(fake: FakeHost) -> None:
    fake.fail(Fault.ERROR, function="do_search")

    lines = setup_of(fake).probe()

    assert [line.name for line in lines if line.ok] == ["answers", "permission s", "permission v"]
    assert [line.ok for line in lines][-1] is False


def test_a_status_that_searches_do_not_bring_along_cannot_stand_below_thumbnails(
    site: Site, fake: FakeHost
) -> None:
    site.joined = frozenset({3, 8, 12})

    advice = bad(setup_of(fake).examine())["status on thumbnails"]

    assert "$data_joins[] = 88; $thumbs_display_fields[] = 88;" in advice
