"""Findings: what is held about one face in one photo. Values only."""

from dataclasses import dataclass, field
from datetime import date, datetime

from consent.ids import Channel, FindingId, PersonId
from consent.states import FindingKind, RemovedCause, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A box on the upright photo: top-left corner and size, shares of width and height, 0 to 1."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The verdict per channel that a removed face keeps without its person."""

    channel: Channel
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How sure the machine was. Null on removed faces.

    u values are 1 - sqrt(2 - 2 cos), 1 at most; `margin` is what was compared with `threshold`.
    """

    best: float
    second: float | None
    threshold: float
    persons: int
    """Persons in the gallery that was compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One face (or one attested person without a box) in one photo."""

    id: FindingId
    kind: FindingKind
    area: Area | None = None
    size: float = 0.0
    """Height as share of the image height; 0 for findings without a box."""
    person: PersonId | None = None
    score: Score | None = None
    link_ends: date | None = None
    """Last good local day of the recognition consent a machine-made link rests on.

    None = no end, or made by hand.
    """
    cause: RemovedCause | None = None
    removed_at: datetime | None = None
    """UTC instant of the removal; without it no new match is known to be later."""
    floor: tuple[Floor, ...] = field(default=())
    reason: str = ""
    """The act behind nobody-to-ask: a short reason without names."""
    from_copy: bool = False
    """Whether it is so because of what was said of a copy; told with the reasons, never stored."""

    @property
    def by_machine(self) -> bool:
        """Whether the link to the person ends together with the recognition consent."""
        return self.kind in {FindingKind.MATCHED, FindingKind.AWAITING, FindingKind.SUGGESTED}
