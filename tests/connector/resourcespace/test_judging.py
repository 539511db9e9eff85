"""What resources and log rows mean."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from connector.resourcespace import judging
from connector.resourcespace.rows import LogRow, Ref, Resource
from connector.values import ContentHash, HashKind, HostId, HostName, MediaKind

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PHOTO = Resource(
    ref=Ref(7),
    type=1,
    archive=0,
    access=0,
    extension="jpg",
    has_image=1,
    checksum="b149",
    size=128_824,
    file_modified="2026-11-20 23:49:17",
    modified="2026-11-20 23:49:17",
    tweaks="0|1",
    taken="",
    locked_by=0,
)
OURS = frozenset({88, 91})


def row(code: str, user: int = 3, field: int = 0, resource: int = 7) -> LogRow:
    return LogRow(
        ref=1, resource=Ref(resource), code=code, field=field, user=user, at="2026-11-20 23:49:17"
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(PHOTO, checksum="c"), id="first 50 kB"),
        pytest.param(replace(PHOTO, size=1), id="size"),
        pytest.param(
            replace(PHOTO, file_modified="2026-11-21 00:00:00"), id="the rest of the file"
        ),
        pytest.param(replace(PHOTO, tweaks="90|1"), id="turned"),
    ],
)
def test_another_picture_is_another_content_and_version(other: Resource) -> None:
    assert judging.content(other) != judging.content(PHOTO)
    assert judging.version(other) != judging.version(PHOTO)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(PHOTO, has_image=2), id="only small previews"),
        pytest.param(replace(PHOTO, has_image=0), id="no previews yet"),
        pytest.param(replace(PHOTO, tweaks="0|1.4"), id="brighter previews"),
    ],
)
def test_other_previews_are_another_version_of_the_same_picture(other: Resource) -> None:
    assert judging.content(other) == judging.content(PHOTO)
    assert judging.version(other) != judging.version(PHOTO)


def test_what_an_earlier_program_kept_of_a_picture_stays_as_long_as_it_is_right() -> None:
    # Computed with the program of revision 0001.
    kept = ContentHash(kind=HashKind.PARTIAL, value="400ae4ddb8e574eea90b0887d5978b43c52bd264")

    same = judging.content(replace(PHOTO, type=2), [kept])
    replaced = judging.content(replace(PHOTO, size=1), [kept])

    assert same == kept
    assert replaced == judging.content(replace(PHOTO, size=1))


def test_another_type_is_another_version_of_the_same_picture() -> None:
    other = replace(PHOTO, type=2)

    assert judging.content(other) == judging.content(PHOTO)
    assert judging.version(other) != judging.version(PHOTO)


@pytest.mark.parametrize(
    "other",
    [
        replace(PHOTO, modified="2027-01-01 00:00:00"),
        replace(PHOTO, access=2),
        replace(PHOTO, archive=-1),
        replace(PHOTO, locked_by=3),
    ],
)
def test_what_changes_neither_picture_nor_marks_is_no_new_version(other: Resource) -> None:
    assert judging.version(other) == judging.version(PHOTO)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(PHOTO, extension="", checksum=""), id="no file"),
        pytest.param(replace(PHOTO, checksum=""), id="no checksum"),
    ],
)
def test_what_cannot_be_hashed_has_no_hash(other: Resource) -> None:
    assert judging.content(other) is None


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ("jpg", MediaKind.PICTURE),
        ("nef", MediaKind.PICTURE),
        ("", MediaKind.PICTURE),
        ("mov", MediaKind.VIDEO),
        ("pdf", MediaKind.OTHER),
    ],
)
def test_what_a_resource_is_shows_in_its_file(extension: str, kind: MediaKind) -> None:
    assert judging.media(replace(PHOTO, extension=extension)) is kind


@pytest.mark.parametrize(
    ("taken", "moment"),
    [
        ("2026-06-12 14:03:22", datetime(2026, 6, 12, 14, 3, 22, tzinfo=AMSTERDAM)),
        ("2026-06-12 14:03", datetime(2026, 6, 12, 14, 3, tzinfo=AMSTERDAM)),
        ("2026-06-12", datetime(2026, 6, 12, tzinfo=AMSTERDAM)),
        ("2026-06", None),
        ("2026", None),
        ("", None),
    ],
)
def test_a_time_without_zone_is_read_in_the_zone_of_the_host(
    taken: str, moment: datetime | None
) -> None:
    assert judging.captured(replace(PHOTO, taken=taken), AMSTERDAM) == moment


def test_a_change_carries_number_version_and_content() -> None:
    change = judging.change(HostName("dam"), PHOTO, AMSTERDAM, touched=False)

    assert (change.ref.host, change.ref.id, change.place) == ("dam", "7", "7")
    assert (change.version, change.content) == (judging.version(PHOTO), judging.content(PHOTO))


@pytest.mark.parametrize(
    ("photo", "ref"), [("7", 7), ("never-seen", None), ("-7", None), ("²", None)]
)
def test_only_a_number_is_a_resource(photo: str, ref: int | None) -> None:
    assert judging.ref_of(HostId(photo)) == ref


@pytest.mark.parametrize(
    "code", ["c", "u", "f", "r", "t", "e", "m", "N", "s", "a", "x", "xx", "EDT", "", "?"]
)
def test_whatever_others_do_to_a_resource_is_news(code: str) -> None:
    assert judging.hints([row(code)], 2, OURS).resources == {7}


@pytest.mark.parametrize("code", ["d", "v", "E", "X", "Y"])
def test_looking_at_a_resource_is_no_news(code: str) -> None:
    assert judging.hints([row(code)], 2, OURS).resources == set()


def test_what_we_did_ourselves_is_no_news() -> None:
    assert judging.hints([row("e", user=2, field=88)], 2, OURS).resources == set()
    assert judging.hints([row("e", user=2, field=88)], None, OURS).touched == {7}


@pytest.mark.parametrize(
    ("one", "touched"),
    [
        pytest.param(row("e", field=88), {7}, id="a field of ours"),
        pytest.param(row("m", field=0), {7}, id="fields that are not named"),
        pytest.param(row("N", field=91), {7}, id="an older value brought back"),
        pytest.param(row("a"), {7}, id="access"),
        pytest.param(row("e", field=8), set(), id="a field of theirs"),
        pytest.param(row("u"), set(), id="an upload"),
    ],
)
def test_who_may_have_changed_what_is_ours_is_noticed(one: LogRow, touched: set[int]) -> None:
    assert judging.hints([one], 2, OURS).touched == touched


def test_the_oldest_news_says_since_when() -> None:
    rows = [row("e"), replace(row("u"), at="2026-11-20 20:00:00")]

    assert judging.hints(rows, 2, OURS).since == "2026-11-20 20:00:00"
    assert judging.hints([], 2, OURS).since == ""
