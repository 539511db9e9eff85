"""Findings, areas and floors as rows and back. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.engine import Row

from consent.findings import Area, Finding, Floor, Score
from consent.ids import Channel, FindingId, PersonId
from consent.states import FindingKind, RemovedCause, Verdict

NO_SCORE: Mapping[str, None] = {
    "best": None,
    "second": None,
    "threshold": None,
    "gallery_persons": None,
}


def to_row(finding: Finding) -> dict[str, Any]:
    """Give all columns of a finding but its asset."""
    score = finding.score
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        **area_row(finding.area),
        "size": finding.size,
        "person": finding.person,
        "best": None if score is None else score.best,
        "second": None if score is None else score.second,
        "threshold": None if score is None else score.threshold,
        "gallery_persons": None if score is None else score.persons,
        "link_ends": finding.link_ends,
        "cause": None if finding.cause is None else finding.cause.value,
        "removed_at": finding.removed_at,
        "floor": floor_row(finding.floor),
        "reason": finding.reason,
    }


def from_row(row: Row[Any]) -> Finding:
    """Make the finding of a row."""
    return from_columns(dict(row._mapping), row.person)  # noqa: SLF001 - SQLAlchemy's documented name


def from_columns(row: Mapping[str, Any], person: str | None) -> Finding:
    """Make a finding of its columns; the person is handed in apart."""
    score = None
    if row["best"] is not None:
        score = Score(
            best=row["best"],
            second=row["second"],
            threshold=row["threshold"],
            persons=row["gallery_persons"],
        )
    return Finding(
        id=FindingId(row["id"]),
        kind=FindingKind(row["kind"]),
        area=to_area(row),
        size=row["size"],
        person=None if person is None else PersonId(person),
        score=score,
        link_ends=_day(row["link_ends"]),
        cause=to_cause(row["cause"]),
        removed_at=_instant(row["removed_at"]),
        floor=to_floor(row["floor"]),
        reason=row["reason"],
    )


def to_document(finding: Finding) -> dict[str, Any]:
    """Give a finding without its person, fit for a JSON column."""
    ends, removed = finding.link_ends, finding.removed_at
    return to_row(finding) | {
        "person": None,
        "link_ends": None if ends is None else ends.isoformat(),
        "removed_at": None if removed is None else removed.isoformat(),
    }


def area_row(area: Area | None) -> dict[str, float | None]:
    """Give the four columns of an area."""
    if area is None:
        return {"x": None, "y": None, "w": None, "h": None}
    return {"x": area.x, "y": area.y, "w": area.w, "h": area.h}


def to_area(row: Mapping[str, Any]) -> Area | None:
    """Make an area of four columns; None where there is none."""
    if row["x"] is None:
        return None
    return Area(x=row["x"], y=row["y"], w=row["w"], h=row["h"])


def floor_row(floor: Iterable[Floor]) -> list[list[str]]:
    """Give a floor as pairs of channel and verdict."""
    return [[entry.channel, entry.verdict.value] for entry in floor]


def to_floor(pairs: Iterable[Iterable[str]]) -> tuple[Floor, ...]:
    """Make a floor of pairs."""
    return tuple(
        Floor(channel=Channel(channel), verdict=Verdict(verdict)) for channel, verdict in pairs
    )


def to_cause(word: str | None) -> RemovedCause | None:
    """Read the cause of a removal."""
    return None if word is None else RemovedCause(word)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
