"""Warps, turns and suppression."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.geometry import (
    Floats,
    boxes_turned_back,
    fit_within,
    overlaps,
    similarity,
    suppress,
    suppress_many,
    turned,
    turned_back,
    warp,
)
from recognition.packs_open import DLIB_POINTS

TEMPLATE = np.array(DLIB_POINTS, np.float32)
sizes = st.integers(2, 40)
turns = st.sampled_from([0, 90, 180, 270])


def _boxes(seed: int, count: int) -> tuple[Floats, Floats]:
    random = np.random.default_rng(seed)
    corner = random.uniform(0, 100, (count, 2))
    boxes = np.hstack([corner, corner + random.uniform(5, 60, (count, 2))]).astype(np.float32)
    return boxes, random.permutation(count).astype(np.float32)


@given(st.floats(0.05, 20.0), st.floats(-3.1, 3.1), st.floats(-500, 500), st.floats(-500, 500))
def test_similarity_finds_the_turn_scale_and_shift_that_were_made(
    scale: float, angle: float, x: float, y: float
) -> None:
    rotation = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = TEMPLATE @ rotation.T + (x, y)

    found = similarity(TEMPLATE, target.astype(np.float32))

    assert np.allclose(found[:, :2], rotation, atol=1e-3 * scale + 1e-3)
    assert np.allclose(TEMPLATE @ found[:, :2].T + found[:, 2], target, atol=0.05 + 1e-3 * scale)


def test_points_at_one_place_give_a_matrix_without_a_crash() -> None:
    found = similarity(np.ones((5, 2), np.float32), TEMPLATE)

    assert np.isfinite(found).all()


@given(sizes, sizes, turns)
def test_turned_back_points_show_the_same_pixel(width: int, height: int, rotation: int) -> None:
    random = np.random.default_rng(width * height)
    pixels = random.integers(0, 256, (height, width, 3)).astype(np.uint8)
    around = turned(pixels, rotation)
    rows, columns = np.mgrid[: around.shape[0], : around.shape[1]]
    centres = np.stack([columns, rows], axis=-1).astype(np.float32) + 0.5

    back = turned_back(centres, rotation, width, height).astype(int)

    assert (pixels[back[..., 1], back[..., 0]] == around).all()


@given(turns, st.integers(0, 99))
def test_turned_back_boxes_keep_their_area(rotation: int, seed: int) -> None:
    boxes, _ = _boxes(seed, 4)

    back = boxes_turned_back(boxes, rotation, 300, 200)

    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    assert np.allclose((back[:, 2] - back[:, 0]) * (back[:, 3] - back[:, 1]), area, rtol=1e-4)


@given(st.integers(0, 999), st.integers(1, 30), st.booleans())
def test_no_two_kept_boxes_overlap_and_none_is_lost_without_a_better_one(
    seed: int,
    count: int,
    of_smaller: bool,  # noqa: FBT001
) -> None:
    boxes, scores = _boxes(seed, count)

    kept = suppress(boxes, scores, 0.3, of_smaller=of_smaller)

    for row in range(count):
        shares = overlaps(boxes[row], boxes[kept], of_smaller=of_smaller)
        if row in kept:
            assert (shares > 0.3).sum() == 1
        else:
            assert (scores[kept[shares > 0.3]] > scores[row]).any()


@settings(max_examples=30)
@given(st.integers(0, 999), st.integers(0, 40))
def test_the_fast_suppression_keeps_the_same_boxes(seed: int, count: int) -> None:
    boxes, scores = _boxes(seed, count)
    scores = (scores / max(count, 1) + 0.01).astype(np.float32)

    fast = suppress_many(boxes, scores, 0.4)

    assert set(fast.tolist()) == set(suppress(boxes, scores, 0.4).tolist())


@pytest.mark.parametrize("factor", [1, 3, 5, 9])
def test_a_large_face_gives_nearly_the_chip_of_a_small_one(factor: int) -> None:
    random = np.random.default_rng(5)
    chip = cv2.GaussianBlur(random.integers(0, 256, (150, 150, 3)).astype(np.uint8), (0, 0), 4)
    photo = cv2.copyMakeBorder(chip, 40, 40, 40, 40, cv2.BORDER_REPLICATE)
    large = cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    points = (TEMPLATE + 40.5) * factor - 0.5

    again = warp(np.asarray(large, np.uint8), points.astype(np.float32), TEMPLATE, 150)

    assert np.abs(again.astype(int) - chip.astype(int)).mean() < 1.5


def test_a_face_outside_the_image_gives_a_black_chip() -> None:
    photo = np.full((50, 50, 3), 200, np.uint8)

    chip = warp(photo, TEMPLATE * 8 + 4000, TEMPLATE, 150)

    assert chip.shape == (150, 150, 3)
    assert chip.max() == 0


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 50))
def test_an_image_is_made_to_fit_and_never_enlarged(width: int, height: int, side: int) -> None:
    small, scale = fit_within(np.zeros((height, width, 3), np.uint8), side)

    assert max(small.shape[:2]) <= max(side, 1)
    assert scale <= 1.0
    assert min(small.shape[:2]) >= 1
