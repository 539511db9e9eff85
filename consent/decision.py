"""The one function that decides: facts in, decision out. Pure: no clock, no settings, no I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from consent.decisions import ChannelVerdict, Decision, PhotoFacts, Place, Reason, Rule, Rules
from consent.errors import ContradictoryInput, NaiveInstant
from consent.face_verdict import Subjects, face_verdict
from consent.findings import Finding
from consent.ids import FindingId
from consent.places import places_of
from consent.question import Question
from consent.quitclaims import Subject
from consent.states import FindingKind, NotAssessed, Verdict
from consent.status import severity, status_of, worst
from consent.validity import earliest, last_good_day, turning_days


@dataclass(frozen=True, slots=True, kw_only=True)
class _Faces:
    """The faces of one photo, with the persons they may be linked to."""

    findings: tuple[Finding, ...]
    subjects: Subjects
    places: Mapping[FindingId, Place]
    turns: Mapping[FindingId, list[date]]


def decide(  # noqa: PLR0913, PLR0917  the six inputs of every decision; docs/architecture.md
    photo: PhotoFacts,
    findings: Iterable[Finding],
    subjects: Iterable[Subject],
    rules: Rules,
    at: datetime,
    today: date,
) -> Decision:
    """Decide one photo on every channel: the worst over all faces wins.

    `at` is a UTC instant, `today` the local day. Raises `ContradictoryInput` for a person or a face
    given twice and `NaiveInstant` for an instant without a time zone.
    """
    if at.tzinfo is None:
        raise NaiveInstant("Give the moment of deciding as an instant in UTC.")
    faces = _gather(findings, subjects, today)
    unknown = _why_not_assessed(photo)
    channels = tuple(
        _channel(faces, Question(channel=name, photo=photo, rules=rules, at=at, today=today))
        for name in dict.fromkeys(rules.channels)
    )
    verdicts = {channel.verdict for channel in channels}
    return Decision(
        status=status_of(verdicts),
        channels=channels,
        at=at,
        today=today,
        mode=photo.mode,
        valid_until=earliest(channel.valid_until for channel in channels),
        next_change=earliest(day for turns in faces.turns.values() for day in turns[:1]),
        not_assessed=unknown,
        confirmed_nobody=verdicts == {Verdict.NO_PEOPLE} and _human_said_nobody(photo, faces),
    )


def _gather(findings: Iterable[Finding], subjects: Iterable[Subject], today: date) -> _Faces:
    """Index the inputs; whatever comes twice is refused, because one of the two must be wrong."""
    faces = tuple(findings)
    persons = tuple(subjects)
    by_id = {person.id: person for person in persons}
    turns = {face.id: turning_days(face, by_id, today) for face in faces}
    if len(by_id) != len(persons) or len(turns) != len(faces):
        raise ContradictoryInput("Give each person and each face once.")
    return _Faces(findings=faces, subjects=by_id, places=places_of(faces), turns=turns)


def _why_not_assessed(photo: PhotoFacts) -> NotAssessed | None:
    """Say why nothing can be said about the photo; None where it was assessed."""
    if photo.assessed:
        return photo.not_assessed
    return photo.not_assessed or NotAssessed.NOT_LOOKED


def _human_said_nobody(photo: PhotoFacts, faces: _Faces) -> bool:
    """Tell whether a human confirmed that nobody is on it."""
    if photo.confirmed_nobody:
        return True
    kinds = {finding.kind for finding in faces.findings}
    return kinds == {FindingKind.NOT_A_FACE}


def _channel(faces: _Faces, question: Question) -> ChannelVerdict:
    """Decide one channel."""
    reasons = [
        replace(
            face_verdict(face, faces.subjects, question),
            finding=face.id,
            place=faces.places.get(face.id),
            from_copy=face.from_copy,
        )
        for face in faces.findings
    ]
    unknown = _why_not_assessed(question.photo)
    if unknown is not None:
        return _not_assessed(reasons, question, unknown)
    verdict = worst(reason.verdict for reason in reasons)
    if verdict is Verdict.NO_PEOPLE:
        return _no_people(reasons, faces, question)
    counted = [reason for reason in reasons if reason.verdict is not Verdict.NO_PEOPLE]
    ends = None
    if verdict is Verdict.CLEARED:
        ends = earliest(
            last_good_day(face, faces.subjects, question, faces.turns[face.id])
            for face in faces.findings
        )
    return _answer(question, verdict, counted, ends)


def _not_assessed(
    reasons: list[Reason], question: Question, unknown: NotAssessed
) -> ChannelVerdict:
    """Block on a known violation; anything else cannot be said."""
    known = [reason for reason in reasons if reason.verdict is Verdict.BLOCKED]
    gap = Reason(rule=Rule.NOT_ASSESSED, verdict=Verdict.NOT_ASSESSED, not_assessed=unknown)
    verdict = Verdict.BLOCKED if known else Verdict.NOT_ASSESSED
    return _answer(question, verdict, [*known, gap], None)


def _no_people(reasons: list[Reason], faces: _Faces, question: Question) -> ChannelVerdict:
    """Say that nobody is there, and whether a human has confirmed it."""
    said = list(reasons) or [Reason(rule=Rule.NO_FACES, verdict=Verdict.NO_PEOPLE)]
    if not _human_said_nobody(question.photo, faces):
        said.append(Reason(rule=Rule.NOT_CONFIRMED_NOBODY, verdict=Verdict.NO_PEOPLE))
    return _answer(question, Verdict.NO_PEOPLE, said, None)


def _answer(
    question: Question, verdict: Verdict, reasons: list[Reason], until: date | None
) -> ChannelVerdict:
    """Put the reasons in an order that does not depend on the order of the inputs: worst first."""
    return ChannelVerdict(
        channel=question.channel,
        verdict=verdict,
        reasons=tuple(sorted(reasons, key=_order)),
        valid_until=until,
    )


def _order(reason: Reason) -> tuple[int, int, str, str]:
    """Sort known no's first, then gaps, then grants; from the left within each."""
    ordinal = reason.place.ordinal if reason.place else 0
    return -severity(reason.verdict), ordinal, reason.rule.value, reason.finding or ""
