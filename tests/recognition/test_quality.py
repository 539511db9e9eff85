"""What is measured on a face before anybody is enrolled from it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.packs_open import DLIB_POINTS, OPEN
from recognition.quality import measure, pose, reasons_against
from recognition.values import FaceQuality, QualityReason

FRONTAL = np.array(DLIB_POINTS, np.float32)
GOOD = FaceQuality(size_px=99.0, score=1.0, sharpness=50.0, brightness=0.5, yaw=0.1, pitch=0.5)


@given(st.floats(-3.1, 3.1), st.floats(0.1, 30.0))
def test_pose_does_not_depend_on_how_the_head_is_tilted_or_how_large_it_is(
    angle: float, scale: float
) -> None:
    rotation = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    turned = pose((FRONTAL @ rotation.T).astype(np.float32))

    assert turned == pytest.approx(pose(FRONTAL), abs=0.01)


def test_a_frontal_face_has_its_nose_in_the_middle() -> None:
    yaw, pitch = pose(FRONTAL)

    assert yaw < 0.05
    assert 0.4 < pitch < 0.7


def test_a_nose_under_an_eye_is_turned_away() -> None:
    aside = FRONTAL.copy()
    aside[2, 0] = FRONTAL[1, 0]

    assert pose(aside)[0] > OPEN.enrolment.yaw


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(np.ones((5, 2), np.float32), id="all at one place"),
        pytest.param(FRONTAL[[0, 0, 2, 3, 4]], id="eyes at one place"),
        pytest.param(FRONTAL[[3, 4, 2, 0, 1]], id="mouth above the eyes"),
    ],
)
def test_points_that_cannot_be_a_face_are_turned_away(points: np.ndarray) -> None:
    quality = measure(np.full((150, 150, 3), 128, np.uint8), points, 120.0, 1.0)

    assert QualityReason.TURNED_AWAY in reasons_against(quality, OPEN.enrolment)


def test_a_flat_chip_is_blurred_and_a_noisy_one_is_not() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (150, 150, 3)).astype(np.uint8)

    flat = measure(np.full((150, 150, 3), 128, np.uint8), FRONTAL, 120.0, 1.0)
    sharp = measure(noise, FRONTAL, 120.0, 1.0)

    assert reasons_against(flat, OPEN.enrolment) == (QualityReason.BLURRED,)
    assert reasons_against(sharp, OPEN.enrolment) == ()


@pytest.mark.parametrize(
    ("faulty", "reason"),
    [
        pytest.param(replace(GOOD, size_px=63.9), QualityReason.TOO_SMALL, id="63.9 px"),
        pytest.param(
            replace(GOOD, score=0.94), QualityReason.LOW_SCORE, id="the detector is not sure"
        ),
        pytest.param(replace(GOOD, sharpness=1.0), QualityReason.BLURRED, id="blurred"),
        pytest.param(replace(GOOD, brightness=0.05), QualityReason.TOO_DARK, id="dark"),
        pytest.param(replace(GOOD, brightness=0.95), QualityReason.TOO_BRIGHT, id="bright"),
        pytest.param(replace(GOOD, yaw=0.5), QualityReason.TURNED_AWAY, id="to the side"),
        pytest.param(replace(GOOD, pitch=0.1), QualityReason.TURNED_AWAY, id="up"),
        pytest.param(replace(GOOD, pitch=0.95), QualityReason.TURNED_AWAY, id="down"),
    ],
)
def test_each_fault_is_named(faulty: FaceQuality, reason: QualityReason) -> None:
    assert reasons_against(GOOD, OPEN.enrolment) == ()
    assert reasons_against(faulty, OPEN.enrolment) == (reason,)
