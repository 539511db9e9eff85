"""Which quitclaims count, and what each of the others is: one rule per record, person by person."""

from consent.decisions import Rule
from consent.newest import asks_about, is_answer, says_no
from consent.question import Question
from consent.quitclaims import Quitclaim, Subject
from consent.states import ConsentState, Ground

NOS = {
    ConsentState.REFUSED: Rule.REFUSED,
    ConsentState.WITHDRAWN: Rule.WITHDRAWN,
    ConsentState.REVOKED: Rule.REVOKED,
}
_PENDING = {
    ConsentState.REQUESTED: Rule.REQUESTED,
    ConsentState.DEFERRED: Rule.DEFERRED,
    ConsentState.UNKNOWN: Rule.STATE_UNKNOWN,
}
_ONCE_GIVEN = {Rule.GRANTED, Rule.EXPIRED, Rule.INVALIDATED, Rule.GUARDIAN_ENDED}


def is_minor(subject: Subject, question: Question) -> bool:
    """Tell whether a guardian still answers for this person."""
    return subject.minor_until is not None and question.today < subject.minor_until


def rule_of(record: Quitclaim, subject: Subject, question: Question) -> Rule:
    """Say what one record means for one channel; only `GRANTED` counts."""
    if not question.includes_photo(record.scope):
        return Rule.OTHER_SCOPE
    if record.asked is not None and is_answer(record):
        return _answered(record, subject, question)
    return _named(record, subject, question)


def _named(record: Quitclaim, subject: Subject, question: Question) -> Rule:
    """Read a record of which only the channels it names are known."""
    covers = question.channel in record.channels
    if not record.signer.entitled:
        return Rule.NOT_ENTITLED if covers else Rule.NO_RECORD
    if record.state in NOS:
        return _no(record, covers=covers)
    if record.state in _PENDING and not _is_other_ground(record):
        return _PENDING[record.state] if covers else Rule.NO_RECORD
    rule = _given(record, subject, question)
    if covers:
        return rule
    return Rule.OTHER_CHANNELS_ONLY if rule in _ONCE_GIVEN else Rule.NO_RECORD


def _answered(record: Quitclaim, subject: Subject, question: Question) -> Rule:
    """Read an answer of which it is noted what was asked: granted, or no; else not asked."""
    if not asks_about(record, question.channel):
        return Rule.NOT_ASKED
    if not record.signer.entitled:
        return Rule.NOT_ENTITLED
    if says_no(record, question.channel):
        return NOS.get(record.state, Rule.REFUSED)
    return _given(record, subject, question)


def _no(record: Quitclaim, *, covers: bool) -> Rule:
    """Read a no. What was given and taken back still tells that other channels were never given."""
    if covers:
        return NOS[record.state]
    return Rule.NO_RECORD if record.state is ConsentState.REFUSED else Rule.OTHER_CHANNELS_ONLY


def _is_other_ground(record: Quitclaim) -> bool:
    """Tell whether it is a ground that nobody gives: recorded without a state, it is in force."""
    return record.ground is not Ground.CONSENT and record.state is ConsentState.UNKNOWN


def _given(record: Quitclaim, subject: Subject, question: Question) -> Rule:
    """Read a record that was given once: who signed it, then whether it holds, then its days."""
    if record.ground is Ground.DEMO and not question.rules.demo:
        return Rule.NO_RECORD
    if (signed := _signed(record, subject, question)) is not Rule.GRANTED:
        return signed
    if record.state is ConsentState.INVALIDATED or not record.notice_valid:
        return Rule.INVALIDATED
    if record.state is ConsentState.EXPIRED:
        return Rule.EXPIRED
    return _in_force(record, question)


def _signed(record: Quitclaim, subject: Subject, question: Question) -> Rule:
    """Check who signed: the guardian until the hand-over birthday, the person from that day on."""
    if is_minor(subject, question):
        return Rule.GRANTED if record.signer.guardian else Rule.NOT_ENTITLED
    if not record.signer.guardian:
        return Rule.GRANTED
    return Rule.NOT_ENTITLED if subject.minor_until is None else Rule.GUARDIAN_ENDED


def _in_force(record: Quitclaim, question: Question) -> Rule:
    """Check the days, both included; a grant dated after the moment of asking has not begun."""
    begun = record.begins is None or record.begins <= question.today
    if record.said_at > question.at or not begun:
        return Rule.NOT_BEGUN
    ended = record.ends is not None and record.ends < question.today
    return Rule.EXPIRED if ended else Rule.GRANTED
