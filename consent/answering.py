"""What a handed-in answer makes of the consents that are there. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from consent.families import ends_on
from consent.ids import Channel, PersonId, QuitclaimId, SignerId
from consent.machine import NEXT
from consent.newest import current
from consent.notices import Notice
from consent.quitclaims import (
    ForSession,
    General,
    Quitclaim,
    RecognitionConsent,
    Scope,
    Subject,
)
from consent.recognition_words import Word, is_overtaken, refused_by_another
from consent.signing import PersonAnswer, Signing
from consent.states import ConsentState, Ground

LIVE = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})
_CONTINUED = LIVE | {ConsentState.EXPIRED}
_PENDING = frozenset({ConsentState.REQUESTED, ConsentState.DEFERRED, ConsentState.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """One answer with everything that decides what becomes of it."""

    signing: Signing
    notice: Notice
    person: PersonId
    answer: PersonAnswer
    minor_until: date | None
    born: date | None
    today: date

    @property
    def scope(self) -> Scope:
        """Give where it holds: at the session it was signed for, or everywhere."""
        session = self.signing.session
        return General() if session is None else ForSession(session=session)

    @property
    def granted(self) -> frozenset[Channel]:
        """Give the uses agreed to, of those the text asks about."""
        return self.answer.granted & self.notice.channels

    @property
    def first(self) -> date:
        """Give the first good day: for who comes of age soon, the day their own answer counts."""
        if self.minor_until is None or self.signing.signer.guardian:
            return self.today
        return max(self.today, self.minor_until)

    @property
    def ends(self) -> date:
        """Give the last good day; what a guardian says ends before the child comes of age."""
        until = self.minor_until if self.signing.signer.guardian else None
        return ends_on(self.notice.duration, self.first, until, self.born)


def quitclaims_after(
    answering: Answering, existing: Iterable[Quitclaim], new_id: Callable[[], str]
) -> tuple[Quitclaim, ...]:
    """Give the records that the answer adds: the yes first, then the no. Both are one answer.

    Nothing that was answered earlier is changed; the record of being asked becomes the answer.
    """
    mine = [entry for entry in existing if _same_matter(answering, entry)]
    pending = max(
        (entry for entry in mine if entry.state in _PENDING and entry.notice_valid),
        key=lambda entry: (entry.at, entry.id),
        default=None,
    )
    records: list[Quitclaim] = []
    for state, channels in _parts(answering, mine):
        number = pending.id if pending and not records else QuitclaimId(new_id())
        records.append(_record(answering, number, state, channels))
    return tuple(records)


def _parts(
    answering: Answering, mine: list[Quitclaim]
) -> Iterable[tuple[ConsentState, frozenset[Channel]]]:
    """Say what is answered: the yes and the rest; a no to all takes back what was given."""
    asked, earlier = answering.notice.channels, _earlier(answering, mine)
    if answering.granted:
        was_given = any(entry.state in _CONTINUED and entry.notice_valid for entry in earlier)
        state = ConsentState.RENEWED if was_given else ConsentState.GIVEN
        first = answering.granted
    else:
        state = ConsentState.WITHDRAWN
        first = asked & _given(earlier)
    parts = ((state, first), (ConsentState.REFUSED, asked - first))
    return [(state, channels) for state, channels in parts if channels]


def _earlier(answering: Answering, mine: list[Quitclaim]) -> tuple[Quitclaim, ...]:
    """Give what this signer said until now and has not replaced since."""
    at = answering.signing.at
    until = tuple(entry for entry in mine if entry.said_at <= at)
    return current(Subject(id=answering.person, quitclaims=until), answering.today)


def _given(earlier: Iterable[Quitclaim]) -> frozenset[Channel]:
    live = [entry.channels for entry in earlier if entry.state in LIVE and entry.notice_valid]
    return frozenset[Channel]().union(*live)


def _same_matter(answering: Answering, entry: Quitclaim) -> bool:
    """Tell whether a record is of this signer, about the same text and photos."""
    return (
        entry.person == answering.person
        and answering.signing.signer.id in {entry.signer.id, entry.signer.identity}
        and entry.ground is Ground.CONSENT
        and entry.notice == answering.notice.id
        and entry.scope == answering.scope
    )


def _record(
    answering: Answering,
    number: QuitclaimId,
    state: ConsentState,
    channels: frozenset[Channel],
) -> Quitclaim:
    signing = answering.signing
    days = state in LIVE
    return Quitclaim(
        id=number,
        person=answering.person,
        state=state,
        channels=channels,
        asked=answering.notice.channels,
        at=signing.at,
        signed_at=signing.at,
        signer=signing.signer,
        scope=answering.scope,
        begins=answering.first if days else None,
        ends=answering.ends if days else None,
        notice=answering.notice.id,
        notice_version=answering.notice.version,
        evidence=signing.id,
    )


def recognition_after(
    answering: Answering,
    before: RecognitionConsent | None,
    words: Iterable[Word] = (),
    guardians: Iterable[SignerId] = (),
) -> RecognitionConsent | None:
    """Give the recognition consent after an answer; None where nothing changes.

    A box left empty is a no: it ends what was given. With two guardians the no of either counts,
    and of each signer the newest word. `words`: everything that was said before.
    """
    if not answering.notice.recognition:
        return None
    signing, every = answering.signing, tuple(words)
    said = Word(signer=signing.signer.id, at=signing.at, yes=answering.answer.recognition)
    if is_overtaken(said, every):
        return None
    others = guardians if signing.signer.guardian else ()
    state = ConsentState.UNKNOWN if before is None else before.state
    agreed = said.yes and not refused_by_another(signing.signer.id, every, others)
    wanted = _agreed(state) if agreed else _declined(state)
    if wanted is None:
        return None
    kept_begin = before.begins if before is not None and state in LIVE else None
    return RecognitionConsent(
        person=answering.person,
        state=wanted,
        at=answering.signing.at,
        begins=(kept_begin or answering.first) if agreed else None,
        ends=answering.ends if agreed else None,
        evidence=answering.signing.id,
    )


def _agreed(state: ConsentState) -> ConsentState:
    return ConsentState.RENEWED if state in _CONTINUED else ConsentState.GIVEN


def _declined(state: ConsentState) -> ConsentState | None:
    if state in LIVE:
        return ConsentState.WITHDRAWN
    return ConsentState.REFUSED if ConsentState.REFUSED in NEXT[state] else None


def asked_after(asking: Quitclaim, existing: Iterable[Quitclaim]) -> Quitclaim | None:
    """Give the record of somebody being asked; None where what was given goes on meanwhile.

    `asking`: a new record that says who is asked about what. An earlier one that nobody answered
    is used again.
    """
    mine = [
        entry
        for entry in existing
        if asking.signer.id in {entry.signer.id, entry.signer.identity}
        and entry.ground is Ground.CONSENT
        and entry.notice == asking.notice
        and entry.scope == asking.scope
    ]
    if any(entry.state in _CONTINUED and entry.notice_valid for entry in mine):
        return None
    pending = next((entry for entry in mine if entry.state in _PENDING), None)
    return asking if pending is None else replace(asking, id=pending.id)
