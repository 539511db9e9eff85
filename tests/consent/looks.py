"""Short ways to look again at a photo, the same picture or a changed one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from consent.answers import FaceAnswer
from consent.endings import blocked_floor
from consent.findings import Area, Finding, Floor
from consent.ids import PersonId
from consent.rescans import apply_answers
from consent.states import AnswerKind, FindingKind, RemovedCause, Verdict
from tests.consent.build import (
    AT,
    CONTENT,
    OTHER_CONTENT,
    WEB,
    answer,
    face,
)

K, F = AnswerKind, FindingKind
SHIFTED = Area(x=0.1, y=0.2, w=0.08, h=0.1)
"""Overlaps box(1) by 7/9."""
NEAR = Area(x=0.12, y=0.2, w=0.08, h=0.1)
"""Overlaps box(1) by 5/11: less than the same face, more than another place."""


def seen(
    kind: FindingKind = F.UNKNOWN,
    person: PersonId | None = None,
    area: Area = SHIFTED,
    number: int = 90,
) -> Finding:
    return replace(face(kind, number, person), area=area, size=0.1)


def said(
    kind: AnswerKind,
    person: PersonId | None = None,
    content: str = CONTENT,
    cause: RemovedCause | None = None,
) -> FaceAnswer:
    return replace(
        answer(kind, face(F.UNKNOWN)),
        person=person,
        content=content,
        cause=cause,
        floor=blocked_floor((WEB,)) if kind is K.REMOVED else (),
    )


def again(
    detected: Sequence[Finding],
    earlier: Sequence[Finding],
    answers: Sequence[FaceAnswer] = (),
    recognised_since: dict[PersonId, datetime] | None = None,
) -> tuple[Finding, ...]:
    """Look again at the same picture."""
    return apply_answers(
        detected,
        earlier,
        answers,
        same_content=True,
        content=CONTENT,
        recognised_since=recognised_since,
    )


def changed(
    detected: Sequence[Finding], earlier: Sequence[Finding], answers: Sequence[FaceAnswer] = ()
) -> tuple[Finding, ...]:
    """Look at a changed picture, with answers about the one before."""
    stale = [replace(entry, content=OTHER_CONTENT) for entry in answers]
    return apply_answers(detected, earlier, stale, same_content=False, content=CONTENT)


def one(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1
    return findings[0]


REMOVED = replace(
    face(F.REMOVED),
    cause=RemovedCause.RECOGNITION_ENDED,
    floor=(Floor(channel=WEB, verdict=Verdict.BLOCKED),),
    removed_at=AT,
)
"""The face of somebody whose recognition consent ended; blocked before."""
