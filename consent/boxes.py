"""Which box of a new look is the same face as an earlier box. Geometry only."""

from collections.abc import Mapping, Sequence

from consent.findings import Area, Finding
from consent.ids import FindingId

SAME_FACE = 0.5
"""Intersection over union from which two boxes are one face: docs/architecture.md."""
SAME_PLACE = 0.25
"""The same for faces nobody answered about: detectors draw the box of a face differently."""


def iou(one: Area, other: Area) -> float:
    """Give the intersection over the union of two boxes, 0 to 1."""
    across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    down = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return 0.0
    both = across * down
    return both / (one.w * one.h + other.w * other.h - both)


def pair_up(
    earlier: Sequence[Finding], later: Sequence[Finding], at_least: float
) -> Mapping[FindingId, Finding]:
    """Pair earlier with later boxes, one to one, best overlap first: earlier id -> later face."""
    overlaps = sorted(
        (-iou(old.area, new.area), old.id, new.id)
        for old in earlier
        for new in later
        if old.area is not None and new.area is not None and iou(old.area, new.area) >= at_least
    )
    by_id = {new.id: new for new in later}
    pairs: dict[FindingId, Finding] = {}
    for _, old_id, new_id in overlaps:
        if old_id not in pairs and new_id in by_id:
            pairs[old_id] = by_id.pop(new_id)
    return pairs
