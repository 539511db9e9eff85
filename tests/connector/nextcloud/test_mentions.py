"""Mentioning who put a photo there, in the one comment there is."""

from dataclasses import replace

import pytest

from connector.host import Comment
from connector.nextcloud.comments import NextcloudComments
from connector.nextcloud.connect import client
from connector.nextcloud.mentions import MentioningComments
from connector.nextcloud.wording import LIMIT
from connector.values import HostId, MarkSet, PhotoRef
from tests.connector.nextcloud.conftest import Cloud, jpeg
from tests.contracts.nextcloud import settings_of
from tests.fakes.nextcloud.site import PASSWORD

NO = "Likeness: ✗ Not cleared\n⚠ Do not publish\nnobody agreed"
YES = "Likeness: ✓ Cleared\n✓ Press"


@pytest.fixture
def ref(cloud: Cloud) -> PhotoRef:
    return cloud.photo(cloud.site.put("Photo Desk/a.jpg", jpeg()))


def comments(cloud: Cloud, uploader: str = "alice") -> Comment:
    inner = NextcloudComments(api=client(settings_of(cloud.site.url), PASSWORD))
    return MentioningComments(inner=inner, uploader=lambda _: uploader)


def kept(cloud: Cloud) -> list[str]:
    return [one.text for one in cloud.site.comments]


def test_a_no_mentions_who_put_the_photo_there(cloud: Cloud, ref: PhotoRef) -> None:
    comments(cloud).write(ref, NO)

    assert kept(cloud) == [f'{NO}\n@"alice"']
    assert comments(cloud).read(ref) == NO


def test_a_yes_mentions_nobody(cloud: Cloud, ref: PhotoRef) -> None:
    comments(cloud).write(ref, YES)

    assert kept(cloud) == [YES]


def test_who_was_told_of_a_no_is_told_of_the_yes(cloud: Cloud, ref: PhotoRef) -> None:
    comments(cloud).write(ref, NO)

    comments(cloud, uploader="").write(ref, YES)

    assert kept(cloud) == [f'{YES}\n@"alice"']


def test_the_same_again_is_no_news_whoever_is_known_by_now(cloud: Cloud, ref: PhotoRef) -> None:
    comments(cloud, uploader="").write(ref, NO)

    assert not comments(cloud).write(ref, NO)
    assert kept(cloud) == [NO]


@pytest.mark.parametrize("uploader", ["", 'al"ice', "al\nice"])
def test_nobody_is_mentioned_who_cannot_be(cloud: Cloud, ref: PhotoRef, uploader: str) -> None:
    comments(cloud, uploader).write(ref, NO)

    assert kept(cloud) == [NO]


def test_a_long_reason_goes_before_a_mention(cloud: Cloud, ref: PhotoRef) -> None:
    long = NO + "x" * (LIMIT - len(NO))

    comments(cloud).write(ref, long)

    assert kept(cloud) == [long]


def test_an_empty_comment_takes_the_mention_along(cloud: Cloud, ref: PhotoRef) -> None:
    comments(cloud).write(ref, NO)

    assert comments(cloud).write(ref, "")
    assert kept(cloud) == []


def test_the_setting_decides_and_marks_are_read_back_without_a_mention(cloud: Cloud) -> None:
    host = cloud.connect(notify_uploader=True)
    ref = cloud.photo(cloud.site.put("Photo Desk/a.jpg", jpeg()))
    marks = MarkSet(status="blocked", word="✗ Not cleared", warning="Do not publish", note="no")
    assert isinstance(host.comment, MentioningComments)
    told = replace(host.comment, uploader=lambda photo: "alice" if photo == ref.id else "")
    marking = replace(host.marks, comments=told)  # type: ignore[type-var]

    marking.write(ref, marks)

    assert kept(cloud)[0].endswith('\n@"alice"')
    assert marking.read(ref) == marks
    assert not isinstance(cloud.connect().comment, MentioningComments)
    assert told.uploader(HostId("0")) == ""
