"""What every kind of host must do, whatever it is made of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from connector.errors import PhotoGone, PhotoUnreadable
from connector.values import (
    HashKind,
    HostId,
    HostName,
    Mark,
    MarkSet,
    MediaKind,
    PhotoChange,
    PhotoRef,
    Region,
)
from tests.contracts.stages import JPEG, PAGE, STAGES, Stage

STATUSES = ("cleared", "partly", "review", "blocked", "no-people")
FACE = Region(id="f-1", x=0.125, y=0.25, w=0.5, h=0.3333333333, mark=Mark.CLEARED)
MARKS = MarkSet(
    status="partly",
    word="◐ Cleared for some uses",
    channels=("press", "website"),
    until=date(2027, 6, 30),
    warning="Not for: social media",
    note="social media: no consent, 2nd face from the left of 2 <&>",
    release_ids=("urn:uuid:0b6f", "urn:uuid:11aa"),
    regions=(
        replace(FACE, release_ids=("urn:uuid:0b6f",)),
        replace(FACE, id="f-2", x=0.7, w=0.1, mark=Mark.BLOCKED),
        replace(FACE, id="f-3", x=0.8, w=0.2, mark=Mark.REVIEW),
    ),
    width=4000,
    height=3000,
)


@pytest.fixture(params=sorted(STAGES))
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    with STAGES[request.param](tmp_path) as made:
        yield made


def only(changes: list[PhotoChange]) -> PhotoChange:
    (change,) = changes
    return change


def a_photo(stage: Stage, place: str = "a.jpg", data: bytes = JPEG) -> PhotoRef:
    stage.put(place, data)
    return next(change.ref for change in stage.poll() if change.place == stage.where(place))


def test_a_new_photo_is_reported_with_its_place_and_a_hash_of_its_content(stage: Stage) -> None:
    stage.put("2026/party.jpg", JPEG)

    change = only(stage.poll())

    assert (change.place, change.media, change.deleted) == (
        stage.where("2026/party.jpg"),
        MediaKind.PICTURE,
        False,
    )
    assert change.content
    assert change.content.kind is stage.hash_kind


def test_a_hash_of_the_original_is_its_sha_256(stage: Stage) -> None:
    if stage.hash_kind is not HashKind.ORIGINAL:
        pytest.skip("this host tells a hash of its own")
    stage.put("a.jpg", JPEG)

    content = only(stage.poll()).content

    assert content
    assert content.value == sha256(JPEG).hexdigest()


def test_what_did_not_change_is_not_reported_again(stage: Stage) -> None:
    a_photo(stage)

    assert stage.poll() == []


def test_new_bytes_in_the_same_place_are_the_same_photo_in_another_version(stage: Stage) -> None:
    stage.put("a.jpg", JPEG)
    before = only(stage.poll())
    stage.put("a.jpg", JPEG + b"edited")

    after = only(stage.poll())

    assert after.ref == before.ref
    assert after.version != before.version
    assert after.content != before.content


def test_a_moved_photo_stays_the_same_photo(stage: Stage) -> None:
    if not stage.moves:
        pytest.skip("this host has no places to move a photo between")
    ref = a_photo(stage, "inbox/a.jpg")
    stage.move("inbox/a.jpg", "2026/b.jpg")

    change = only(stage.poll())

    assert (change.ref, change.place, change.deleted) == (ref, stage.where("2026/b.jpg"), False)


def test_a_copy_is_another_photo(stage: Stage) -> None:
    ref = a_photo(stage)
    stage.copy("a.jpg", "b.jpg")

    change = only(stage.poll())

    assert change.place == stage.where("b.jpg")
    assert change.ref != ref


def test_a_deleted_photo_is_reported_once(stage: Stage) -> None:
    ref = a_photo(stage)
    a_photo(stage, "stays.jpg")
    stage.delete("a.jpg")

    change = only(stage.poll())

    assert (change.ref, change.deleted) == (ref, True)
    assert stage.poll() == []


def test_many_photos_come_in_pages_each_photo_once(stage: Stage) -> None:
    places = [f"{index % 3}/{index}.jpg" for index in range(3 * PAGE + 1)]
    for place in places:
        stage.put(place, JPEG + place.encode())
    sizes, seen, cursor, complete = [], [], "", False

    while not complete:
        page = stage.page(cursor)
        cursor, complete = page.cursor, page.complete
        sizes.append(len(page.changes))
        seen += [change.place for change in page.changes]

    assert sorted(seen) == sorted(map(stage.where, places))
    assert max(sizes) == PAGE


def test_a_poll_that_was_cut_off_is_started_again_without_reporting_twice(stage: Stage) -> None:
    for index in range(PAGE + 2):
        stage.put(f"{index}.jpg", JPEG + bytes([index]))
    first = stage.page("")

    rest = stage.poll()

    assert len(first.changes) == PAGE
    assert not {change.ref for change in first.changes} & {change.ref for change in rest}
    assert len(rest) == 2


def test_a_video_is_reported_but_not_fetched(stage: Stage) -> None:
    stage.put("film.mp4", b"\0\0\0\x18ftypmp42")
    change = only(stage.poll())

    assert change.media is MediaKind.VIDEO
    with pytest.raises(PhotoUnreadable) as refusal:
        stage.photos.fetch(change.ref, 0)
    assert refusal.value.reason == "video"


def test_what_is_fetched_is_what_was_reported(stage: Stage) -> None:
    stage.put("a.jpg", JPEG)
    change = only(stage.poll())

    file = stage.photos.fetch(change.ref, 1500)

    assert (file.ref, file.data[:3], file.media_type) == (change.ref, JPEG[:3], "image/jpeg")
    assert (file.version, file.content) == (change.version, change.content)
    assert file.data == JPEG or not stage.exact


def test_the_bytes_of_a_photo_are_not_shown_by_repr(stage: Stage) -> None:
    ref = a_photo(stage)

    assert "not much" not in repr(stage.photos.fetch(ref, 0))


def test_an_empty_photo_cannot_be_fetched(stage: Stage) -> None:
    ref = a_photo(stage, data=b"")

    with pytest.raises(PhotoUnreadable) as refusal:
        stage.photos.fetch(ref, 0)
    assert refusal.value.reason == "empty"


def test_a_photo_that_is_gone_can_be_neither_fetched_nor_marked(stage: Stage) -> None:
    ref = a_photo(stage)
    a_photo(stage, "stays.jpg")
    stage.delete("a.jpg")

    with pytest.raises(PhotoGone):
        stage.photos.fetch(ref, 0)
    with pytest.raises(PhotoGone):
        stage.marks.write(ref, MARKS)
    with pytest.raises(PhotoGone):
        stage.marks.clear(ref)


def test_a_photo_nobody_knows_is_gone(stage: Stage) -> None:
    ref = PhotoRef(host=HostName("photos"), id=HostId("never-seen"))

    with pytest.raises(PhotoGone):
        stage.photos.fetch(ref, 0)
    with pytest.raises(PhotoGone):
        stage.marks.read(ref)
    with pytest.raises(PhotoGone):
        stage.marks.write(ref, MARKS)


def test_a_photo_without_marks_says_nothing(stage: Stage) -> None:
    assert stage.marks.read(a_photo(stage)) is None


@pytest.mark.parametrize("status", STATUSES)
def test_marks_are_read_back_as_they_were_written(stage: Stage, status: str) -> None:
    ref = a_photo(stage)
    marks = replace(MARKS, status=status)

    written = stage.marks.write(ref, marks)

    assert (written.changed, written.found) == (True, "")
    assert stage.marks.read(ref) == stage.kept(marks)


def test_a_confirmed_nobody_is_read_back(stage: Stage) -> None:
    ref = a_photo(stage)
    marks = MarkSet(status="no-people", channels=("press",), confirmed_nobody=True)

    stage.marks.write(ref, marks)

    assert stage.marks.read(ref) == stage.kept(marks)


def test_writing_the_same_again_changes_nothing(stage: Stage) -> None:
    ref = a_photo(stage)
    stage.marks.write(ref, MARKS)

    again = stage.marks.write(ref, MARKS)

    assert (again.changed, again.found) == (False, "partly")


def test_a_new_answer_takes_the_place_of_the_old_one(stage: Stage) -> None:
    ref = a_photo(stage)
    stage.marks.write(ref, MARKS)

    written = stage.marks.write(ref, MarkSet(status="blocked"))

    assert (written.changed, written.found) == (True, "partly")
    assert stage.marks.read(ref) == stage.kept(MarkSet(status="blocked"))


def test_not_assessed_leaves_no_earlier_answer_standing(stage: Stage) -> None:
    ref = a_photo(stage)
    stage.marks.write(ref, MARKS)
    marks = MarkSet(status="not-assessed", word="… Not checked")

    written = stage.marks.write(ref, marks)

    assert (written.changed, written.found) == (True, "partly")
    assert stage.marks.read(ref) == stage.kept(marks)


def test_the_day_of_the_check_alone_is_no_reason_to_write(stage: Stage) -> None:
    ref = a_photo(stage)
    stage.marks.write(ref, replace(MARKS, checked_on=date(2026, 6, 30)))

    again = stage.marks.write(ref, replace(MARKS, checked_on=date(2026, 7, 1)))

    assert not again.changed


def test_everything_of_ours_can_be_taken_away(stage: Stage) -> None:
    ref = a_photo(stage)
    stage.marks.write(ref, MARKS)

    written = stage.marks.clear(ref)

    assert (written.changed, written.found) == (True, "partly")
    assert stage.marks.read(ref) is None


def test_taking_nothing_away_changes_nothing(stage: Stage) -> None:
    ref = a_photo(stage)

    written = stage.marks.clear(ref)

    assert (written.changed, written.found) == (False, "")


def test_marks_are_not_reported_as_photos(stage: Stage) -> None:
    stage.marks.write(a_photo(stage), MARKS)

    assert stage.poll() == []


def test_marks_stay_when_the_photo_changes(stage: Stage) -> None:
    ref = a_photo(stage)
    stage.marks.write(ref, MARKS)
    a_photo(stage, data=JPEG + b"edited")

    assert stage.marks.read(ref) == stage.kept(MARKS)


def test_a_host_that_is_well_says_so(stage: Stage) -> None:
    a_photo(stage)

    assert all(line.ok and not line.advice for line in stage.setup.probe())
