"""What Nextcloud 34.0.1 was recorded to answer, read by our client."""

from collections.abc import Callable

import pytest

from connector.errors import (
    DiskFull,
    HostConfused,
    HostError,
    HostRefused,
    HostUnavailable,
    MarkRefused,
    PhotoGone,
    PhotoLocked,
)
from connector.nextcloud import answers, dav, login
from connector.nextcloud.api import Api
from connector.nextcloud.rows import FileId, TagId
from tests.connector.nextcloud.exchange import EXCHANGES, Replay, replayed

FILE, TAG = FileId(109), TagId(1)
PLACE = "Photo Desk/2026-05 Summer fête/t1.jpg"


def test_a_file_is_read_with_everything_it_says() -> None:
    api, replay = replayed("a file with its tag")

    node = api.node(PLACE)

    assert (node.id, node.place, node.folder) == (109, PLACE, False)
    assert node.etag == "aeb3a3b979d17134cc9f6b9406ce04bb"
    recorded = EXCHANGES["a file with its tag"]
    assert replay.asked == [(recorded.method, recorded.path)]


def test_a_read_only_share_says_that_it_may_not_be_written() -> None:
    api, _ = replayed("a file of a read-only share")

    node = api.node("private.jpg")

    assert (node.id, node.permissions) == (112, "SGDN")


@pytest.mark.parametrize(
    ("case", "changed"),
    [
        pytest.param("assign", True, id="now"),
        pytest.param("assign again", False, id="before, which is a 409"),
        pytest.param("assign to a locked file", True, id="to a locked file"),
    ],
)
def test_a_tag_is_put(case: str, changed: bool) -> None:  # noqa: FBT001
    api, replay = replayed(case)

    assert api.assign(FILE, TAG) is changed
    assert replay.asked[0][0] == "PUT"


def test_a_tag_is_put_at_the_address_of_one_file() -> None:
    api, replay = replayed("assign")

    api.assign(FILE, TAG)

    recorded = EXCHANGES["assign"]
    assert replay.asked == [(recorded.method, recorded.path)]


@pytest.mark.parametrize(("case", "changed"), [("take off", True), ("take off again", False)])
def test_a_tag_is_taken_off(case: str, changed: bool) -> None:  # noqa: FBT001
    api, replay = replayed(case)

    assert api.take_off(FILE, TAG) is changed
    recorded = EXCHANGES[case]
    assert replay.asked == [(recorded.method, recorded.path)]


def test_the_collection_in_front_of_the_tags_is_no_tag() -> None:
    api, _ = replayed("tags of a file")

    (tag,) = api.tags_of(FILE)

    assert (tag.id, tag.name, tag.color) == (2, "Consent: BLOCKED", "C62828")
    assert (tag.visible, tag.assignable, tag.ours_to_assign) == (True, False, True)


def test_an_outsider_sees_the_names_of_tags_and_may_use_none() -> None:
    api, _ = replayed("all tags")

    ours = {tag.id: tag for tag in api.tags() if tag.name.startswith("Consent: ")}

    assert {1, 2} <= set(ours)
    assert not any(tag.ours_to_assign for tag in ours.values())


def test_groups_of_tags_are_never_asked_for() -> None:
    api, replay = replayed("all tags")

    api.tags()

    assert b"groups" not in replay.sent[0].body
    assert EXCHANGES["all tags with their groups"].reply.status == 403


def test_comments_are_read_with_who_wrote_them() -> None:
    api, replay = replayed("comments")

    (remark,) = api.remarks(FILE)

    assert (remark.id, remark.actor) == (1, "svc-consent")
    assert remark.text.startswith("Consent: BLOCKED - quitclaim of 1 person expired.")
    assert replay.asked == [("PROPFIND", "/remote.php/dav/comments/files/109")]


def test_a_comment_is_sent_once_whatever_happens() -> None:
    api, replay = replayed("comment")

    api.remark(FILE, "x")

    assert not replay.sent[0].repeatable


def test_a_comment_is_changed_and_deleted() -> None:
    api, replay = replayed("change a comment", "delete a comment")

    api.change_remark(FILE, 1, "Consent: OK (updated)")
    api.drop_remark(FILE, 1)

    assert replay.asked == [
        ("PROPPATCH", "/remote.php/dav/comments/files/109/1"),
        ("DELETE", "/remote.php/dav/comments/files/109/1"),
    ]


def test_207_does_not_mean_that_a_property_was_set() -> None:
    assert dav.refused(EXCHANGES["a property that may not be set"].reply.data) == (403,)
    assert set(dav.refused(EXCHANGES["properties that may not be set"].reply.data)) == {403, 424}
    assert dav.refused(EXCHANGES["change a comment"].reply.data) == ()


@pytest.mark.parametrize(
    ("case", "call", "error"),
    [
        pytest.param("a file that is not there", lambda api: api.node("x"), PhotoGone, id="file"),
        pytest.param(
            "tags of a file in the bin", lambda api: api.tags_of(FILE), PhotoGone, id="bin"
        ),
        pytest.param("a request that is no XML", lambda api: api.node("x"), HostConfused, id="400"),
        pytest.param(
            "assign a tag of others", lambda api: api.assign(FILE, TAG), HostRefused, id="tag right"
        ),
        pytest.param(
            "take off a tag of others",
            lambda api: api.take_off(FILE, TAG),
            HostRefused,
            id="right to take off",
        ),
        pytest.param(
            "assign an unknown tag",
            lambda api: api.assign(FILE, TAG),
            HostRefused,
            id="unknown tag",
        ),
        pytest.param(
            "assign to an unknown file", lambda api: api.assign(FILE, TAG), PhotoGone, id="unknown"
        ),
        pytest.param(
            "assign to a read-only file", lambda api: api.assign(FILE, TAG), MarkRefused, id="share"
        ),
        pytest.param(
            "delete a comment of others",
            lambda api: api.drop_remark(FILE, 1),
            HostRefused,
            id="comment of others",
        ),
        pytest.param(
            "comment too long", lambda api: api.remark(FILE, "x"), HostConfused, id="long"
        ),
        pytest.param("files without login", lambda api: api.node(""), HostRefused, id="login"),
        pytest.param(
            "files with a wrong password", lambda api: api.node(""), HostRefused, id="401"
        ),
        pytest.param(
            "account without login", lambda api: api.ocs("cloud/user"), HostRefused, id="OCS login"
        ),
        pytest.param(
            "a call for administrators", lambda api: api.ocs("x"), HostRefused, id="admins"
        ),
    ],
)
def test_every_refusal_says_what_to_do(
    case: str, call: Callable[[Api], object], error: type[HostError]
) -> None:
    api, _ = replayed(case)

    with pytest.raises(error) as raised:
        call(api)

    assert type(raised.value) is error
    assert "jpg" not in str(raised.value)


@pytest.mark.parametrize(
    ("case", "error"),
    [("write to a locked file", PhotoLocked), ("write without room", DiskFull)],
)
def test_what_stops_a_write_is_told_apart(case: str, error: type[HostError]) -> None:
    assert type(answers.error_of(EXCHANGES[case].reply)) is error


def test_status_is_told_in_maintenance() -> None:
    api, replay = replayed("status in maintenance")

    status = api.status()

    assert (status.maintenance, status.version, status.major) == (True, "34.0.1", 34)
    assert "Authorization" not in replay.sent[0].headers


def test_a_page_is_no_nextcloud() -> None:
    with pytest.raises(HostUnavailable):
        answers.status(EXCHANGES["preview in maintenance"].reply)


def test_a_login_is_asked_for_and_waited_for() -> None:
    replay = Replay(["begin to log in", "not granted yet"])

    asked = login.begin(replay, "http://host")

    assert asked.link == "http://host/index.php/login/v2/flow/flow-token"
    assert login.poll(replay, asked) is None
    assert asked.token not in repr(asked)


def test_a_login_at_another_site_is_refused() -> None:
    with pytest.raises(HostUnavailable):
        login.begin(Replay(["begin to log in"]), "https://cloud.example.org")
