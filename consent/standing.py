"""Where one person stands, in one word, for lists of people. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consent.ids import Channel, SignerId
from consent.states import NOES, ConsentState

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
    guardian: "GuardianSaid | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianSaid:
    """Which guardian said it, when, about which uses: with two, a no of either counts."""

    signer: SignerId
    at: datetime
    channels: frozenset[Channel]


def standing(
    answers: Iterable[AnswerLine], today: date, soon: timedelta, uses: int, *, asked: bool
) -> Standing:
    """Give one word; `uses`: how many are configured, `asked`: an invitation is open.

    What holds today goes first, then that an answer is awaited, then how the last ones ended.
    """
    every = tuple(answers)
    live = [one for one in every if one.state in _LIVE and not _is_over(one, today)]
    held = _held(live, every) if live else 0
    if held:
        return _of_living(live, today + soon, all_uses=held >= uses)
    if asked or any(one.state is ConsentState.REQUESTED for one in every):
        return Standing.ASKED
    if any(one.state in _TAKEN_BACK for one in every):
        return Standing.WITHDRAWN
    if any(one.state is ConsentState.REFUSED for one in every):
        return Standing.REFUSED
    ended = any(one.state in _OVER or one.state in _LIVE for one in every)
    return Standing.EXPIRED if ended else Standing.NOT_ASKED


def _held(live: list[AnswerLine], every: Sequence[AnswerLine]) -> int:
    """Give the uses of the permission that goes furthest, without those a guardian said no to."""
    refused = _refused(every)
    return max(
        one.uses if one.guardian is None else len(one.guardian.channels - refused) for one in live
    )


def _refused(every: Sequence[AnswerLine]) -> frozenset[Channel]:
    """Give the uses to which the newest answer of any guardian is no."""
    noes = (one.guardian for one in every if one.state in NOES)
    return frozenset[Channel]().union(*(said.channels for said in noes if said is not None))


def _of_living(live: list[AnswerLine], until: date, *, all_uses: bool) -> Standing:
    if all(one.ends is not None and one.ends <= until for one in live):
        return Standing.EXPIRING
    return Standing.GIVEN if all_uses else Standing.PARTLY


def _is_over(one: AnswerLine, today: date) -> bool:
    return one.ends is not None and one.ends < today
