"""Until when an answer holds, and when it may change: local days, both ends included."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.decision import decide
from consent.decisions import Decision, PhotoFacts, Rules
from consent.findings import Finding
from consent.ids import Channel
from consent.quitclaims import Quitclaim, Subject
from consent.states import ConsentState, FindingKind, Verdict
from tests.consent.build import (
    AT,
    FACE,
    FATHER,
    GRANT,
    MOTHER,
    PHOTO,
    TODAY,
    WEB,
    Q,
    changed,
    days,
    decided,
    face,
    no,
    subject,
)
from tests.consent.strategies import QUICK, crowds, pairs_of_subjects, photos, rules

FAR = timedelta(days=4000)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def lasting(begins: int | None, ends: int | None, number: int = 1) -> Quitclaim:
    return changed(
        GRANT,
        id=f"q{number}",
        at=days(number - 100),
        begins=None if begins is None else day(begins),
        ends=None if ends is None else day(ends),
    )


BY_MOTHER = changed(GRANT, signer=MOTHER)
ENDS = [
    pytest.param(subject(lasting(None, None)), None, id="no end"),
    pytest.param(subject(lasting(None, 5)), day(5), id="the end of the grant"),
    pytest.param(subject(lasting(None, 0)), day(0), id="last day"),
    pytest.param(
        subject(lasting(None, 5), lasting(None, 9, 2)), day(9), id="the newest of two grants"
    ),
    pytest.param(
        subject(lasting(None, 5), lasting(6, 9, 2)), day(9), id="the next begins the day after"
    ),
    pytest.param(subject(lasting(None, 5), lasting(7, 9, 2)), day(5), id="a day is left open"),
    pytest.param(
        subject(lasting(None, None), lasting(None, 3, 2)), day(3), id="the newer one ends earlier"
    ),
    pytest.param(
        subject(lasting(None, None), lasting(4, 6, 2)), day(6), id="the newer one begins, and ends"
    ),
    pytest.param(
        subject(lasting(None, None), changed(GRANT, id="q2", at=days(-200), ends=day(2))),
        None,
        id="an older one ends",
    ),
    pytest.param(
        subject(
            lasting(None, None),
            no(ConsentState.REFUSED, days_ago=50),
            changed(GRANT, id="q2", at=days(-1), ends=day(3)),
        ),
        day(3),
        id="a no between them is back when the later one ends",
    ),
    pytest.param(
        subject(BY_MOTHER, minor_until=day(7)), day(6), id="day before the hand-over birthday"
    ),
    pytest.param(
        subject(BY_MOTHER, changed(GRANT, id="q2", begins=day(7)), minor_until=day(7)),
        None,
        id="the person has signed for the day of the birthday",
    ),
    pytest.param(
        subject(
            BY_MOTHER,
            no(ConsentState.REFUSED, days_ago=50, signer=FATHER),
            changed(GRANT, id="q2", signer=FATHER, at=days(-1), ends=day(3)),
            minor_until=day(90),
        ),
        day(3),
        id="the other guardian's yes ends",
    ),
    pytest.param(subject(changed(GRANT, ends=date.max)), None, id="the end of all days"),
]


@pytest.mark.parametrize(("person", "expected"), ENDS)
def test_the_last_good_day(person: Subject, expected: date | None) -> None:
    decision = decided(FACE, subjects=(person,))

    assert decision.channels[0].verdict is Verdict.CLEARED
    assert (decision.valid_until, decision.channels[0].valid_until) == (expected, expected)


def test_a_machine_link_holds_until_recognition_ends() -> None:
    matched = replace(FACE, kind=FindingKind.MATCHED, link_ends=day(4))

    assert decided(matched, subjects=(subject(lasting(None, 9)),)).valid_until == day(4)


def test_the_earliest_end_over_all_faces_counts() -> None:
    other = Subject(id=Q, quitclaims=(changed(lasting(None, 3), person=Q),))
    faces = (FACE, face(FindingKind.NAMED, 2, person=Q), face(FindingKind.NOBODY_TO_ASK, 3))

    assert decided(*faces, subjects=(subject(GRANT), other)).valid_until == day(3)


def test_the_earliest_end_over_the_cleared_channels_counts() -> None:
    channels = (WEB, Channel("print"), Channel("press"))
    long = changed(lasting(None, 9), channels=frozenset(channels[:2]))
    short = changed(lasting(None, 3, 2), channels=frozenset(channels[2:]))

    decision = decided(FACE, subjects=(subject(long, short),), rules=Rules(channels=channels))

    assert [entry.valid_until for entry in decision.channels] == [day(9), day(9), day(3)]
    assert decision.valid_until == day(3)


NOTHING_CLEARED = [
    pytest.param((), id="no people"),
    pytest.param((FACE, face(FindingKind.UNKNOWN, 2)), id="review"),
]


@pytest.mark.parametrize("faces", NOTHING_CLEARED)
def test_without_a_cleared_channel_there_is_no_last_good_day(faces: tuple[Finding, ...]) -> None:
    assert decided(*faces, subjects=(subject(lasting(None, 5)),)).valid_until is None


CHANGES = [
    pytest.param(subject(lasting(None, 5)), day(6), id="the day after an end"),
    pytest.param(subject(lasting(3, 5)), day(3), id="the day something begins"),
    pytest.param(subject(lasting(-9, -3)), None, id="what is over changes nothing"),
    pytest.param(subject(lasting(None, -1), lasting(None, 0, 2)), day(1), id="tomorrow"),
    pytest.param(subject(minor_until=day(2)), day(2), id="the hand-over birthday"),
    pytest.param(subject(GRANT), None, id="nothing ever"),
]


@pytest.mark.parametrize(("person", "expected"), CHANGES)
def test_the_next_day_on_which_the_answer_may_differ(
    person: Subject, expected: date | None
) -> None:
    assert decided(FACE, subjects=(person,)).next_change == expected


def test_persons_who_are_not_on_the_photo_change_nothing() -> None:
    other = Subject(id=Q, quitclaims=(changed(lasting(None, 3), person=Q),))

    assert decided(FACE, subjects=(subject(GRANT), other)).next_change is None


def test_the_end_of_a_machine_link_is_a_change() -> None:
    matched = replace(FACE, kind=FindingKind.MATCHED, link_ends=day(4))

    assert decided(matched).next_change == day(5)


def cleared(decision: Decision) -> set[Channel]:
    return {entry.channel for entry in decision.channels if entry.verdict is Verdict.CLEARED}


@QUICK
@given(crowds(), pairs_of_subjects(), rules(), st.integers(0, 90))
def test_what_is_cleared_stays_cleared_up_to_the_last_good_day(
    faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules, later: int
) -> None:
    now = decide(PHOTO, faces, persons, rule, AT, TODAY)
    until = now.valid_until or TODAY + FAR
    then = decide(PHOTO, faces, persons, rule, AT, min(until, TODAY + timedelta(days=later)))

    assert cleared(now) <= cleared(then)
    for entry in now.channels:
        if entry.valid_until is not None:
            after = entry.valid_until + timedelta(days=1)
            assert entry.channel not in cleared(decide(PHOTO, faces, persons, rule, AT, after))


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules(), st.integers(0, 90))
def test_nothing_changes_before_the_day_on_which_something_begins_or_ends(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    rule: Rules,
    later: int,
) -> None:
    now = decide(photo, faces, persons, rule, AT, TODAY)
    last = now.next_change - timedelta(days=1) if now.next_change else TODAY + FAR
    sometime = min(last, TODAY + timedelta(days=later))

    assert replace(decide(photo, faces, persons, rule, AT, last), today=TODAY) == now
    assert replace(decide(photo, faces, persons, rule, AT, sometime), today=TODAY) == now
