"""Pictures of a Nextcloud: previews, originals, and why there is none."""

import io
from dataclasses import replace
from hashlib import sha256

import pytest
from PIL import Image

from connector.errors import HostConfused, PhotoChanged, PhotoGone, PhotoUnreadable
from connector.nextcloud.photos import NextcloudPhotos
from connector.transport import Reply, Sending
from connector.values import HashKind, PhotoFile
from tests.connector.nextcloud.conftest import Cloud, jpeg
from tests.connector.test_frames import made
from tests.fakes.nextcloud.rows import Entry, Fault

AVIF = b"\0\0\0\x1cftypavif" + b"\0" * 20
TIFF = b"II*\0" + b"\0" * 20


def fetch(cloud: Cloud, entry: Entry, want_px: int = 1280) -> PhotoFile:
    cloud.poll()
    return cloud.host.photos.fetch(cloud.photo(entry), want_px)


def size(file: PhotoFile) -> tuple[int, int]:
    with Image.open(io.BytesIO(file.data)) as picture:
        return picture.size


@pytest.mark.parametrize(
    ("want_px", "box"),
    [
        pytest.param(1024, 1024, id="just enough"),
        pytest.param(1025, 1600, id="one more: all of it"),
    ],
)
def test_the_smallest_box_that_is_large_enough_is_asked_for(
    cloud: Cloud, want_px: int, box: int
) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(1600, 1200))

    assert max(size(fetch(cloud, entry, want_px))) == box


def test_without_a_checksum_the_box_is_always_the_same_so_that_its_hash_is(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(1600, 1200), checksum=False)

    small, large = fetch(cloud, entry, 100), fetch(cloud, entry, 2000)

    assert small.content == large.content
    assert small.content.kind is HashKind.PREVIEW


def test_a_turned_photo_comes_upright(cloud: Cloud) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(64, 48, exif=exif))

    assert size(fetch(cloud, entry)) == (48, 64)


def test_a_damaged_photo_is_given_as_it_is_for_the_decoder_to_judge(cloud: Cloud) -> None:
    damaged = b"\xff\xd8\xff\xe0 no more"
    entry = cloud.site.put("Photo Desk/a.jpg", damaged, checksum=False)

    file = fetch(cloud, entry)

    assert file.data == damaged
    assert file.content.kind is HashKind.ORIGINAL
    assert file.content.value == sha256(damaged).hexdigest()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(jpeg(1600, 1200)[:-600], id="cut off"),
        pytest.param(jpeg() + b"a film of two seconds".ljust(3000, b"."), id="a film behind it"),
    ],
)
def test_a_jpeg_that_does_not_end_as_one_is_left_to_the_decoder(cloud: Cloud, data: bytes) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", data, checksum=False)

    file = fetch(cloud, entry)

    assert file.data == data
    assert file.content.kind is HashKind.ORIGINAL


@pytest.mark.parametrize(
    ("trouble", "originals"),
    [
        pytest.param(None, False, id="originals are off"),
        pytest.param(Fault(403, "GET", "/files/"), True, id="the file itself is closed"),
    ],
)
def test_how_a_jpeg_ends_is_not_asked_where_it_may_not_be(
    cloud: Cloud, trouble: Fault | None, *, originals: bool
) -> None:
    cloud.connect(originals=originals)
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(1600, 1200)[:-600], checksum=False)
    cloud.site.faults += [trouble] if trouble else []

    file = fetch(cloud, entry)

    assert file.content.kind is HashKind.PREVIEW


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("a.avif", AVIF, "image/avif"), ("a.tif", TIFF, "image/tiff")]
)
def test_what_has_no_preview_is_fetched_itself(
    cloud: Cloud, name: str, data: bytes, kind: str
) -> None:
    entry = cloud.site.put(f"Photo Desk/{name}", data)

    asked: list[str] = []
    cloud.site.before = lambda _, path: asked.append(path)

    file = fetch(cloud, entry)

    assert (file.data, file.media_type) == (data, kind)
    assert not any("preview" in path for path in asked)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("a.cr2", TIFF, "unsupported-format", id="a raw file holds a thumbnail"),
        pytest.param("a.mp4", b"\0\0\0\x18ftypmp42", "video", id="a video"),
        pytest.param("a.jpg", b"", "empty", id="nothing"),
        pytest.param("a.tif", b"no picture", "unsupported-format", id="not what its name says"),
    ],
)
def test_what_cannot_be_looked_at_says_why(
    cloud: Cloud, name: str, data: bytes, reason: str
) -> None:
    entry = cloud.site.put(f"Photo Desk/{name}", data)

    with pytest.raises(PhotoUnreadable) as refusal:
        fetch(cloud, entry)

    assert refusal.value.reason == reason


def test_originals_can_be_left_alone(cloud: Cloud) -> None:
    cloud.connect(originals=False)
    entry = cloud.site.put("Photo Desk/a.tif", TIFF)

    with pytest.raises(PhotoUnreadable) as refusal:
        fetch(cloud, entry)

    assert refusal.value.reason == "unsupported-format"


def test_a_file_over_the_limit_is_not_fetched(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.tif", TIFF)
    cloud.poll()
    assert isinstance(cloud.host.photos, NextcloudPhotos)
    photos = NextcloudPhotos(
        api=cloud.host.photos.api, locate=cloud.library.locate, limit=len(TIFF) - 1
    )

    with pytest.raises(PhotoUnreadable) as refusal:
        photos.fetch(cloud.photo(entry), 1280)

    assert refusal.value.reason == "too-large"
    assert not cloud.site.asked["GET"]


def test_an_access_rule_that_shuts_us_out_is_said(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    entry.denied = True

    with pytest.raises(PhotoUnreadable) as refusal:
        fetch(cloud, entry)

    assert refusal.value.reason == "no-permission"


def test_an_access_rule_says_not_found_for_what_it_lists(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.tif", TIFF)
    entry.denied = True

    with pytest.raises(PhotoUnreadable) as refusal:
        fetch(cloud, entry)

    assert refusal.value.reason == "no-permission"


def test_a_photo_nobody_told_of_is_gone(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())

    with pytest.raises(PhotoGone):
        cloud.host.photos.fetch(cloud.photo(entry), 1280)


@pytest.mark.parametrize(
    ("says", "raised"),
    [
        pytest.param("text/html", HostConfused, id="a page: somebody else answered"),
        pytest.param("image/svg+xml", PhotoUnreadable, id="a drawing"),
        pytest.param("image/png", PhotoUnreadable, id="another kind than it is"),
    ],
)
def test_what_is_no_picture_is_not_taken_for_one(
    cloud: Cloud, says: str, raised: type[Exception]
) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    assert isinstance(cloud.host.photos, NextcloudPhotos)
    real = cloud.host.photos.api.sender

    class Proxy:
        def send(self, sending: Sending) -> Reply:
            reply = real.send(sending)
            kind = {"content-type": says}
            return replace(reply, headers=kind) if "preview" in sending.url else reply

    cloud.host.photos.api.sender = Proxy()

    with pytest.raises(raised):
        cloud.host.photos.fetch(cloud.photo(entry), 1280)


def test_a_preview_from_before_a_lock_gives_way_to_the_file_itself(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.site.hold("Photo Desk/a.jpg")

    photo = fetch(cloud, entry)

    assert photo.data == entry.data
    assert photo.content.kind is HashKind.ORIGINAL


def test_without_originals_a_photo_overwritten_meanwhile_is_fetched_again_later(
    cloud: Cloud,
) -> None:
    cloud.connect(originals=False)
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.poll()

    def overwrite(_method: str, path: str) -> None:
        if "preview" in path:
            cloud.site.before = None
            cloud.site.put("Photo Desk/a.jpg", jpeg(80, 60), checksum=False)

    cloud.site.before = overwrite

    with pytest.raises(PhotoChanged):
        cloud.host.photos.fetch(cloud.photo(entry), 1280)


def test_without_originals_a_preview_from_before_a_lock_is_not_believed(cloud: Cloud) -> None:
    cloud.connect(originals=False)
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg(), checksum=False)
    cloud.site.hold("Photo Desk/a.jpg")

    with pytest.raises(PhotoUnreadable) as refusal:
        fetch(cloud, entry)

    assert refusal.value.reason == "unreadable"


def test_a_photo_moved_since_the_poll_is_found_by_its_number(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    cloud.site.move("Photo Desk/a.jpg", "Photo Desk/b.jpg")
    cloud.site.put("Photo Desk/a.jpg", jpeg(99, 99))

    assert size(cloud.host.photos.fetch(cloud.photo(entry), 1280)) == (64, 48)


def test_a_photo_gone_since_the_poll_is_gone(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    cloud.site.delete("Photo Desk/a.jpg")

    with pytest.raises(PhotoGone):
        cloud.host.photos.fetch(cloud.photo(entry), 1280)


def test_a_photo_overwritten_while_it_is_fetched_is_fetched_again_later(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()

    def overwrite(method: str, path: str) -> None:
        if method == "GET" and "preview" in path:
            cloud.site.before = None
            cloud.site.put("Photo Desk/a.jpg", jpeg(80, 60))

    cloud.site.before = overwrite

    with pytest.raises(PhotoChanged):
        cloud.host.photos.fetch(cloud.photo(entry), 1280)


def test_a_page_instead_of_a_picture_is_none(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", b"<!DOCTYPE html>")

    with pytest.raises(PhotoUnreadable):
        fetch(cloud, entry)


def test_a_broken_preview_service_is_waited_for(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.jpg", jpeg())
    cloud.poll()
    cloud.site.faults.append(Fault(500, "GET", "preview", times=1))

    with pytest.raises(HostConfused):
        cloud.host.photos.fetch(cloud.photo(entry), 1280)

    assert fetch(cloud, entry).media_type == "image/jpeg"


@pytest.mark.parametrize(("name", "kind"), [("a.gif", "GIF"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_what_may_hold_several_pictures_is_left_to_the_decoder(
    cloud: Cloud, name: str, kind: str
) -> None:
    data = made(kind, 3)
    entry = cloud.site.put(f"Photo Desk/{name}", data, checksum=False)

    file = fetch(cloud, entry)

    assert file.data == data
    assert file.content.kind is HashKind.ORIGINAL


def test_without_originals_a_preview_of_such_a_kind_is_not_the_photo(cloud: Cloud) -> None:
    entry = cloud.site.put("Photo Desk/a.png", made("PNG", 1))
    cloud.poll()
    photos = cloud.host.photos
    assert isinstance(photos, NextcloudPhotos)

    with pytest.raises(PhotoUnreadable) as refusal:
        replace(photos, originals=False).fetch(cloud.photo(entry), 1280)

    assert refusal.value.reason == "several-pictures"
