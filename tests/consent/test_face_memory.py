"""What several answers about one face come to."""

from dataclasses import replace

import pytest

from consent.answers import (
    FaceAnswer,
    exclusions,
    remembered,
)
from consent.ids import PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause
from tests.consent.build import (
    P,
    Q,
    answer,
    box,
    face,
)

K, F = AnswerKind, FindingKind
UNKNOWN = face(F.UNKNOWN)


def said(kind: AnswerKind, person: PersonId | None = None, days_ago: int = 5) -> FaceAnswer:
    return replace(answer(kind, UNKNOWN, days_ago), person=person)


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
