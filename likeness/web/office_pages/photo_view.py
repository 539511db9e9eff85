"""What the page of a photo shows of its faces: plain values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connector.values import Mark
from consent.decisions import Decision
from consent.findings import Area, Finding
from consent.ids import FindingId, PersonId
from consent.places import places_of
from scheduler.translate import mark_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a face is, in pixels of the picture as it was looked at."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceLine:
    """One face on the page."""

    face: FindingId
    number: int | None
    """From the left; None without a frame."""
    kind: str
    mark: str
    frame: Frame | None
    person: PersonId | None
    name: str = field(repr=False)
    """Empty where names were not asked for, or nobody is linked."""
    best: float | None = None
    threshold: float | None = None
    reason: str = field(default="", repr=False)


def lines_of(
    findings: Sequence[Finding],
    decision: Decision,
    size: tuple[int, int],
    names: Mapping[PersonId, str],
) -> tuple[FaceLine, ...]:
    """Make the lines of the faces of a photo of this size."""
    places = places_of(findings)
    lines = []
    for finding in findings:
        place = places.get(finding.id)
        mark = mark_of(decision, finding.id)
        lines.append(
            FaceLine(
                face=finding.id,
                number=place.ordinal if place else None,
                kind=finding.kind.value,
                mark=_word(mark),
                frame=_frame(finding.area, size),
                person=finding.person,
                name=names.get(finding.person, "") if finding.person else "",
                best=round(finding.score.best, 2) if finding.score else None,
                threshold=round(finding.score.threshold, 2) if finding.score else None,
                reason=finding.reason,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.number is None, line.number or 0)))


def _frame(area: Area | None, size: tuple[int, int]) -> Frame | None:
    if area is None:
        return None
    width, height = size
    return Frame(
        x=round(area.x * width, 1),
        y=round(area.y * height, 1),
        w=round(area.w * width, 1),
        h=round(area.h * height, 1),
    )


def _word(mark: Mark | None) -> str:
    return mark.value if mark is not None else "review"
