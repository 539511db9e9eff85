"""Undo restores the row from before an answer, never milder."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.answers import (
    FaceAnswer,
    answered,
    undone,
)
from consent.decision import decide
from consent.decisions import Rules
from consent.endings import take_off
from consent.errors import AnswerRefused
from consent.findings import Finding
from consent.ids import AnswerId, PersonId
from consent.quitclaims import Subject
from consent.states import AnswerKind, FindingKind, RemovedCause, Verdict
from consent.status import severity
from tests.consent.build import (
    ACTOR,
    ASSET,
    AT,
    CONTENT,
    OTHER_CONTENT,
    PHOTO,
    RULES,
    SCORE,
    TODAY,
    P,
    Q,
    answer,
    box,
    days,
    decided,
    face,
    verdict,
)
from tests.consent.strategies import QUICK, faces, pairs_of_subjects, rules

K, F = AnswerKind, FindingKind
UNKNOWN = face(F.UNKNOWN)
SUGGESTED = replace(face(F.SUGGESTED, person=P), score=SCORE, link_ends=TODAY)


def said(kind: AnswerKind, person: PersonId | None = None, days_ago: int = 5) -> FaceAnswer:
    return replace(answer(kind, UNKNOWN, days_ago), person=person)


ENDED = take_off(SUGGESTED, PHOTO, (), RULES, AT, TODAY, RemovedCause.RECOGNITION_ENDED)
ERASED = take_off(SUGGESTED, PHOTO, (), RULES, AT, TODAY, RemovedCause.ERASURE)


def act(kind: AnswerKind, before: Finding | None, person: PersonId | None = None) -> FaceAnswer:
    return replace(said(kind, person), previous=before)


def test_undo_restores_the_row_from_before() -> None:
    named = act(K.NAMED, SUGGESTED, Q)

    assert undone(answered(SUGGESTED, named), named, content=CONTENT) == SUGGESTED


def test_undo_brings_back_a_removed_face_with_its_floor() -> None:
    named = act(K.NAMED, ENDED, P)

    assert undone(answered(ENDED, named), named, content=CONTENT) == ENDED


def test_undo_leaves_somebody_off_who_was_taken_off_meanwhile() -> None:
    assert undone(ERASED, act(K.NAMED, SUGGESTED, Q), content=CONTENT) == ERASED


def test_undo_keeps_the_box_of_the_face_as_it_is_now() -> None:
    moved = replace(face(F.NAMED, person=Q), area=box(3))

    assert undone(moved, act(K.NAMED, SUGGESTED, Q), content=CONTENT).area == box(3)


def test_undo_leaves_a_removed_face_where_somebody_was_erased_meanwhile() -> None:
    forgotten = replace(SUGGESTED, person=None, score=None)

    restored = undone(face(F.BYSTANDER), act(K.BYSTANDER, forgotten), content=CONTENT)

    assert (restored.kind, restored.cause) == (F.REMOVED, RemovedCause.ERASURE)
    assert verdict(decided(restored)) is Verdict.BLOCKED


NOT_UNDONE = [
    pytest.param(act(K.REMOVED, SUGGESTED), CONTENT, id="a removal"),
    pytest.param(act(K.NAMED, None, P), CONTENT, id="nobody knows what was before"),
    pytest.param(act(K.NAMED, SUGGESTED, P), OTHER_CONTENT, id="another picture"),
    pytest.param(replace(act(K.NAMED, SUGGESTED, P), content=""), "", id="unknown picture"),
]


@pytest.mark.parametrize(("said_of_it", "content"), NOT_UNDONE)
def test_what_cannot_be_restored_is_refused(said_of_it: FaceAnswer, content: str) -> None:
    with pytest.raises(AnswerRefused):
        undone(SUGGESTED, said_of_it, content=content)


@QUICK
@given(
    faces(),
    pairs_of_subjects(),
    rules(),
    st.sampled_from(AnswerKind),
    st.sampled_from((P, Q)),
)
def test_undo_is_never_milder_than_before_the_act(
    before: Finding,
    persons: tuple[Subject, ...],
    rule: Rules,
    kind: AnswerKind,
    person: PersonId,
) -> None:
    given_answer = FaceAnswer(
        id=AnswerId("a"),
        asset=ASSET,
        content=CONTENT,
        kind=kind,
        by=ACTOR,
        at=days(-1),
        finding=before.id,
        area=before.area,
        person=person,
        reason="r",
        previous=before,
    )
    try:
        restored = undone(answered(before, given_answer), given_answer, content=CONTENT)
    except AnswerRefused:
        return

    then = decide(PHOTO, (before,), persons, rule, AT, TODAY)
    now = decide(PHOTO, (restored,), persons, rule, AT, TODAY)
    for one, other in zip(then.channels, now.channels, strict=True):
        assert severity(other.verdict) >= severity(one.verdict)
