"""What one photo goes through, seen from the outside: what the host shows in the end."""

from datetime import date

import pytest

from connector.values import Mark, MediaKind
from consent.states import Confirm, ConsentState, FindingKind, Mode
from recognition.errors import ChildLost
from recognition.values import Band, PhotoTrouble
from scheduler.jobs.end_recognition import end_recognition
from scheduler.jobs.enrol_person import Offer, enrol_person
from scheduler.jobs.poll_host import poll_host
from scheduler.jobs.save_quitclaim import withdraw_quitclaim
from scheduler.jobs.set_mode import set_mode
from scheduler.jobs.turn_day import turn_day
from scheduler.values import Priority
from tests.fakes.eyes import Painted
from tests.fakes.host import Fault
from tests.scheduler.world import INSTALLATION, ME, PRINT, WEB, World


def test_a_photo_of_somebody_who_agreed_is_cleared(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    quitclaim = world.grant(anna, ends=date(2026, 6, 30))
    world.photo("a.jpg", Painted(x=0.4, who=anna))

    world.run()

    marks = world.shown("a.jpg")
    assert marks is not None
    assert (marks.status, marks.channels) == ("cleared", ("print", "website"))
    assert marks.until == date(2026, 6, 30)
    assert marks.release_ids == (f"urn:uuid:{quitclaim}",)
    assert [region.mark for region in marks.regions] == [Mark.CLEARED]


def test_after_install_faces_are_counted_and_nobody_is_named(world: World) -> None:
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.4, who=anna))

    world.run()

    assert world.status("a.jpg") == "review"
    assert [f.kind for f in world.findings("a.jpg")] == [FindingKind.UNKNOWN]


def test_a_photo_without_people_is_usable_everywhere(world: World) -> None:
    world.photo("landscape.jpg")

    world.run()

    marks = world.shown("landscape.jpg")
    assert marks is not None
    assert (marks.status, marks.channels) == ("no-people", ("print", "website"))
    assert not marks.confirmed_nobody


def test_without_the_larger_pass_nobody_says_no_people(world: World) -> None:
    world.eyes.second_pass = False
    world.photo("landscape.jpg")

    world.run()

    assert world.status("landscape.jpg") == "nothing"


def test_one_stranger_keeps_the_whole_photo_undecided(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna), Painted(x=0.6))

    world.run()

    marks = world.shown("a.jpg")
    assert marks is not None
    assert marks.status == "review"
    assert [region.mark for region in marks.regions] == [Mark.CLEARED, Mark.REVIEW]


def test_a_grant_for_some_channels_clears_those_only(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna, [WEB])
    world.photo("a.jpg", Painted(x=0.2, who=anna))

    world.run()

    marks = world.shown("a.jpg")
    assert marks is not None
    assert (marks.status, marks.channels) == ("partly", ("website",))


def test_a_withdrawal_reaches_the_host(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    quitclaim = world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    made = withdraw_quitclaim(world.deps, quitclaim, ME)
    world.work()

    with world.store.read() as tx:
        proof = tx.withdrawals.get(made.id)
    assert world.status("a.jpg") == "blocked"
    assert (proof.channels, proof.photos, proof.done) == (frozenset({WEB, PRINT}), 1, 1)
    assert proof.finished_at is not None


def test_the_day_after_the_last_good_day_the_photo_is_blocked(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna, ends=date(2026, 3, 3))
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    world.clock.forward(days=1)
    turn_day(world.deps)
    world.work()
    on_the_last_day = world.status("a.jpg")
    world.clock.forward(days=1)
    turn_day(world.deps)
    world.work()

    assert (on_the_last_day, world.status("a.jpg")) == ("cleared", "blocked")


def test_a_second_scan_of_unchanged_photos_looks_at_nothing(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.run()

    world.run()

    assert world.eyes.scans == 1


def test_a_replaced_photo_is_looked_at_again(world: World) -> None:
    world.photo("a.jpg")
    world.run()

    world.photo("a.jpg", Painted(x=0.2))
    world.run()

    assert world.status("a.jpg") == "review"


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        pytest.param(PhotoTrouble.TRUNCATED, "truncated", id="truncated"),
        pytest.param(PhotoTrouble.HOSTILE, "hostile", id="hostile"),
        pytest.param(PhotoTrouble.TOO_LARGE, "too-large", id="too large"),
        pytest.param(PhotoTrouble.NOT_AN_IMAGE, "unsupported-format", id="not an image"),
        pytest.param(PhotoTrouble.OUT_OF_TIME, "timed-out", id="out of time"),
    ],
)
def test_an_unreadable_replacement_takes_the_old_mark_away(
    world: World, trouble: PhotoTrouble, reason: str
) -> None:
    world.photo("a.jpg")
    world.run()
    data = b"\xff\xd8\xff broken"
    world.eyes.photos[data] = trouble
    world.host.put("a.jpg", data)

    world.run()

    assert world.status("a.jpg") == "nothing"
    assert world.asset("a.jpg").not_assessed == reason
    scans = world.eyes.scans
    world.run()
    assert world.eyes.scans == scans, "a broken photo is not read again until it changes"


def test_a_replacement_that_crashes_the_recogniser_takes_the_old_mark_away(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    world.eyes.fail_with = ChildLost("gone")
    world.photo("a.jpg")

    world.run()

    assert world.status("a.jpg") == "nothing"
    world.eyes.fail_with = None
    world.clock.forward(minutes=5)
    world.work()
    assert world.status("a.jpg") == "no-people"


def test_a_video_is_not_checked_and_says_so(world: World) -> None:
    world.host.put("clip.mp4", b"video", media=MediaKind.VIDEO)

    world.run()

    assert world.status("clip.mp4") == "nothing"
    assert world.asset("clip.mp4").not_assessed == "video"


def test_a_photo_of_a_host_that_tells_no_content_is_checked_at_the_first_look(
    world: World,
) -> None:
    world.host.knows_content = False
    world.photo("empty.jpg")
    world.photo("face.jpg", Painted(x=0.2))

    world.run()

    assert (world.status("empty.jpg"), world.status("face.jpg")) == ("no-people", "review")


def test_a_host_that_is_down_costs_no_photo_an_attempt(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    world.photo("a.jpg", Painted(x=0.2))
    poll_host(world.deps, world.host.name)
    world.host.fail(Fault.UNAVAILABLE)
    for _ in range(20):
        world.work()
        world.clock.forward(minutes=2)
    world.host.heal()
    world.work()

    assert world.status("a.jpg") == "review"


def test_a_read_only_photo_ends_as_a_dead_letter(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.host.fail(Fault.READ_ONLY)

    world.run()

    with world.store.read() as tx:
        assert [letter.failure for letter in tx.queue.dead()] == ["read-only"]


def test_the_end_of_recognition_keeps_the_face_and_takes_the_person_off(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    end_recognition(world.deps, anna, ConsentState.WITHDRAWN, ME)
    world.run()

    (finding,) = world.findings("a.jpg")
    assert (finding.kind, finding.person, finding.score) == (FindingKind.REMOVED, None, None)
    assert world.status("a.jpg") == "review"


def test_lowering_the_mode_ends_the_machine_links(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()

    set_mode(world.deps, INSTALLATION, Mode.DETECT, ME)
    world.work()

    assert [f.kind for f in world.findings("a.jpg")] == [FindingKind.REMOVED]
    assert world.status("a.jpg") == "review"


def test_an_accept_of_a_weakly_enrolled_person_waits_for_a_human(world: World) -> None:
    world.confirm_by(Confirm.WEAK)
    world.recognise_everywhere()
    anna = world.enrolled(shots=1)
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))

    world.run()

    assert [f.kind for f in world.findings("a.jpg")] == [FindingKind.AWAITING]
    assert world.status("a.jpg") == "review"


def test_a_suggestion_is_a_gap_however_good_the_grant(world: World) -> None:
    world.recognise_everywhere()
    anna = world.enrolled()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna, band=Band.SUGGEST))

    world.run()

    assert world.status("a.jpg") == "review"


def test_enrolling_somebody_later_looks_again_at_undecided_photos(world: World) -> None:
    world.recognise_everywhere()
    anna = world.person()
    world.grant(anna)
    world.photo("a.jpg", Painted(x=0.2, who=anna))
    world.run()
    before = world.status("a.jpg")

    world.agree(anna)
    for shot in (b"1", b"2", b"3"):
        data = world.eyes.paint(b"\xff\xd8\xff" + shot, Painted(x=0.4))
        enrol_person(world.deps, anna, [Offer(data=data)], ME)
    world.work()

    assert (before, world.status("a.jpg")) == ("review", "cleared")


def test_a_photo_that_left_its_host_is_left_alone(world: World) -> None:
    world.photo("a.jpg", Painted(x=0.2))
    world.photo("b.jpg")
    world.run()
    asset = world.asset("a.jpg")

    world.host.delete("a.jpg")
    world.run()

    with world.store.read() as tx:
        assert tx.assets.get(asset.id).deleted_at is not None
        assert tx.queue.backlog(world.clock.now()).due == 0


def test_a_decision_that_says_nothing_new_is_not_recorded_twice(world: World) -> None:
    world.photo("a.jpg")
    world.run()
    asset = world.asset("a.jpg")
    with world.store.read() as tx:
        first = tx.records.latest(asset.id)

    with world.store.begin() as tx:
        tx.queue.wake([asset.id], Priority.CONSENT, world.clock.now())
    world.clock.forward(hours=1)
    world.work()

    with world.store.read() as tx:
        assert tx.records.latest(asset.id) == first
