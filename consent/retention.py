"""How long things are kept: pure rules over days. Nothing goes whose use still runs.

Local days; "older than n days" means that more than n whole days have gone by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consent.asks import Ask, AskState
from consent.ids import PersonId, SessionId
from consent.newest import current, is_answer
from consent.quitclaims import ForSession, Quitclaim, RecognitionConsent, Subject
from consent.states import ConsentState

YES_ONCE = frozenset(
    {
        ConsentState.GIVEN,
        ConsentState.RENEWED,
        ConsentState.EXPIRED,
        ConsentState.WITHDRAWN,
        ConsentState.REVOKED,
        ConsentState.INVALIDATED,
    }
)
"""States of an answer that was a yes at some time."""
RUNNING = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})
FOR_EVER = date.max


class Keeping(StrEnum):
    """What becomes of a person."""

    KEEP = "keep"
    REDUCE = "id-only"
    """Name, address and evidence go; the answer stays under a number that names nobody."""
    FORGET = "forget"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """What is configured."""

    invitation_days: int
    evidence_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Everything that says whether a person is still needed here."""

    person: PersonId
    quitclaims: tuple[Quitclaim, ...] = ()
    recognition: RecognitionConsent | None = None
    asks: tuple[Ask, ...] = ()
    belongs: bool = False
    """In a group, on the roster of a session to come, or with shots that wait."""
    on_photos: bool = False
    nameless: bool = False
    """Name and address are gone already."""


def keeping(
    trace: Trace, today: date, rules: RetentionRules, photos: frozenset[SessionId]
) -> Keeping:
    """Say what becomes of a person. `photos`: the sessions that have photos today."""
    if trace.belongs or any(_waits(ask, today) for ask in trace.asks):
        return Keeping.KEEP
    uses = zip(trace.quitclaims, last_uses(trace.quitclaims, today), strict=True)
    days = [last for one, last in uses if one.state in YES_ONCE]
    if _yes_once(trace.recognition):
        days.append(recognition_use(trace.recognition, today))
    if days:
        due = evidence_due(days, today, rules.evidence_years)
        return Keeping.REDUCE if due and not trace.nameless else Keeping.KEEP
    if not trace.quitclaims and not _answered(trace.recognition):
        return _never_answered(trace, today, rules)
    return _refused(trace, today, rules, photos)


def evidence_due(last_days: Iterable[date], today: date, years: int) -> bool:
    """Say whether evidence may go: so many years after the last use it covers has ended.

    `last_days`: of each use, `FOR_EVER` where one still runs. None at all: it covers nothing.
    """
    return years_after(max(last_days, default=date.min), years) < today


def last_use(quitclaim: Quitclaim, today: date) -> date:
    """Give the last day a yes held; `FOR_EVER` where it holds today or may hold again."""
    return _last(quitclaim, today)


def last_uses(quitclaims: Iterable[Quitclaim], today: date) -> tuple[date, ...]:
    """Give the last day each yes held, in their order; one that was replaced held until then."""
    every = tuple(quitclaims)
    return tuple(
        last_use(one, today)
        if _is_left(one, every, today)
        else min(last_use(one, today), one.ends or FOR_EVER, _replaced_on(one, every))
        for one in every
    )


def _is_left(one: Quitclaim, every: tuple[Quitclaim, ...], today: date) -> bool:
    left = current(Subject(id=one.person, quitclaims=every), today)
    return any((other.id, other.state) == (one.id, one.state) for other in left)


def _replaced_on(one: Quitclaim, every: Iterable[Quitclaim]) -> date:
    """Give the day of the latest answer of a signer: an earlier one held until then at most."""
    mine = (other for other in every if other.signer.identity == one.signer.identity)
    return max(other.said_at for other in mine if is_answer(other)).date()


def recognition_use(consent: RecognitionConsent | None, today: date) -> date:
    """Give the last day a recognition consent held; `FOR_EVER` where it holds today."""
    return date.min if consent is None else _last(consent, today)


def _last(answer: Quitclaim | RecognitionConsent, today: date) -> date:
    ends = answer.ends if answer.ends is not None else FOR_EVER
    if answer.state in RUNNING:
        return ends if ends < today else FOR_EVER
    return min(ends, answer.at.date())  # that it had ended may have been noted much later


def years_after(day: date, years: int) -> date:
    """Give the same day so many years later; 1 March for 29 February, the last day there is."""
    if day.year + years > date.max.year:
        return FOR_EVER
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _waits(ask: Ask, today: date) -> bool:
    return ask.state is AskState.OPEN and ask.ends_on >= today


def _yes_once(consent: RecognitionConsent | None) -> bool:
    return consent is not None and consent.state in YES_ONCE


def _answered(consent: RecognitionConsent | None) -> bool:
    return consent is not None and consent.state is ConsentState.REFUSED


def _never_answered(trace: Trace, today: date, rules: RetentionRules) -> Keeping:
    """Somebody who was asked and never answered; who was never asked stays."""
    asked = [(ask.last_sent_at or ask.made_at).date() for ask in trace.asks]
    if not asked or trace.on_photos or max(asked) + _days(rules) >= today:
        return Keeping.KEEP
    return Keeping.FORGET


def _refused(
    trace: Trace, today: date, rules: RetentionRules, photos: frozenset[SessionId]
) -> Keeping:
    """Somebody who only ever said no, or has not made up their mind."""
    said = [one.at.date() for one in trace.quitclaims]
    if trace.recognition is not None:
        said.append(trace.recognition.at.date())
    if max(said) + _days(rules) >= today:
        return Keeping.KEEP
    over = all(_is_over(one, photos) for one in trace.quitclaims)
    if trace.quitclaims and over and not trace.on_photos:
        return Keeping.FORGET
    return Keeping.KEEP if trace.nameless else Keeping.REDUCE


def _is_over(quitclaim: Quitclaim, photos: frozenset[SessionId]) -> bool:
    """Tell whether an answer was about a session only, and no photo of it is left."""
    scope = quitclaim.scope
    return isinstance(scope, ForSession) and scope.session not in photos


def _days(rules: RetentionRules) -> timedelta:
    return timedelta(days=rules.invitation_days)
