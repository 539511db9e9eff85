"""Fields and options of ours: made once, found again, or said how to make."""

import pytest

from connector.errors import HostRefused
from connector.resourcespace import installing
from connector.resourcespace.api import Api
from connector.resourcespace.installing import Planned, planned
from connector.resourcespace.parts import Part
from connector.resourcespace.request import Account
from connector.resourcespace.rows import FieldType
from connector.transport import Transport
from tests.contracts.resourcespace import CHANNELS, WORDS
from tests.fakes.resourcespace.items import Field
from tests.fakes.resourcespace.server import FakeHost
from tests.fakes.resourcespace.site import Site

TYPES = (1,)


def api(fake: FakeHost, user: str = "admin") -> Api:
    account = Account(user=user, key=fake.site.users[user].key)
    return Api(sender=Transport(), url=fake.url, account=account)


@pytest.fixture
def plan() -> tuple[Planned, ...]:
    return planned(WORDS, CHANNELS, "en")


def test_missing_fields_and_options_are_made_and_found_again(
    site: Site, fake: FakeHost, plan: tuple[Planned, ...]
) -> None:
    made = installing.create(api(fake), plan, TYPES)
    again = installing.create(api(fake), plan, TYPES)

    assert made == again
    assert set(made) == set(Part) - {Part.PEOPLE}
    options = [node.name for node in site.fields[made[Part.CHANNELS]].nodes.values()]
    assert options == list(CHANNELS.values())
    titles = [one.title for one in site.fields.values()]
    assert len(set(titles)) == len(titles)
    assert made[Part.STATUS] == 88, "it was there"


def test_on_a_host_without_photos_nothing_is_made_twice(
    site: Site, fake: FakeHost, plan: tuple[Planned, ...]
) -> None:
    for ref in (88, 89, 90, 91, 93, 96, 97):
        del site.fields[ref]

    made = installing.create(api(fake), plan, TYPES)
    again = installing.create(api(fake), plan, TYPES)

    assert made == again
    assert len(site.fields) == 4 + len(plan)


def test_a_field_of_other_types_is_not_ours(
    site: Site, fake: FakeHost, plan: tuple[Planned, ...]
) -> None:
    site.fields[88].types = frozenset({2, 3})

    assert Part.STATUS not in installing.adopted(plan, api(fake).every_field(TYPES))


def test_only_an_administrator_sees_every_field(fake: FakeHost) -> None:
    with pytest.raises(HostRefused, match="administrators only"):
        api(fake, "svc").every_field(TYPES)


def test_a_field_of_that_title_and_another_type_is_not_ours(
    site: Site, fake: FakeHost, plan: tuple[Planned, ...]
) -> None:
    site.fields[60] = Field(60, "clearedfor", "Cleared for", FieldType.TEXT)

    found = installing.adopted(plan, api(fake).every_field(TYPES))

    assert Part.CHANNELS not in found


def test_only_an_administrator_makes_fields(fake: FakeHost, plan: tuple[Planned, ...]) -> None:
    with pytest.raises(HostRefused, match="super administrator"):
        installing.create(api(fake, "svc"), plan, TYPES)


def test_a_field_the_host_does_not_make_is_told(fake: FakeHost) -> None:
    with pytest.raises(HostRefused, match="could not be made"):
        api(fake, "svc").new_field("Anything", TYPES, FieldType.TEXT)


def test_an_option_the_host_does_not_make_is_told(
    site: Site, fake: FakeHost, plan: tuple[Planned, ...]
) -> None:
    site.give("admin", "bdk88")
    site.drop_option(88, "✓ Cleared")

    with pytest.raises(HostRefused, match="✓ Cleared"):
        installing.create(api(fake), plan, TYPES)


def test_the_way_to_click_names_only_what_is_missing(plan: tuple[Planned, ...]) -> None:
    there = {one.part: 1 for one in plan if one.part is not Part.CHANNELS}

    lines = installing.click_path(plan, there)  # type: ignore[arg-type]

    assert len(lines) == 2
    assert "“Cleared for”, type “Check box list”" in lines[0]
    assert lines[1].endswith("Website; Social media; Print; Press; Internal; Advertising")


def test_titles_are_in_the_language_of_the_host() -> None:
    dutch = planned(WORDS, CHANNELS, "nl")

    assert {one.title for one in dutch} >= {"Vrijgegeven voor", "Vrijgegeven tot en met"}


def test_the_group_gets_what_was_measured_to_be_enough_and_no_more() -> None:
    found = installing.permissions([90, 88], TYPES, (-2, -1, 0, 1, 2))

    assert found == "s,g,v,q,f*,j*,e-2,e-1,e0,e1,e2,ert1,F*,F-88,F-90,D"
    assert "ert" not in installing.permissions([88], TYPES, (0,))


def test_what_to_set_before_the_first_write_is_said() -> None:
    lines = installing.advice({Part.STATUS: 88, Part.END: 90}, TYPES, (0,))

    assert lines[1].endswith("F88,F90")
    assert "array_merge($data_joins, [88, 90])" in lines[2]
    assert "$thumbs_display_fields[] = 88;" in lines[3]


def test_what_stays_behind_is_said_with_the_way_to_take_it_away() -> None:
    fields = {"status": 88, "note": 91, "people": 29}

    lines = installing.left_behind("https://dam.example", fields, plugin=True)

    assert lines[0].endswith(
        "https://dam.example/pages/admin/admin_resource_type_field_edit.php?ref=88"
    )
    assert "field=29" in lines[2]
    assert "F-88, F-91 and F88, F91" in lines[3]
    assert "Uninstall" in lines[4]
    assert len(installing.left_behind("https://dam.example", {"status": 88}, plugin=False)) == 2


def test_searches_are_by_number_and_can_be_opened() -> None:
    plain, dated = installing.searches(
        "https://dam.example", {Part.END: "cleareduntil"}, {"Website": 284}, {"today": "2026-03-02"}
    )

    assert (plain.finds, plain.search) == ("Website", "@@284")
    assert dated.search == "@@284, cleareduntil:rangestart2026-03-02"
    assert dated.link.endswith(
        "/pages/search.php?search=%40%40284%2C%20cleareduntil%3Arangestart2026-03-02"
    )


def test_without_a_field_for_the_end_no_search_is_by_day() -> None:
    found = installing.searches("https://dam.example", {}, {"Website": 284}, {"today": "x"})

    assert [one.search for one in found] == ["@@284"]
