"""Who is to be asked for whom: the person, or each guardian of a child, one ask per household."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consent.asks import Ask, AskState
from consent.families import Guardian, is_child
from consent.ids import NoticeId, PersonId, SessionId, SignerId
from consent.notices import Audience, best_language
from consent.persons import Profile
from consent.quitclaims import ForSession, General
from consent.signing import Means
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.ports import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRequest:
    """One ask to be made."""

    persons: tuple[PersonId, ...]
    signer: SignerId
    guardian: bool
    notice: NoticeId
    language: str
    way: Means
    session: SessionId | None = None


class Problem(StrEnum):
    """Why somebody cannot be asked, or need not be."""

    UNKNOWN = "unknown"
    NO_ADDRESS = "no-address"
    NO_OWN_ADDRESS = "no-own-address"
    """Old enough to answer themselves; only the guardians have an address."""
    ANSWERED = "answered"
    """Has answered this text."""
    NO_GUARDIAN = "no-guardian"
    NO_NOTICE = "no-notice"
    ASKED = "asked-already"
    NOTHING = "nothing-to-renew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whom somebody wants to ask, and how."""

    persons: tuple[PersonId, ...]
    notice: NoticeId
    way: Means
    language: str = ""
    """Empty: the language of each person."""
    session: SessionId | None = None
    again: bool = False
    """Ask also who has answered this text: for renewals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPlan:
    """What would be asked, and what stands in the way."""

    requests: tuple[AskRequest, ...]
    problems: Mapping[PersonId, Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Somebody who would be asked."""

    signer: SignerId
    guardian: bool
    email: str
    language: str


def plan_asks(deps: Deps, tx: Tx, wish: Wish) -> AskPlan:
    """Work out who is asked for whom. Changes nothing."""
    problems: dict[PersonId, Problem] = {}
    asked: dict[tuple[SignerId, bool], list[tuple[PersonId, _Reader]]] = {}
    for person in dict.fromkeys(wish.persons):
        for reader, problem in _readers(deps, tx, person, wish):
            if problem is not None:
                problems[person] = problem
            elif reader is not None:
                key = (reader.signer, reader.guardian)
                asked.setdefault(key, []).append((person, reader))
    requests = [_request(deps, tx, wish, about) for about in asked.values()]
    for request in requests:
        if request.language == "":
            problems |= dict.fromkeys(request.persons, Problem.NO_NOTICE)
    good = tuple(request for request in requests if request.language)
    return AskPlan(requests=good, problems=problems)


def _readers(
    deps: Deps, tx: Tx, person: PersonId, wish: Wish
) -> Iterable[tuple[_Reader | None, Problem | None]]:
    try:
        profile = tx.people.profile(person)
    except NoSuchRow:
        return [(None, Problem.UNKNOWN)]
    readers = _who_answers(profile, person, tx.guardians.of(person), deps.clock.today())
    if not readers:
        return [(None, Problem.NO_GUARDIAN)]
    return [(reader, _problem(tx, person, wish, reader)) for reader in readers]


def _who_answers(
    profile: Profile, person: PersonId, guardians: Sequence[Guardian], today: date
) -> list[_Reader]:
    if not is_child(profile.minor_until, today):
        return [
            _Reader(
                signer=SignerId(person),
                guardian=False,
                email=profile.email,
                language=profile.language,
            )
        ]
    return [
        _Reader(
            signer=one.signer,
            guardian=True,
            email=one.email,
            language=one.language or profile.language,
        )
        for one in guardians
    ]


def _problem(tx: Tx, person: PersonId, wish: Wish, reader: _Reader) -> Problem | None:
    if not wish.again and _has_answered(tx, person, wish, reader.signer):
        return Problem.ANSWERED
    if wish.way is Means.MAIL and not reader.email:
        grown = not reader.guardian and bool(tx.guardians.of(person))
        return Problem.NO_OWN_ADDRESS if grown else Problem.NO_ADDRESS
    about = (reader.signer, wish.notice, wish.session)
    if any(_matter(ask) == about for ask in tx.asks.open_of(person)):
        return Problem.ASKED
    return None


def _has_answered(tx: Tx, person: PersonId, wish: Wish, signer: SignerId) -> bool:
    """Tell whether a signer has answered the latest version of this text for this person."""
    holds = [number for number, ended in tx.notices.versions(wish.notice).items() if ended is None]
    scope = General() if wish.session is None else ForSession(session=wish.session)
    return any(
        one.notice == wish.notice
        and one.notice_version == max(holds, default=0)
        and one.signer.id == signer
        and one.scope in {scope, General()}
        and one.state in ANSWERS
        for subject in tx.people.subjects([person])
        for one in subject.quitclaims
    )


ANSWERS = frozenset(
    {
        ConsentState.GIVEN,
        ConsentState.RENEWED,
        ConsentState.REFUSED,
        ConsentState.WITHDRAWN,
        ConsentState.REVOKED,
    }
)
"""States that say that somebody answered, and has not been overtaken by a day or a text since."""


def open_asks(tx: Tx, wish: Wish) -> tuple[Ask, ...]:
    """Give the asks of exactly this text that wait for an answer of these persons, each once."""
    found = {
        ask.id: ask
        for person in wish.persons
        for ask in tx.asks.open_of(person)
        if (ask.notice, ask.session) == (wish.notice, wish.session)
        and not all(_has_answered(tx, who, wish, ask.signer) for who in ask.persons)
    }
    return tuple(found.values())


def _matter(ask: Ask) -> tuple[SignerId, NoticeId, SessionId | None]:
    return ask.signer, ask.notice, ask.session


def _request(
    deps: Deps, tx: Tx, wish: Wish, about: Sequence[tuple[PersonId, _Reader]]
) -> AskRequest:
    """Ask one reader about all of theirs at once, whatever was noted with each of them."""
    reader = about[0][1]
    audience = Audience.GUARDIAN if reader.guardian else Audience.ADULT
    there = tx.notices.languages(wish.notice, audience)
    noted = (one.language for _, one in about)
    wanted = [language for language in (wish.language, *noted) if language]
    return AskRequest(
        persons=tuple(person for person, _ in about),
        signer=reader.signer,
        guardian=reader.guardian,
        notice=wish.notice,
        language=best_language(there, wanted, deps.rules.language) or "",
        way=wish.way,
        session=wish.session,
    )


def same_ask(tx: Tx, request: AskRequest) -> Ask | None:
    """Give the open ask that asks exactly this; None where there is none."""
    about = (request.signer, request.notice, request.session)
    return next(
        (
            ask
            for ask in tx.asks.open_of(request.persons[0])
            if _matter(ask) == about
            and ask.persons == request.persons
            and ask.state is AskState.OPEN
        ),
        None,
    )
