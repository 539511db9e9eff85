"""When a resemblance is a name: the rule, the gates, exclusions and look-alikes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.gallery import Gallery
from recognition.geometry import Floats
from recognition.matching import (
    Crowd,
    Naming,
    Ranked,
    band_of,
    cosine_at,
    judge,
    match_faces,
    resemblance,
    thresholds,
)
from recognition.packs_insightface import NAMED, pack_of
from recognition.packs_open import OPEN
from recognition.rules import Rule
from recognition.values import (
    Band,
    Box,
    Exclusion,
    Face,
    FaceMatch,
    FaceQuality,
    Gate,
    LookAlike,
    MatchRequest,
    PersonKey,
)

NAMING = Naming(rule=OPEN.rule, gates=OPEN.gates)
RULES = [OPEN.rule, *(pack_of(named.name, named.declaration).rule for named in NAMED)]
rules = st.sampled_from(RULES)
us = st.floats(-1.0, 1.0)
crowds = st.builds(
    lambda persons, each, faces: Crowd(persons=persons, templates=persons * each, faces=faces),
    persons=st.integers(1, 2000),
    each=st.integers(1, 8),
    faces=st.integers(1, 60),
)
BANDS = [Band.UNKNOWN, Band.SUGGEST, Band.ACCEPT]
SMALL_CROWD = Crowd(persons=3, templates=9, faces=1)


def _face(x: float = 0.4, *, size_px: float = 120.0, score: float = 1.0) -> Face:
    quality = FaceQuality(
        size_px=size_px, score=score, sharpness=50.0, brightness=0.5, yaw=0.0, pitch=0.5
    )
    points = ((0.0, 0.0), (0.1, 0.0), (0.05, 0.05), (0.0, 0.1), (0.1, 0.1))
    box = Box(x=x, y=0.4, w=0.1, h=0.1)
    return Face(box=box, score=score, size=0.1, landmarks=points, quality=quality)


def _ranked(best_u: float, second_u: float | None = None, **more: bool) -> Ranked:
    return Ranked(
        best=PersonKey(1),
        best_u=best_u,
        second=None if second_u is None else PersonKey(2),
        second_u=second_u,
        rival_u=second_u,
        look_alike=more.get("look_alike", False),
    )


def _unit(*rows: list[float]) -> Floats:
    vectors = np.array(rows, np.float32)
    unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _axes(count: int) -> Floats:
    """Make vectors of people who resemble each other not at all."""
    return np.eye(count, dtype=np.float32)


def _gallery(vectors: Floats, persons: list[int]) -> Gallery:
    return Gallery(vectors, np.array(persons, np.int32), OPEN.id)


def _everybody(
    count: int,
    *,
    excluded: tuple[Exclusion, ...] = (),
    look_alikes: tuple[LookAlike, ...] = (),
) -> MatchRequest:
    persons = frozenset(map(PersonKey, range(count)))
    return MatchRequest(persons=persons, excluded=excluded, look_alikes=look_alikes)


@given(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_a_greater_cosine_is_a_greater_resemblance(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert -1.0 <= resemblance(low) <= resemblance(high) <= 1.0


@pytest.mark.parametrize(
    ("cosine", "u"),
    [
        pytest.param(1.0, 1.0, id="the same"),
        pytest.param(0.94, 0.654, id="as measured"),
        pytest.param(1.0000001, 1.0, id="rounding above one"),
        pytest.param(-1.0, -1.0, id="opposite"),
    ],
)
def test_resemblance_has_known_values(cosine: float, u: float) -> None:
    assert resemblance(cosine) == pytest.approx(u, abs=1e-3)


@pytest.mark.parametrize("point", OPEN.rule.rates)
def test_measured_rates_give_measured_cosines(point: tuple[float, float]) -> None:
    rate, cosine = point

    assert cosine_at(OPEN.rule, rate) == pytest.approx(cosine)


@given(rules, st.floats(1e-12, 0.5), st.floats(1e-12, 0.5))
def test_a_rarer_rate_never_has_a_milder_cosine(rule: Rule, one: float, other: float) -> None:
    rare, common = sorted((one, other))

    assert cosine_at(rule, rare) >= cosine_at(rule, common)


@given(rules, st.floats(0.0, 1.0))
def test_no_rate_is_milder_than_the_mildest_measured(rule: Rule, rate: float) -> None:
    assert cosine_at(rule, max(rate, 1e-12)) >= rule.rates[0][1]


@given(rules, crowds, st.none() | us)
def test_accept_never_asks_less_than_suggest(rule: Rule, crowd: Crowd, rival: float | None) -> None:
    accept, suggest = thresholds(rule, crowd, rival)

    assert accept >= suggest


@given(rules, crowds, st.none() | us, st.integers(1, 50))
def test_more_faces_in_the_photo_never_make_accept_milder(
    rule: Rule, crowd: Crowd, rival: float | None, more: int
) -> None:
    busier = replace(crowd, faces=crowd.faces + more)

    assert thresholds(rule, busier, rival)[0] >= thresholds(rule, crowd, rival)[0] - 1e-9


@given(rules, crowds, us, us)
def test_a_closer_second_person_never_makes_accept_milder(
    rule: Rule, crowd: Crowd, one: float, other: float
) -> None:
    far, near = sorted((one, other))

    assert thresholds(rule, crowd, near)[0] >= thresholds(rule, crowd, far)[0]


@given(crowds, st.none() | us, st.integers(1, 500))
def test_more_templates_never_make_the_plain_rule_milder(
    crowd: Crowd, rival: float | None, more: int
) -> None:
    plain = replace(OPEN.rule, soft=None)
    larger = replace(crowd, templates=crowd.templates + more)

    assert thresholds(plain, larger, rival)[0] >= thresholds(plain, crowd, rival)[0]


@given(rules, crowds, us, us, st.none() | us)
def test_a_greater_resemblance_never_gives_a_lower_band(
    rule: Rule, crowd: Crowd, one: float, other: float, second: float | None
) -> None:
    low, high = sorted((one, other))
    naming = Naming(rule=rule, gates=OPEN.gates)

    lower = judge(_face(), _ranked(low, second), naming.rule, naming.gates, crowd)
    higher = judge(_face(), _ranked(high, second), naming.rule, naming.gates, crowd)

    assert BANDS.index(higher.band) >= BANDS.index(lower.band)


@pytest.mark.parametrize(
    ("persons", "best_u", "second_u", "band"),
    [
        pytest.param(49, 0.66, 0.30, Band.SUGGEST, id="49 people, plain rule"),
        pytest.param(200, 0.71, 0.60, Band.ACCEPT, id="200 people, clear lead"),
        pytest.param(200, 0.71, 0.68, Band.SUGGEST, id="200 people, second close behind"),
        pytest.param(200, 0.66, 0.64, Band.UNKNOWN, id="200 people, no lead"),
        pytest.param(200, 0.62, -0.9, Band.SUGGEST, id="a remarkably unlike second does not help"),
    ],
)
def test_the_rule_of_pack_open(persons: int, best_u: float, second_u: float, band: Band) -> None:
    crowd = Crowd(persons=persons, templates=3 * persons, faces=1)

    match = judge(_face(), _ranked(best_u, second_u), OPEN.rule, OPEN.gates, crowd)

    assert match.band is band


def test_twenty_faces_ask_more_than_one() -> None:
    crowd = Crowd(persons=200, templates=600, faces=20)

    match = judge(_face(), _ranked(0.71, 0.60), OPEN.rule, OPEN.gates, crowd)

    assert match.band is Band.SUGGEST


@pytest.mark.parametrize(
    ("face", "look_alike", "band", "gated"),
    [
        pytest.param(_face(), False, Band.ACCEPT, (), id="nothing in the way"),
        pytest.param(_face(size_px=40.0), False, Band.SUGGEST, (Gate.SMALL,), id="small"),
        pytest.param(_face(size_px=30.0), False, Band.UNKNOWN, (Gate.TINY,), id="tiny"),
        pytest.param(_face(score=0.85), False, Band.SUGGEST, (Gate.UNSURE_FACE,), id="unsure"),
        pytest.param(_face(), True, Band.SUGGEST, (Gate.LOOK_ALIKE,), id="look-alike"),
    ],
)
def test_gates_lower_the_band_and_say_so(
    face: Face,
    look_alike: bool,  # noqa: FBT001
    band: Band,
    gated: tuple[Gate, ...],
) -> None:
    ranked = _ranked(0.99, look_alike=look_alike)

    match = judge(face, ranked, OPEN.rule, OPEN.gates, SMALL_CROWD)

    assert (match.band, match.gated) == (band, gated)


def test_a_gated_face_is_still_counted_with_its_best_person() -> None:
    match = judge(_face(size_px=5.0), _ranked(0.99), OPEN.rule, OPEN.gates, SMALL_CROWD)

    assert match.best == PersonKey(1)
    assert match.box == _face().box


def test_a_similarity_that_is_no_number_is_nobodys() -> None:
    assert band_of(float("nan"), 0.5, 0.3) is Band.UNKNOWN


def test_the_right_person_is_found_with_the_second_best() -> None:
    gallery = _gallery(_axes(4), [0, 1, 2, 3])
    probe = _unit([0.1, 1.0, 0.0, 0.05])

    (match,) = match_faces([_face()], probe, gallery, _everybody(4), NAMING)

    assert (match.best, match.second, match.band) == (PersonKey(1), PersonKey(0), Band.ACCEPT)
    assert match.best_u == pytest.approx(resemblance(float(probe[0, 1])))


def test_a_person_outside_the_scope_takes_no_part() -> None:
    gallery = _gallery(_axes(4), [0, 1, 2, 3])
    request = MatchRequest(persons=frozenset({PersonKey(0), PersonKey(2)}))

    (match,) = match_faces([_face()], _axes(4)[1:2], gallery, request, NAMING)

    assert match.band is Band.UNKNOWN
    assert PersonKey(1) not in {match.best, match.second}


def test_nobody_in_scope_means_nobody_compared() -> None:
    gallery = _gallery(_axes(2), [0, 1])

    (match,) = match_faces([_face()], _axes(2)[:1], gallery, MatchRequest(), NAMING)

    assert (match.best, match.threshold, match.band) == (None, None, Band.UNKNOWN)


def test_a_vector_that_is_no_number_is_nobodys() -> None:
    gallery = _gallery(_axes(2), [0, 1])
    probe = np.full((1, 2), np.nan, np.float32)

    (match,) = match_faces([_face()], probe, gallery, _everybody(2), NAMING)

    assert (match.best, match.band) == (None, Band.UNKNOWN)


def test_an_excluded_person_is_neither_best_nor_second() -> None:
    gallery = _gallery(_axes(3), [0, 1, 2])
    excluded = (Exclusion(box=_face().box, person=PersonKey(1)),)
    probe = _unit([0.2, 1.0, 0.1])

    (match,) = match_faces([_face()], probe, gallery, _everybody(3, excluded=excluded), NAMING)

    assert (match.best, match.second) == (PersonKey(0), PersonKey(2))


def test_an_exclusion_at_another_face_does_not_count_here() -> None:
    gallery = _gallery(_axes(3), [0, 1, 2])
    excluded = (Exclusion(box=_face(0.8).box, person=PersonKey(1)),)

    (match,) = match_faces(
        [_face()], _axes(3)[1:2], gallery, _everybody(3, excluded=excluded), NAMING
    )

    assert match.best == PersonKey(1)


def test_with_everybody_excluded_the_face_is_nobodys() -> None:
    gallery = _gallery(_axes(2), [0, 1])
    excluded = tuple(Exclusion(box=_face().box, person=PersonKey(k)) for k in (0, 1))

    (match,) = match_faces(
        [_face()], _axes(2)[:1], gallery, _everybody(2, excluded=excluded), NAMING
    )

    assert match.best is None


def test_twins_are_told_apart_by_a_human_only() -> None:
    twins = _unit([1.0, 0.05, 0.0], [1.0, 0.0, 0.05], [0.0, 0.0, 1.0])
    pair = (LookAlike(one=PersonKey(0), other=PersonKey(1)),)

    (match,) = match_faces(
        [_face()], twins[:1], _gallery(twins, [0, 1, 2]), _everybody(3, look_alikes=pair), NAMING
    )

    assert (match.best, match.second) == (PersonKey(0), PersonKey(1))
    assert (match.band, match.gated) == (Band.SUGGEST, (Gate.LOOK_ALIKE,))


def test_a_look_alike_who_is_not_in_scope_still_leaves_it_to_a_human() -> None:
    pair = (LookAlike(one=PersonKey(7), other=PersonKey(0)),)

    (match,) = match_faces(
        [_face()], _axes(2)[:1], _gallery(_axes(2), [0, 1]), _everybody(2, look_alikes=pair), NAMING
    )

    assert match.gated == (Gate.LOOK_ALIKE,)


def test_a_person_at_two_places_of_a_photo_is_left_to_a_human() -> None:
    faces = [_face(0.1), _face(0.5), _face(0.8)]
    vectors = _axes(3)[[0, 0, 1]]

    matches = match_faces(faces, vectors, _gallery(_axes(3), [0, 1, 2]), _everybody(3), NAMING)

    assert [m.band for m in matches] == [Band.SUGGEST, Band.SUGGEST, Band.ACCEPT]
    assert [m.gated for m in matches] == [(Gate.TWICE,), (Gate.TWICE,), ()]


def _random_case(seed: int) -> tuple[Floats, list[int], Floats]:
    random = np.random.default_rng(seed)
    persons = sorted(random.integers(0, 8, 20).tolist())
    return (
        _unit(*random.standard_normal((20, 6)).tolist()),
        persons,
        _unit(*random.standard_normal((3, 6)).tolist()),
    )


@given(st.integers(0, 500))
def test_the_order_of_faces_does_not_matter(seed: int) -> None:
    vectors, persons, probes = _random_case(seed)
    faces, gallery = [_face(0.1), _face(0.4), _face(0.8)], _gallery(vectors, persons)

    forward = match_faces(faces, probes, gallery, _everybody(8), NAMING)
    backward = match_faces(faces[::-1], probes[::-1], gallery, _everybody(8), NAMING)

    assert [_rounded(m) for m in forward] == [_rounded(m) for m in backward[::-1]]


@given(st.integers(0, 500), st.integers(0, 7))
def test_excluding_somebody_never_names_them(seed: int, person: int) -> None:
    vectors, persons, probes = _random_case(seed)
    excluded = (Exclusion(box=_face().box, person=PersonKey(person)),)

    (match,) = match_faces(
        [_face()], probes[:1], _gallery(vectors, persons), _everybody(8, excluded=excluded), NAMING
    )

    assert PersonKey(person) not in {match.best, match.second}


@given(st.integers(0, 500), st.integers(0, 7))
def test_a_smaller_scope_never_resembles_more(seed: int, person: int) -> None:
    vectors, persons, probes = _random_case(seed)
    gallery, everybody = _gallery(vectors, persons), _everybody(8)
    fewer = replace(everybody, persons=everybody.persons - {PersonKey(person)})

    (whole,) = match_faces([_face()], probes[:1], gallery, everybody, NAMING)
    (part,) = match_faces([_face()], probes[:1], gallery, fewer, NAMING)

    assert (part.best_u or -1.0) <= (whole.best_u or -1.0) + 1e-6


def _rounded(match: FaceMatch) -> tuple[object, ...]:
    """Leave out rounding, which depends on the order in a matrix product."""
    return (match.best, match.second, match.band, match.gated, round(match.best_u or 0.0, 4))
