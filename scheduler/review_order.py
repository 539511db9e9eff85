"""Which face a human is asked about first: the one that makes a photo usable soonest. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent.findings import Finding
from consent.ids import AssetId, FindingId, PersonId
from consent.states import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFace:
    """One face that waits, with what its place in the queue needs."""

    finding: Finding
    asset: AssetId
    status: Status | None
    """What was last decided about the photo."""
    first_seen_at: datetime


def in_order(
    faces: Iterable[WaitingFace], granting: frozenset[PersonId]
) -> tuple[WaitingFace, ...]:
    """Put faces in the order they are asked about; faces of one photo stay together.

    `granting`: persons with a permission that may count today. First photos that one answer can
    settle, and among them those where the answer is likely yes; photos that are blocked anyway
    come last.
    """
    every = tuple(faces)
    counts = Counter(face.asset for face in every)
    hopeful = Counter(face.asset for face in every if face.finding.person in granting)

    def key(face: WaitingFace) -> tuple[bool, int, int, float, AssetId, float, FindingId]:
        area = face.finding.area
        return (
            face.status is Status.BLOCKED,
            counts[face.asset],
            -hopeful[face.asset],
            -face.first_seen_at.timestamp(),
            face.asset,
            area.x if area else 1.0,
            face.finding.id,
        )

    return tuple(sorted(every, key=key))


def following(
    queue: Sequence[WaitingFace], seen: frozenset[FindingId], most: int
) -> tuple[WaitingFace, ...]:
    """Give the next faces of a queue that were not shown yet."""
    return tuple(face for face in queue if face.finding.id not in seen)[:most]
