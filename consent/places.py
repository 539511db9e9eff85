"""Where a face is, counted from the left among the faces that need an answer; never who it is."""

from collections.abc import Iterable, Mapping

from consent.decisions import Place
from consent.findings import Area, Finding
from consent.ids import FindingId
from consent.states import FindingKind


def places_of(findings: Iterable[Finding]) -> Mapping[FindingId, Place]:
    """Number the faces from the left by the middle of the box; without a box there is no place."""
    seen = sorted(
        (_order(finding.area), finding.id)
        for finding in findings
        if finding.area is not None and finding.kind is not FindingKind.NOT_A_FACE
    )
    return {
        finding: Place(ordinal=ordinal, of=len(seen))
        for ordinal, (_, finding) in enumerate(seen, start=1)
    }


def _order(area: Area) -> tuple[float, float]:
    """Give the sorting key of a box: left before right, then upper before lower."""
    return area.x + area.w / 2, area.y
