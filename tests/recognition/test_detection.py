"""How carefully a photo is looked at, with a detector that finds painted faces."""

from dataclasses import replace

import numpy as np
import pytest

from recognition.detection import look_over
from recognition.geometry import Pixels, turned
from recognition.rules import Look, Looks
from recognition.values import Pass
from tests.fakes.detector import FakeDetector, painted

LOOKS = Looks(
    first=(Look(side=200, min_face_px=20.0, floor_px=10.0),),
    turned=Look(side=200, min_face_px=20.0, floor_px=10.0),
    larger=(Look(side=400, min_face_px=10.0, floor_px=10.0),),
    sure_score=0.95,
    turned_score=0.95,
    turned_over=0.96,
    turned_lead=0.06,
    crowd=3,
    small_px=24.0,
)
ONE = painted(200, 160, [(60, 40, 50)])
NOBODY = np.zeros((160, 200, 3), np.uint8)


def test_one_look_is_enough_for_a_large_sure_face() -> None:
    detector = FakeDetector()

    looked = look_over(ONE, detector, LOOKS, None)

    assert looked.passes == {Pass.FIRST}
    assert looked.found.boxes.tolist() == [[60, 40, 110, 90]]
    assert len(detector.sizes) == 1


def test_nobody_is_only_said_after_turning_and_a_larger_look() -> None:
    looked = look_over(NOBODY, FakeDetector(), LOOKS, None)

    assert len(looked.found) == 0
    assert looked.passes == {Pass.FIRST, Pass.TURNED, Pass.LARGER}


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_photo_that_stands_wrong_is_found_turned_with_its_box_in_place(rotation: int) -> None:
    back = (360 - rotation) % 360

    looked = look_over(turned(ONE, back), FakeDetector(), LOOKS, None)

    assert looked.rotation == rotation
    expected = look_over(ONE, FakeDetector(), LOOKS, None).found
    height, width = turned(ONE, back).shape[:2]
    (box,) = looked.found.boxes
    assert (box[2] - box[0]) * (box[3] - box[1]) == pytest.approx(50 * 50)
    again = np.array([[box[0], box[1]], [box[2], box[3]]])
    assert (again >= 0).all()
    assert (again <= (width, height)).all()
    assert len(expected) == len(looked.found)


def test_a_wrong_turn_that_scores_little_more_does_not_win() -> None:
    detector = FakeDetector(upright=0.93, wrong_turn=0.97)

    looked = look_over(ONE, detector, LOOKS, None)

    assert looked.rotation == 0
    assert Pass.TURNED in looked.passes
    assert looked.found.scores.tolist() == pytest.approx([0.93])


def test_a_face_that_was_found_upright_is_not_lost_when_a_turn_wins() -> None:
    upside_down = painted(200, 160, [(20, 20, 50)])
    both = turned(upside_down, 180)
    both[10:60, 10:60] = painted(50, 50, [(0, 0, 50)])
    detector = FakeDetector(upright=1.0, wrong_turn=0.5)

    looked = look_over(both, detector, LOOKS, None)

    assert len(looked.found) == 2


def test_a_turn_with_more_sure_faces_wins_over_one_doubtful_face() -> None:
    group = painted(200, 160, [(20, 20, 30), (70, 20, 30), (120, 20, 30)])
    photo = turned(group, 180)
    photo[10:40, 10:40] = painted(30, 30, [(0, 0, 30)])
    detector = FakeDetector(upright=0.965, wrong_turn=0.0)

    looked = look_over(photo, detector, replace(LOOKS, sure_score=0.97), None)

    assert looked.rotation == 180
    assert len(looked.found) == 4


def test_a_turn_that_is_not_sure_itself_is_no_face() -> None:
    detector = FakeDetector(upright=0.9)

    looked = look_over(turned(ONE, 180), detector, LOOKS, None)

    assert len(looked.found) == 0
    assert looked.rotation == 0


def _whole_photo(_: int) -> Pixels:
    return painted(400, 320, [(120, 80, 100), (300, 200, 16)])


def test_the_larger_look_finds_a_small_face_in_the_pixels_of_the_given_image() -> None:
    given = painted(200, 160, [(150, 100, 8)])

    looked = look_over(given, FakeDetector(), LOOKS, _whole_photo)

    assert looked.passes >= {Pass.LARGER}
    assert sorted(looked.found.boxes[:, 0].tolist()) == [60.0, 150.0]


def test_a_face_found_by_both_looks_counts_once() -> None:
    given = painted(200, 160, [(60, 40, 22)])

    looked = look_over(given, FakeDetector(), LOOKS, lambda _: painted(400, 320, [(120, 80, 44)]))

    assert len(looked.found) == 1
    assert Pass.LARGER in looked.passes


def test_without_a_larger_image_the_pixels_at_hand_are_looked_at_more_closely() -> None:
    given = painted(200, 160, [(150, 100, 12)])
    detector = FakeDetector()

    looked = look_over(given, detector, LOOKS, lambda _: None)

    assert Pass.LARGER in looked.passes
    assert len(looked.found) == 1


def test_a_crowd_is_looked_at_again() -> None:
    crowd = painted(200, 160, [(x, 20, 30) for x in (5, 55, 105, 155)])

    looked = look_over(crowd, FakeDetector(), LOOKS, None)

    assert looked.passes == {Pass.FIRST, Pass.LARGER}
    assert len(looked.found) == 4


def test_a_panorama_is_looked_at_with_a_longer_side() -> None:
    panorama = painted(2000, 500, [(100, 100, 300), (1500, 300, 40)])
    detector = FakeDetector()

    looked = look_over(panorama, detector, LOOKS, None)

    assert detector.sizes == [(200, 50), (800, 200)]
    assert looked.passes == {Pass.FIRST, Pass.LARGER}
    assert len(looked.found) == 2


def test_a_large_image_is_reduced_before_it_is_looked_at() -> None:
    detector = FakeDetector()

    looked = look_over(painted(800, 640, [(240, 160, 200)]), detector, LOOKS, None)

    assert detector.sizes == [(200, 160)]
    assert looked.found.boxes[0].tolist() == pytest.approx([240, 160, 440, 360], abs=4)


def test_several_looks_of_one_pass_are_joined() -> None:
    looks = replace(LOOKS, first=(*LOOKS.first, Look(side=50, min_face_px=1.0, floor_px=1.0)))
    detector = FakeDetector()

    looked = look_over(ONE, detector, looks, None)

    assert detector.sizes == [(200, 160), (50, 40)]
    assert len(looked.found) == 1
