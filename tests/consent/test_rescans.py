"""How findings live through a new look: same picture, changed picture, and copies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.answers import FaceAnswer
from consent.boxes import SAME_FACE, iou, pair_up
from consent.decision import decide
from consent.decisions import Rules
from consent.endings import blocked_floor
from consent.findings import Area, Finding, Floor
from consent.ids import AnswerId, FindingId, PersonId
from consent.quitclaims import Subject
from consent.rescans import apply_answers
from consent.states import AnswerKind, FindingKind, RemovedCause, Verdict
from consent.status import severity
from tests.consent.build import (
    AT,
    CONTENT,
    OTHER_CONTENT,
    PHOTO,
    SCORE,
    TODAY,
    WEB,
    P,
    Q,
    answer,
    box,
    days,
    face,
)
from tests.consent.strategies import QUICK, crowds, pairs_of_subjects, rules

K, F = AnswerKind, FindingKind
SHIFTED = Area(x=0.1, y=0.2, w=0.08, h=0.1)
"""Overlaps box(1) by 7/9."""
NEAR = Area(x=0.12, y=0.2, w=0.08, h=0.1)
"""Overlaps box(1) by 5/11: less than the same face, more than another place."""


def seen(
    kind: FindingKind = F.UNKNOWN,
    person: PersonId | None = None,
    area: Area = SHIFTED,
    number: int = 90,
) -> Finding:
    return replace(face(kind, number, person), area=area, size=0.1)


def said(
    kind: AnswerKind,
    person: PersonId | None = None,
    content: str = CONTENT,
    cause: RemovedCause | None = None,
) -> FaceAnswer:
    return replace(
        answer(kind, face(F.UNKNOWN)),
        person=person,
        content=content,
        cause=cause,
        floor=blocked_floor((WEB,)) if kind is K.REMOVED else (),
    )


def again(
    detected: Sequence[Finding],
    earlier: Sequence[Finding],
    answers: Sequence[FaceAnswer] = (),
    recognised_since: dict[PersonId, datetime] | None = None,
) -> tuple[Finding, ...]:
    """Look again at the same picture."""
    return apply_answers(
        detected,
        earlier,
        answers,
        same_content=True,
        content=CONTENT,
        recognised_since=recognised_since,
    )


def changed(
    detected: Sequence[Finding], earlier: Sequence[Finding], answers: Sequence[FaceAnswer] = ()
) -> tuple[Finding, ...]:
    """Look at a changed picture, with answers about the one before."""
    stale = [replace(entry, content=OTHER_CONTENT) for entry in answers]
    return apply_answers(detected, earlier, stale, same_content=False, content=CONTENT)


def one(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1
    return findings[0]


OVERLAPS = [
    pytest.param(box(1), box(1), 1.0, id="the same box"),
    pytest.param(box(1), box(2), 0.0, id="side by side"),
    pytest.param(box(1), replace(box(1), y=0.9), 0.0, id="one below the other"),
    pytest.param(Area(x=0, y=0, w=1, h=1), Area(x=0, y=0, w=0.5, h=1), 0.5, id="half"),
    pytest.param(Area(x=0, y=0, w=0, h=0), Area(x=0, y=0, w=0, h=0), 0.0, id="no size"),
]


@pytest.mark.parametrize(("first", "second", "expected"), OVERLAPS)
def test_the_overlap_of_two_boxes(first: Area, second: Area, expected: float) -> None:
    assert iou(first, second) == pytest.approx(expected)


def test_boxes_are_paired_one_to_one_best_first() -> None:
    earlier = [face(F.UNKNOWN, 1), replace(face(F.UNKNOWN, 2), area=SHIFTED)]

    pairs = pair_up(earlier, [seen(area=SHIFTED)], SAME_FACE)

    assert {old: new.id for old, new in pairs.items()} == {FindingId("f2"): FindingId("f90")}


def test_a_first_look_gives_what_was_seen() -> None:
    faces = (seen(number=90), seen(F.MATCHED, P, box(5), 91))

    assert apply_answers(faces, (), (), same_content=False) == faces


def test_a_face_found_again_keeps_its_id() -> None:
    found = one(again([seen(F.MATCHED, P)], [face(F.UNKNOWN)]))

    assert (found.id, found.kind, found.person) == ("f1", F.MATCHED, P)


def test_a_face_nobody_answered_about_is_found_again_by_another_detector() -> None:
    assert one(again([seen(F.MATCHED, P, NEAR)], [face(F.UNKNOWN)])).kind is F.MATCHED


def test_a_face_that_is_not_found_again_stays_on_the_same_picture() -> None:
    for kept in (face(F.UNKNOWN), replace(face(F.MATCHED, person=P), score=SCORE)):
        assert one(again([], [kept])) == kept


def test_a_face_that_is_not_found_on_a_changed_picture_is_gone() -> None:
    assert changed([], [face(F.MATCHED, person=P)]) == ()


HUMAN = [
    pytest.param(said(K.NAMED, P), F.NAMED, P, id="named"),
    pytest.param(said(K.BYSTANDER), F.BYSTANDER, None, id="bystander"),
    pytest.param(said(K.NOT_A_FACE), F.NOT_A_FACE, None, id="not a face"),
    pytest.param(said(K.NOBODY_TO_ASK), F.NOBODY_TO_ASK, None, id="nobody to ask"),
    pytest.param(said(K.REMOVED), F.REMOVED, None, id="removed"),
    pytest.param(said(K.NAMED, None), F.REMOVED, None, id="named somebody erased since"),
]


@pytest.mark.parametrize(("said_of_it", "kind", "person"), HUMAN)
@pytest.mark.parametrize("found", [[seen(F.MATCHED, Q)], []], ids=["found again", "not found"])
def test_an_answer_holds_on_the_same_picture(
    said_of_it: FaceAnswer, kind: FindingKind, person: PersonId | None, found: list[Finding]
) -> None:
    after = one(again(found, [face(F.UNKNOWN)], [said_of_it]))

    assert (after.id, after.area, after.kind, after.person) == ("f1", box(1), kind, person)


def test_an_answer_whose_finding_is_lost_makes_the_face_again() -> None:
    after = one(again([], [], [said(K.BYSTANDER)]))

    assert (after.id, after.kind, after.area) == ("f1", F.BYSTANDER, box(1))


def test_an_answer_without_a_finding_is_about_the_face_at_its_box() -> None:
    copied = replace(said(K.REMOVED), finding=None, area=SHIFTED)

    after = one(again([], [face(F.UNKNOWN)], [copied]))

    assert (after.id, after.kind) == ("f1", F.REMOVED)


def test_an_answer_without_finding_and_box_is_a_face_without_a_box() -> None:
    placeless = replace(said(K.REMOVED), finding=None, area=None)

    after = one(again([], [], [placeless]))

    assert (after.kind, after.area) == (F.REMOVED, None)


ACCEPTED = said(K.ACCEPTED, P)
LINK = replace(face(F.MATCHED, person=P), score=SCORE, link_ends=TODAY)


def test_an_accepted_link_rests_on_what_the_machine_says_now() -> None:
    better = replace(SCORE, best=0.9)
    suggested = replace(seen(F.SUGGESTED, P), score=better)

    after = one(again([suggested], [LINK], [ACCEPTED]))

    assert (after.kind, after.score, after.area) == (F.MATCHED, better, box(1))


@pytest.mark.parametrize("found", [[seen()], [seen(F.MATCHED, Q)], []])
def test_an_accepted_link_outlives_a_look_that_does_not_see_it(found: list[Finding]) -> None:
    assert one(again(found, [LINK], [ACCEPTED])) == LINK


def test_an_accepted_link_that_rests_on_nothing_is_a_suggestion() -> None:
    after = one(again([seen()], [face(F.UNKNOWN)], [ACCEPTED]))

    assert (after.kind, after.person) == (F.SUGGESTED, P)


def test_not_this_person_sticks() -> None:
    denied = said(K.NOT_PERSON, P)

    assert one(again([seen(F.MATCHED, P)], [face(F.UNKNOWN)], [denied])).kind is F.UNKNOWN
    assert one(again([], [face(F.MATCHED, person=P)], [denied])).kind is F.UNKNOWN
    assert one(again([seen(F.MATCHED, Q)], [face(F.UNKNOWN)], [denied])).person == Q


def test_not_this_person_holds_for_a_second_box_on_the_same_face() -> None:
    denied = said(K.NOT_PERSON, P)
    two = [seen(F.MATCHED, P, box(1), 90), seen(F.MATCHED, P, SHIFTED, 91)]

    after = again(two, [face(F.UNKNOWN)], [denied])

    assert {finding.person for finding in after} == {None}


def test_a_new_face_without_a_box_is_left_alone() -> None:
    placeless = replace(seen(F.SUGGESTED, P), area=None)

    assert one(again([placeless], [])) == placeless


REMOVED = replace(
    face(F.REMOVED),
    cause=RemovedCause.RECOGNITION_ENDED,
    floor=(Floor(channel=WEB, verdict=Verdict.BLOCKED),),
    removed_at=AT,
)


@pytest.mark.parametrize(
    "found",
    [[], [seen()], [seen(F.MATCHED, P)], [seen(F.SUGGESTED, P)]],
    ids=["not found", "unknown", "matched", "suggested"],
)
def test_a_removed_face_survives_a_rescan(found: list[Finding]) -> None:
    assert one(again(found, [REMOVED])) == REMOVED


def test_a_removed_face_yields_to_a_match_after_a_new_recognition_consent() -> None:
    after = one(again([seen(F.MATCHED, P)], [REMOVED], recognised_since={P: days(1)}))

    assert (after.id, after.kind, after.person, after.floor) == ("f1", F.MATCHED, P, ())


KEPT = [
    pytest.param(F.MATCHED, days(-1), REMOVED, id="older consent"),
    pytest.param(F.SUGGESTED, days(1), REMOVED, id="only suggested"),
    pytest.param(
        F.MATCHED, days(1), replace(REMOVED, cause=RemovedCause.OBJECTION), id="objection"
    ),
]


@pytest.mark.parametrize(("kind", "since", "removed"), KEPT)
def test_a_removed_face_yields_to_nothing_less(
    kind: FindingKind, since: datetime, removed: Finding
) -> None:
    assert one(again([seen(kind, P)], [removed], recognised_since={P: since})) == removed


def test_a_removed_face_never_yields_to_somebody_a_human_said_it_is_not() -> None:
    after = again(
        [seen(F.MATCHED, P)], [REMOVED], [said(K.NOT_PERSON, P)], recognised_since={P: days(1)}
    )

    assert one(after) == REMOVED


def test_on_a_changed_picture_a_removed_face_goes_to_the_face_that_overlaps() -> None:
    after = one(changed([seen(F.MATCHED, Q)], [REMOVED]))

    assert after == replace(REMOVED, area=SHIFTED, size=0.1)


def test_on_a_changed_picture_a_removed_face_stays_without_a_box() -> None:
    after = changed([seen(area=box(6))], [REMOVED])

    assert after[0] == replace(REMOVED, area=None, size=0.0)
    assert after[1].kind is F.UNKNOWN


def test_on_a_changed_picture_not_this_person_stays_with_the_face_that_overlaps() -> None:
    after = one(changed([seen(F.MATCHED, P)], [face(F.UNKNOWN)], [said(K.NOT_PERSON, P)]))

    assert (after.kind, after.person, after.area) == (F.UNKNOWN, None, SHIFTED)


def test_on_a_changed_picture_not_this_person_stays_as_a_face_without_a_box() -> None:
    after = one(changed([], [face(F.UNKNOWN)], [said(K.NOT_PERSON, P)]))

    assert (after.kind, after.area) == (F.UNKNOWN, None)


REVIEWED = [
    pytest.param(said(K.NAMED, P), seen(), F.SUGGESTED, P, id="named: suggested"),
    pytest.param(said(K.NAMED, P), seen(F.MATCHED, P), F.MATCHED, P, id="named, matched anew"),
    pytest.param(said(K.NAMED, P), seen(F.MATCHED, Q), F.AWAITING, Q, id="named, matched other"),
    pytest.param(said(K.ACCEPTED, P), seen(), F.SUGGESTED, P, id="accepted: suggested"),
    pytest.param(said(K.BYSTANDER), seen(), F.UNKNOWN, None, id="bystander: unknown"),
    pytest.param(said(K.BYSTANDER), seen(F.MATCHED, P), F.AWAITING, P, id="bystander, matched"),
    pytest.param(said(K.NOT_A_FACE), seen(), F.UNKNOWN, None, id="not a face: unknown"),
    pytest.param(said(K.NOBODY_TO_ASK), seen(), F.UNKNOWN, None, id="nobody to ask: unknown"),
    pytest.param(
        said(K.NOBODY_TO_ASK), seen(F.SUGGESTED, P), F.SUGGESTED, P, id="nobody, suggested"
    ),
]


@pytest.mark.parametrize(("said_of_it", "found", "kind", "person"), REVIEWED)
def test_a_changed_picture_sends_answers_to_review(
    said_of_it: FaceAnswer, found: Finding, kind: FindingKind, person: PersonId | None
) -> None:
    after = one(changed([found], [face(F.NAMED, person=P)], [said_of_it]))

    assert (after.id, after.area, after.kind, after.person) == ("f1", SHIFTED, kind, person)


LEFT = [
    pytest.param(said(K.NAMED, P), F.SUGGESTED, P, id="named"),
    pytest.param(said(K.ACCEPTED, P), F.SUGGESTED, P, id="accepted"),
    pytest.param(said(K.BYSTANDER), F.UNKNOWN, None, id="bystander"),
]


@pytest.mark.parametrize(("said_of_it", "kind", "person"), LEFT)
def test_somebody_a_human_saw_is_asked_about_even_if_the_new_picture_shows_no_face_there(
    said_of_it: FaceAnswer, kind: FindingKind, person: PersonId | None
) -> None:
    gap = one(changed([], [face(F.UNKNOWN)], [said_of_it]))

    assert (gap.kind, gap.person, gap.area) == (kind, person, None)
    stale = replace(said_of_it, content=OTHER_CONTENT)
    assert one(again([], [gap], [stale])) == gap


@pytest.mark.parametrize("kind", [K.NOT_A_FACE, K.NOBODY_TO_ASK])
def test_what_needed_no_answer_goes_with_the_old_picture(kind: AnswerKind) -> None:
    assert changed([], [face(F.UNKNOWN)], [said(kind)]) == ()


def test_an_answer_about_an_older_picture_is_not_revived_by_a_rescan() -> None:
    stale = said(K.NOBODY_TO_ASK, content=OTHER_CONTENT)

    assert one(again([seen()], [face(F.UNKNOWN)], [stale])).kind is F.UNKNOWN


def test_where_the_picture_has_no_name_answers_count_as_the_caller_says() -> None:
    nameless = replace(said(K.NAMED, P), content="")

    for same, kind in ((True, F.NAMED), (False, F.SUGGESTED)):
        after = apply_answers([seen()], [face(F.UNKNOWN)], [nameless], same_content=same)
        assert one(after).kind is kind


ORPHANS = [
    pytest.param(face(F.NOBODY_TO_ASK), F.UNKNOWN, id="nobody to ask"),
    pytest.param(face(F.NOT_A_FACE), F.UNKNOWN, id="not a face"),
    pytest.param(face(F.NAMED, person=P), F.SUGGESTED, id="named"),
]


@pytest.mark.parametrize(("orphan", "kind"), ORPHANS)
def test_what_no_answer_in_force_says_is_a_question_again(
    orphan: Finding, kind: FindingKind
) -> None:
    assert one(again([], [orphan])).kind is kind


ATTESTED = [
    pytest.param(replace(face(F.ATTESTED, person=P), area=None), id="attested"),
    pytest.param(replace(face(F.ATTESTED_BEFORE, person=P), area=None), id="attested before"),
    pytest.param(replace(face(F.EXCESS), area=None), id="excess without a box"),
]


@pytest.mark.parametrize("made", ATTESTED)
def test_what_an_attestation_made_is_left_to_it(made: Finding) -> None:
    assert again([], [made]) == ()


@pytest.mark.parametrize("kind", [F.EXCESS, F.COVERED])
def test_a_face_under_an_attestation_is_still_a_face(kind: FindingKind) -> None:
    assert one(again([], [face(kind)])).kind is F.UNKNOWN


@st.composite
def answers_about(draw: st.DrawFn, faces: tuple[Finding, ...]) -> tuple[FaceAnswer, ...]:
    """Draw what humans said of some faces, about this picture or another."""
    count = draw(st.integers(0, 3)) if faces else 0
    return tuple(
        replace(
            answer(draw(st.sampled_from(AnswerKind)), draw(st.sampled_from(faces)), number),
            id=AnswerId(f"a{number}"),
            person=draw(st.sampled_from((P, Q))),
            content=draw(st.sampled_from((CONTENT, OTHER_CONTENT))),
            cause=draw(st.sampled_from(RemovedCause)),
        )
        for number in range(count)
    )


ANSWERED = crowds().flatmap(lambda faces: st.tuples(st.just(faces), answers_about(faces)))


@QUICK
@given(crowds(), ANSWERED, pairs_of_subjects(), rules(), st.booleans())
def test_what_was_removed_keeps_its_floor_through_every_look(
    detected: tuple[Finding, ...],
    known: tuple[tuple[Finding, ...], tuple[FaceAnswer, ...]],
    persons: tuple[Subject, ...],
    rule: Rules,
    same: bool,  # noqa: FBT001
) -> None:
    earlier, answers = known
    fresh = tuple(replace(entry, id=FindingId(f"new-{entry.id}")) for entry in detected)

    after = {
        entry.id: entry
        for entry in apply_answers(fresh, earlier, answers, same_content=same, content=CONTENT)
    }

    for removed in earlier:
        if removed.kind is F.REMOVED:
            then = decide(PHOTO, (removed,), persons, rule, AT, TODAY)
            now = decide(PHOTO, (after[removed.id],), persons, rule, AT, TODAY)
            assert then.channels[0].verdict is not Verdict.CLEARED
            for one_then, one_now in zip(then.channels, now.channels, strict=True):
                assert severity(one_now.verdict) >= severity(one_then.verdict)


@QUICK
@given(crowds(), ANSWERED)
def test_no_face_of_the_same_picture_is_lost_and_a_rescan_is_repeatable(
    detected: tuple[Finding, ...], known: tuple[tuple[Finding, ...], tuple[FaceAnswer, ...]]
) -> None:
    earlier, answers = known
    fresh = tuple(replace(entry, id=FindingId(f"new-{entry.id}")) for entry in detected)

    after = again(fresh, earlier, answers)

    assert len({finding.id for finding in after}) == len(after)
    assert {finding.id for finding in earlier if finding.area is not None and _stored(finding)} <= {
        finding.id for finding in after
    }
    assert {f.id for f in again(after, after, answers)} >= {f.id for f in after if _stored(f)}


def _stored(finding: Finding) -> bool:
    return finding.kind not in {F.ATTESTED, F.ATTESTED_BEFORE} and not (
        finding.kind is F.EXCESS and finding.area is None
    )
