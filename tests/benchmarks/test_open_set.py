"""The arithmetic of the measurement of the rule: wrong sums would be wrong figures."""

import numpy as np
import pytest

from benchmarks.open_set import figures, verification, who
from recognition.values import Band, Box, FaceMatch, FaceQuality, PackId, PersonKey, Template

GOOD = FaceQuality(size_px=99.0, score=1.0, sharpness=50.0, brightness=0.5, yaw=0.0, pitch=0.5)
BOX = Box(x=0.4, y=0.4, w=0.2, h=0.2)
ME, YOU = PersonKey(1), PersonKey(2)


def _match(band: Band, best: PersonKey | None = ME) -> FaceMatch:
    return FaceMatch(box=BOX, score=1.0, size=0.2, quality=GOOD, best=best, band=band)


def _template(angle: float) -> Template:
    vector = np.array([np.cos(angle), np.sin(angle)], "<f4")
    return Template(vector=vector.tobytes(), quality=GOOD, pack_id=PackId("p"))


def test_each_outcome_is_counted_where_it_belongs() -> None:
    mated = [
        (ME, _match(Band.ACCEPT)),
        (ME, _match(Band.SUGGEST)),
        (ME, _match(Band.UNKNOWN)),
        (ME, _match(Band.ACCEPT, YOU)),
        (ME, None),
    ]
    strangers = [_match(Band.ACCEPT), _match(Band.SUGGEST), _match(Band.UNKNOWN), None]

    found = figures(mated, strangers)

    assert found == {
        "accept_fpir": 0.25,
        "suggest_fpir": 0.5,
        "accept_dir": 0.2,
        "accept_or_suggest_dir": 0.4,
        "wrong_person": 0.2,
        "rank_1": 0.6,
    }


@pytest.mark.parametrize(
    ("other", "accuracy"),
    [pytest.param(1.5, 1.0, id="strangers far away"), pytest.param(0.0, 0.5, id="no difference")],
)
def test_verification_finds_the_threshold_that_separates(other: float, accuracy: float) -> None:
    templates = {"a": _template(0.0), "b": _template(0.1), "c": _template(0.1 + other)}
    pairs = [("a", "b", True)] * 50 + [("a", "c", False)] * 50

    assert verification(pairs, templates) == pytest.approx(accuracy, abs=0.01)


def test_a_face_that_was_not_found_resembles_nobody() -> None:
    pairs = [("a", "b", True)] * 50 + [("a", "lost", False)] * 50

    assert verification(pairs, {"a": _template(0), "b": _template(0), "lost": None}) == 1.0


def test_the_person_is_read_off_the_name_of_the_photo() -> None:
    assert who("Jean_Luc_B_0012.jpg") == "Jean_Luc_B"
