"""Which state of a consent may follow which."""

import pytest

from consent.errors import InvalidTransition
from consent.machine import NEXT, next_state
from consent.states import ConsentState

S = ConsentState
ALLOWED = [
    (S.UNKNOWN, S.REQUESTED),
    (S.UNKNOWN, S.GIVEN),
    (S.REQUESTED, S.GIVEN),
    (S.REQUESTED, S.REFUSED),
    (S.REQUESTED, S.DEFERRED),
    (S.DEFERRED, S.GIVEN),
    (S.REFUSED, S.GIVEN),
    (S.GIVEN, S.WITHDRAWN),
    (S.GIVEN, S.EXPIRED),
    (S.GIVEN, S.RENEWED),
    (S.GIVEN, S.INVALIDATED),
    (S.GIVEN, S.REVOKED),
    (S.RENEWED, S.WITHDRAWN),
    (S.EXPIRED, S.RENEWED),
    (S.EXPIRED, S.WITHDRAWN),
    (S.WITHDRAWN, S.GIVEN),
    (S.INVALIDATED, S.REQUESTED),
]
FORBIDDEN = [
    (S.WITHDRAWN, S.RENEWED),
    (S.WITHDRAWN, S.EXPIRED),
    (S.REVOKED, S.RENEWED),
    (S.INVALIDATED, S.RENEWED),
    (S.REFUSED, S.RENEWED),
    (S.REFUSED, S.WITHDRAWN),
    (S.UNKNOWN, S.RENEWED),
    (S.REQUESTED, S.WITHDRAWN),
    (S.GIVEN, S.GIVEN),
    (S.GIVEN, S.REFUSED),
    (S.GIVEN, S.UNKNOWN),
    (S.WITHDRAWN, S.WITHDRAWN),
]


@pytest.mark.parametrize(("now", "wanted"), ALLOWED)
def test_a_state_may_be_followed_by(now: ConsentState, wanted: ConsentState) -> None:
    assert next_state(now, wanted) is wanted


@pytest.mark.parametrize(("now", "wanted"), FORBIDDEN)
def test_a_state_is_never_followed_by(now: ConsentState, wanted: ConsentState) -> None:
    with pytest.raises(InvalidTransition, match=f"A consent that is {now} cannot become {wanted}"):
        next_state(now, wanted)


def test_every_state_has_a_way_on() -> None:
    assert set(NEXT) == set(ConsentState)
    assert all(NEXT.values())


@pytest.mark.parametrize("state", [S.GIVEN, S.RENEWED])
def test_what_was_given_can_always_be_withdrawn(state: ConsentState) -> None:
    assert S.WITHDRAWN in NEXT[state]


def test_nothing_becomes_unknown_once_it_was_answered() -> None:
    assert {state for state, following in NEXT.items() if S.UNKNOWN in following} == {S.REQUESTED}
