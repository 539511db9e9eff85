"""Terms: which ends of a person's consents anybody must be told about, and when they are. Pure.

Not what ends unnoticed because another grant goes on, or because there is a later no.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from consent.ids import Channel, PersonId, SessionId, SignerId
from consent.newest import counting, own_matter
from consent.question import day_after
from consent.quitclaims import ForSession, General, Quitclaim, RecognitionConsent, Subject
from consent.states import NOES, ConsentState, Ground

DAY = timedelta(days=1)
LIVE = frozenset({ConsentState.GIVEN, ConsentState.RENEWED, ConsentState.EXPIRED})
_OVERRULES = NOES | {ConsentState.INVALIDATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From the first to the last good day of one consent, both included."""

    about: str
    """The id of the quitclaim, or `recognition-` and the person's."""
    person: PersonId
    signer: SignerId
    guardian: bool
    session: SessionId | None
    first: date
    last: date
    renewable: bool
    """Whether its signer can renew it; False for other grounds and where a child comes of age."""


def terms(
    subject: Subject, recognition: RecognitionConsent | None, zone: ZoneInfo
) -> tuple[Term, ...]:
    """Give the terms of a person that somebody must be told about.

    Not what ends unnoticed because another grant goes on, or because there is a later no.
    """
    found = [
        _term(subject, entry, zone)
        for entry in subject.quitclaims
        if entry.state in LIVE and entry.notice_valid and _matters(subject, entry)
    ]
    if recognition and recognition.state in LIVE:
        found.append(_recognition(subject, recognition, zone))
    return tuple(term for term in found if term is not None)


def _term(subject: Subject, entry: Quitclaim, zone: ZoneInfo) -> Term | None:
    answered = _local(entry.at, zone)
    last, handed_over = _last(entry, subject.minor_until)
    if last is None:
        return None
    begins = answered if entry.state is ConsentState.RENEWED else entry.begins or answered
    return Term(
        about=entry.id,
        person=entry.person,
        signer=entry.signer.id,
        guardian=entry.signer.guardian,
        session=entry.scope.session if isinstance(entry.scope, ForSession) else None,
        first=begins,
        last=last,
        renewable=entry.ground is Ground.CONSENT and not handed_over,
    )


def _last(entry: Quitclaim, minor_until: date | None) -> tuple[date | None, bool]:
    """Give the last good day, and whether it is the eve of the hand-over birthday."""
    if entry.signer.guardian and minor_until is not None:
        eve = minor_until - DAY
        if entry.ends is None or entry.ends >= eve:
            return eve, True
    return entry.ends, False


def _recognition(subject: Subject, consent: RecognitionConsent, zone: ZoneInfo) -> Term | None:
    if consent.ends is None:
        return None
    answered = _local(consent.at, zone)
    signers = [entry.signer for entry in subject.quitclaims if entry.signer.guardian]
    child = subject.minor_until is not None and bool(signers)
    return Term(
        about=f"recognition-{consent.person}",
        person=consent.person,
        signer=signers[0].id if child else SignerId(consent.person),
        guardian=child,
        session=None,
        first=consent.begins or answered,
        last=consent.ends,
        renewable=not (child and subject.minor_until == consent.ends + DAY),
    )


def _local(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _matters(subject: Subject, entry: Quitclaim) -> bool:
    """Tell whether anything changes when this grant ends."""
    last, _ = _last(entry, subject.minor_until)
    if last is None:
        return False
    return any(_changes(subject, entry, channel, last) for channel in entry.channels)


def _changes(subject: Subject, entry: Quitclaim, channel: Channel, last: date) -> bool:
    """Tell whether it counts on its last day, and nothing goes on after it."""
    counting_then = counting(subject, own_matter(entry, channel, last))
    if not any(other.id == entry.id for other in counting_then):
        return False
    if any(_overrules(other, entry, channel) for other in counting_then):
        return False
    following = day_after(last)
    after = () if following is None else counting(subject, own_matter(entry, channel, following))
    return not any(_goes_on(other, entry, channel, last) for other in after)


def _overrules(other: Quitclaim, entry: Quitclaim, channel: Channel) -> bool:
    """Tell whether somebody else said no since, in a record that is about these photos."""
    return (
        other.id != entry.id
        and other.state in _OVERRULES
        and channel in other.channels
        and other.said_at >= entry.said_at
        and _covers(other, entry)
    )


def _goes_on(other: Quitclaim, entry: Quitclaim, channel: Channel, last: date) -> bool:
    return (
        other.id != entry.id
        and other.state in {ConsentState.GIVEN, ConsentState.RENEWED}
        and other.notice_valid
        and channel in other.channels
        and (other.begins is None or other.begins <= last + DAY)
        and (other.ends is None or other.ends > last)
        and _covers(other, entry)
    )


def _covers(other: Quitclaim, entry: Quitclaim) -> bool:
    return isinstance(other.scope, General) or other.scope == entry.scope
