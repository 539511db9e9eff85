"""One row per state and sentence: what is recorded of one known person, for one channel."""

import pytest

from consent.decisions import Rule, Rules
from consent.quitclaims import Quitclaim, Subject
from consent.states import (
    ConsentState,
    Ground,
    Verdict,
)
from tests.consent.build import (
    FACE,
    GRANT,
    MOTHER,
    NEIGHBOUR,
    OTHER_PHOTO,
    OTHER_SESSION,
    PRINT,
    THIS_PHOTO,
    THIS_SESSION,
    TODAY,
    TOMORROW,
    WEB,
    YESTERDAY,
    Q,
    changed,
    days,
    decided,
    first_reason,
    subject,
    verdict,
)

CLEARED, REVIEW, BLOCKED = Verdict.CLEARED, Verdict.REVIEW, Verdict.BLOCKED
S = ConsentState


def adult(*records: Quitclaim) -> Subject:
    return subject(*records)


STATES = [
    pytest.param(S.GIVEN, CLEARED, Rule.GRANTED, id="given"),
    pytest.param(S.RENEWED, CLEARED, Rule.GRANTED, id="renewed"),
    pytest.param(S.REFUSED, BLOCKED, Rule.REFUSED, id="refused"),
    pytest.param(S.WITHDRAWN, BLOCKED, Rule.WITHDRAWN, id="withdrawn"),
    pytest.param(S.REVOKED, BLOCKED, Rule.REVOKED, id="revoked"),
    pytest.param(S.INVALIDATED, BLOCKED, Rule.INVALIDATED, id="invalidated"),
    pytest.param(S.EXPIRED, BLOCKED, Rule.EXPIRED, id="expired"),
    pytest.param(S.REQUESTED, REVIEW, Rule.REQUESTED, id="requested"),
    pytest.param(S.DEFERRED, REVIEW, Rule.DEFERRED, id="deferred"),
    pytest.param(S.UNKNOWN, REVIEW, Rule.STATE_UNKNOWN, id="unknown"),
]


@pytest.mark.parametrize(("state", "expected", "rule"), STATES)
def test_each_state_has_its_verdict(state: ConsentState, expected: Verdict, rule: Rule) -> None:
    decision = decided(FACE, subjects=(adult(changed(GRANT, state=state)),))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


PERSONS = [
    pytest.param(adult(), REVIEW, Rule.NO_RECORD, id="no record at all"),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}))),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="given for other channels only",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), state=S.WITHDRAWN)),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="given for other channels only, and withdrawn since",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), ends=YESTERDAY)),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="given for other channels only, and expired since",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), state=S.REFUSED)),
        REVIEW,
        Rule.NO_RECORD,
        id="refused for another channel only",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), state=S.REQUESTED)),
        REVIEW,
        Rule.NO_RECORD,
        id="requested for another channel only",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), begins=TOMORROW)),
        REVIEW,
        Rule.NO_RECORD,
        id="given for other channels, not begun",
    ),
    pytest.param(adult(changed(GRANT, ends=TODAY)), CLEARED, Rule.GRANTED, id="last day counts"),
    pytest.param(adult(changed(GRANT, begins=TODAY)), CLEARED, Rule.GRANTED, id="first day counts"),
    pytest.param(adult(changed(GRANT, ends=YESTERDAY)), BLOCKED, Rule.EXPIRED, id="day after end"),
    pytest.param(
        adult(changed(GRANT, begins=TOMORROW)), REVIEW, Rule.NOT_BEGUN, id="day before begin"
    ),
    pytest.param(adult(changed(GRANT, at=days(1))), REVIEW, Rule.NOT_BEGUN, id="given later"),
    pytest.param(
        adult(changed(GRANT, notice_valid=False)),
        BLOCKED,
        Rule.INVALIDATED,
        id="its notice was invalidated",
    ),
    pytest.param(
        adult(changed(GRANT, scope=THIS_SESSION)), CLEARED, Rule.GRANTED, id="for this session"
    ),
    pytest.param(
        adult(changed(GRANT, scope=OTHER_SESSION)),
        REVIEW,
        Rule.OTHER_SCOPE,
        id="for another session",
    ),
    pytest.param(
        adult(changed(GRANT, scope=THIS_PHOTO)), CLEARED, Rule.GRANTED, id="for these photos"
    ),
    pytest.param(
        adult(changed(GRANT, scope=OTHER_PHOTO)), REVIEW, Rule.OTHER_SCOPE, id="for other photos"
    ),
    pytest.param(
        adult(changed(GRANT, scope=OTHER_SESSION, state=S.WITHDRAWN)),
        REVIEW,
        Rule.OTHER_SCOPE,
        id="withdrawn for another session",
    ),
    pytest.param(
        adult(changed(GRANT, signer=NEIGHBOUR)),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="signed by somebody who may not",
    ),
    pytest.param(
        adult(changed(GRANT, signer=NEIGHBOUR, channels=frozenset({PRINT}))),
        REVIEW,
        Rule.NO_RECORD,
        id="signed for another channel by somebody who may not",
    ),
    pytest.param(
        adult(changed(GRANT, signer=MOTHER)),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="a guardian signed for an adult",
    ),
    pytest.param(
        adult(changed(GRANT, person=Q)), REVIEW, Rule.NO_RECORD, id="record of somebody else"
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.CONTRACT)), CLEARED, Rule.GRANTED, id="another ground"
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.CONTRACT, state=S.UNKNOWN)),
        CLEARED,
        Rule.GRANTED,
        id="another ground, recorded without a state",
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.MODEL_RELEASE, state=S.REQUESTED)),
        REVIEW,
        Rule.REQUESTED,
        id="another ground, only requested",
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.LEGITIMATE_INTEREST, state=S.WITHDRAWN)),
        BLOCKED,
        Rule.WITHDRAWN,
        id="another ground, withdrawn",
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.DEMO)), REVIEW, Rule.NO_RECORD, id="demo outside a demo"
    ),
]


@pytest.mark.parametrize(("person", "expected", "rule"), PERSONS)
def test_what_is_recorded_of_a_known_person_decides(
    person: Subject, expected: Verdict, rule: Rule
) -> None:
    decision = decided(FACE, subjects=(person,))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


def test_the_demo_ground_counts_only_in_a_demo() -> None:
    demo = Rules(channels=(WEB,), demo=True)

    decision = decided(FACE, subjects=(adult(changed(GRANT, ground=Ground.DEMO)),), rules=demo)

    assert verdict(decision) is CLEARED
