"""Which state of a consent may follow which: one table for quitclaims and recognition consents."""

from consent.errors import InvalidTransition
from consent.states import ConsentState

_ANSWERS = frozenset({ConsentState.GIVEN, ConsentState.REFUSED})
_ENDS = frozenset(
    {ConsentState.WITHDRAWN, ConsentState.REVOKED, ConsentState.INVALIDATED, ConsentState.EXPIRED}
)
_AFTER_AN_END = frozenset({ConsentState.REQUESTED, ConsentState.GIVEN, ConsentState.REFUSED})

NEXT = {
    ConsentState.UNKNOWN: _ANSWERS | {ConsentState.REQUESTED, ConsentState.DEFERRED},
    ConsentState.REQUESTED: _ANSWERS
    | {ConsentState.REQUESTED, ConsentState.DEFERRED, ConsentState.UNKNOWN},
    ConsentState.DEFERRED: _ANSWERS | {ConsentState.REQUESTED, ConsentState.DEFERRED},
    ConsentState.REFUSED: frozenset({ConsentState.REQUESTED, ConsentState.GIVEN}),
    ConsentState.GIVEN: _ENDS | {ConsentState.RENEWED},
    ConsentState.RENEWED: _ENDS | {ConsentState.RENEWED},
    ConsentState.EXPIRED: _AFTER_AN_END
    | {
        ConsentState.RENEWED,
        ConsentState.WITHDRAWN,
        ConsentState.REVOKED,
        ConsentState.INVALIDATED,
    },
    ConsentState.WITHDRAWN: _AFTER_AN_END,
    ConsentState.REVOKED: _AFTER_AN_END,
    ConsentState.INVALIDATED: _AFTER_AN_END | {ConsentState.WITHDRAWN},
}
"""For each state those that may follow. Only what was given, or has expired, can be renewed."""


def next_state(now: ConsentState, wanted: ConsentState) -> ConsentState:
    """Give the wanted state if it may follow. Raises `InvalidTransition` naming what may."""
    if wanted in NEXT[now]:
        return wanted
    allowed = ", ".join(sorted(NEXT[now]))
    raise InvalidTransition(f"A consent that is {now} cannot become {wanted}, only: {allowed}.")
