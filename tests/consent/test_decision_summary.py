"""The whole answer: status words, order of reasons, places, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from consent.decision import decide
from consent.decisions import Place, Rule, Rules
from consent.errors import ContradictoryInput, NaiveInstant
from consent.findings import Area, Finding
from consent.quitclaims import Subject
from consent.states import ConsentState, FindingKind, Ground, Mode, NotAssessed, Status, Verdict
from consent.status import status_of
from tests.consent.build import (
    AT,
    BOTH,
    FACE,
    GRANT,
    MOTHER,
    PHOTO,
    PRINT,
    RULES,
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

V = Verdict
STATUSES = [
    pytest.param({V.CLEARED}, Status.CLEARED, id="every channel cleared"),
    pytest.param({V.CLEARED, V.REVIEW}, Status.PARTLY, id="one cleared, one gap"),
    pytest.param({V.CLEARED, V.BLOCKED}, Status.PARTLY, id="one cleared, one no"),
    pytest.param({V.REVIEW}, Status.REVIEW, id="only gaps"),
    pytest.param({V.REVIEW, V.BLOCKED}, Status.REVIEW, id="a gap that somebody can resolve"),
    pytest.param({V.BLOCKED}, Status.BLOCKED, id="every channel has a violation"),
    pytest.param({V.NO_PEOPLE}, Status.NO_PEOPLE, id="nobody there"),
    pytest.param({V.NOT_ASSESSED}, Status.NOT_ASSESSED, id="not looked at"),
    pytest.param({V.NOT_ASSESSED, V.BLOCKED}, Status.NOT_ASSESSED, id="not looked at, a known no"),
    pytest.param(set(), Status.NOT_ASSESSED, id="no channels at all"),
]


@pytest.mark.parametrize(("verdicts", "expected"), STATUSES)
def test_each_status_word_has_its_condition(verdicts: set[Verdict], expected: Status) -> None:
    assert status_of(verdicts) is expected


def test_a_photo_that_is_cleared_for_some_uses_lists_them() -> None:
    decision = decided(FACE, subjects=(subject(GRANT),), rules=BOTH)

    assert decision.status is Status.PARTLY
    assert [(entry.channel, entry.verdict) for entry in decision.channels] == [
        (WEB, V.CLEARED),
        (PRINT, V.BLOCKED),
    ]


def test_a_known_no_on_every_channel_blocks_even_a_photo_that_was_not_assessed() -> None:
    photo = replace(PHOTO, assessed=False, not_assessed=NotAssessed.VIDEO)

    decision = decided(FACE, subjects=(subject(no(ConsentState.REFUSED)),), photo=photo)

    assert decision.status is Status.BLOCKED
    assert decision.not_assessed is NotAssessed.VIDEO


def test_known_noes_come_first_then_gaps_then_grants() -> None:
    refused = replace(subject(no(ConsentState.REFUSED)), id=Q)
    refused = replace(refused, quitclaims=(changed(refused.quitclaims[0], person=Q),))
    faces = (FACE, face(FindingKind.UNKNOWN, 4), face(FindingKind.NAMED, 6, person=Q))

    decision = decided(*faces, subjects=(subject(GRANT), refused))

    assert [reason.rule for reason in decision.channels[0].reasons] == [
        Rule.REFUSED,
        Rule.UNKNOWN_FACE,
        Rule.GRANTED,
    ]


def test_a_reason_names_quitclaim_person_and_days() -> None:
    granted = changed(GRANT, begins=TODAY, ends=TODAY)

    reason = decided(FACE, subjects=(subject(granted),)).channels[0].reasons[0]

    assert (reason.finding, reason.person, reason.quitclaim) == (FACE.id, GRANT.person, GRANT.id)
    assert (reason.begins, reason.ends) == (TODAY, TODAY)


def test_of_several_grants_the_one_that_lasts_longest_is_named() -> None:
    short = changed(GRANT, id="short", ends=TODAY, at=days(-1), ground=Ground.MODEL_RELEASE)

    decision = decided(FACE, subjects=(subject(short, GRANT),))

    assert decision.channels[0].reasons[0].quitclaim == GRANT.id


def test_a_grant_that_a_no_has_outweighed_is_not_named_again() -> None:
    renewed = changed(GRANT, id="new", at=days(-1), ends=TODAY)

    decision = decided(
        FACE, subjects=(subject(GRANT, no(ConsentState.REFUSED, days_ago=2), renewed),)
    )

    assert decision.channels[0].reasons[0].quitclaim == "new"


def test_a_guardians_ended_grant_names_the_day_before_the_birthday() -> None:
    child = subject(changed(GRANT, signer=MOTHER), minor_until=TODAY)

    reason = decided(FACE, subjects=(child,)).channels[0].reasons[0]

    assert reason.rule is Rule.GUARDIAN_ENDED
    assert reason.ends is not None
    assert (TODAY - reason.ends).days == 1


def test_a_face_is_placed_from_the_left_among_those_that_count() -> None:
    faces = (
        face(FindingKind.UNKNOWN, 5),
        face(FindingKind.NOT_A_FACE, 1),
        face(FindingKind.NOBODY_TO_ASK, 3),
        replace(face(FindingKind.BYSTANDER, 7), area=None),
    )

    reasons = decided(*faces).channels[0].reasons

    assert {reason.finding: reason.place for reason in reasons} == {
        "f7": None,
        "f5": Place(ordinal=2, of=2),
        "f3": Place(ordinal=1, of=2),
    }


def test_the_middle_of_the_box_says_who_is_further_left() -> None:
    wide = replace(face(FindingKind.UNKNOWN, 1), area=Area(x=0.1, y=0.1, w=0.8, h=0.5))
    narrow = replace(face(FindingKind.UNKNOWN, 2), area=Area(x=0.2, y=0.1, w=0.1, h=0.1))

    reasons = decided(wide, narrow).channels[0].reasons

    assert [reason.finding for reason in reasons] == ["f2", "f1"]


def test_nobody_found_is_no_people_but_not_confirmed() -> None:
    decision = decided()

    assert decision.status is Status.NO_PEOPLE
    assert not decision.confirmed_nobody
    assert [reason.rule for reason in decision.channels[0].reasons] == [
        Rule.NO_FACES,
        Rule.NOT_CONFIRMED_NOBODY,
    ]


def test_a_human_confirms_nobody() -> None:
    decision = decided(photo=replace(PHOTO, confirmed_nobody=True))

    assert decision.confirmed_nobody
    assert [reason.rule for reason in decision.channels[0].reasons] == [Rule.NO_FACES]


def test_when_no_detection_is_a_face_a_human_has_confirmed_nobody() -> None:
    decision = decided(face(FindingKind.NOT_A_FACE))

    assert decision.status is Status.NO_PEOPLE
    assert decision.confirmed_nobody


def test_a_face_is_never_confirmed_away() -> None:
    decision = decided(face(FindingKind.UNKNOWN), photo=replace(PHOTO, confirmed_nobody=True))

    assert decision.status is Status.REVIEW
    assert not decision.confirmed_nobody


def test_what_was_decided_on_is_written_down() -> None:
    decision = decided(photo=replace(PHOTO, mode=Mode.DETECT))

    assert (decision.at, decision.today, decision.mode) == (AT, TODAY, Mode.DETECT)


def test_a_channel_is_answered_once() -> None:
    assert len(decided(rules=Rules(channels=(WEB, WEB))).channels) == 1


TWICE = [
    pytest.param((FACE, FACE), (), id="a face"),
    pytest.param((), (subject(GRANT), subject()), id="a person"),
]


@pytest.mark.parametrize(("faces", "persons"), TWICE)
def test_what_comes_twice_is_refused(
    faces: tuple[Finding, ...], persons: tuple[Subject, ...]
) -> None:
    with pytest.raises(ContradictoryInput, match="once"):
        decided(*faces, subjects=persons)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(NaiveInstant):
        decide(PHOTO, (), (), RULES, naive, TODAY)
