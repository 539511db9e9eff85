"""Children: hand-over birthdays, how long answers count, households, and guardians who disagree."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consent.errors import InvalidTransition, NotAllowed
from consent.families import (
    Conflict,
    Household,
    answers_alone,
    asked_on,
    conflict,
    ends_on,
    hand_over,
    households,
    is_child,
    opens_to_guardians,
    step_due,
)
from consent.grounds import SessionGround, check_ground
from consent.ids import Actor, Channel, PersonId, QuitclaimId, SessionId, SignerId
from consent.lifecycle import How, retraced, transition
from consent.notices import Duration
from consent.quitclaims import Quitclaim, Signer
from consent.signing import Means
from consent.states import ConsentState, Ground
from consent.terms import birthday, next_such_day

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEB, PRINT = Channel("website"), Channel("print")
BO, MUM, DAD = PersonId("bo"), SignerId("mum"), SignerId("dad")
HOW = How(by=Actor("cli:test"), means=Means.COMMAND)


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        pytest.param(date(2012, 5, 1), 16, date(2028, 5, 1), id="a birthday"),
        pytest.param(date(2012, 2, 29), 16, date(2028, 2, 29), id="29 February in a leap year"),
        pytest.param(date(2012, 2, 29), 15, date(2027, 3, 1), id="29 February in another year"),
    ],
)
def test_the_birthday_on_which_somebody_is_so_many_years_old(
    born: date, years: int, day: date
) -> None:
    assert birthday(born, years) == day


@pytest.mark.parametrize(
    ("first", "month", "day", "last"),
    [
        pytest.param(date(2026, 9, 1), 7, 31, date(2027, 7, 31), id="the next year"),
        pytest.param(date(2026, 7, 31), 7, 31, date(2026, 7, 31), id="this very day"),
        pytest.param(date(2026, 1, 1), 2, 29, date(2026, 2, 28), id="no such day this year"),
        pytest.param(date(2026, 3, 1), 2, 28, date(2027, 2, 28), id="just over"),
    ],
)
def test_the_end_of_the_school_year_is_the_next_such_day(
    first: date, month: int, day: int, last: date
) -> None:
    assert next_such_day(first, month, day) == last


@pytest.mark.parametrize(
    ("born", "under_age", "day"),
    [
        pytest.param(date(2012, 5, 1), False, date(2028, 5, 1), id="a child"),
        pytest.param(date(2010, 3, 2), True, None, id="of age today"),
        pytest.param(None, True, date(2042, 3, 2), id="under age without a birth date"),
        pytest.param(None, False, None, id="an adult"),
    ],
)
def test_from_which_day_only_the_persons_own_answer_counts(
    born: date | None, *, under_age: bool, day: date | None
) -> None:
    assert hand_over(born, under_age=under_age, age=16, today=TODAY) == day


@pytest.mark.parametrize(
    ("until", "child", "opens"),
    [
        pytest.param(TODAY + timedelta(days=1), True, True, id="the last day as a child"),
        pytest.param(TODAY, False, False, id="the hand-over birthday"),
        pytest.param(TODAY - timedelta(days=1), False, False, id="the day after"),
        pytest.param(None, False, True, id="never noted"),
    ],
)
def test_others_answer_for_a_child_until_the_day_before_the_hand_over_birthday(
    until: date | None, *, child: bool, opens: bool
) -> None:
    assert is_child(until, TODAY) is child
    assert opens_to_guardians(until, TODAY) is opens


@pytest.mark.parametrize(
    ("born", "today", "alone"),
    [
        pytest.param(date(2010, 3, 3), TODAY, False, id="sixteen tomorrow"),
        pytest.param(date(2010, 3, 2), TODAY, True, id="sixteen today"),
        pytest.param(date(2010, 3, 1), TODAY, True, id="sixteen since yesterday"),
        pytest.param(date(2012, 2, 29), date(2028, 2, 28), False, id="the day before 29 February"),
        pytest.param(date(2011, 2, 28), date(2027, 2, 28), True, id="28 February"),
    ],
)
def test_somebody_answers_alone_from_the_birthday_on(
    born: date, today: date, *, alone: bool
) -> None:
    assert answers_alone(born, 16, today) is alone


@pytest.mark.parametrize(
    ("until", "born", "last"),
    [
        pytest.param(None, None, date(2031, 3, 1), id="an adult: as the text says"),
        pytest.param(date(2028, 5, 1), date(2012, 5, 1), date(2028, 4, 30), id="a child"),
        pytest.param(date(2042, 3, 2), None, date(2027, 3, 1), id="no birth date: a year"),
        pytest.param(date(2040, 1, 1), date(2024, 1, 1), date(2031, 3, 1), id="a small child"),
    ],
)
def test_how_long_an_answer_counts(until: date | None, born: date | None, last: date) -> None:
    assert ends_on(Duration(months=60), TODAY, until, born) == last


@pytest.mark.parametrize(
    ("days", "step"),
    [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, None), (-1, None)],
)
def test_which_letter_is_due_before_the_birthday(days: int, step: int | None) -> None:
    assert step_due(TODAY + timedelta(days=days), TODAY) == step


def test_the_days_on_which_somebody_is_asked() -> None:
    assert asked_on(date(2026, 6, 1)) == (date(2026, 3, 3), date(2026, 5, 2))


def test_children_of_one_guardian_are_a_household() -> None:
    cy = PersonId("cy")

    assert households({BO: (MUM, DAD), cy: (MUM,)}) == (
        Household(signer=DAD, persons=(BO,)),
        Household(signer=MUM, persons=(BO, cy)),
    )


def _said(signer: SignerId, state: ConsentState, *channels: Channel, hours: int = 0) -> Quitclaim:
    return Quitclaim(
        id=QuitclaimId(f"{signer}-{state}-{hours}"),
        person=BO,
        state=state,
        channels=frozenset(channels),
        at=NOW + timedelta(hours=hours),
        signer=Signer(id=signer, guardian=True),
    )


GIVEN, REFUSED = ConsentState.GIVEN, ConsentState.REFUSED


@pytest.mark.parametrize(
    ("said", "channels"),
    [
        pytest.param([_said(MUM, GIVEN, WEB), _said(DAD, GIVEN, WEB)], None, id="both say yes"),
        pytest.param([_said(MUM, GIVEN, WEB), _said(DAD, REFUSED, WEB)], {WEB}, id="one says no"),
        pytest.param([_said(MUM, GIVEN, WEB), _said(DAD, REFUSED, PRINT)], None, id="other uses"),
        pytest.param(
            [_said(MUM, GIVEN, WEB), _said(DAD, REFUSED, WEB), _said(DAD, GIVEN, WEB, hours=1)],
            None,
            id="relented",
        ),
        pytest.param(
            [_said(MUM, GIVEN, WEB), _said(MUM, REFUSED, WEB)], None, id="one with herself"
        ),
    ],
)
def test_where_guardians_disagree(said: list[Quitclaim], channels: set[Channel] | None) -> None:
    found = conflict(BO, said)

    expected = channels and Conflict(
        person=BO, channels=frozenset(channels), refused_by=frozenset({DAD})
    )
    assert found == expected


def _ground() -> SessionGround:
    return SessionGround(
        session=SessionId("s"),
        ground=Ground.CONTRACT,
        channels=frozenset({WEB}),
        persons=frozenset({BO}),
        reference="C-7",
        begins=TODAY,
        ends=None,
        by=Actor("cli:test"),
        at=NOW,
    )


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(_ground(), ground=Ground.CONSENT), id="consent is asked for"),
        pytest.param(replace(_ground(), ground=Ground.DEMO), id="demo"),
        pytest.param(replace(_ground(), reference=" "), id="written down nowhere"),
        pytest.param(replace(_ground(), channels=frozenset({PRINT})), id="an unknown use"),
        pytest.param(replace(_ground(), channels=frozenset()), id="no use"),
        pytest.param(replace(_ground(), persons=frozenset()), id="nobody"),
        pytest.param(
            replace(_ground(), ends=TODAY - timedelta(days=1)), id="over before it begins"
        ),
    ],
)
def test_what_cannot_be_recorded_as_a_ground(changed: SessionGround) -> None:
    check_ground(_ground(), [WEB])

    with pytest.raises(NotAllowed):
        check_ground(changed, [WEB])


def test_a_life_is_retraced_step_by_step_and_a_gap_is_refused() -> None:
    asked = transition("q", ConsentState.UNKNOWN, ConsentState.REQUESTED, NOW, HOW)
    given = transition("q", ConsentState.REQUESTED, ConsentState.GIVEN, NOW, HOW)
    other = replace(given, subject="other")

    assert retraced("q", (asked, given, given, other)) is ConsentState.GIVEN
    with pytest.raises(InvalidTransition):
        retraced("q", (given, asked))
    with pytest.raises(InvalidTransition):
        transition("q", ConsentState.REFUSED, ConsentState.WITHDRAWN, NOW, HOW)
