"""Until when an answer holds: the days on which inputs begin or end, each tried out in turn."""

from collections.abc import Iterable
from datetime import date

from consent.face_verdict import Subjects, face_verdict
from consent.findings import Finding
from consent.question import Question, day_after, day_before
from consent.quitclaims import Subject
from consent.status import is_usable


def turning_days(finding: Finding, subjects: Subjects, today: date) -> list[date]:
    """List the later local days on which anything this face rests on begins or has just ended."""
    days: list[date | None] = []
    if finding.link_ends is not None:
        days.append(day_after(finding.link_ends))
    if finding.person is not None and (subject := subjects.get(finding.person)):
        days.extend(_days_of(subject))
    return sorted({day for day in days if day is not None and day > today})


def _days_of(subject: Subject) -> Iterable[date | None]:
    """Give every day on which a record or the guardians' say begins or has just ended."""
    yield subject.minor_until
    for record in subject.quitclaims:
        yield record.begins
        yield day_after(record.ends) if record.ends is not None else None
    for other in subject.maybe:
        yield from _days_of(other)


def last_good_day(
    finding: Finding, subjects: Subjects, question: Question, turns: Iterable[date]
) -> date | None:
    """Give the last local day up to which a face stays usable without a break; None = no end.

    `turns`: the turning days of the face, in order.
    """
    for day in turns:
        if not is_usable(face_verdict(finding, subjects, question.on(day)).verdict):
            return day_before(day)
    return None


def earliest(days: Iterable[date | None]) -> date | None:
    """Give the earliest of some days; None stands for never."""
    return min((day for day in days if day is not None), default=None)
