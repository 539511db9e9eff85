"""The no-photo list: silent counts as no, by the same rules as a photo."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consent.decisions import Rules
from consent.ids import Channel, PersonId, QuitclaimId, SessionId, SignerId
from consent.no_photo import not_for, silent
from consent.quitclaims import ForSession, Quitclaim, Signer, Subject
from consent.states import ConsentState

WEB, PRINT = Channel("website"), Channel("print")
RULES = Rules(channels=(WEB, PRINT))
ANNA = PersonId("anna")
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
PARTY = SessionId("party")

YES = Quitclaim(
    id=QuitclaimId("q"),
    person=ANNA,
    state=ConsentState.GIVEN,
    channels=frozenset({WEB, PRINT}),
    at=datetime(2026, 1, 1, tzinfo=UTC),
    signer=Signer(id=SignerId(ANNA)),
)


@pytest.mark.parametrize(
    ("quitclaims", "listed"),
    [
        pytest.param((), ((),), id="silent"),
        pytest.param((replace(YES, state=ConsentState.REQUESTED),), ((),), id="asked"),
        pytest.param((replace(YES, state=ConsentState.REFUSED),), ((),), id="refused"),
        pytest.param((YES,), (), id="agreed"),
        pytest.param((replace(YES, channels=frozenset({PRINT})),), ((PRINT,),), id="to some uses"),
        pytest.param((replace(YES, ends=date(2026, 5, 31)),), ((),), id="until yesterday"),
        pytest.param((replace(YES, ends=TODAY),), (), id="until today"),
        pytest.param((replace(YES, scope=ForSession(session=PARTY)),), (), id="for this session"),
        pytest.param((replace(YES, scope=ForSession(session=SessionId("x"))),), ((),), id="for another"),
        pytest.param((replace(YES, notice_valid=False),), ((),), id="under a text that fell"),
    ],
)  # fmt: skip
def test_who_is_listed(
    quitclaims: tuple[Quitclaim, ...], listed: tuple[tuple[Channel, ...], ...]
) -> None:
    found = not_for([Subject(id=ANNA, quitclaims=quitclaims)], RULES, PARTY, NOW, TODAY)

    assert tuple(line.allowed for line in found) == listed


def test_a_childs_own_answer_is_none_before_the_birthday() -> None:
    child = Subject(id=ANNA, minor_until=date(2030, 1, 1), quitclaims=(YES,))

    (line,) = not_for([child], RULES, PARTY, NOW, TODAY)

    assert line.allowed == ()


GUARDED = replace(YES, signer=Signer(id=SignerId("mother"), guardian=True))


@pytest.mark.parametrize(
    ("quitclaims", "missing"),
    [
        pytest.param((), True, id="never asked"),
        pytest.param((replace(YES, state=ConsentState.REQUESTED),), True, id="asked"),
        pytest.param((replace(YES, ends=date(2026, 5, 31)),), True, id="over since yesterday"),
        pytest.param((replace(YES, notice_valid=False),), True, id="under a text that fell"),
        pytest.param((replace(YES, scope=ForSession(session=SessionId("x"))),), True, id="elsewhere"),
        pytest.param((GUARDED,), True, id="signed by a guardian of nobody"),
        pytest.param((YES,), False, id="yes"),
        pytest.param((replace(YES, channels=frozenset({PRINT})),), False, id="to some uses"),
        pytest.param((replace(YES, state=ConsentState.REFUSED),), False, id="no"),
        pytest.param((replace(YES, state=ConsentState.WITHDRAWN),), False, id="taken back"),
    ],
)  # fmt: skip
def test_whose_signature_is_missing(quitclaims: tuple[Quitclaim, ...], *, missing: bool) -> None:
    found = silent([Subject(id=ANNA, quitclaims=quitclaims)], RULES, PARTY, NOW, TODAY)

    assert found == ((ANNA,) if missing else ())
