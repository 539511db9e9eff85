"""Boxes on upright and on stored images."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.folder import turns

SHARES = st.floats(min_value=0, max_value=0.5)


@given(box=st.tuples(SHARES, SHARES, SHARES, SHARES), orientation=st.integers(0, 9))
def test_a_box_turned_there_and_back_is_the_same_box(box: turns.Box, orientation: int) -> None:
    back = turns.to_upright(turns.to_stored(box, orientation), orientation)

    assert back == pytest.approx(box, abs=1e-9)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        pytest.param(1, "top left", id="1 stored upright"),
        pytest.param(2, "top right", id="2 mirrored"),
        pytest.param(3, "bottom right", id="3 upside down"),
        pytest.param(4, "bottom left", id="4 mirrored upside down"),
        pytest.param(5, "top left", id="5 transposed"),
        pytest.param(6, "bottom left", id="6 turn right to show"),
        pytest.param(7, "bottom right", id="7 transverse"),
        pytest.param(8, "top right", id="8 turn left to show"),
    ],
)
def test_the_upper_left_corner_is_stored_where_exif_says(orientation: int, corner: str) -> None:
    left, top, width, height = turns.to_stored((0.0, 0.0, 0.1, 0.2), orientation)

    assert ("left" in corner) == (left < 0.5)
    assert ("top" in corner) == (top < 0.5)
    assert (width, height) == ((0.1, 0.2) if orientation < 5 else (0.2, 0.1))
