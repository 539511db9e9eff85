"""A live Nextcloud in the cases that its fake was made after; see tests/contracts/nextcloud.py."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from connector.errors import MarkRefused, PhotoLocked
from connector.nextcloud.feed import NextcloudFeed
from connector.values import HashKind, MarkSet, Page, PhotoChange, PhotoRef
from tests.connector.nextcloud.conftest import jpeg
from tests.contracts.nextcloud import LiveHands, NextcloudStage, live_stage

AWKWARD = "fête (1) #2 + 'x' & 50%"
SHARES = "ocs/v2.php/apps/files_sharing/api/v1/shares"
OCS = {"OCS-APIRequest": "true", "Accept": "application/json"}


@pytest.fixture
def stage() -> Iterator[NextcloudStage]:
    with live_stage() as stage:
        yield stage


@pytest.fixture
def editor(stage: NextcloudStage) -> LiveHands:
    if stage.editor is None:
        pytest.skip("nobody else is named: editor=..., editor_password=...")
    return stage.editor


def feed(stage: NextcloudStage) -> NextcloudFeed:
    assert isinstance(stage.host.feed, NextcloudFeed)
    return stage.host.feed


def pace(stage: NextcloudStage, walk_s: float) -> None:
    was = feed(stage)
    stage.host = replace(stage.host, feed=replace(was, pacing=replace(was.pacing, walk_s=walk_s)))


def later(stage: NextcloudStage, **passed: float) -> None:
    then = datetime.now(UTC) + timedelta(**passed)  # noqa: TID251 - a live host has the present
    stage.host = replace(stage.host, feed=replace(feed(stage), now=lambda: then))


def only(stage: NextcloudStage) -> PhotoRef:
    (entry,) = stage.library.known.values()
    return entry.ref


def scanned(stage: NextcloudStage) -> None:
    """Know the content of the one photo as a look at it would."""
    content = stage.photos.fetch(only(stage), 1280).content
    known = stage.library.known
    stage.library.known = {place: replace(one, content=content) for place, one in known.items()}


def plain_put(hands: LiveHands, place: str, data: bytes) -> None:
    """Upload as a browser does: without a checksum."""
    hands.ask("PUT", hands.at(place), data=data)


@pytest.mark.parametrize("walk_s", [0.0, 3600.0], ids=["by walking", "by searching"])
def test_names_may_be_awkward(stage: NextcloudStage, walk_s: float) -> None:
    stage.put("first.jpg", jpeg())
    stage.poll()
    pace(stage, walk_s)
    place = f"{AWKWARD}/{AWKWARD}.jpg"
    stage.put(place, jpeg(80, 60))

    changes = stage.poll()

    assert [change.place for change in changes] == [stage.where(place)]
    assert stage.photos.fetch(changes[0].ref, 1280).media_type == "image/jpeg"


def test_a_sweep_finds_nothing_new_and_loses_nothing(stage: NextcloudStage) -> None:
    for index in range(5):
        stage.put(f"{index}/{AWKWARD}/a.jpg", jpeg(20 + index, 20))
    stage.poll()
    later(stage, days=2)

    assert stage.poll() == []


def test_previews_are_upright_and_in_boxes(stage: NextcloudStage) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stage.put("turned.jpg", jpeg(3000, 2000, exif))
    stage.poll()

    sizes = []
    for want in (1024, 4096):
        with Image.open(io.BytesIO(stage.photos.fetch(only(stage), want).data)) as picture:
            sizes.append(picture.size)

    assert sizes == [(683, 1024), (2000, 3000)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(jpeg()[:200] + bytes(500), id="damaged"),
        pytest.param(jpeg(3000, 2000)[:-9000], id="cut off"),
    ],
)
def test_a_damaged_photo_comes_as_it_is(stage: NextcloudStage, data: bytes) -> None:
    stage.put("damaged.jpg", data)
    stage.poll()

    assert stage.photos.fetch(only(stage), 1280).data == data


def test_a_lock_makes_us_look_at_the_file_itself_and_keeps_no_tag_off(
    stage: NextcloudStage,
) -> None:
    assert isinstance(stage.hands, LiveHands)
    place = stage.where("a.jpg")
    plain_put(stage.hands, place, jpeg())
    stage.poll()
    scanned(stage)
    before = stage.library.known[place].content
    held = {"X-User-Lock": "1"}
    answer = stage.hands.session.request("LOCK", stage.hands.at(place), headers=held, timeout=60)
    if not answer.ok:
        pytest.skip("the app files_lock is not there")

    (change,) = stage.poll()
    scanned(stage)
    looked = stage.library.known[place].content

    assert before
    assert before.kind is HashKind.PREVIEW
    assert change.content is None
    assert looked
    assert looked.kind is HashKind.ORIGINAL
    try:
        assert stage.marks.write(change.ref, MarkSet(status="blocked", word="No")).changed
    except PhotoLocked:
        pytest.fail("a lock kept the tag off")
    finally:
        stage.hands.ask("UNLOCK", stage.hands.at(place), headers=held)


def test_a_share_is_read_only_where_it_was_given_so_and_its_end_is_no_deletion(
    stage: NextcloudStage, editor: LiveHands
) -> None:
    assert isinstance(stage.hands, LiveHands)
    folder = f"{stage.root.rpartition('/')[2]} of somebody"
    editor.ask("MKCOL", editor.at(folder))
    try:
        plain_put(editor, f"{folder}/a.jpg", jpeg())
        share = shared(editor, folder, stage.hands.user)
        everything = replace(feed(stage), folders=())
        page = everything.changes("", {})
        changes = [*page.changes]
        while not page.complete:
            stage.library.apply(page)
            page = everything.changes(page.cursor, dict(stage.library.known))
            changes += page.changes
        stage.library.apply(page)
        photo = named(changes, f"{folder}/a.jpg")

        with pytest.raises(MarkRefused, match="read-only"):
            stage.marks.write(photo.ref, MarkSet(status="blocked", word="No"))
        editor.ask("DELETE", f"{editor.url}/{SHARES}/{share}", headers=OCS)
        after: Page = everything.changes(page.cursor, dict(stage.library.known))

        assert after.unreadable == {folder: "vanished"}
        assert not any(change.deleted for change in after.changes)
    finally:
        editor.ask("DELETE", editor.at(folder))


def shared(editor: LiveHands, folder: str, user: str) -> str:
    """Share a folder read-only with a user; gives the number of the share."""
    said = {"path": f"/{folder}", "shareType": "0", "shareWith": user, "permissions": "1"}
    answer = editor.ask("POST", f"{editor.url}/{SHARES}", data=said, headers=OCS)
    return str(json.loads(answer.text)["ocs"]["data"]["id"])


def named(changes: list[PhotoChange], place: str) -> PhotoChange:
    (found,) = [change for change in changes if change.place == place]
    return found
