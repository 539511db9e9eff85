"""Our marks in a Nextcloud: one tag, one comment, and nothing milder in between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from config.nextcloud import NextcloudTags
from connector.causes import Kind
from connector.errors import HostConfused, MarkRefused, PhotoGone
from connector.values import MarkSet, PhotoRef
from tests.connector.nextcloud.conftest import TAGS, Cloud, jpeg
from tests.fakes.nextcloud.rows import Comment, Fault
from tests.fakes.nextcloud.site import USER

CLEARED = MarkSet(status="cleared", word="✓ Cleared", channels=("press", "website"))
BLOCKED = MarkSet(status="blocked", word="✗ Not cleared", note="press: refused, 1st face of 2")


def a_photo(cloud: Cloud) -> PhotoRef:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    return cloud.photo(entry)


def tags_of(cloud: Cloud, ref: PhotoRef) -> list[int]:
    return sorted(cloud.site.tagged.get(int(ref.id), []))


def test_exactly_one_consent_tag_is_left_whatever_was_there(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    for tag in TAGS.values():
        cloud.site.put_tag(int(ref.id), tag)

    written = cloud.host.marks.write(ref, BLOCKED)

    assert tags_of(cloud, ref) == [TAGS["blocked"]]
    assert written.found == "cleared", "of several tags the mildest is believed"


def test_tags_of_others_are_left_alone(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    other = cloud.site.tag("Summer").id
    cloud.site.put_tag(int(ref.id), other)

    cloud.host.marks.write(ref, CLEARED)
    cloud.host.marks.clear(ref)

    assert tags_of(cloud, ref) == [other]


def steps(cloud: Cloud) -> list[str]:
    """Keep what is written, in order."""
    seen: list[str] = []

    def note(method: str, path: str) -> None:
        if "relations" in path and method in {"PUT", "DELETE"}:
            seen.append(f"{method} {path.rpartition('/')[2]}")

    cloud.site.before = note
    return seen


def test_a_photo_is_closed_before_its_old_tag_goes(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, CLEARED)
    seen = steps(cloud)

    cloud.host.marks.write(ref, BLOCKED)

    assert seen == ["PUT 4", "DELETE 1"]


def test_a_milder_tag_comes_only_after_the_stricter_one_went(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, BLOCKED)
    seen = steps(cloud)

    cloud.host.marks.write(ref, CLEARED)

    assert seen == ["DELETE 4", "PUT 1"]


@pytest.mark.parametrize("status", ["no-people", "not-assessed"])
def test_a_status_without_a_tag_shows_nothing(cloud: Cloud, status: str) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, CLEARED)

    written = cloud.host.marks.write(ref, MarkSet(status=status, note="x"))

    assert (written.changed, written.found) == (True, "cleared")
    assert tags_of(cloud, ref) == []
    assert cloud.site.comments == []
    assert cloud.host.marks.read(ref) is None


def test_channels_have_tags_where_the_admin_wants_them(cloud: Cloud) -> None:
    press, website = cloud.site.tag("ok press").id, cloud.site.tag("ok website").id
    cloud.connect(
        tags=NextcloudTags(status=TAGS, channels={"press": press, "website": website}),
        comment=False,
    )
    ref = a_photo(cloud)

    cloud.host.marks.write(ref, CLEARED)
    both = cloud.host.marks.read(ref)
    cloud.host.marks.write(ref, replace(CLEARED, status="partly", channels=("press",)))

    assert both
    assert both.channels == ("press", "website")
    assert tags_of(cloud, ref) == [TAGS["partly"], press]
    assert cloud.host.marks.clear(ref).changed
    assert tags_of(cloud, ref) == []


def test_names_of_persons_are_written_nowhere(cloud: Cloud) -> None:
    ref = a_photo(cloud)

    cloud.host.marks.write(ref, replace(CLEARED, names=("Anna Jansen",)))

    assert "Anna" not in "".join(comment.text for comment in cloud.site.comments)
    assert "Anna" not in "".join(tag.name for tag in cloud.site.tags.values())


def test_the_comment_is_one_and_changed_in_place(cloud: Cloud) -> None:
    ref = a_photo(cloud)

    cloud.host.marks.write(ref, CLEARED)
    first = cloud.site.comments[0].id
    cloud.host.marks.write(ref, BLOCKED)

    assert [(one.id, one.text.split("\n")[0]) for one in cloud.site.comments] == [
        (first, "Likeness: ✗ Not cleared")
    ]


def test_comments_of_others_and_other_comments_of_ours_stay(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    said = [
        Comment(1, int(ref.id), "alice", "Likeness: lovely!"),
        Comment(2, int(ref.id), USER, "by hand"),
    ]
    cloud.site.comments += said

    cloud.host.marks.write(ref, CLEARED)
    cloud.host.marks.clear(ref)

    assert cloud.site.comments == said


def test_a_second_comment_left_by_a_crash_goes(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, CLEARED)
    text = cloud.site.comments[0].text
    cloud.site.comments.append(Comment(999, int(ref.id), USER, text))

    written = cloud.host.marks.write(ref, CLEARED)

    assert written.changed
    assert len(cloud.site.comments) == 1


def test_a_comment_that_was_tampered_with_is_put_right(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, BLOCKED)
    cloud.site.comments[0].text = "Likeness: ✓ Cleared"

    written = cloud.host.marks.write(ref, BLOCKED)

    assert (written.changed, written.found) == (True, "blocked")
    assert cloud.site.comments[0].text.startswith("Likeness: ✗ Not cleared")


def test_a_tag_that_an_editor_took_off_is_put_back(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, BLOCKED)
    cloud.site.tamper(int(ref.id))

    written = cloud.host.marks.write(ref, BLOCKED)

    assert (written.changed, written.found) == (True, "")
    assert tags_of(cloud, ref) == [TAGS["blocked"]]


def test_writing_the_same_writes_nothing(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, CLEARED)
    before = cloud.site.asked.copy()

    cloud.host.marks.write(ref, CLEARED)

    assert set(cloud.site.asked - before) == {"PROPFIND"}


def test_a_locked_photo_takes_tags(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.site.hold("Photo Desk/a.jpg")

    assert cloud.host.marks.write(ref, BLOCKED).changed


def test_a_read_only_share_takes_none_and_says_so(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.site.entries["Photo Desk/a.jpg"].permissions = "SGDN"

    with pytest.raises(MarkRefused) as refusal:
        cloud.host.marks.write(ref, BLOCKED)

    assert refusal.value.reason == "read-only"


def test_a_photo_moved_between_look_and_write_is_marked_all_the_same(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.site.move("Photo Desk/a.jpg", "Photo Desk/b.jpg")

    cloud.host.marks.write(ref, BLOCKED)

    assert tags_of(cloud, ref) == [TAGS["blocked"]]


def refuse(cloud: Cloud, status: str) -> None:
    cloud.site.tags[TAGS[status]].groups = ()


def delete(cloud: Cloud, status: str) -> None:
    cloud.site.drop_tag(TAGS[status])


def hide(cloud: Cloud, status: str) -> None:
    cloud.site.tags[TAGS[status]].visible = False


@pytest.mark.parametrize("trouble", [refuse, delete, hide])
@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_a_tag_in_trouble_does_not_keep_a_no_back(
    cloud: Cloud, trouble: Callable[[Cloud, str], None], *, known: bool
) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, CLEARED)
    trouble(cloud, "blocked")
    if known:
        cloud.host.setup.causes()

    written = cloud.host.marks.write(ref, BLOCKED)

    assert written.waits
    assert str(TAGS["blocked"]) in written.causes[0].text
    assert tags_of(cloud, ref) == []
    assert cloud.site.comments[0].text.startswith("Likeness: ✗ Not cleared")


@pytest.mark.parametrize("trouble", [refuse, delete, hide])
@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_a_milder_tag_in_trouble_leaves_a_photo_as_it_was(
    cloud: Cloud, trouble: Callable[[Cloud, str], None], *, known: bool
) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, BLOCKED)
    trouble(cloud, "cleared")
    if known:
        cloud.host.setup.causes()

    written = cloud.host.marks.write(ref, CLEARED)

    assert written.waits
    assert tags_of(cloud, ref) == [TAGS["blocked"]]
    assert cloud.site.comments[0].text.startswith("Likeness: ✗ Not cleared")


def test_a_tag_that_cannot_be_taken_off_gets_a_no_beside_it(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, CLEARED)
    refuse(cloud, "cleared")

    written = cloud.host.marks.write(ref, BLOCKED)

    assert written.waits
    assert tags_of(cloud, ref) == [TAGS["cleared"], TAGS["blocked"]]


def test_a_tag_that_was_renamed_is_the_same_tag(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.site.tags[TAGS["blocked"]].name = "! ✗ Niet vrijgegeven"

    written = cloud.host.marks.write(ref, BLOCKED)

    assert (written.waits, written.causes) == (False, ())
    assert tags_of(cloud, ref) == [TAGS["blocked"]]


def test_comments_that_are_off_hold_no_tag_up(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, CLEARED)
    cloud.site.talks = False

    written = cloud.host.marks.write(ref, BLOCKED)

    assert [one.kind for one in written.causes] == [Kind.COMMENTS_OFF]
    assert cloud.host.setup.causes() == written.causes
    assert not written.waits
    assert tags_of(cloud, ref) == [TAGS["blocked"]]


def test_everything_is_taken_back_though_a_tag_is_gone(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, BLOCKED)
    delete(cloud, "cleared")

    assert cloud.host.marks.clear(ref).changed
    assert (tags_of(cloud, ref), cloud.site.comments) == ([], [])


def test_a_write_that_did_not_stay_is_noticed(cloud: Cloud) -> None:
    ref = a_photo(cloud)

    def lose(method: str, path: str) -> None:
        if method == "PROPFIND" and "relations" in path and cloud.site.asked["PUT"]:
            cloud.site.tamper(int(ref.id))

    cloud.site.before = lose

    with pytest.raises(HostConfused):
        cloud.host.marks.write(ref, BLOCKED)


def test_a_photo_in_the_bin_is_gone(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.site.delete("Photo Desk/a.jpg")

    with pytest.raises(PhotoGone):
        cloud.host.marks.clear(ref)


def test_a_write_cut_off_in_the_middle_says_less_and_is_finished_later(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    cloud.host.marks.write(ref, BLOCKED)
    cloud.site.faults.append(Fault(500, "PUT", times=1))

    with pytest.raises(HostConfused):
        cloud.host.marks.write(ref, CLEARED)
    between = tags_of(cloud, ref)
    cloud.host.marks.write(ref, CLEARED)

    assert between == []
    assert tags_of(cloud, ref) == [TAGS["cleared"]]


def test_without_tags_nothing_is_written(cloud: Cloud) -> None:
    cloud.connect(tags=None)
    ref = a_photo(cloud)

    written = cloud.host.marks.write(ref, replace(BLOCKED, until=date(2027, 1, 1)))

    assert not written.changed
    assert not cloud.site.asked["PUT"] + cloud.site.asked["POST"]


def test_listings_drop_tags_and_are_not_believed(cloud: Cloud) -> None:
    ref = a_photo(cloud)
    other = cloud.site.put("Photo Desk/0.jpg", jpeg())
    for tag in (3, 4):
        cloud.site.put_tag(other.id, tag)
    for tag in (4, 3, 1):
        cloud.site.put_tag(int(ref.id), tag)
    cloud.poll()

    marks = cloud.host.marks.read(ref)

    assert marks
    assert marks.status == "cleared"
