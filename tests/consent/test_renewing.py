"""What somebody may be asked to renew."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consent.ids import Channel, PersonId, QuitclaimId, SignerId
from consent.quitclaims import Quitclaim, Signer
from consent.renewing import last_yes
from consent.states import ConsentState, Ground

WEB, PRINT = Channel("website"), Channel("print")
ANNA = PersonId("anna")


def at(year: int, hour: int = 10) -> datetime:
    return datetime(year, 3, 1, hour, tzinfo=UTC)


def said(state: ConsentState, when: datetime, *uses: Channel, name: str = "q") -> Quitclaim:
    return Quitclaim(
        id=QuitclaimId(name),
        person=ANNA,
        state=state,
        channels=frozenset(uses),
        at=when,
        signer=Signer(id=SignerId(ANNA)),
    )


YES = said(ConsentState.GIVEN, at(2021), WEB, PRINT)
OVER = replace(YES, state=ConsentState.EXPIRED, at=at(2026), begins=date(2021, 3, 1))


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        pytest.param([], None, id="nothing"),
        pytest.param([said(ConsentState.REQUESTED, at(2021), WEB)], None, id="only asked"),
        pytest.param([said(ConsentState.REFUSED, at(2021), WEB)], None, id="refused"),
        pytest.param([YES], YES, id="given"),
        pytest.param([OVER], OVER, id="over"),
        pytest.param([replace(YES, ground=Ground.CONTRACT)], None, id="another ground"),
        pytest.param(
            [replace(YES, channels=frozenset({WEB})), said(ConsentState.REFUSED, at(2021), PRINT)],
            replace(YES, channels=frozenset({WEB})),
            id="yes and no in one signature",
        ),
        pytest.param(
            [YES, said(ConsentState.WITHDRAWN, at(2023), PRINT)], YES, id="one use taken back"
        ),
        pytest.param(
            [YES, said(ConsentState.WITHDRAWN, at(2023), WEB, PRINT)], None, id="all taken back"
        ),
        pytest.param(
            [OVER, said(ConsentState.REFUSED, at(2023), WEB, PRINT)],
            None,
            id="refused while it still held, and over since",
        ),
        pytest.param(
            [said(ConsentState.WITHDRAWN, at(2020), WEB, PRINT), YES], YES, id="given after a no"
        ),
    ],
)
def test_what_is_renewed(entries: list[Quitclaim], found: Quitclaim | None) -> None:
    assert last_yes(entries) == found


def test_the_later_of_two_is_renewed() -> None:
    later = said(ConsentState.GIVEN, at(2024), WEB, name="later")

    assert last_yes([later, YES]) == later
    assert last_yes([YES, replace(later, state=ConsentState.INVALIDATED)]) is not None
