"""Pictures: the best preview, and nothing that only looks like one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from typing_extensions import override

from connector.errors import (
    HostConfused,
    HostRefused,
    HostUnavailable,
    PhotoChanged,
    PhotoGone,
    PhotoUnreadable,
)
from connector.resourcespace.api import Api
from connector.resourcespace.photos import ResourceSpacePhotos
from connector.values import HashKind, HostId, HostName, PhotoFile, PhotoRef
from tests.connector.test_frames import made
from tests.contracts.stages import JPEG
from tests.fakes.resourcespace.items import Upload
from tests.fakes.resourcespace.server import LOGIN, FakeHost, Fault
from tests.fakes.resourcespace.site import Site

PREVIEW = JPEG + b"a preview"
LARGE = Upload(JPEG, size=(6000, 4000), preview=PREVIEW)


@pytest.fixture
def photos(api: Api) -> ResourceSpacePhotos:
    return ResourceSpacePhotos(api=api, now=lambda: datetime(2026, 12, 1, tzinfo=UTC))


def fetch(photos: ResourceSpacePhotos, ref: int, want_px: int = 1280) -> PhotoFile:
    return photos.fetch(PhotoRef(host=HostName("dam"), id=HostId(str(ref))), want_px)


def reason(photos: ResourceSpacePhotos, ref: int) -> str:
    with pytest.raises(PhotoUnreadable) as refusal:
        fetch(photos, ref)
    return refusal.value.reason


@pytest.mark.parametrize("hidden", [True, False], ids=["by a key", "as a plain file"])
def test_a_preview_is_fetched_and_no_original(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos, *, hidden: bool
) -> None:
    site.hidden_paths = hidden
    ref = site.put(LARGE)

    photo = fetch(photos, ref)

    assert (photo.data, photo.media_type) == (PREVIEW, "image/jpeg")
    assert fake.pictures == ["lpr"]
    assert "d" not in {line.code for line in site.lines}


def test_no_larger_preview_is_fetched_than_is_wanted(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)

    fetch(photos, ref, 1000)

    assert fake.pictures == ["scr"]


def test_the_original_is_fetched_where_no_preview_shows_enough(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(Upload(JPEG, size=(1200, 1900), preview=PREVIEW))

    assert fetch(photos, ref).data == JPEG
    assert fake.pictures == [""]
    assert site.lines[-1].code == "d"


def test_where_originals_are_not_wanted_the_best_preview_must_do(
    site: Site, api: Api, fake: FakeHost
) -> None:
    photos = ResourceSpacePhotos(api=api, now=lambda: datetime.now(UTC), originals=False)  # noqa: TID251 - any time
    ref = site.put(Upload(JPEG, size=(1200, 1900), preview=PREVIEW))

    assert fetch(photos, ref).data == PREVIEW
    assert fake.pictures == ["scr"]


def test_a_photo_without_checksum_is_known_by_its_preview(
    site: Site, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    site.items[ref].no_checksum = True

    assert fetch(photos, ref).content.kind is HashKind.PREVIEW


@pytest.mark.parametrize(
    ("upload", "why"),
    [
        pytest.param(b"", "empty", id="no file"),
        pytest.param(Upload(JPEG, "mp4"), "video", id="video"),
        pytest.param(Upload(JPEG, previews=False), "not-looked", id="no previews yet"),
        pytest.param(Upload(JPEG, preview=LOGIN), "unsupported-format", id="a page"),
        pytest.param(
            Upload(JPEG, preview=b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
            "not-looked",
            id="a placeholder",
        ),
    ],
)
def test_what_is_no_photo_says_why(
    site: Site, photos: ResourceSpacePhotos, upload: Upload | bytes, why: str
) -> None:
    assert reason(photos, site.put(upload)) == why


def test_a_size_that_is_listed_but_missing_is_not_taken_for_a_photo(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    sizes = dict(site.items[ref].sizes)

    class Missing(dict[str, tuple[int, int]]):
        @override
        def __contains__(self, code: object) -> bool:
            return False

    site.items[ref].sizes = Missing(sizes)

    assert reason(photos, ref) == "not-looked"
    site.hidden_paths = False
    assert reason(photos, ref) == "not-looked"
    assert fake.pictures == []


def test_a_picture_we_may_not_have_is_not_had(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    fake.fail(Fault.NO, function="get_resource_all_image_sizes")

    assert reason(photos, ref) == "no-permission"


def test_a_raw_photo_without_a_preview_waits(site: Site, photos: ResourceSpacePhotos) -> None:
    ref = site.put(Upload(JPEG, "nef"))
    site.items[ref].sizes = {}

    assert reason(photos, ref) == "not-looked"


def test_a_key_that_is_no_longer_good_is_asked_for_anew(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    fake.fail(Fault.CLOSED, function="picture", times=1)

    assert fetch(photos, ref).data == PREVIEW
    assert fake.count("get_resource_all_image_sizes") == 2


def test_who_is_sent_to_log_in_twice_has_no_permission(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    fake.fail(Fault.CLOSED, function="picture")

    assert reason(photos, ref) == "no-permission"


def test_a_picture_that_is_too_large_is_not_read(site: Site, api: Api) -> None:
    ref = site.put(LARGE)
    small = ResourceSpacePhotos(api=api, now=lambda: datetime.now(UTC), limit=10)  # noqa: TID251 - any time

    assert reason(small, ref) == "too-large"


def test_pictures_a_host_cannot_serve_now_are_asked_for_later(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    fake.fail(Fault.CRASH, function="picture")

    with pytest.raises(HostUnavailable):
        fetch(photos, ref)


@pytest.mark.parametrize("how", ["purge", "delete"])
def test_a_photo_that_is_gone_or_in_the_bin_is_gone(
    site: Site, photos: ResourceSpacePhotos, how: str
) -> None:
    ref = site.put(LARGE)
    getattr(site, how)(ref)

    with pytest.raises(PhotoGone):
        fetch(photos, ref)


def test_a_file_that_was_replaced_meanwhile_is_read_again(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    fake.on_picture = lambda: site.replace(ref, JPEG + b"other")

    with pytest.raises(PhotoChanged):
        fetch(photos, ref)


def test_previews_that_are_still_being_made_are_waited_for(site: Site, api: Api) -> None:
    ref = site.put(LARGE)
    item = site.items[ref]
    assert item.file_modified
    item.previews_made, item.file_modified = item.file_modified, site.tick()
    just_now = item.file_modified.replace(tzinfo=UTC)

    with pytest.raises(PhotoChanged):
        fetch(ResourceSpacePhotos(api=api, now=lambda: just_now), ref)


def test_a_host_that_crashes_over_one_photo_is_not_called_down(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    fake.fail(Fault.CRASH, function="get_resource_data")

    with pytest.raises(HostConfused):
        fetch(photos, ref)


def test_a_revoked_key_is_the_host_saying_no(site: Site, photos: ResourceSpacePhotos) -> None:
    ref = site.put(LARGE)
    site.users["svc"].salt = "another"

    with pytest.raises(HostRefused):
        fetch(photos, ref)


@pytest.mark.parametrize("other", ["jpg", "tiff", "mp4", ""])
def test_a_resource_with_other_pictures_or_films_is_not_called_looked_at(
    site: Site, photos: ResourceSpacePhotos, other: str
) -> None:
    ref = site.put(LARGE)
    site.add_other(ref, other)

    assert reason(photos, ref) == "other-files"


@pytest.mark.parametrize("other", ["pdf", "docx"])
def test_other_files_without_pictures_are_in_nobodys_way(
    site: Site, photos: ResourceSpacePhotos, other: str
) -> None:
    ref = site.put(LARGE)
    site.add_other(ref, other)

    assert fetch(photos, ref).data == PREVIEW


def test_where_other_files_are_not_told_nothing_is_called_looked_at(
    site: Site, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(LARGE)
    site.hides_others = True

    assert reason(photos, ref) == "other-files"


@pytest.mark.parametrize(
    ("extension", "kind"), [("gif", "GIF"), ("png", "PNG"), ("webp", "WEBP"), ("tif", "TIFF")]
)
def test_a_preview_is_the_photo_only_where_the_file_holds_one_picture(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos, extension: str, kind: str
) -> None:
    one, many = (
        site.put(Upload(made(kind, count), extension, size=(6000, 4000), preview=PREVIEW))
        for count in (1, 2)
    )

    assert fetch(photos, one).data == PREVIEW
    assert reason(photos, many) == "several-pictures"
    assert fake.pictures.count("") == 2


def test_without_the_original_a_preview_of_such_a_kind_is_not_the_photo(
    site: Site, fake: FakeHost, photos: ResourceSpacePhotos
) -> None:
    ref = site.put(Upload(made("GIF", 1), "gif", size=(6000, 4000), preview=PREVIEW))

    assert reason(replace(photos, originals=False), ref) == "several-pictures"
    assert "" not in fake.pictures
