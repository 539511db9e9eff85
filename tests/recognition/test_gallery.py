"""Templates of people: sorted, scoped, refused when one is damaged or of another pack."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.errors import GalleryRefused
from recognition.gallery import Gallery
from recognition.geometry import Floats
from recognition.values import FaceQuality, PackId, PersonKey, Template

PACK = PackId("pack/1")
GOOD = FaceQuality(size_px=99.0, score=1.0, sharpness=50.0, brightness=0.5, yaw=0.0, pitch=0.5)


def _template(vector: Floats, pack: PackId = PACK) -> Template:
    return Template(vector=vector.astype("<f4").tobytes(), quality=GOOD, pack_id=pack)


def _units(seed: int, count: int, dimension: int = 5) -> Floats:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension), np.float32)
    unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@given(
    st.integers(0, 500),
    st.lists(st.integers(0, 9), min_size=1, max_size=30),
    st.sets(st.integers(0, 11)),
)
def test_a_scope_gives_the_best_cosine_of_each_person_in_it(
    seed: int, persons: list[int], wanted: set[int]
) -> None:
    vectors, probe = _units(seed, len(persons)), _units(seed + 1, 1)
    rows = [(PersonKey(p), _template(v)) for p, v in zip(persons, vectors, strict=True)]

    scope = Gallery.of(rows, PACK).scope(frozenset(map(PersonKey, wanted)))

    expected = {
        person: max(
            float(v @ probe[0]) for p, v in zip(persons, vectors, strict=True) if p == person
        )
        for person in sorted(wanted & set(persons))
    }
    assert scope.keys.tolist() == list(expected)
    if expected:
        assert scope.best_per_person(probe)[0] == pytest.approx(list(expected.values()), abs=1e-5)


def test_templates_in_any_order_make_the_same_gallery() -> None:
    vectors = _units(1, 3)
    rows = [(PersonKey(p), _template(vectors[p])) for p in (2, 0, 1)]

    gallery = Gallery.of(rows, PACK)

    assert gallery.persons == {PersonKey(0), PersonKey(1), PersonKey(2)}
    assert len(gallery) == 3
    assert np.allclose(gallery.scope(gallery.persons).vectors, vectors)


def test_an_empty_gallery_has_nobody() -> None:
    gallery = Gallery.of([], PACK)

    assert gallery.persons == frozenset()
    assert len(gallery.scope(frozenset({PersonKey(1)})).keys) == 0


def test_the_whole_gallery_is_not_copied() -> None:
    vectors = _units(1, 4)
    gallery = Gallery(vectors, np.array([0, 0, 1, 2], np.int32), PACK)

    assert np.shares_memory(gallery.scope(gallery.persons).vectors, vectors)


def test_a_scope_that_changed_is_cut_again() -> None:
    gallery = Gallery(_units(1, 3), np.array([0, 1, 2], np.int32), PACK)
    gallery.scope(frozenset({PersonKey(0)}))

    assert gallery.scope(frozenset({PersonKey(1)})).keys.tolist() == [1]


def test_a_template_of_another_pack_is_refused() -> None:
    rows = [(PersonKey(1), _template(_units(1, 1)[0], PackId("other/1")))]

    with pytest.raises(GalleryRefused, match="another model pack"):
        Gallery.of(rows, PACK)


@pytest.mark.parametrize(
    ("vectors", "persons"),
    [
        pytest.param(np.full((1, 3), np.nan, np.float32), [1], id="not a number"),
        pytest.param(np.full((1, 3), 9.0, np.float32), [1], id="not of length 1"),
        pytest.param(np.zeros((1, 3), np.float32), [1], id="nothing but zeros"),
        pytest.param(_units(1, 2), [1], id="a row too many"),
        pytest.param(_units(1, 2), [2, 1], id="not sorted"),
    ],
)
def test_a_gallery_in_which_a_comparison_could_go_wrong_is_refused(
    vectors: Floats, persons: list[int]
) -> None:
    with pytest.raises(GalleryRefused):
        Gallery(vectors, np.array(persons, np.int32), PACK)
