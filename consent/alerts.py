"""When somebody must be told that a consent ends: the steps of its term, and which are due. Pure.

A step is told once. Who was told what is the caller's to know; here it is only said what is due.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from consent.alert_terms import DAY, Term
from consent.ids import PersonId, SignerId


class Audience(StrEnum):
    """Who is told. Stored: never rename one."""

    DESK = "desk"
    """The consent managers."""
    SIGNER = "signer"
    """Who signed: the person or a guardian."""
    EDITOR = "editor"
    """Who works with photos in a host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPlan:
    """When to tell whom. Days are days before the last good day."""

    share: float = 0.8
    """Share of the duration after which the managers are told; 0 = never."""
    days: tuple[int, ...] = (90, 30, 7, 1)
    person_days: tuple[int, ...] = (30, 7)
    person_expired: bool = True
    desk: bool = True
    """Whether there are managers to tell."""
    ahead: int = 7
    """Where a household gets a letter, what comes due in so many days goes with it."""
    recent: int = 60
    """Days after its end in which an end is still told: nobody is told of old ends taken over."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Step:
    """One thing to be told about one term, once."""

    day: date
    """The local day from which it is due."""
    about: str
    last: date
    audience: Audience
    word: str
    """`share`, `before-30`, `ended`."""
    person: PersonId = field(compare=False)

    @property
    def key(self) -> str:
        """Give what says for ever which step this is."""
        return f"{self.about}:{self.last.isoformat()}:{self.audience}:{self.word}"


def steps(term: Term, plan: AlertPlan) -> tuple[Step, ...]:
    """Give every step of a term, earliest first.

    Not those that lie on its first day or before.
    """
    found = [*_desk_steps(term, plan)] if plan.desk else []
    if term.renewable:
        found += _signer_steps(term, plan)
    return tuple(sorted(found))


def _desk_steps(term: Term, plan: AlertPlan) -> Iterable[Step]:
    length = (term.last - term.first).days + 1
    if plan.share:
        day = term.first + timedelta(days=ceil(length * plan.share))
        yield from _within(term, day, Audience.DESK, "share")
    for before in plan.days:
        day = term.last - timedelta(days=before)
        yield from _within(term, day, Audience.DESK, f"before-{before}")
    yield from _ended(term, Audience.DESK)


def _signer_steps(term: Term, plan: AlertPlan) -> Iterable[Step]:
    for before in plan.person_days:
        day = term.last - timedelta(days=before)
        yield from _within(term, day, Audience.SIGNER, f"before-{before}")
    if plan.person_expired:
        yield from _ended(term, Audience.SIGNER)


def _within(term: Term, day: date, audience: Audience, word: str) -> Iterable[Step]:
    if term.first < day <= term.last:
        yield _step(term, day, audience, word)


def _ended(term: Term, audience: Audience) -> Iterable[Step]:
    yield _step(term, term.last + DAY, audience, "ended")


def _step(term: Term, day: date, audience: Audience, word: str) -> Step:
    return Step(
        day=day,
        about=term.about,
        last=term.last,
        audience=audience,
        word=word,
        person=term.person,
    )


def due(all_steps: Iterable[Step], told: frozenset[str], today: date) -> tuple[Step, ...]:
    """Give the steps that are due by today and were not told, earliest first."""
    return tuple(sorted(step for step in all_steps if step.day <= today and step.key not in told))


def next_day(all_steps: Iterable[Step], told: frozenset[str]) -> date | None:
    """Give the day of the earliest step that was not told; None where nothing is left."""
    return min((step.day for step in all_steps if step.key not in told), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLetter:
    """One letter to a signer about all their terms of which something is due."""

    signer: SignerId
    ended: bool
    """Whether everything it tells of has ended; else it asks whether to renew."""
    terms: tuple[Term, ...]
    steps: tuple[Step, ...]
    """What this letter tells; no other will."""
    silent: bool = False
    """All of it ended long ago: the steps count as told, and no letter goes."""


def is_old(last: date, plan: AlertPlan, today: date) -> bool:
    """Tell whether an end lies so long ago that nobody is told any more."""
    return today - last > timedelta(days=plan.recent)


def person_letters(
    all_terms: Iterable[Term], told: frozenset[str], plan: AlertPlan, today: date
) -> tuple[PersonLetter, ...]:
    """Put what is due together, one letter per signer and household.

    What has ended goes into a letter of its own. Steps that were missed go with the next.
    """
    mine: dict[tuple[SignerId, bool, bool], list[Term]] = {}
    for term in all_terms:
        place = term.signer, term.last < today, is_old(term.last, plan, today)
        mine.setdefault(place, []).append(term)
    letters = (_letter(place[0], held, told, plan, today) for place, held in sorted(mine.items()))
    return tuple(letter for letter in letters if letter is not None)


def _letter(
    signer: SignerId, held: Sequence[Term], told: frozenset[str], plan: AlertPlan, today: date
) -> PersonLetter | None:
    open_steps = {
        term.about: [step for step in steps(term, plan) if step.audience is Audience.SIGNER]
        for term in held
    }
    if not any(due(some, told, today) for some in open_steps.values()):
        return None
    ended = held[0].last < today
    horizon = today if ended else today + timedelta(days=plan.ahead)
    telling = {
        term.about: [
            step
            for step in due(open_steps[term.about], told, horizon)
            if step.day <= term.last or ended
        ]
        for term in held
    }
    return PersonLetter(
        signer=signer,
        ended=ended,
        terms=tuple(term for term in held if telling[term.about]),
        steps=tuple(sorted(step for some in telling.values() for step in some)),
        silent=ended and (not plan.person_expired or is_old(held[0].last, plan, today)),
    )
