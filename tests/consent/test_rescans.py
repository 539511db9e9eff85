"""How findings live through a new look at the same picture."""

from dataclasses import replace
from datetime import datetime

import pytest

from consent.answers import FaceAnswer
from consent.boxes import SAME_FACE, iou, pair_up
from consent.findings import Area, Finding
from consent.ids import FindingId, PersonId
from consent.rescans import apply_answers
from consent.states import FindingKind, RemovedCause
from tests.consent.build import (
    SCORE,
    TODAY,
    P,
    Q,
    box,
    days,
    face,
)
from tests.consent.looks import NEAR, REMOVED, SHIFTED, F, K, again, changed, one, said, seen

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


def test_a_face_is_paired_with_the_box_that_overlaps_it_best() -> None:
    later = [seen(area=SHIFTED, number=90), seen(area=box(1), number=91)]

    pairs = pair_up([face(F.UNKNOWN, 1)], later, SAME_FACE)

    assert [new.id for new in pairs.values()] == ["f91"]


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
