"""The verdict of one face for one channel: one deciding reason, as if nobody else were there."""

from collections.abc import Mapping

from consent.decisions import Reason, Rule
from consent.findings import Finding
from consent.ids import PersonId
from consent.person_answer import answer_of
from consent.question import Question
from consent.quitclaims import Subject
from consent.states import FindingKind, Mode, RemovedCause, Verdict
from consent.status import worst

Subjects = Mapping[PersonId, Subject]
_GAPS = {
    FindingKind.AWAITING: Rule.AWAITING_CONFIRMATION,
    FindingKind.SUGGESTED: Rule.SUGGESTED,
    FindingKind.UNKNOWN: Rule.UNKNOWN_FACE,
    FindingKind.IGNORED: Rule.UNKNOWN_FACE,
    FindingKind.BYSTANDER: Rule.BYSTANDER,
    FindingKind.EXCESS: Rule.EXCESS_FACE,
}
_ANSWERED = {
    FindingKind.NOBODY_TO_ASK: Reason(rule=Rule.NOBODY_TO_ASK, verdict=Verdict.CLEARED),
    FindingKind.NOT_A_FACE: Reason(rule=Rule.NOT_A_FACE, verdict=Verdict.NO_PEOPLE),
    FindingKind.COVERED: Reason(rule=Rule.ATTESTED, verdict=Verdict.NO_PEOPLE),
}


def face_verdict(finding: Finding, subjects: Subjects, question: Question) -> Reason:
    """Decide one face for one channel; the caller adds to the reason which face it is."""
    match finding.kind:
        case FindingKind.NAMED | FindingKind.ATTESTED:
            return _person(finding, subjects, question)
        case FindingKind.MATCHED:
            return _machine_link(finding, subjects, question)
        case FindingKind.REMOVED:
            return Reason(rule=Rule.REMOVED_FACE, verdict=_floor(finding, question))
        case FindingKind.ATTESTED_BEFORE:
            return _only_violations(finding, subjects, question)
        case FindingKind.HOST_LIMIT:
            return _host_limit(finding, question)
        case _:
            return _ANSWERED.get(finding.kind) or _gap(finding, question)


def _person(finding: Finding, subjects: Subjects, question: Question) -> Reason:
    """Ask the person the finding is linked to. A person nobody told us about has no record."""
    if finding.person is None:
        return Reason(rule=Rule.UNKNOWN_FACE, verdict=Verdict.REVIEW)
    subject = subjects.get(finding.person, Subject(id=finding.person))
    return answer_of(subject, question)


def _machine_link(finding: Finding, subjects: Subjects, question: Question) -> Reason:
    """Ask the person, but let no grant count once the link has ended or the mode forbids it."""
    answer = _person(finding, subjects, question)
    ended = finding.link_ends is not None and finding.link_ends < question.today
    forbidden = question.photo.mode in {Mode.OFF, Mode.DETECT}
    if not (ended or forbidden) or answer.verdict is Verdict.BLOCKED:
        return answer
    return Reason(
        rule=Rule.LINK_ENDED, verdict=Verdict.REVIEW, person=finding.person, ends=finding.link_ends
    )


def _only_violations(finding: Finding, subjects: Subjects, question: Question) -> Reason:
    """Ask the person; anything but a violation says nothing about this picture any more."""
    answer = _person(finding, subjects, question)
    if answer.verdict is Verdict.BLOCKED or finding.person not in subjects:
        return answer
    return Reason(rule=Rule.ATTESTED_BEFORE, verdict=Verdict.NO_PEOPLE, person=finding.person)


def _floor(finding: Finding, question: Question) -> Verdict:
    """Read the floor of a removed face: review at least, blocked where nothing else is said."""
    if finding.cause is not RemovedCause.RECOGNITION_ENDED:
        return Verdict.BLOCKED
    floors = {floor.verdict for floor in finding.floor if floor.channel == question.channel}
    return Verdict.BLOCKED if Verdict.BLOCKED in floors else Verdict.REVIEW


def _host_limit(finding: Finding, question: Question) -> Reason:
    """Apply what the host's own records do not allow, from the day after their last good one."""
    floors = [floor.verdict for floor in finding.floor if floor.channel == question.channel]
    waits = finding.link_ends is not None and finding.link_ends >= question.today
    verdict = worst(floors) if floors and not waits else Verdict.NO_PEOPLE
    return Reason(rule=Rule.HOST_RECORD, verdict=verdict, ends=finding.link_ends)


def _gap(finding: Finding, question: Question) -> Reason:
    """Name the gap, or exempt a face of nobody we know that is smaller than the rule asks."""
    background = finding.kind in {FindingKind.UNKNOWN, FindingKind.IGNORED}
    if background and finding.area is not None and finding.size < question.rules.ignore_below:
        return Reason(rule=Rule.IGNORED_SMALL, verdict=Verdict.CLEARED)
    return Reason(rule=_GAPS[finding.kind], verdict=Verdict.REVIEW, person=finding.person)
