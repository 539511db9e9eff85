"""What a handed-in answer makes of the consents that are there. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from consent.families import ends_on
from consent.ids import Channel, PersonId, QuitclaimId
from consent.machine import NEXT
from consent.notices import Notice
from consent.quitclaims import ForSession, General, Quitclaim, RecognitionConsent, Scope
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
    """Give every quitclaim that the answer makes or changes: the yes first, then the no."""
    mine = [entry for entry in existing if _same_matter(answering, entry)]
    carrier = _carrier(mine)
    if not answering.granted:
        return _all_refused(answering, mine, carrier, new_id)
    state = ConsentState.RENEWED if carrier and carrier.state in _CONTINUED else ConsentState.GIVEN
    yes = replace(
        _made(answering, carrier, new_id),
        state=state,
        channels=answering.granted,
        begins=_begins(answering, carrier),
        ends=answering.ends,
    )
    rest = answering.notice.channels - answering.granted
    return (yes, *_refusal(answering, mine, rest, yes.id, new_id))


def _all_refused(
    answering: Answering,
    mine: list[Quitclaim],
    carrier: Quitclaim | None,
    new_id: Callable[[], str],
) -> tuple[Quitclaim, ...]:
    """Say no to every use; what was given before is withdrawn."""
    asked = answering.notice.channels
    if carrier is not None and carrier.state in LIVE:
        made = _made(answering, carrier, new_id)
        withdrawn = replace(made, state=ConsentState.WITHDRAWN)
        rest = asked - carrier.channels
        return (withdrawn, *_refusal(answering, mine, rest, carrier.id, new_id))
    if carrier is None:
        return _refusal(answering, mine, asked, None, new_id)
    made = _made(answering, carrier, new_id)
    refused = replace(made, state=ConsentState.REFUSED, channels=asked, begins=None, ends=None)
    return (refused,)


def _refusal(
    answering: Answering,
    mine: list[Quitclaim],
    channels: frozenset[Channel],
    taken: QuitclaimId | None,
    new_id: Callable[[], str],
) -> tuple[Quitclaim, ...]:
    """Say no to some uses, on the record of an earlier no where there is one."""
    if not channels:
        return ()
    before = next(
        (entry for entry in mine if entry.state is ConsentState.REFUSED and entry.id != taken), None
    )
    made = _made(answering, before, new_id)
    return (replace(made, state=ConsentState.REFUSED, channels=channels, begins=None, ends=None),)


def _same_matter(answering: Answering, entry: Quitclaim) -> bool:
    """Tell whether a record is of this signer, about the same text and photos."""
    return (
        entry.person == answering.person
        and entry.signer.id == answering.signing.signer.id
        and entry.ground is Ground.CONSENT
        and entry.notice == answering.notice.id
        and entry.scope == answering.scope
    )


def _carrier(mine: list[Quitclaim]) -> Quitclaim | None:
    """Pick the record the answer goes on with: what was given, else what was asked."""
    for states in (_CONTINUED, _PENDING):
        found = [entry for entry in mine if entry.state in states and entry.notice_valid]
        if found:
            return max(found, key=lambda entry: (entry.at, entry.id))
    return None


def _begins(answering: Answering, carrier: Quitclaim | None) -> date:
    """Give the first good day: what still holds goes on without a break."""
    if carrier is None or carrier.state not in LIVE or carrier.begins is None:
        return answering.first
    over = carrier.ends is not None and carrier.ends < answering.today
    return answering.first if over else min(carrier.begins, answering.first)


def _made(answering: Answering, before: Quitclaim | None, new_id: Callable[[], str]) -> Quitclaim:
    signing = answering.signing
    made = before or Quitclaim(
        id=QuitclaimId(new_id()),
        person=answering.person,
        state=ConsentState.UNKNOWN,
        channels=frozenset(),
        at=signing.at,
        signer=signing.signer,
        scope=answering.scope,
    )
    return replace(
        made,
        at=signing.at,
        signer=signing.signer,
        notice=answering.notice.id,
        notice_version=answering.notice.version,
        notice_valid=True,
        evidence=signing.id,
    )


def recognition_after(
    answering: Answering, before: RecognitionConsent | None, *, others_refuse: bool
) -> RecognitionConsent | None:
    """Give the recognition consent after an answer; None where nothing changes.

    A box left empty is a no: it ends what was given. With two guardians the no of either counts.
    """
    if not answering.notice.recognition:
        return None
    state = ConsentState.UNKNOWN if before is None else before.state
    agreed = answering.answer.recognition and not others_refuse
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
        if entry.signer.id == asking.signer.id
        and entry.ground is Ground.CONSENT
        and entry.notice == asking.notice
        and entry.scope == asking.scope
    ]
    if any(entry.state in _CONTINUED and entry.notice_valid for entry in mine):
        return None
    pending = next((entry for entry in mine if entry.state in _PENDING), None)
    return asking if pending is None else replace(asking, id=pending.id)
