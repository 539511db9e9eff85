"""One row per sentence: grants against noes, of adults and of minors."""

from datetime import date, timedelta

import pytest

from consent.decisions import Rule
from consent.quitclaims import Quitclaim, Subject
from consent.states import (
    ConsentState,
    Verdict,
)
from tests.consent.build import (
    FACE,
    FATHER,
    GRANT,
    MOTHER,
    NEIGHBOUR,
    OTHER_PHOTO,
    PRINT,
    THIS_PHOTO,
    TODAY,
    TOMORROW,
    YESTERDAY,
    changed,
    days,
    decided,
    first_reason,
    no,
    subject,
    verdict,
)

CLEARED, REVIEW, BLOCKED = Verdict.CLEARED, Verdict.REVIEW, Verdict.BLOCKED
S = ConsentState
MINOR = TODAY + timedelta(days=400)


def adult(*records: Quitclaim) -> Subject:
    return subject(*records)


def child(*records: Quitclaim, until: date = MINOR) -> Subject:
    return subject(*records, minor_until=until)


AGAINST = [
    pytest.param(
        adult(GRANT, no(S.REFUSED)), BLOCKED, Rule.REFUSED, id="a later refusal outweighs"
    ),
    pytest.param(
        adult(GRANT, no(S.WITHDRAWN)), BLOCKED, Rule.WITHDRAWN, id="a later withdrawal outweighs"
    ),
    pytest.param(
        adult(GRANT, no(S.REVOKED)), BLOCKED, Rule.REVOKED, id="a later revocation outweighs"
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, days_ago=100)),
        BLOCKED,
        Rule.REFUSED,
        id="at the same instant the no wins",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, days_ago=101)), CLEARED, Rule.GRANTED, id="an earlier no is over"
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, scope=THIS_PHOTO)),
        BLOCKED,
        Rule.REFUSED,
        id="a narrow no outweighs a general grant",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, scope=OTHER_PHOTO)),
        CLEARED,
        Rule.GRANTED,
        id="a no for other photos does not",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, channels=frozenset({PRINT}))),
        CLEARED,
        Rule.GRANTED,
        id="a no for another channel does not",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, ends=YESTERDAY)),
        BLOCKED,
        Rule.REFUSED,
        id="a no never expires",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", at=days(-200), state=S.EXPIRED)),
        CLEARED,
        Rule.GRANTED,
        id="the newest grant counts beside an expired one",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", channels=frozenset({PRINT}))),
        CLEARED,
        Rule.GRANTED,
        id="one counting grant suffices beside one for other channels",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", at=days(-1), state=S.REQUESTED)),
        CLEARED,
        Rule.GRANTED,
        id="one counting grant suffices beside a later request",
    ),
    pytest.param(
        adult(changed(GRANT, ends=YESTERDAY), changed(GRANT, id="q2", state=S.REQUESTED)),
        BLOCKED,
        Rule.EXPIRED,
        id="where no grant counts a violation beats a gap",
    ),
    pytest.param(
        adult(no(S.REFUSED, days_ago=9), changed(GRANT, id="q2", ends=YESTERDAY)),
        BLOCKED,
        Rule.REFUSED,
        id="of several violations the latest is named",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, signer=NEIGHBOUR)),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="a later no by somebody who may not sign is a gap",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, days_ago=200, signer=NEIGHBOUR)),
        CLEARED,
        Rule.GRANTED,
        id="an earlier no by somebody who may not sign is nothing",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", at=days(-1), signer=NEIGHBOUR)),
        CLEARED,
        Rule.GRANTED,
        id="a grant by somebody who may not sign changes nothing",
    ),
]

BY_MOTHER = changed(GRANT, signer=MOTHER)
BY_FATHER = changed(GRANT, id="q2", signer=FATHER)
MINORS = [
    pytest.param(child(BY_MOTHER), CLEARED, Rule.GRANTED, id="the guardian signed"),
    pytest.param(child(GRANT), REVIEW, Rule.NOT_ENTITLED, id="the child signed"),
    pytest.param(
        child(BY_MOTHER, no(S.REFUSED)), BLOCKED, Rule.REFUSED, id="the child said no later"
    ),
    pytest.param(
        child(BY_MOTHER, no(S.REFUSED, days_ago=200)),
        CLEARED,
        Rule.GRANTED,
        id="the child said no before the guardian signed",
    ),
    pytest.param(
        child(BY_MOTHER, no(S.REFUSED, days_ago=200, signer=FATHER)),
        BLOCKED,
        Rule.GUARDIAN_REFUSED,
        id="one guardian's no is a violation whatever its date",
    ),
    pytest.param(
        child(BY_MOTHER, BY_FATHER, no(S.REFUSED, days_ago=200, signer=FATHER)),
        CLEARED,
        Rule.GRANTED,
        id="the latest answer of each guardian is taken",
    ),
    pytest.param(
        child(BY_MOTHER, changed(BY_FATHER, ends=YESTERDAY), no(S.REFUSED, 200, signer=FATHER)),
        BLOCKED,
        Rule.GUARDIAN_REFUSED,
        id="a guardian's no is back when the later yes has ended",
    ),
    pytest.param(
        child(BY_MOTHER, no(S.WITHDRAWN, signer=MOTHER)),
        BLOCKED,
        Rule.WITHDRAWN,
        id="the same guardian withdrew",
    ),
    pytest.param(
        child(BY_MOTHER, until=TOMORROW), CLEARED, Rule.GRANTED, id="day before the birthday"
    ),
    pytest.param(
        child(BY_MOTHER, until=TODAY), BLOCKED, Rule.GUARDIAN_ENDED, id="on the hand-over birthday"
    ),
    pytest.param(
        child(changed(BY_MOTHER, channels=frozenset({PRINT})), until=TODAY),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="the guardian had signed for other channels only",
    ),
    pytest.param(
        child(BY_MOTHER, changed(GRANT, id="q2"), until=TODAY),
        CLEARED,
        Rule.GRANTED,
        id="from the birthday on the person's own signature counts",
    ),
    pytest.param(
        child(no(S.REFUSED, 200, signer=FATHER), GRANT, until=TODAY),
        CLEARED,
        Rule.GRANTED,
        id="from the birthday on an earlier no of a guardian is over",
    ),
    pytest.param(
        child(no(S.REFUSED, 200, signer=FATHER), until=TODAY),
        BLOCKED,
        Rule.REFUSED,
        id="a guardian's no outlives the birthday where nothing else is said",
    ),
]


@pytest.mark.parametrize(("person", "expected", "rule"), [*AGAINST, *MINORS])
def test_grants_and_noes_are_weighed(person: Subject, expected: Verdict, rule: Rule) -> None:
    decision = decided(FACE, subjects=(person,))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)
