"""What one human answer makes of one face."""

from dataclasses import replace

import pytest

from consent.answers import (
    FaceAnswer,
    answered,
)
from consent.endings import blocked_floor, take_off
from consent.errors import AnswerRefused
from consent.findings import Finding
from consent.ids import PersonId
from consent.states import AnswerKind, ConsentState, FindingKind, RemovedCause, Verdict
from tests.consent.build import (
    AT,
    GRANT,
    PHOTO,
    RULES,
    SCORE,
    TODAY,
    WEB,
    P,
    Q,
    answer,
    decided,
    face,
    no,
    subject,
    verdict,
)

K, F = AnswerKind, FindingKind
UNKNOWN = face(F.UNKNOWN)
SUGGESTED = replace(face(F.SUGGESTED, person=P), score=SCORE, link_ends=TODAY)


def said(kind: AnswerKind, person: PersonId | None = None, days_ago: int = 5) -> FaceAnswer:
    return replace(answer(kind, UNKNOWN, days_ago), person=person)


ANSWERS = [
    pytest.param(said(K.NAMED, Q), F.NAMED, Q, id="named"),
    pytest.param(said(K.ACCEPTED, P), F.MATCHED, P, id="accepted: still made by machine"),
    pytest.param(said(K.NOT_PERSON, P), F.UNKNOWN, None, id="not this person"),
    pytest.param(said(K.NOT_PERSON, Q), F.SUGGESTED, P, id="not somebody else: excludes only them"),
    pytest.param(said(K.BYSTANDER), F.BYSTANDER, None, id="bystander"),
    pytest.param(said(K.NOT_A_FACE), F.NOT_A_FACE, None, id="not a face"),
    pytest.param(said(K.NOBODY_TO_ASK), F.NOBODY_TO_ASK, None, id="nobody to ask"),
    pytest.param(said(K.REMOVED, P), F.REMOVED, None, id="removed"),
]


@pytest.mark.parametrize(("said_of_it", "kind", "person"), ANSWERS)
def test_each_answer_says_what_the_face_is(
    said_of_it: FaceAnswer, kind: FindingKind, person: PersonId | None
) -> None:
    after = answered(SUGGESTED, said_of_it)

    assert (after.kind, after.person) == (kind, person)
    assert (after.id, after.area, after.size) == (SUGGESTED.id, SUGGESTED.area, SUGGESTED.size)


def test_an_accepted_link_still_ends_with_recognition() -> None:
    after = answered(SUGGESTED, said(K.ACCEPTED, P))

    assert after.by_machine
    assert (after.link_ends, after.score) == (TODAY, SCORE)


def test_a_face_named_by_hand_forgets_what_the_machine_said() -> None:
    after = answered(SUGGESTED, said(K.NAMED, P))

    assert not after.by_machine
    assert (after.link_ends, after.score) == (None, None)


def test_nobody_to_ask_keeps_its_reason() -> None:
    assert answered(UNKNOWN, said(K.NOBODY_TO_ASK)).reason == "crowd in the distance"


MISFITS = [
    pytest.param(UNKNOWN, said(K.NAMED), "Say who it is", id="named nobody"),
    pytest.param(UNKNOWN, said(K.ACCEPTED, P), "name the face", id="accepted, nothing suggested"),
    pytest.param(SUGGESTED, said(K.ACCEPTED, Q), "name the face", id="accepted somebody else"),
    pytest.param(
        replace(SUGGESTED, person=None), said(K.ACCEPTED), "name the face", id="accepted nobody"
    ),
    pytest.param(
        UNKNOWN, replace(said(K.NOBODY_TO_ASK), reason=" "), "why nobody", id="without a reason"
    ),
]


@pytest.mark.parametrize(("before", "said_of_it", "advice"), MISFITS)
def test_an_answer_that_does_not_fit_is_refused_with_advice(
    before: Finding, said_of_it: FaceAnswer, advice: str
) -> None:
    with pytest.raises(AnswerRefused, match=advice):
        answered(before, said_of_it)


ENDED = take_off(SUGGESTED, PHOTO, (), RULES, AT, TODAY, RemovedCause.RECOGNITION_ENDED)
ERASED = take_off(SUGGESTED, PHOTO, (), RULES, AT, TODAY, RemovedCause.ERASURE)
OBJECTED = take_off(SUGGESTED, PHOTO, (), RULES, AT, TODAY, RemovedCause.OBJECTION)
REFUSED_ON_REMOVED = [
    pytest.param(ERASED, said(K.NAMED, Q), "Only nobody-to-ask", id="name an erased face"),
    pytest.param(OBJECTED, said(K.NOT_A_FACE), "Only nobody-to-ask", id="objected: not a face"),
    pytest.param(ENDED, said(K.BYSTANDER), "Name it, or", id="recognition ended: bystander"),
    pytest.param(ENDED, said(K.NOT_A_FACE), "Name it, or", id="recognition ended: not a face"),
    pytest.param(ENDED, said(K.ACCEPTED, P), "Name it, or", id="recognition ended: accept"),
]


@pytest.mark.parametrize(("removed", "said_of_it", "advice"), REFUSED_ON_REMOVED)
def test_a_removed_face_ends_only_by_what_may_end_it(
    removed: Finding, said_of_it: FaceAnswer, advice: str
) -> None:
    with pytest.raises(AnswerRefused, match=advice):
        answered(removed, said_of_it)


def test_nobody_to_ask_ends_any_removal() -> None:
    for removed in (ERASED, OBJECTED, ENDED):
        assert answered(removed, said(K.NOBODY_TO_ASK)).kind is F.NOBODY_TO_ASK


def test_naming_a_face_whose_recognition_ended_lets_the_grants_of_that_person_count() -> None:
    named = answered(ENDED, said(K.NAMED, P))

    assert named.floor == ()
    assert verdict(decided(named, subjects=(subject(GRANT),))) is Verdict.CLEARED
    assert verdict(decided(named, subjects=(subject(no(ConsentState.REFUSED)),))) is (
        Verdict.BLOCKED
    )


def test_not_this_person_changes_nothing_on_a_removed_face() -> None:
    assert answered(ERASED, said(K.NOT_PERSON, P)) == ERASED


def test_an_objection_outlives_whatever_is_removed_later() -> None:
    again = replace(said(K.REMOVED), cause=RemovedCause.RECOGNITION_ENDED)

    assert answered(OBJECTED, again) == OBJECTED


def test_an_objection_replaces_a_removal_by_the_end_of_recognition() -> None:
    objection = replace(
        said(K.REMOVED, P), cause=RemovedCause.OBJECTION, floor=blocked_floor((WEB,))
    )

    after = answered(ENDED, objection)

    assert (after.cause, after.person, after.removed_at) == (
        RemovedCause.OBJECTION,
        None,
        objection.at,
    )


def test_a_removal_without_a_cause_is_an_objection() -> None:
    assert answered(SUGGESTED, said(K.REMOVED)).cause is RemovedCause.OBJECTION
