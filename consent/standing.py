"""Where one person stands, in one word, for lists of people. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consent.states import ConsentState

_LIVE = frozenset({ConsentState.GIVEN, ConsentState.RENEWED})
_TAKEN_BACK = frozenset({ConsentState.WITHDRAWN, ConsentState.REVOKED})
_OVER = frozenset({ConsentState.EXPIRED, ConsentState.INVALIDATED})


class Standing(StrEnum):
    """One word for a person."""

    GIVEN = "given"
    PARTLY = "partly"
    """Given, not for every use."""
    EXPIRING = "expiring"
    """Given, and it ends soon."""
    ASKED = "asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer, as far as this needs it. `ends`: last good local day, None = no end."""

    state: ConsentState
    ends: date | None
    uses: int
    """How many uses it is about."""


def standing(
    answers: Iterable[AnswerLine], today: date, soon: timedelta, uses: int, *, asked: bool
) -> Standing:
    """Give one word; `uses`: how many are configured, `asked`: an invitation is open.

    What holds today goes first, then that an answer is awaited, then how the last ones ended.
    """
    every = tuple(answers)
    live = [one for one in every if one.state in _LIVE and not _is_over(one, today)]
    if live:
        return _of_living(live, today + soon, uses)
    if asked or any(one.state is ConsentState.REQUESTED for one in every):
        return Standing.ASKED
    if any(one.state in _TAKEN_BACK for one in every):
        return Standing.WITHDRAWN
    if any(one.state is ConsentState.REFUSED for one in every):
        return Standing.REFUSED
    ended = any(one.state in _OVER or one.state in _LIVE for one in every)
    return Standing.EXPIRED if ended else Standing.NOT_ASKED


def _of_living(live: list[AnswerLine], until: date, uses: int) -> Standing:
    if all(one.ends is not None and one.ends <= until for one in live):
        return Standing.EXPIRING
    return Standing.GIVEN if max(one.uses for one in live) >= uses else Standing.PARTLY


def _is_over(one: AnswerLine, today: date) -> bool:
    return one.ends is not None and one.ends < today
