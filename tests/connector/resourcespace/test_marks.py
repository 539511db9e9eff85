"""Marks: compared, written in the order that never looks milder, read back, healed."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from connector.causes import Kind
from connector.errors import (
    HostConfused,
    HostUnavailable,
    MarkRefused,
    PhotoGone,
    PhotoLocked,
)
from connector.host import Marks
from connector.values import HostId, HostName, MarkSet, PhotoRef
from tests.connector.resourcespace.staging import stage_on
from tests.contracts.resourcespace import NOTHING_ENDS_ON, ResourceSpaceStage
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.items import Field
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site

CLEARED = MarkSet(
    status="cleared",
    channels=("press", "website"),
    until=date(2027, 6, 30),
    note="",
    checked_on=date(2026, 11, 20),
    link="https://consent.example.org/p/x",
)
PARTLY = replace(
    CLEARED,
    status="partly",
    channels=("website",),
    note="Press: no consent, 2nd face from the left of 5.",
    warning="Not for: press",
)
BLOCKED = MarkSet(status="blocked", note="Every use: refused.", warning="Do not publish")
"""Nobody checked it: the day is emptied, too."""


@pytest.fixture
def ref(site: Site) -> int:
    return site.put(JPEG)


def at(ref: int) -> PhotoRef:
    return PhotoRef(host=HostName("dam"), id=HostId(str(ref)))


def write(stage: ResourceSpaceStage, ref: int, marks: MarkSet) -> bool:
    return stage.marks.write(at(ref), marks).changed


def fields_written(site: Site) -> list[int | None]:
    return [field for code, field in site.writes() if code == "e"]


def test_editors_see_status_channels_end_note_warning_day_and_link(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, PARTLY)

    assert site.shown(ref) == {
        88: "◐ Cleared for some uses",
        89: "Website",
        90: "2027-06-30",
        91: "Press: no consent, 2nd face from the left of 5.",
        93: "2026-11-20",
        96: "Not for: press",
        97: "https://consent.example.org/p/x",
    }


def test_where_nothing_ends_a_fixed_day_is_shown(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, replace(CLEARED, until=None))

    assert site.shown(ref)[90] == NOTHING_ENDS_ON.isoformat()
    marks = stage.marks.read(at(ref))
    assert marks
    assert marks.until is None


def test_where_no_channel_is_ticked_there_is_no_end(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    write(stage, ref, BLOCKED)

    assert site.shown(ref).keys() == {88, 91, 96}


def test_a_photo_without_people_gets_every_channel(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    everything = ("advertising", "internal", "press", "print", "social-media", "website")

    write(stage, ref, MarkSet(status="no-people", channels=everything))

    assert len(site.items[ref].nodes[89]) == 6


def test_a_photo_nobody_looked_at_says_so(site: Site, stage: ResourceSpaceStage, ref: int) -> None:
    write(stage, ref, MarkSet(status="not-assessed"))

    assert site.shown(ref) == {88: "… Not checked"}


def test_what_is_there_already_is_not_written(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, PARTLY)
    before, lines = len(fake.calls), len(site.lines)

    assert not write(stage, ref, replace(PARTLY, checked_on=date(2027, 1, 1)))
    assert fake.calls[before:] == ["get_resource_field_data"]
    assert len(site.lines) == lines


def test_the_day_of_the_check_is_written_with_what_changed(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, PARTLY)

    write(stage, ref, replace(BLOCKED, checked_on=date(2027, 1, 1)))

    assert site.shown(ref)[93] == "2027-01-01"


def test_going_stricter_the_status_comes_first(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    before = len(site.lines)

    write(stage, ref, BLOCKED)

    assert [line.field for line in site.lines[before:]] == [88, 96, 89, 90, 91, 97, 93]


def test_going_milder_the_status_comes_last(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, BLOCKED)
    before = len(site.lines)

    write(stage, ref, CLEARED)

    assert [line.field for line in site.lines[before:]] == [93, 97, 91, 90, 89, 96, 88]


def test_going_milder_the_first_no_ends_it(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, BLOCKED)
    site.take("svc", "F-89")

    written = stage.marks.write(at(ref), CLEARED)

    assert written.waits
    assert [one.kind for one in written.causes] == [Kind.FIELD_LOCKED]
    assert site.shown(ref)[88] == "✗ Not cleared"
    assert 89 not in site.shown(ref)
    assert fake.count("update_field") > 0


def test_going_stricter_no_trouble_keeps_the_rest_back(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.take("svc", "F-88")

    written = stage.marks.write(at(ref), BLOCKED)

    assert written.waits
    assert "field 88" in written.causes[0].text
    assert site.shown(ref)[96] == "Do not publish"
    assert 89 not in site.shown(ref)


def test_a_stale_edit_page_is_repaired(site: Site, stage: ResourceSpaceStage, ref: int) -> None:
    write(stage, ref, PARTLY)
    before = dict(site.shown(ref))
    site.save_form(ref)

    written = stage.marks.write(at(ref), PARTLY)

    assert (written.changed, written.found) == (True, "")
    assert site.shown(ref) == before


def test_a_milder_value_of_somebody_else_is_found_and_repaired(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, BLOCKED)
    site.edit(ref, 88, "✓ Cleared")

    written = stage.marks.write(at(ref), BLOCKED)

    assert (written.changed, written.found) == (True, "cleared")
    assert site.shown(ref)[88] == "✗ Not cleared"


def test_an_error_after_the_change_is_no_error(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    fake.fail(Fault.ERROR_AFTER, function="update_field")

    assert write(stage, ref, BLOCKED)
    assert site.shown(ref)[88] == "✗ Not cleared"


def test_a_yes_that_did_nothing_is_found_out(
    fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    fake.fail(Fault.LIE, function="update_field")

    with pytest.raises(MarkRefused) as refusal:
        write(stage, ref, BLOCKED)
    assert refusal.value.reason == "failed"


def test_a_yes_that_did_nothing_once_is_healed(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    fake.fail(Fault.LIE, function="update_field", times=1)

    assert write(stage, ref, BLOCKED)
    assert site.shown(ref)[88] == "✗ Not cleared"


def test_several_values_in_one_text_are_healed(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    site.items[ref].texts[91] = "one, two"
    fake.fail(Fault.LIE, function="update_field", times=1)
    write(stage, ref, MarkSet(status="not-assessed", note="three"))

    assert site.shown(ref)[91] == "three"


def test_a_text_that_does_not_empty_is_not_healed_for_ever(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    site.items[ref].texts[91] = "stuck"
    fake.fail(Fault.LIE, function="update_field")

    with pytest.raises(MarkRefused):
        write(stage, ref, MarkSet(status="not-assessed", note="three"))


def test_an_option_that_was_translated_is_still_found(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.rename_option(88, "✗ Not cleared", "~en:✗ Not cleared~nl:✗ Niet vrijgegeven")

    assert write(stage, ref, BLOCKED)


def test_an_option_that_was_made_anew_is_looked_up_again(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.drop_option(88, "✗ Not cleared")
    site.option(88, "✗ Not cleared")

    written = stage.marks.write(at(ref), BLOCKED)

    assert not written.waits
    assert site.shown(ref)[88] == "✗ Not cleared"


def test_an_option_that_is_gone_does_not_keep_a_no_back(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.drop_option(88, "✗ Not cleared")

    written = stage.marks.write(at(ref), BLOCKED)

    assert written.waits
    assert "no option" in written.causes[0].text
    assert site.shown(ref).keys() == {91, 96}


def test_a_resource_somebody_is_editing_is_left_for_later(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    site.items[ref].lock_user = site.users["editor"].ref

    with pytest.raises(PhotoLocked):
        write(stage, ref, BLOCKED)


def test_a_pending_upload_that_may_not_be_edited_is_told_apart(
    site: Site, stage: ResourceSpaceStage
) -> None:
    ref = site.put(JPEG, archive=-1)
    site.take("svc", "ert1")

    with pytest.raises(MarkRefused) as refusal:
        write(stage, ref, BLOCKED)
    assert refusal.value.reason == "no-permission"


def test_pending_uploads_are_marked(site: Site, stage: ResourceSpaceStage) -> None:
    ref = site.put(JPEG, archive=-1)

    assert write(stage, ref, BLOCKED)


def test_a_field_that_does_not_fit_the_type_is_refused(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    site.fields[91].types = frozenset({1})
    write(stage, ref, CLEARED)
    site.put(JPEG)
    site.set_type(ref, 3)

    with pytest.raises(MarkRefused):
        write(stage, ref, BLOCKED)


@pytest.mark.parametrize("how", ["purge", "delete"])
def test_a_photo_that_is_gone_is_gone(
    site: Site, stage: ResourceSpaceStage, ref: int, how: str
) -> None:
    getattr(site, how)(ref)

    with pytest.raises(PhotoGone):
        write(stage, ref, BLOCKED)
    with pytest.raises(PhotoGone):
        stage.marks.clear(at(ref))
    with pytest.raises(PhotoGone):
        stage.marks.read(at(ref))


def test_a_host_that_fails_over_one_photo_is_told_apart_from_one_that_is_down(
    fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    fake.fail(Fault.ERROR, function="get_resource_field_data")
    with pytest.raises(HostConfused):
        stage.marks.write(at(ref), BLOCKED)
    fake.fail(Fault.HTML)
    with pytest.raises(HostUnavailable):
        stage.marks.write(at(ref), BLOCKED)


def test_two_who_write_one_resource_wait_for_each_other(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    fake.fail(Fault.WAIT, function="update_field", times=1)
    first = threading.Thread(target=write, args=(stage, ref, BLOCKED), daemon=True)
    first.start()
    assert fake.waiting.wait(60)
    reads = fake.count("get_resource_field_data")
    second = threading.Thread(target=write, args=(stage, ref, PARTLY), daemon=True)
    second.start()
    fake.heal()
    first.join(60)
    second.join(60)

    assert fake.count("get_resource_field_data") >= reads
    assert site.shown(ref)[88] == "◐ Cleared for some uses"


def test_what_is_taken_back_leaves_nothing(site: Site, stage: ResourceSpaceStage, ref: int) -> None:
    site.edit(ref, 8, "A title")
    write(stage, ref, PARTLY)

    stage.marks.clear(at(ref))

    assert site.shown(ref) == {8: "A title"}


def test_values_are_taken_back_though_options_and_fields_are_gone(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, PARTLY)
    site.drop_option(88, "✗ Not cleared")
    del site.fields[97]
    del site.fields[88]

    assert stage_on(fake).marks.clear(at(ref)).changed
    assert site.shown(ref) == {}


def test_texts_are_compared_as_they_are_composed(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    site.items[ref].texts[91] = "Rene\u0301\r\nsecond line "
    site.edit(ref, 88, "… Not checked")

    assert not write(stage, ref, MarkSet(status="not-assessed", note="Ren\u00e9\nsecond line"))


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        pytest.param(10, "2027-06-30", id="date"),
        pytest.param(4, "2027-06-30 23:59", id="date and time"),
        pytest.param(6, "2027-06-30 23:59", id="expiry: it passes after the last good day"),
    ],
)
def test_the_last_good_day_is_included_whatever_the_field(
    site: Site, stage: ResourceSpaceStage, ref: int, kind: int, stored: str
) -> None:
    site.fields[90] = Field(90, "consentend", "Consent until", kind)

    write(stage, ref, CLEARED)

    assert site.shown(ref)[90] == stored
    marks = stage.marks.read(at(ref))
    assert marks
    assert marks.until == date(2027, 6, 30)


def test_a_date_that_is_none_is_read_as_none(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.items[ref].texts[90] = "garbage"

    marks = stage.marks.read(at(ref))

    assert marks
    assert marks.until is None


def test_two_options_in_a_dropdown_are_no_status(
    site: Site, stage: ResourceSpaceStage, ref: int
) -> None:
    write(stage, ref, CLEARED)
    site.items[ref].nodes[88] += [site.node(88, "✗ Not cleared").ref]

    marks = stage.marks.read(at(ref))

    assert marks
    assert marks.status == "not-assessed"
    assert stage.marks.write(at(ref), CLEARED).changed


def test_without_fields_nothing_is_written(site: Site, fake: FakeHost, ref: int) -> None:
    marks: Marks = stage_on(fake, fields=None, nothing_ends_on=None).marks

    assert not marks.write(at(ref), BLOCKED).changed
    assert not marks.clear(at(ref)).changed
    assert marks.read(at(ref)) is None
    assert fake.calls == []
    assert site.shown(ref) == {}


def test_only_the_fields_that_are_named_are_written(site: Site, fake: FakeHost, ref: int) -> None:
    stage = stage_on(fake, fields={"status": 88}, nothing_ends_on=None)

    write(stage, ref, PARTLY)

    assert site.shown(ref) == {88: "◐ Cleared for some uses"}
    assert stage.marks.read(at(ref)) == MarkSet(status="partly", word="◐ Cleared for some uses")
