"""The answer of one known person for one channel: grants against no's, one deciding reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from consent.counting import NOS, is_minor, rule_of
from consent.decisions import Reason, Rule
from consent.newest import counting, says_no
from consent.question import Question, day_before
from consent.quitclaims import Quitclaim, Subject
from consent.states import Verdict

_NO_RULES = frozenset(NOS.values())
_VIOLATIONS = _NO_RULES | {Rule.INVALIDATED, Rule.EXPIRED, Rule.GUARDIAN_ENDED}
_GAPS = (  # the most telling first
    Rule.NOT_BEGUN,
    Rule.NOT_ENTITLED,
    Rule.REQUESTED,
    Rule.DEFERRED,
    Rule.STATE_UNKNOWN,
    Rule.OTHER_SCOPE,
    Rule.NOT_ASKED,
)


@dataclass(frozen=True, slots=True)
class _Read:
    """One record and what it means for the channel asked about."""

    record: Quitclaim
    rule: Rule

    @property
    def at(self) -> datetime:
        """Give when it was answered."""
        return self.record.said_at


def answer_of(subject: Subject, question: Question) -> Reason:
    """Answer for one person and channel, while a human may still have to say who somebody is.

    A held one's yes counts for nothing. Its no lets those wait whom it may be, and their no counts
    for it.
    """
    own = _own_answer(subject, question)
    if own.verdict is Verdict.BLOCKED or not (subject.held or subject.maybe):
        return own
    others = [_own_answer(other, question) for other in subject.maybe]
    noes = [answer for answer in others if answer.verdict is Verdict.BLOCKED]
    if subject.held and noes:
        no = min(noes, key=lambda answer: (answer.rule.value, answer.quitclaim or ""))
        return replace(no, person=subject.id)
    if subject.held or noes:
        return Reason(rule=Rule.HELD_MATCH, verdict=Verdict.REVIEW, person=subject.id)
    return own


def _own_answer(subject: Subject, question: Question) -> Reason:
    """Answer for one person and channel. Only records of this very person are read.

    Of each signer only the newest answer is read: `consent.newest`.
    """
    reads = [
        _Read(record, rule_of(record, subject, question))
        for record in counting(subject, question.matter)
    ]
    grants = [read for read in reads if read.rule is Rule.GRANTED]
    if not grants:
        return _without_grant(reads, subject)
    newest = max(grant.at for grant in grants)
    nos = [read for read in reads if read.rule in _NO_RULES]
    standing = [no for no in nos if no.at >= newest or _binds_for_ever(no, subject, question)]
    if standing:
        return _no_against_grants(_latest(standing), grants, subject, question)
    doubts = [
        read
        for read in reads
        if read.rule is Rule.NOT_ENTITLED
        and says_no(read.record, question.channel)
        and read.at >= newest
    ]
    if doubts:
        return _reason(_latest(doubts), Rule.NOT_ENTITLED, Verdict.REVIEW)
    last_no = max((no.at for no in nos), default=None)
    return _reason(_longest(grants, last_no), Rule.GRANTED, Verdict.CLEARED)


def _binds_for_ever(no: _Read, subject: Subject, question: Question) -> bool:
    """Tell whether it is the newest answer of a guardian of a child: one no is enough."""
    return is_minor(subject, question) and no.record.signer.guardian


def _no_against_grants(
    no: _Read, grants: list[_Read], subject: Subject, question: Question
) -> Reason:
    """Name the no; between guardians say that it was one of several."""
    mine = no.record.signer.identity
    others = any(grant.record.signer.identity != mine for grant in grants)
    split = is_minor(subject, question) and no.record.signer.guardian and others
    return _reason(no, Rule.GUARDIAN_REFUSED if split else no.rule, Verdict.BLOCKED)


def _without_grant(reads: list[_Read], subject: Subject) -> Reason:
    """Where no grant counts, a violation beats a gap."""
    violations = [read for read in reads if read.rule in _VIOLATIONS]
    violations = violations or [read for read in reads if read.rule is Rule.OTHER_CHANNELS_ONLY]
    if violations:
        read = _latest(violations)
        ends = None
        if read.rule is Rule.GUARDIAN_ENDED and subject.minor_until is not None:
            ends = day_before(subject.minor_until)
        return _reason(read, read.rule, Verdict.BLOCKED, ends=ends)
    for rule in _GAPS:
        if found := [read for read in reads if read.rule is rule]:
            return _reason(_latest(found), rule, Verdict.REVIEW)
    return Reason(rule=Rule.NO_RECORD, verdict=Verdict.REVIEW, person=subject.id)


def _latest(reads: Iterable[_Read]) -> _Read:
    """Give what was answered last."""
    return max(reads, key=lambda read: (read.at, read.record.id))


def _longest(grants: list[_Read], last_no: datetime | None) -> _Read:
    """Give the grant that lasts longest among those that no later no has outweighed."""
    valid = [grant for grant in grants if last_no is None or grant.at > last_no]
    return max(valid, key=lambda read: (read.record.ends or date.max, read.at, read.record.id))


def _reason(read: _Read, rule: Rule, verdict: Verdict, *, ends: date | None = None) -> Reason:
    """Say it as data."""
    record = read.record
    return Reason(
        rule=rule,
        verdict=verdict,
        person=record.person,
        quitclaim=record.id,
        begins=record.begins,
        ends=ends or record.ends,
    )
