"""Whether a resemblance is a name: pure arithmetic on similarities, no pixels, no model.

u = 1 - sqrt(2 - 2 cos) is used instead of the cosine: the same order, but spread evenly.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from recognition.gallery import Gallery, Keys
from recognition.geometry import Floats
from recognition.rules import Gates, Rule
from recognition.values import Band, Face, FaceMatch, Gate, MatchRequest, PersonKey

SAME_PLACE = 0.5
"""Overlap from which a box of a human's answer means this face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """What the thresholds depend on: people and templates in scope, faces in the photo."""

    persons: int
    templates: int
    faces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The two people a face resembles most. `rival_u` is the second without a look-alike."""

    best: PersonKey
    best_u: float
    second: PersonKey | None
    second_u: float | None
    rival_u: float | None
    look_alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The rule and the gates of a pack, which always go together."""

    rule: Rule
    gates: Gates


def resemblance(cosine: float) -> float:
    """Turn a cosine into u = 1 - sqrt(2 - 2 cos), -1 to 1."""
    return 1.0 - math.sqrt(max(0.0, 2.0 - 2.0 * cosine))


def cosine_at(rule: Rule, rate: float) -> float:
    """Find the cosine that only `rate` of comparisons with strangers exceed.

    Between the measured rates in the logarithm; never milder than the mildest; beyond the
    strictest along the last slope.
    """
    rates = rule.rates
    if rate >= rates[0][0] or len(rates) == 1:
        return rates[0][1]
    after = next((i for i, (known, _) in enumerate(rates) if known <= rate), len(rates) - 1)
    (r0, c0), (r1, c1) = rates[after - 1], rates[after]
    share = math.log(r0 / rate) / math.log(r0 / r1)
    return min(1.0, c0 + share * (c1 - c0))


def thresholds(rule: Rule, crowd: Crowd, rival_u: float | None) -> tuple[float, float]:
    """Tell the u that the best person must reach for `accept` and for `suggest`."""
    faces, templates = max(1, crowd.faces), max(1, crowd.templates)
    soft = rule.soft
    if soft is not None and rival_u is not None and crowd.persons >= soft.from_persons:
        behind = soft.share * max(rival_u, soft.floor)
        accept = soft.accept + soft.per_decade * math.log10(faces) + behind
        return accept, min(accept, soft.suggest + behind)
    accept = resemblance(cosine_at(rule, rule.accept_fpir / templates / faces))
    if rival_u is not None:
        accept = max(accept, rival_u + rule.margin)
    suggest = resemblance(cosine_at(rule, rule.suggest_fpir / templates)) - rule.suggest_lower
    return accept, min(accept, suggest)


def band_of(best_u: float, accept: float, suggest: float) -> Band:
    """Tell the band of a similarity; one that is not a number is nobody's."""
    if best_u >= accept:
        return Band.ACCEPT
    if best_u >= suggest:
        return Band.SUGGEST
    return Band.UNKNOWN


def gates_of(face: Face, ranked: Ranked, gates: Gates) -> tuple[Gate, ...]:
    """List what forbids a machine to name this face by itself."""
    checks = (
        (Gate.TINY, face.quality.size_px < gates.suggest_px),
        (Gate.SMALL, gates.suggest_px <= face.quality.size_px < gates.accept_px),
        (Gate.UNSURE_FACE, face.score < gates.sure_score),
        (Gate.LOOK_ALIKE, ranked.look_alike),
    )
    return tuple(gate for gate, shut in checks if shut)


def lowered(band: Band, gated: Sequence[Gate]) -> Band:
    """Apply gates to a band: a tiny face is nobody's, any other gate leaves a suggestion."""
    if Gate.TINY in gated:
        return Band.UNKNOWN
    return Band.SUGGEST if gated and band is Band.ACCEPT else band


def rank(keys: Keys, similarities: Floats, request: MatchRequest, face: Face) -> Ranked | None:
    """Find the best and second-best person of one face; excluded people take no part.

    `similarities` are cosines (p,) of the people `keys`. None where nobody is left.
    """
    barred = {e.person for e in request.excluded if e.box.overlap(face.box) >= SAME_PLACE}
    order = _top(similarities, len(barred) + len(request.look_alikes) + 2)
    left = [i for i in order if keys[i] not in barred]
    if not left or not math.isfinite(float(similarities[left[0]])):
        return None
    best = PersonKey(int(keys[left[0]]))
    twins = {p for pair in request.look_alikes for p in _twin(pair.one, pair.other, best)}
    us = [resemblance(float(similarities[i])) for i in left]
    rivals = [u for i, u in zip(left[1:], us[1:], strict=True) if keys[i] not in twins]
    return Ranked(
        best=best,
        best_u=us[0],
        second=PersonKey(int(keys[left[1]])) if len(left) > 1 else None,
        second_u=us[1] if len(left) > 1 else None,
        rival_u=rivals[0] if rivals else None,
        look_alike=bool(twins),
    )


def _top(similarities: Floats, count: int) -> npt.NDArray[np.intp]:
    """List the `count` greatest, greatest first, the earlier person first among equals."""
    if count < len(similarities):
        least = np.partition(similarities, -count)[-count]
        candidates = np.flatnonzero(similarities >= least)
    else:
        candidates = np.arange(len(similarities))
    return candidates[np.argsort(-similarities[candidates], kind="stable")]


def _twin(one: PersonKey, other: PersonKey, person: PersonKey) -> tuple[PersonKey, ...]:
    """Tell who the other of a pair is, if the person is in it."""
    if person == one:
        return (other,)
    return (one,) if person == other else ()


def unmatched(face: Face) -> FaceMatch:
    """Say that a face was compared with nobody."""
    return FaceMatch(box=face.box, score=face.score, size=face.size, quality=face.quality)


def judge(face: Face, ranked: Ranked | None, rule: Rule, gates: Gates, crowd: Crowd) -> FaceMatch:
    """Decide what the machine may say about one face."""
    if ranked is None:
        return unmatched(face)
    accept, suggest = thresholds(rule, crowd, ranked.rival_u)
    gated = gates_of(face, ranked, gates)
    return replace(
        unmatched(face),
        best=ranked.best,
        best_u=ranked.best_u,
        second=ranked.second,
        second_u=ranked.second_u,
        threshold=accept,
        suggest_threshold=suggest,
        band=lowered(band_of(ranked.best_u, accept, suggest), gated),
        gated=gated,
    )


def match_faces(
    faces: Sequence[Face], vectors: Floats, gallery: Gallery, request: MatchRequest, naming: Naming
) -> tuple[FaceMatch, ...]:
    """Compare the faces of one photo, vectors (n, d), with the people of the request."""
    scope = gallery.scope(request.persons)
    if not faces or not len(scope.keys):
        return tuple(unmatched(face) for face in faces)
    crowd = Crowd(persons=len(scope.keys), templates=len(scope.vectors), faces=len(faces))
    similarities = scope.best_per_person(vectors)
    matches = [
        judge(face, rank(scope.keys, row, request, face), naming.rule, naming.gates, crowd)
        for face, row in zip(faces, similarities, strict=True)
    ]
    return one_place_each(matches)


def one_place_each(matches: Sequence[FaceMatch]) -> tuple[FaceMatch, ...]:
    """Leave it to a human where one person was accepted at several faces of one photo."""
    accepted = Counter(match.best for match in matches if match.band is Band.ACCEPT)
    return tuple(
        replace(match, band=Band.SUGGEST, gated=(*match.gated, Gate.TWICE))
        if match.band is Band.ACCEPT and accepted[match.best] > 1
        else match
        for match in matches
    )
