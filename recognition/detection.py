"""How often and how closely a photo is looked at, whatever the detector.

A face that one look found is never lost by another: looks only add faces or improve them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from recognition.found import Detector, Found
from recognition.geometry import Pixels, fit_within, suppress, turned
from recognition.rules import Look, Looks
from recognition.values import Pass

Larger = Callable[[int], Pixels | None]
"""Give the same upright photo, long side at least so many pixels; None if there is none."""

QUARTER_TURNS = (90, 180, 270)
PANORAMA, MOST_STRETCH = 2.0, 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Faces in pixels of the image that was given, and how they were looked for."""

    found: Found
    passes: frozenset[Pass]
    rotation: int


def look_over(
    pixels: Pixels,
    detector: Detector,
    looks: Looks,
    larger: Larger | None,
    *,
    careful: bool = False,
) -> Looked:
    """Look at uint8 (h, w, 3) RGB as carefully as it needs; `careful`: in any case twice."""
    found = _looks(pixels, detector, looks.first, looks)
    passes, rotation = {Pass.FIRST}, 0
    if not _sure(found, looks):
        found, rotation = _turned(pixels, detector, looks, found)
        passes.add(Pass.TURNED)
    if careful or _needs_larger(found, pixels, looks):
        closely = _for_shape(looks.larger, pixels)
        closer = _closer(pixels, closely, larger)
        more = _looks(turned(closer, rotation), detector, closely, looks)
        more = more.upright(rotation, closer.shape[1], closer.shape[0])
        more = more.moved(pixels.shape[1] / closer.shape[1])
        found = _merged(found, more, looks)
        passes.add(Pass.LARGER)
    return Looked(found=found, passes=frozenset(passes), rotation=rotation)


def _looks(pixels: Pixels, detector: Detector, which: tuple[Look, ...], looks: Looks) -> Found:
    """Do the detections of one pass and join what they found."""
    parts = []
    for look in which:
        small, scale = fit_within(pixels, look.side)
        parts.append(
            detector.find(small, _least_face(max(small.shape[:2]), look)).moved(1.0 / scale)
        )
    found = parts[0]
    for part in parts[1:]:
        found = _merged(found, part, looks)
    return found


def _turned(pixels: Pixels, detector: Detector, looks: Looks, found: Found) -> tuple[Found, int]:
    """Look at the three quarter turns; where one is surer than upright, its faces go first."""
    best, best_rotation, best_score = found, 0, 0.0
    small, _ = fit_within(pixels, looks.turned.side)
    least = _least_face(max(small.shape[:2]), looks.turned)
    for rotation in QUARTER_TURNS:
        seen = detector.find(turned(small, rotation), least)
        if _top_score(seen) > best_score and _beats(seen, found, looks):
            best_score, best_rotation = _top_score(seen), rotation
            upright = seen.upright(rotation, small.shape[1], small.shape[0])
            best = upright.moved(pixels.shape[1] / small.shape[1])
    if best_rotation == 0:
        return found, 0
    return _merged(best, found, looks), best_rotation


def _beats(seen: Found, upright: Found, looks: Looks) -> bool:
    """Tell whether the faces of a turned look say that the photo stands wrong."""
    if not len(upright):
        return _top_score(seen) >= looks.turned_score
    if int((seen.scores >= looks.turned_over).sum()) > len(upright):
        return True
    leads = _top_score(seen) >= _top_score(upright) + looks.turned_lead
    return leads and _top_score(seen) >= looks.turned_over


def _for_shape(which: tuple[Look, ...], pixels: Pixels) -> tuple[Look, ...]:
    """Look at a panorama with a longer side, so that its faces are as many pixels as in others."""
    stretch = _stretch(pixels)
    return tuple(replace(look, side=round(look.side * stretch)) for look in which)


def _stretch(pixels: Pixels) -> float:
    """Tell how much longer than 2 : 1 an image is; 1 where it is not, MOST_STRETCH at most."""
    height, width = pixels.shape[:2]
    stretch = max(height, width) / (PANORAMA * min(height, width))
    return float(min(MOST_STRETCH, max(1.0, stretch)))


def _closer(pixels: Pixels, which: tuple[Look, ...], larger: Larger | None) -> Pixels:
    """Get the pixels for the larger look; those at hand where no larger ones exist."""
    wanted = max(look.side for look in which)
    if larger is None or max(pixels.shape[:2]) >= wanted:
        return pixels
    given = larger(wanted)
    return pixels if given is None or given.size < pixels.size else given


def _needs_larger(found: Found, pixels: Pixels, looks: Looks) -> bool:
    if not len(found) or len(found) > looks.crowd or _stretch(pixels) > 1.0:
        return True
    look, long_side = looks.first[0], max(pixels.shape[:2])
    scale = min(1.0, look.side / long_side)
    least = looks.small_px * _least_face(round(long_side * scale), look) / look.min_face_px
    return bool((found.boxes[:, 3] - found.boxes[:, 1]).min() * scale < least)


def _merged(first: Found, more: Found, looks: Looks) -> Found:
    """Add the faces that are not there yet; of two boxes of one face the first set's stays."""
    both = type(first).joined([first, more])
    ranks = np.concatenate([first.scores + 1.0, more.scores])
    kept = suppress(both.boxes, ranks.astype(np.float32), looks.same_face)
    return both.at(kept)


def _least_face(long_side: int, look: Look) -> float:
    """Tell the least face to look for in an image that may be smaller than the look is made for."""
    return max(look.floor_px, look.min_face_px * min(1.0, long_side / look.side))


def _sure(found: Found, looks: Looks) -> bool:
    return _top_score(found) >= looks.sure_score


def _top_score(found: Found) -> float:
    return float(found.scores.max()) if len(found) else 0.0
