"""Boxes, and what must never be printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.values import Box, FaceQuality, PackId, Pass, Seen, Template

shares = st.floats(-2.0, 3.0, allow_nan=False)
GOOD = FaceQuality(size_px=99.0, score=1.0, sharpness=50.0, brightness=0.5, yaw=0.0, pitch=0.5)


@given(shares, shares, shares, shares)
def test_a_clipped_box_lies_in_the_image(
    left: float, top: float, right: float, bottom: float
) -> None:
    box = Box.clipped(left, top, right, bottom)

    assert 0.0 <= box.x <= box.x + box.w <= 1.0 + 1e-12
    assert 0.0 <= box.y <= box.y + box.h <= 1.0 + 1e-12


boxes = st.builds(Box.clipped, shares, shares, shares, shares)


@given(boxes, boxes)
def test_overlap_is_the_same_both_ways_and_a_share(one: Box, other: Box) -> None:
    assert one.overlap(other) == pytest.approx(other.overlap(one))
    assert 0.0 <= one.overlap(other) <= 1.0 + 1e-9


def test_a_box_overlaps_itself_wholly() -> None:
    box = Box(x=0.1, y=0.2, w=0.3, h=0.4)

    assert box.overlap(box) == pytest.approx(1.0)


def test_half_of_a_box_overlaps_by_half() -> None:
    box = Box(x=0.0, y=0.0, w=0.4, h=0.4)

    assert box.overlap(Box(x=0.0, y=0.0, w=0.2, h=0.4)) == pytest.approx(0.5)


def test_a_template_never_prints_its_vector() -> None:
    template = Template(vector=b"\x01\x02secret", quality=GOOD, pack_id=PackId("open"))

    assert "secret" not in repr(template)


@pytest.mark.parametrize(
    ("passes", "done"),
    [
        pytest.param(frozenset({Pass.FIRST}), False, id="first only"),
        pytest.param(frozenset({Pass.FIRST, Pass.TURNED}), False, id="turned is not larger"),
        pytest.param(frozenset({Pass.FIRST, Pass.LARGER}), True, id="larger"),
    ],
)
def test_only_the_larger_look_is_a_second_pass(passes: frozenset[Pass], done: bool) -> None:  # noqa: FBT001
    seen = Seen(
        faces=(), width=9, height=9, passes=passes, rotation=0, pack_id=PackId("p"), persons=0
    )

    assert seen.second_pass_done is done
