"""What goes wrong in between: answers that are none, files that vanish, hosts that move away."""

import json
from collections.abc import Callable

import pytest

from config.nextcloud import NextcloudHost, NextcloudTags
from connector.errors import HostConfused, HostRefused, HostUnavailable, PhotoGone, PhotoUnreadable
from connector.host import Wiring
from connector.nextcloud import answers, login
from connector.nextcloud.api import Account, Api
from connector.nextcloud.connect import connect
from connector.nextcloud.photos import NextcloudPhotos
from connector.nextcloud.rows import FileId, TagId
from connector.transport import Reply, Sending
from connector.values import HashKind, HostId, HostName, PhotoRef
from tests.connector.nextcloud.conftest import NOON, Cloud, jpeg
from tests.contracts.nextcloud import settings_of
from tests.fakes.nextcloud.rows import Fault
from tests.fakes.nextcloud.site import PASSWORD, USER

EMPTY = f"""<d:multistatus xmlns:d="DAV:"><d:response>
<d:href>/cloud/remote.php/dav/files/{USER}/a.jpg</d:href></d:response></d:multistatus>""".encode()


class Says:
    """Gives the same answer to everything."""

    def __init__(self, status: int, data: bytes = b"") -> None:
        self.reply = Reply(status=status, headers={}, data=data)
        self.sent: list[Sending] = []

    def send(self, sending: Sending) -> Reply:
        self.sent.append(sending)
        return self.reply


def api(says: Says) -> Api:
    return Api(sender=says, url="http://host/cloud", account=Account(user=USER, password="-"))  # noqa: S106


def test_a_bearer_is_sent_where_the_admin_wants_it(cloud: Cloud) -> None:
    cloud.connect(login="bearer")
    cloud.site.put("Photo Desk/a.jpg", jpeg())

    assert len(cloud.poll()) == 1


def test_passwords_are_not_shown() -> None:
    assert PASSWORD not in repr(Account(user=USER, password=PASSWORD))


def test_a_nextcloud_below_a_folder_has_longer_addresses() -> None:
    assert api(Says(207)).prefix == f"/cloud/remote.php/dav/files/{USER}/"


def test_a_file_without_a_number_is_no_file() -> None:
    with pytest.raises(HostConfused):
        api(Says(207, EMPTY)).node("a.jpg")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda api: api.change_remark(FileId(1), 1, "x"), id="a comment"),
        pytest.param(lambda api: api.dress_tag(TagId(1), "{DAV:}x", "x"), id="a tag"),
    ],
)
def test_what_was_not_changed_is_noticed(change: Callable[[Api], None]) -> None:
    refused = (
        b'<d:multistatus xmlns:d="DAV:"><d:response><d:propstat>'
        b"<d:status>HTTP/1.1 403 Forbidden</d:status></d:propstat></d:response></d:multistatus>"
    )

    with pytest.raises(HostConfused, match="403"):
        change(api(Says(207, refused)))


@pytest.mark.parametrize(
    ("status", "data", "error"),
    [
        pytest.param(302, b"", HostUnavailable, id="leads elsewhere"),
        pytest.param(412, b'{"message":"CSRF check failed"}', HostConfused, id="a header was lost"),
        pytest.param(200, b"<html>", HostConfused, id="a page"),
        pytest.param(500, b"<html>", HostConfused, id="a page about an error"),
        pytest.param(200, b'{"ocs":{"meta":{"statuscode":997}}}', HostConfused, id="a no in a yes"),
        pytest.param(404, b'{"ocs":{"meta":{"statuscode":404}}}', PhotoGone, id="nothing there"),
    ],
)
def test_ocs_answers_are_told_apart(status: int, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        api(Says(status, data)).ocs("cloud/user")


def test_ocs_of_the_first_kind_says_100() -> None:
    said = json.dumps({"ocs": {"meta": {"statuscode": 100}, "data": [1]}}).encode()

    assert api(Says(200, said)).ocs("x") == [1]


def test_shares_that_are_no_list_are_no_answer() -> None:
    said = json.dumps({"ocs": {"meta": {"statuscode": 200}, "data": {}}}).encode()

    with pytest.raises(HostConfused):
        api(Says(200, said)).shares("a.jpg", inherited=False)


def test_an_address_that_leads_elsewhere_is_said() -> None:
    error = answers.error_of(Reply(status=301, headers={}, data=b""))

    assert isinstance(error, HostUnavailable)
    assert "url" in str(error)


def test_a_host_without_its_settings_is_refused(cloud: Cloud) -> None:
    wiring = Wiring(
        name=HostName("cloud"),
        where=cloud.site.url,
        locate=cloud.library.locate,
        new_id=lambda: pytest.fail("no photo was seen"),
        now=lambda: NOON,
        zone=NOON.tzinfo or pytest.fail("no zone"),
    )

    with pytest.raises(HostRefused):
        connect(wiring)


def test_an_account_without_files_is_a_trouble(cloud: Cloud) -> None:
    del cloud.site.entries[""]

    with pytest.raises(HostUnavailable):
        cloud.poll()


def test_a_root_that_may_not_be_read_stops_the_host(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/a.jpg", b"a")
    listed = 0

    def shut(method: str, path: str) -> None:
        nonlocal listed
        listed += method == "PROPFIND"
        if listed == 2:
            cloud.site.faults.append(Fault(403, "PROPFIND", path))

    cloud.site.before = shut

    with pytest.raises(HostRefused):
        cloud.poll()


@pytest.mark.parametrize(("status", "reason"), [(404, "vanished"), (500, "unreadable")])
def test_a_folder_in_trouble_is_told(cloud: Cloud, status: int, reason: str) -> None:
    cloud.site.put("Photo Desk/2026/a.jpg", b"a")
    cloud.site.faults.append(Fault(status, "PROPFIND", "/2026"))

    page = cloud.host.feed.changes("", {})

    assert page.unreadable == {"Photo Desk/2026": reason}


def test_a_photo_that_does_not_hold_still_is_seen_again(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    cloud.site.hold("Photo Desk/a.jpg")

    def overwrite(method: str, path: str) -> None:
        if method == "GET" and "preview" in path:
            cloud.site.before = None
            cloud.site.put("Photo Desk/a.jpg", jpeg(80, 60), checksum=False)

    cloud.site.before = overwrite
    page = cloud.host.feed.changes(cloud.cursor, dict(cloud.library.known))
    cloud.cursor = page.cursor

    assert (page.changes, page.unreadable) == ((), {"Photo Desk/a.jpg": "changed-since"})
    assert [change.ref for change in cloud.poll()] == [cloud.photo(entry)]


def test_a_photo_that_cannot_be_compared_may_have_any_content(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    cloud.site.put("Photo Desk/a.jpg", b"", checksum=False)

    (change,) = cloud.poll()

    assert [one.kind for one in change.hashes] == [HashKind.PARTIAL]


def test_what_was_hashed_whole_is_hashed_whole_again(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", b"\xff\xd8\xff damaged", checksum=False)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    known = cloud.library.known["Photo Desk/a.jpg"].content
    cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)

    (change,) = cloud.poll()

    assert known
    assert known.kind is HashKind.ORIGINAL
    assert change.content
    assert change.content.kind is HashKind.ORIGINAL
    assert change.content != known


def test_a_moved_photo_keeps_its_content(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.poll()
    cloud.scanned(cloud.photo(entry))
    before = cloud.library.known["Photo Desk/a.jpg"].content
    cloud.site.move("Photo Desk/a.jpg", "Photo Desk/b.jpg")

    (change,) = cloud.poll()

    assert change.content == before


def test_a_file_that_grew_over_the_limit_is_not_fetched(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.tif", b"II*\0")
    cloud.poll()
    assert isinstance(cloud.host.photos, NextcloudPhotos)
    photos = NextcloudPhotos(
        api=cloud.host.photos.api, locate=cloud.library.locate, limit=len(entry.data)
    )

    def grow(method: str, _: str) -> None:
        if method == "GET":
            entry.data += b"more"

    cloud.site.before = grow

    with pytest.raises(PhotoUnreadable) as refusal:
        photos.fetch(cloud.photo(entry), 1280)

    assert refusal.value.reason == "too-large"


def test_a_photo_nobody_knows_has_no_links(cloud: Cloud) -> None:
    assert cloud.host.links

    with pytest.raises(PhotoGone):
        cloud.host.links.of(PhotoRef(host=HostName("cloud"), id=HostId("7")))


def test_a_comment_that_does_not_stay_is_noticed(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()

    def lose(method: str, path: str) -> None:
        if method == "PROPFIND" and "comments" in path:
            cloud.site.comments.clear()

    cloud.site.before = lose
    assert cloud.host.comment

    with pytest.raises(HostConfused):
        cloud.host.comment.write(cloud.photo(entry), "Likeness: x")


GRANTED = json.dumps({"server": "x", "loginName": "svc", "appPassword": "a-b-c"}).encode()
ASKED = login.Login(link="http://host/l", endpoint="http://host/p", token="t")  # noqa: S106


def test_what_was_granted_is_given_once_and_never_shown() -> None:
    says = Says(200, GRANTED)

    granted = login.poll(says, ASKED)

    assert granted
    assert (granted.user, granted.password) == ("svc", "a-b-c")
    assert "a-b-c" not in repr(granted)
    assert not says.sent[0].repeatable


@pytest.mark.parametrize(
    ("says", "error"),
    [
        pytest.param(Says(500), HostConfused, id="an error"),
        pytest.param(Says(200, b"<html>"), HostUnavailable, id="a page"),
        pytest.param(Says(200, b"[]"), HostConfused, id="something else"),
    ],
)
def test_a_login_that_is_none_is_said(says: Says, error: type[Exception]) -> None:
    with pytest.raises(error):
        login.begin(says, "http://host")
    with pytest.raises(error):
        login.poll(says, ASKED)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"folders": ["../x"]}, id="a folder above"),
        pytest.param({"folders": ["/"]}, id="no folder"),
        pytest.param({"names": True}, id="names"),
        pytest.param({"url": "http://cloud.example.org"}, id="in the clear"),
        pytest.param({"tags": {"status": {"cleared": 1, "blocked": 1}}}, id="one tag for two"),
        pytest.param({"tags": {"status": {"cleared": 1}, "channels": {"press": 1}}}, id="twice"),
    ],
)
def test_settings_that_cannot_be_right_are_refused(wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {"kind": "nextcloud", "url": "https://c.example.org", "user": "svc"}

    with pytest.raises(ValueError, match=r"must|cannot|one tag"):
        NextcloudHost.model_validate(usual | wrong)


def test_an_address_is_taken_as_people_copy_it() -> None:
    assert settings_of("https://c.example.org/index.php/").url == "https://c.example.org"
    assert NextcloudTags(status={"cleared": 1}).channels == {}


def test_a_version_that_says_nothing_is_old() -> None:
    assert (
        answers.status(
            Reply(status=200, headers={}, data=b'{"versionstring":"x","maintenance":false}')
        ).major
        == 0
    )


def test_another_account_than_the_one_named_is_said(cloud: Cloud) -> None:
    cloud.site.faults.append(Fault(500, "GET", "cloud/user"))

    lines = [line for line in cloud.host.setup.probe() if not line.ok]

    assert [line.name for line in lines] == ["account"]


def test_a_preview_that_is_a_trouble_is_said(cloud: Cloud) -> None:
    cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.site.faults.append(Fault(500, "GET", "preview"))

    assert [line.name for line in cloud.host.setup.examine() if not line.ok] == ["previews"]
