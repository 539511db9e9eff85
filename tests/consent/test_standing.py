"""One word for where a person stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consent.ids import Channel, SignerId
from consent.standing import AnswerLine, GuardianSaid, Standing, standing
from consent.states import ConsentState

TODAY = date(2026, 6, 1)
SOON = timedelta(days=90)
WEB, PRINT = Channel("website"), Channel("print")
GIVEN, REFUSED, WITHDRAWN = ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.WITHDRAWN


def line(state: ConsentState, days: int | None = None, uses: int = 2) -> AnswerLine:
    ends = None if days is None else TODAY + timedelta(days=days)
    return AnswerLine(state=state, ends=ends, uses=uses)


def said(state: ConsentState, who: str, day: int, *uses: Channel) -> AnswerLine:
    at = datetime(2026, 1, day, tzinfo=UTC)
    guardian = GuardianSaid(signer=SignerId(who), at=at, channels=frozenset(uses))
    return AnswerLine(state=state, ends=None, uses=len(uses), guardian=guardian)


@pytest.mark.parametrize(
    ("lines", "asked", "word"),
    [
        pytest.param([], False, Standing.NOT_ASKED, id="nothing"),
        pytest.param([], True, Standing.ASKED, id="an invitation is open"),
        pytest.param([line(GIVEN)], False, Standing.GIVEN, id="yes"),
        pytest.param([line(GIVEN, uses=1)], False, Standing.PARTLY, id="yes to some uses"),
        pytest.param([line(GIVEN, 0)], False, Standing.EXPIRING, id="the last day"),
        pytest.param([line(GIVEN, 90)], False, Standing.EXPIRING, id="ends in 90 days"),
        pytest.param([line(GIVEN, 91)], False, Standing.GIVEN, id="ends in 91 days"),
        pytest.param([line(GIVEN, -1)], False, Standing.EXPIRED, id="ended yesterday"),
        pytest.param([line(GIVEN, -1)], True, Standing.ASKED, id="ended, and asked again"),
        pytest.param([line(GIVEN, 5), line(GIVEN)], False, Standing.GIVEN, id="one goes on"),
        pytest.param([line(REFUSED)], False, Standing.REFUSED, id="no"),
        pytest.param([line(REFUSED), line(WITHDRAWN)], False, Standing.WITHDRAWN, id="taken back"),
    ],
)
def test_one_word_for_a_person(lines: list[AnswerLine], *, asked: bool, word: Standing) -> None:
    assert standing(lines, TODAY, SOON, 2, asked=asked) is word


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        pytest.param([said(GIVEN, "mother", 1, WEB, PRINT)], Standing.GIVEN, id="one guardian"),
        pytest.param(
            [said(GIVEN, "mother", 2, WEB, PRINT), said(REFUSED, "father", 1, WEB, PRINT)],
            Standing.REFUSED,
            id="the other said no before",
        ),
        pytest.param(
            [said(GIVEN, "mother", 1, WEB, PRINT), said(WITHDRAWN, "father", 2, WEB, PRINT)],
            Standing.WITHDRAWN,
            id="the other took it back",
        ),
        pytest.param(
            [said(GIVEN, "mother", 1, WEB, PRINT), said(REFUSED, "father", 2, PRINT)],
            Standing.PARTLY,
            id="no to one use",
        ),
    ],
)
def test_with_two_guardians_the_no_of_either_counts(
    lines: list[AnswerLine], word: Standing
) -> None:
    assert standing(lines, TODAY, SOON, 2, asked=False) is word
