"""The answer of one known person for one channel: grants against no's, one deciding reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from consent.counting import NOS, is_minor, rule_of
from consent.decisions import Reason, Rule
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
)


@dataclass(frozen=True, slots=True)
class _Read:
    """One record and what it means for the channel asked about."""

    record: Quitclaim
    rule: Rule


def answer_of(subject: Subject, question: Question) -> Reason:
    """Answer for one person and channel. Only records of this very person are read."""
    reads = [
        _Read(record, rule_of(record, subject, question))
        for record in subject.quitclaims
        if record.person == subject.id
    ]
    grants = [read.record for read in reads if read.rule is Rule.GRANTED]
    if not grants:
        return _without_grant(reads, subject)
    newest = max(grant.at for grant in grants)
    nos = [read.record for read in reads if read.rule in _NO_RULES]
    standing = [no for no in nos if _outweighs(no, grants, newest, subject, question)]
    if standing:
        return _no_against_grants(_latest(standing), grants, subject, question)
    doubts = [
        read.record
        for read in reads
        if read.rule is Rule.NOT_ENTITLED and read.record.state in NOS and read.record.at >= newest
    ]
    if doubts:
        return _reason(_latest(doubts), Rule.NOT_ENTITLED, Verdict.REVIEW)
    last_no = max((no.at for no in nos), default=None)
    return _reason(_longest(grants, last_no), Rule.GRANTED, Verdict.CLEARED)


def _outweighs(
    no: Quitclaim, grants: list[Quitclaim], newest: datetime, subject: Subject, question: Question
) -> bool:
    """Tell whether a no outweighs every grant: none is later, or this guardian never relented."""
    if no.at >= newest:
        return True
    if not (is_minor(subject, question) and no.signer.guardian):
        return False
    return not any(grant.signer.id == no.signer.id and grant.at > no.at for grant in grants)


def _no_against_grants(
    no: Quitclaim, grants: list[Quitclaim], subject: Subject, question: Question
) -> Reason:
    """Name the no; between guardians say that it was one of several."""
    others = any(grant.signer.id != no.signer.id for grant in grants)
    split = is_minor(subject, question) and no.signer.guardian and others
    return _reason(no, Rule.GUARDIAN_REFUSED if split else NOS[no.state], Verdict.BLOCKED)


def _without_grant(reads: list[_Read], subject: Subject) -> Reason:
    """Where no grant counts, a violation beats a gap."""
    violations = [read for read in reads if read.rule in _VIOLATIONS]
    violations = violations or [read for read in reads if read.rule is Rule.OTHER_CHANNELS_ONLY]
    if violations:
        read = max(violations, key=lambda read: (read.record.at, read.record.id))
        ends = None
        if read.rule is Rule.GUARDIAN_ENDED and subject.minor_until is not None:
            ends = day_before(subject.minor_until)
        return _reason(read.record, read.rule, Verdict.BLOCKED, ends=ends)
    for rule in _GAPS:
        if found := [read.record for read in reads if read.rule is rule]:
            return _reason(_latest(found), rule, Verdict.REVIEW)
    return Reason(rule=Rule.NO_RECORD, verdict=Verdict.REVIEW, person=subject.id)


def _latest(records: Iterable[Quitclaim]) -> Quitclaim:
    """Give the record of the latest instant."""
    return max(records, key=lambda record: (record.at, record.id))


def _longest(grants: list[Quitclaim], last_no: datetime | None) -> Quitclaim:
    """Give the grant that lasts longest among those that no later no has outweighed."""
    valid = [grant for grant in grants if last_no is None or grant.at > last_no]
    return max(valid, key=lambda grant: (grant.ends or date.max, grant.at, grant.id))


def _reason(record: Quitclaim, rule: Rule, verdict: Verdict, *, ends: date | None = None) -> Reason:
    """Say it as data."""
    return Reason(
        rule=rule,
        verdict=verdict,
        person=record.person,
        quitclaim=record.id,
        begins=record.begins,
        ends=ends or record.ends,
    )
