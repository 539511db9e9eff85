"""Which answer counts: of each signer, per channel and photo, only the newest. Pure.

Whoever needs to know what somebody's answers come to asks here: the decision, alerts, renewal,
lists of people, pages and letters.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from consent.ids import Channel, QuitclaimId, SignatureId, SignerId
from consent.quitclaims import ForPhotos, General, Quitclaim, Scope, Subject
from consent.states import NOES, ConsentState, Ground

ANSWERS = NOES | {
    ConsentState.GIVEN,
    ConsentState.RENEWED,
    ConsentState.EXPIRED,
    ConsentState.INVALIDATED,
}
"""States of a record that somebody answered with. Asked, put off and unknown are no answers."""
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is asked about: one channel, on a local day, for the photos some scopes cover."""

    channel: Channel
    at: datetime
    """UTC instant of asking: a yes that is signed later does not count yet."""
    today: date | None
    """None: whatever the day, as if every yes had begun and none had ended."""
    covers: Callable[[Scope], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """An answer that somebody is about to give."""

    asked: frozenset[Channel]
    scope: Scope


def counting(subject: Subject, matter: Matter) -> tuple[Quitclaim, ...]:
    """Give the records of a person that are left to be read about a matter.

    Of each signer the newest answer that asked about the channel and whose scope covers the photo;
    nothing older of that signer comes back when it ends. And what is no such answer: another
    ground, somebody being asked, a yes that has not begun, answers about other channels or photos.
    """
    mine = [record for record in subject.quitclaims if record.person == subject.id]
    answers = [record for record in mine if is_answer(record) and _is_about(record, matter)]
    newest: set[QuitclaimId] = set()
    for theirs in _by_signer(answers):
        newest.update(record.id for record in _newest(theirs, subject, matter))
    older = {record.id for record in answers} - newest
    return tuple(record for record in mine if record.id not in older)


def current(subject: Subject, today: date | None) -> tuple[Quitclaim, ...]:
    """Give the records of a person without what newer answers of their signers replaced.

    For lists and pages, which ask about no photo: each record is looked at where its own scope
    holds, a yes that has not begun on its first day. Of a record that was replaced in part the
    other channels are left. What is no answer stays as it is. `today` None: whatever the day.
    """
    mine = tuple(record for record in subject.quitclaims if record.person == subject.id)
    if not _several(mine):
        return mine
    kept = (_kept(subject, record, today) for record in mine)
    return tuple(record for record in kept if record is not None)


def _several(records: Iterable[Quitclaim]) -> bool:
    """Tell whether any signer answered more than once; else nothing can be replaced."""
    seen: dict[SignerId, object] = {}
    for record in records:
        if is_answer(record):
            signature = _signature(record)
            if seen.setdefault(record.signer.identity, signature) != signature:
                return True
    return False


def _kept(subject: Subject, record: Quitclaim, today: date | None) -> Quitclaim | None:
    """Give what is left of a record; None where all of it was replaced."""
    if not is_answer(record):
        return record
    day = max(today, record.begins) if today and record.begins else today
    left = frozenset(
        channel
        for channel in record.channels
        if counts(subject, record, own_matter(record, channel, day))
    )
    if left == record.channels:
        return record
    return replace(record, channels=left) if left else None


def counts(subject: Subject, record: Quitclaim, matter: Matter) -> bool:
    """Tell whether no newer answer of its signer counts instead of a record."""
    return any(other.id == record.id for other in counting(subject, matter))


def own_matter(record: Quitclaim, channel: Channel, today: date | None) -> Matter:
    """Ask about a channel on the photos that a record is about, with everything signed by now."""

    def covers(scope: Scope) -> bool:
        if isinstance(scope, ForPhotos) and isinstance(record.scope, ForPhotos):
            return scope.assets >= record.scope.assets
        return isinstance(scope, General) or scope == record.scope

    return Matter(channel=channel, at=_FAR, today=today, covers=covers)


def is_answer(record: Quitclaim) -> bool:
    """Tell whether somebody answered: not another ground, and not only asked."""
    return record.ground is Ground.CONSENT and record.state in ANSWERS


def asks_about(record: Quitclaim, channel: Channel) -> bool:
    """Tell whether a record asked about a channel; where nobody noted that, what it names."""
    return channel in record.channels or channel in (record.asked or ())


def says_no(record: Quitclaim, channel: Channel) -> bool:
    """Tell whether a record says no to a channel: named in a no, or asked and not granted."""
    return record.state in NOES or channel not in record.channels


def _is_about(record: Quitclaim, matter: Matter) -> bool:
    """Tell whether an answer is about the matter; a yes only from its first day, a no at once."""
    if not (asks_about(record, matter.channel) and matter.covers(record.scope)):
        return False
    if says_no(record, matter.channel):
        return True
    begun = record.begins is None or matter.today is None or record.begins <= matter.today
    return begun and record.said_at <= matter.at


def _by_signer(answers: Iterable[Quitclaim]) -> Iterable[list[Quitclaim]]:
    found: dict[SignerId, list[Quitclaim]] = {}
    for record in answers:
        found.setdefault(record.signer.identity, []).append(record)
    return found.values()


def _newest(
    answers: Sequence[Quitclaim], subject: Subject, matter: Matter
) -> tuple[Quitclaim, ...]:
    """Give the newest answer of one signer.

    A yes replaces an earlier no only while it holds: beside one that has ended, or that its signer
    may not give, the no before it is given, too. An earlier yes is never.
    """
    said = sorted(
        _without_siblings(answers, matter.channel),
        key=lambda record: _order(record, matter.channel),
    )
    latest = said[-1]
    if _binds(latest, subject, matter):
        return (latest,)
    binding = [record for record in said if _binds(record, subject, matter)]
    if binding and says_no(binding[-1], matter.channel):
        return (latest, binding[-1])
    return (latest,)


def _without_siblings(answers: Sequence[Quitclaim], channel: Channel) -> list[Quitclaim]:
    """Leave out what another record of the same signature says: its yes and its no are one answer.

    The record that names a channel speaks for it; where none does, the answer to it is no.
    """
    named = {_signature(record) for record in answers if channel in record.channels}
    return [
        record
        for record in answers
        if channel in record.channels or _signature(record) not in named
    ]


def _signature(record: Quitclaim) -> tuple[SignatureId | QuitclaimId, Scope]:
    return record.evidence or record.id, record.scope


def _order(record: Quitclaim, channel: Channel) -> tuple[datetime, bool, int, QuitclaimId]:
    """Sort by when it was signed; at the same instant the no is later, then the earlier end."""
    no = says_no(record, channel)
    return record.said_at, no, -_last_day(record).toordinal(), record.id


def _last_day(record: Quitclaim) -> date:
    if record.state is ConsentState.INVALIDATED or not record.notice_valid:
        return date.min
    if record.state is ConsentState.EXPIRED and record.ends is None:
        return date.min
    return record.ends or date.max


def _binds(record: Quitclaim, subject: Subject, matter: Matter) -> bool:
    """Tell whether it is a no, or a yes that holds today, of somebody who may say so."""
    if not record.signer.entitled:
        return False
    return says_no(record, matter.channel) or holds(record, subject, matter.today)


def holds(record: Quitclaim, subject: Subject, today: date | None) -> bool:
    """Tell whether a yes is in force on a local day, whatever came after it."""
    live = record.state in {ConsentState.GIVEN, ConsentState.RENEWED} and record.notice_valid
    if today is None or not (live and record.signer.entitled):
        return live and record.signer.entitled
    minor = subject.minor_until is not None and today < subject.minor_until
    begun = record.begins is None or record.begins <= today
    over = record.ends is not None and record.ends < today
    return record.signer.guardian is minor and begun and not over


def replaced_by(
    subject: Subject, signer: SignerId, about: Proposed, today: date
) -> tuple[Quitclaim, ...]:
    """Give the answers of a signer that an answer handed in now would replace, oldest first.

    Of those that still count: whose uses the text asks about, and whose photos it is about, too.
    """
    found = [
        record
        for record in current(subject, today)
        if is_answer(record)
        and signer in {record.signer.id, record.signer.identity}
        and record.channels & about.asked
        and _meets(about.scope, record.scope)
    ]
    return tuple(sorted(found, key=lambda record: (record.said_at, record.id)))


def _meets(scope: Scope, other: Scope) -> bool:
    return isinstance(scope, General) or isinstance(other, General) or scope == other
