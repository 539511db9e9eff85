"""How findings live through a changed picture."""

from dataclasses import replace

import pytest

from consent.answers import FaceAnswer
from consent.findings import Finding
from consent.ids import PersonId
from consent.states import AnswerKind, FindingKind
from tests.consent.build import (
    OTHER_CONTENT,
    P,
    Q,
    box,
    face,
)
from tests.consent.looks import REMOVED, SHIFTED, F, K, again, changed, one, said, seen


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
