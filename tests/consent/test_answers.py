"""One human answer about one face, the memory of several, and undo."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.answers import (
    FaceAnswer,
    answered,
    exclusions,
    follows_copies,
    remembered,
    undone,
)
from consent.decision import decide
from consent.decisions import Rules
from consent.endings import blocked_floor, take_off
from consent.errors import AnswerRefused
from consent.findings import Finding
from consent.ids import AnswerId, PersonId
from consent.quitclaims import Subject
from consent.states import AnswerKind, ConsentState, FindingKind, RemovedCause, Verdict
from consent.status import severity
from tests.consent.build import (
    ACTOR,
    ASSET,
    AT,
    CONTENT,
    GRANT,
    OTHER_CONTENT,
    PHOTO,
    RULES,
    SCORE,
    TODAY,
    WEB,
    P,
    Q,
    answer,
    box,
    days,
    decided,
    face,
    no,
    subject,
    verdict,
)
from tests.consent.strategies import QUICK, faces, pairs_of_subjects, rules

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


MEMORIES = [
    pytest.param([], None, set(), id="nothing said"),
    pytest.param([said(K.NAMED, P)], K.NAMED, set(), id="named"),
    pytest.param(
        [said(K.BYSTANDER, None, 3), said(K.NAMED, P, 5)], K.BYSTANDER, set(), id="the latest"
    ),
    pytest.param([said(K.NOT_PERSON, P)], None, {P}, id="not this person"),
    pytest.param(
        [said(K.NOT_PERSON, P, 5), said(K.NOT_PERSON, Q, 4)], None, {P, Q}, id="nor that one"
    ),
    pytest.param([said(K.NAMED, P, 5), said(K.NOT_PERSON, P, 4)], None, {P}, id="named, then not"),
    pytest.param(
        [said(K.NAMED, P, 5), said(K.NOT_PERSON, Q, 4)],
        K.NAMED,
        {Q},
        id="named, and not somebody else",
    ),
    pytest.param(
        [said(K.NOT_PERSON, P, 5), said(K.NAMED, P, 4)], K.NAMED, set(), id="not, then named"
    ),
    pytest.param([said(K.NOT_PERSON, None)], None, set(), id="not somebody erased since"),
    pytest.param(
        [said(K.REMOVED, None, 5), said(K.NAMED, P, 4)], K.REMOVED, set(), id="removed, then named"
    ),
    pytest.param(
        [said(K.REMOVED, None, 5), said(K.NOBODY_TO_ASK, None, 4)],
        K.NOBODY_TO_ASK,
        set(),
        id="removed, then nobody to ask",
    ),
    pytest.param(
        [said(K.BYSTANDER, None, 5), said(K.NOT_PERSON, P, 4)],
        K.BYSTANDER,
        {P},
        id="bystander, and not this person",
    ),
]


@pytest.mark.parametrize(("answers", "claim", "denied"), MEMORIES)
def test_what_several_answers_come_to(
    answers: list[FaceAnswer], claim: AnswerKind | None, denied: set[PersonId]
) -> None:
    memory = remembered(answers)

    assert (memory.claim.kind if memory.claim else None) == claim
    assert memory.denied == denied


CAUSES = [
    pytest.param(
        RemovedCause.RECOGNITION_ENDED,
        RemovedCause.OBJECTION,
        RemovedCause.OBJECTION,
        id="stricter",
    ),
    pytest.param(
        RemovedCause.OBJECTION, RemovedCause.RECOGNITION_ENDED, RemovedCause.OBJECTION, id="milder"
    ),
]


@pytest.mark.parametrize(("first", "second", "expected"), CAUSES)
def test_of_two_removals_the_stricter_is_remembered(
    first: RemovedCause, second: RemovedCause, expected: RemovedCause
) -> None:
    memory = remembered(
        [
            replace(said(K.REMOVED, None, 5), cause=first),
            replace(said(K.REMOVED, None, 4), cause=second),
        ]
    )

    assert memory.claim is not None
    assert memory.claim.cause is expected


def test_naming_ends_a_remembered_end_of_recognition() -> None:
    ended = replace(said(K.REMOVED, None, 5), cause=RemovedCause.RECOGNITION_ENDED)

    memory = remembered([ended, said(K.NAMED, P, 4)])

    assert memory.claim is not None
    assert memory.claim.kind is K.NAMED


def test_the_matcher_is_told_who_it_is_not_and_where() -> None:
    elsewhere = replace(said(K.NOT_PERSON, Q, 3), finding=None, area=box(7))
    answers = [
        said(K.NOT_PERSON, P, 6),
        said(K.NAMED, Q, 5),
        elsewhere,
        replace(said(K.NOT_PERSON, P, 2), finding=None, area=None),
    ]

    assert exclusions(answers) == ((box(1), P), (box(7), Q))


def test_naming_somebody_lifts_the_exclusion() -> None:
    assert exclusions([said(K.NOT_PERSON, P, 6), said(K.NAMED, P, 5)]) == ()


@pytest.mark.parametrize("kind", AnswerKind)
def test_objections_removed_faces_and_not_this_person_follow_to_copies(kind: AnswerKind) -> None:
    assert follows_copies(said(kind)) == (kind in {K.REMOVED, K.NOT_PERSON})


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
