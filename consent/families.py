"""Children: until when a guardian answers, households, and guardians who disagree. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from consent.ids import Channel, PersonId, SignerId
from consent.newest import current
from consent.notices import Duration
from consent.quitclaims import Quitclaim, Subject
from consent.states import NOES, ConsentState
from consent.terms import birthday, last_day

ASKED_BEFORE = (90, 30)
"""Days before the hand-over birthday on which the person is asked."""
WITHOUT_BIRTHDAY_MONTHS = 12
"""A guardian's answer holds no longer where nobody said when the child comes of age."""
_YES = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Somebody who answers for a child, with how to reach them. Kept only sealed."""

    signer: SignerId
    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The children one guardian answers for."""

    signer: SignerId
    persons: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Uses on which the latest answers of a child's guardians differ. The no counts."""

    person: PersonId
    channels: frozenset[Channel]
    refused_by: frozenset[SignerId]


def hand_over(born: date | None, *, under_age: bool, age: int, today: date) -> date | None:
    """Give the day from which only the person's own answer counts; None for an adult.

    Somebody declared under age without a birth date comes of age `age` years from today at the
    latest; `guardian_until` keeps the guardian's answers short until the birth date is known.
    """
    if born is not None:
        day = birthday(born, age)
        return day if day > today else None
    return birthday(today, age) if under_age else None


def is_child(minor_until: date | None, today: date) -> bool:
    """Tell whether others answer for somebody; on the hand-over birthday nobody does any more."""
    return minor_until is not None and today < minor_until


def opens_to_guardians(minor_until: date | None, today: date) -> bool:
    """Tell whether a guardian of somebody may see their page.

    That ends on the hand-over birthday. Where none was ever noted, whoever is noted as guardian is.
    """
    return minor_until is None or is_child(minor_until, today)


def answers_alone(born: date, age: int, today: date) -> bool:
    """Tell whether somebody born then is old enough to answer for themselves."""
    return hand_over(born, under_age=False, age=age, today=today) is None


def ends_on(duration: Duration, first: date, minor_until: date | None, born: date | None) -> date:
    """Give the last good day of an answer: the notice's, but for a child no later than we know."""
    last = duration.ends(first)
    if minor_until is None:
        return last
    if born is not None:
        return min(last, minor_until - timedelta(days=1))
    return min(last, last_day(first, WITHOUT_BIRTHDAY_MONTHS))


def asked_on(minor_until: date, days: Sequence[int] = ASKED_BEFORE) -> tuple[date, ...]:
    """Give the days on which somebody who comes of age is asked, earliest first."""
    return tuple(sorted(minor_until - timedelta(days=before) for before in days))


def step_due(minor_until: date, today: date, days: Sequence[int] = ASKED_BEFORE) -> int | None:
    """Give the latest step (days before) that is due today; None before the first, and after."""
    if today >= minor_until:
        return None
    left = (minor_until - today).days
    return min((step for step in days if left <= step), default=None)


def households(guardians: Mapping[PersonId, Iterable[SignerId]]) -> tuple[Household, ...]:
    """Put together the children that each guardian answers for."""
    children: dict[SignerId, list[PersonId]] = {}
    for person in sorted(guardians):
        for signer in guardians[person]:
            children.setdefault(signer, []).append(person)
    return tuple(
        Household(signer=signer, persons=tuple(persons))
        for signer, persons in sorted(children.items())
    )


def conflict(person: PersonId, quitclaims: Iterable[Quitclaim]) -> Conflict | None:
    """Say where the guardians of a child disagree today; None where they do not."""
    said = _latest(person, quitclaims)
    yes: dict[Channel, set[SignerId]] = {}
    no: dict[Channel, set[SignerId]] = {}
    for (signer, channel), entry in said.items():
        side = yes if entry.state in _YES else no
        side.setdefault(channel, set()).add(signer)
    disputed = {channel for channel in no if yes.get(channel, set()) - no[channel]}
    if not disputed:
        return None
    refusers = frozenset(signer for channel in disputed for signer in no[channel])
    return Conflict(person=person, channels=frozenset(disputed), refused_by=refusers)


def _latest(
    person: PersonId, quitclaims: Iterable[Quitclaim]
) -> dict[tuple[SignerId, Channel], Quitclaim]:
    """Give the newest yes or no of each guardian on each use."""
    answers = current(Subject(id=person, quitclaims=tuple(quitclaims)), None)
    return {
        (entry.signer.identity, channel): entry
        for entry in answers
        if entry.signer.guardian and entry.state in _YES | NOES
        for channel in entry.channels
    }
