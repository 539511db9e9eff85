"""What changed: the log read on, and everything looked through."""

import pytest

from connector.errors import HostRefused, HostUnavailable
from connector.resourcespace.cursor import Cursor
from connector.values import HashKind, MediaKind
from tests.connector.resourcespace.staging import feed_of, only, places, stage_on
from tests.contracts.resourcespace import ResourceSpaceStage
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.items import Upload
from tests.fakes.resourcespace.server import FakeHost, Fault
from tests.fakes.resourcespace.site import Site


def test_an_upload_is_seen_in_the_log(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    stage.poll()
    looks = fake.count("search_get_previews")
    ref = site.put(JPEG)

    change = only(stage.poll())

    assert (change.place, change.media, change.touched) == (str(ref), MediaKind.PICTURE, False)
    assert fake.count("search_get_previews") == looks


def test_a_first_look_says_how_far_it_is(site: Site, stage: ResourceSpaceStage) -> None:
    for number in range(8):
        site.put(JPEG + bytes([number]))
    pages = [stage.page("")]
    while not pages[-1].complete:
        pages.append(stage.page(pages[-1].cursor))

    assert [(page.seen, page.total) for page in pages] == [(3, 8), (6, 8), (8, 8)]
    assert (stage.page(pages[-1].cursor).seen, pages[-1].complete) == (0, True)


def test_what_came_and_went_while_nobody_looked_is_not_asked_for_one_by_one(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    stage.poll()
    for number in range(20):
        site.purge(site.put(JPEG + bytes([number])))
    asked = fake.count("get_resource_access")

    assert stage.poll() == []
    assert fake.count("get_resource_access") == asked


def test_a_quiet_poll_is_one_call(fake: FakeHost, stage: ResourceSpaceStage) -> None:
    fake.site.put(JPEG)
    stage.poll()
    before = len(fake.calls)

    assert stage.poll() == []
    assert fake.calls[before:] == ["resource_log_last_rows"]


def test_a_restarted_feed_goes_on_where_the_cursor_is(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    site.put(JPEG)
    stage.poll()
    new = site.put(JPEG + b"2")
    again = stage_on(fake)
    again.cursor, again.library = stage.cursor, stage.library

    assert places(again.poll()) == [new]


def test_our_own_writes_are_no_news(site: Site, fake: FakeHost, stage: ResourceSpaceStage) -> None:
    ref = site.put(JPEG)
    stage.poll()
    site.edit(ref, 91, "ours", by="svc")
    before = fake.count("do_search")

    assert stage.poll() == []
    assert fake.count("do_search") == before


def test_a_value_of_ours_that_somebody_else_changed_is_told(
    site: Site, stage: ResourceSpaceStage
) -> None:
    ref = site.put(JPEG)
    stage.poll()
    site.save_form(ref)

    change = only(stage.poll())

    assert (change.place, change.touched) == (str(ref), True)
    assert stage.poll() == []


def test_a_photo_to_which_another_file_is_added_is_looked_at_again(
    site: Site, stage: ResourceSpaceStage
) -> None:
    ref = site.put(JPEG)
    before = only(stage.poll())
    site.add_other(ref, "jpg")

    change = only(stage.poll())

    assert (before.look_again, change.look_again) == (False, True)
    assert (change.version, change.content) == (before.version, before.content)
    assert stage.poll() == []


def test_a_value_of_theirs_is_none_of_our_business(site: Site, stage: ResourceSpaceStage) -> None:
    ref = site.put(JPEG)
    stage.poll()
    site.edit(ref, 8, "Another title")

    assert stage.poll() == []


def test_where_users_cannot_be_seen_our_own_writes_are_looked_at_once(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    fake.fail(Fault.NO, function="get_users")
    ref = site.put(JPEG)
    stage.poll()
    site.edit(ref, 91, "ours", by="svc")

    assert only(stage.poll()).touched
    assert stage.poll() == []


def test_a_host_that_stumbles_over_its_users_is_still_polled(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    fake.fail(Fault.ERROR, function="get_users")
    ref = site.put(JPEG)

    assert places(stage.poll()) == [ref]


def test_a_replaced_file_is_another_content(site: Site, stage: ResourceSpaceStage) -> None:
    ref = site.put(JPEG)
    before = only(stage.poll())
    site.replace(ref, JPEG + b"edited")

    after = only(stage.poll())

    assert after.ref == before.ref
    assert after.content != before.content


def test_an_edit_behind_the_first_50_kb_is_seen_by_the_time_of_the_file(
    site: Site, stage: ResourceSpaceStage
) -> None:
    ref = site.put(JPEG + b"a" * 60_000)
    before = only(stage.poll())
    checksum = site.items[ref].checksum
    site.replace(ref, JPEG + b"a" * 59_999 + b"b")

    after = only(stage.poll())

    assert site.items[ref].checksum == checksum
    assert after.content != before.content


def test_a_photo_whose_previews_come_later_is_told_twice(
    site: Site, stage: ResourceSpaceStage
) -> None:
    ref = site.put(Upload(JPEG, previews=False))
    early = only(stage.poll())
    site.make_previews(ref)

    late = only(stage.poll())

    assert early.content
    assert early.content.kind is HashKind.PARTIAL
    assert late.content == early.content
    assert late.version != early.version


def test_another_type_is_told_so_that_its_fields_are_filled(
    site: Site, stage: ResourceSpaceStage
) -> None:
    ref = site.put(JPEG)
    before = only(stage.poll())
    site.set_type(ref, 3)

    change = only(stage.poll())

    assert (change.touched, change.deleted) == (True, False)
    assert change.content == before.content


@pytest.mark.parametrize("state", [-2, -1, 1, 2])
def test_pending_and_archived_photos_are_watched(
    site: Site, stage: ResourceSpaceStage, state: int
) -> None:
    early, late = site.put(JPEG, archive=state), site.put(JPEG)
    stage.poll()
    site.set_archive(late, state)

    assert stage.poll() == []
    assert set(stage.library.known) == {str(early), str(late)}


def test_other_types_states_and_the_bin_are_not_taken_in(
    site: Site, stage: ResourceSpaceStage
) -> None:
    site.put(JPEG, resource_type=2)
    site.put(JPEG, archive=7)
    site.delete(site.put(JPEG))
    photo = site.put(JPEG)

    assert places(stage.poll()) == [photo]
    site.put(JPEG, resource_type=2)
    site.put(JPEG, archive=7)
    assert stage.poll() == []


def test_a_photo_in_the_bin_is_deleted_and_comes_back(
    site: Site, stage: ResourceSpaceStage
) -> None:
    ref = site.put(JPEG)
    stage.poll()
    site.delete(ref)
    gone = only(stage.poll())
    site.set_archive(ref, 0)

    back = only(stage.poll())

    assert (gone.deleted, back.deleted) == (True, False)
    assert gone.ref == back.ref


def test_a_photo_that_is_gone_for_good_is_told_once(site: Site, stage: ResourceSpaceStage) -> None:
    ref = site.put(JPEG)
    site.put(JPEG)
    stage.poll()
    site.purge(ref)

    assert only(stage.poll()).deleted
    assert stage.poll() == []


def test_a_photo_that_is_only_hidden_from_us_is_not_called_deleted(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    ref = site.put(JPEG)
    stage.poll()
    site.edit(ref, 8, "x")
    fake.fail(Fault.NO, function="do_search", times=1)

    assert stage.poll() == []


def test_a_stranger_that_left_again_is_not_told(site: Site, stage: ResourceSpaceStage) -> None:
    stage.poll()
    site.purge(site.put(JPEG))
    site.delete(site.put(JPEG))

    assert stage.poll() == []


def test_a_row_that_appears_late_is_read(site: Site, stage: ResourceSpaceStage) -> None:
    first, second = site.put(JPEG), site.put(JPEG)
    stage.poll()
    site.replace(first, JPEG + b"1")
    late = site.lines[-3:]
    del site.lines[-3:]
    site.replace(second, JPEG + b"2")
    assert places(stage.poll()) == [second]
    site.lines = sorted([*site.lines, *late], key=lambda line: line.ref)

    assert places(stage.poll()) == [first]


def test_a_log_longer_than_a_page_is_read_to_its_end(site: Site, stage: ResourceSpaceStage) -> None:
    feed_of(stage).log_rows = 4
    stage.poll()
    refs = [site.put(JPEG + bytes([number])) for number in range(4)]

    assert places(stage.poll()) == refs


def test_a_cleared_log_starts_a_look_at_everything(site: Site, stage: ResourceSpaceStage) -> None:
    ref, other = site.put(JPEG), site.put(JPEG)
    stage.poll()
    site.replace(ref, JPEG + b"edited")
    site.purge(other)
    site.lines.clear()

    changes = stage.poll()

    assert {(change.place, change.deleted) for change in changes} == {
        (str(ref), False),
        (str(other), True),
    }


def test_the_end_of_a_long_log_is_found_by_halves(
    site: Site, fake: FakeHost, stage: ResourceSpaceStage
) -> None:
    for _ in range(30):
        site.put(JPEG)
    del site.lines[20:100]

    page = stage.page("")

    at = Cursor.read(page.cursor)
    assert at
    assert at.log == site.lines[-1].ref
    assert fake.count("resource_log_last_rows") < 25


def test_an_empty_host_is_no_trouble(stage: ResourceSpaceStage) -> None:
    page = stage.page("")

    assert (page.changes, page.complete) == ((), True)


@pytest.mark.parametrize("permission", ["s", "v"])
def test_a_missing_permission_is_not_taken_for_an_empty_host(
    site: Site, stage: ResourceSpaceStage, permission: str
) -> None:
    site.put(JPEG)
    stage.poll()
    site.take("svc", permission)
    other = stage.page

    with pytest.raises(HostRefused, match=f"permission {permission}"):
        other("")


def test_a_log_that_is_hidden_from_us_all_at_once_is_noticed(
    site: Site, stage: ResourceSpaceStage
) -> None:
    site.put(JPEG)
    stage.poll()
    site.take("svc", "v")

    with pytest.raises(HostRefused, match="permission v"):
        stage.poll()


def test_a_host_without_one_photo_left_is_not_believed(
    site: Site, stage: ResourceSpaceStage
) -> None:
    site.put(JPEG)
    stage.poll()
    site.items.clear()

    with pytest.raises(HostUnavailable, match="no photo"):
        stage.page("")
