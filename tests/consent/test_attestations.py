"""A human says who is on a photo: with faces, without, and about another picture."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.attestations import Attestation, attested, complete_on
from consent.decision import decide
from consent.decisions import PhotoFacts, Rules
from consent.findings import Finding
from consent.ids import AttestationId, PersonId
from consent.quitclaims import Subject
from consent.states import ConsentState, FindingKind, Mode, NotAssessed, Status, Verdict
from consent.status import is_usable, severity
from tests.consent.build import (
    ACTOR,
    ASSET,
    AT,
    CONTENT,
    GRANT,
    OTHER_CONTENT,
    PHOTO,
    SCORE,
    TODAY,
    P,
    Q,
    changed,
    decided,
    face,
    no,
    subject,
    verdict,
)
from tests.consent.strategies import QUICK, crowds, pairs_of_subjects, rules

F = FindingKind
GRANTED = (subject(GRANT), subject(changed(GRANT, person=Q), person=Q))


def said(
    *persons: PersonId, only: bool = True, content: str = CONTENT, number: int = 1
) -> Attestation:
    return Attestation(
        id=AttestationId(f"att{number}"),
        asset=ASSET,
        content=content,
        persons=frozenset(persons),
        only=only,
        by=ACTOR,
        at=AT + timedelta(minutes=number),
    )


def kinds(findings: tuple[Finding, ...]) -> list[FindingKind]:
    return [finding.kind for finding in findings]


def test_the_persons_become_findings_without_a_box() -> None:
    after = attested([said(P, Q)], (), CONTENT)

    assert [(entry.person, entry.kind, entry.area) for entry in after] == [
        (P, F.ATTESTED, None),
        (Q, F.ATTESTED, None),
    ]
    assert all(entry.person not in entry.id for entry in after if entry.person)


def test_somebody_attested_twice_is_there_once() -> None:
    assert len(attested([said(P, only=False), said(P, only=False, number=2)], (), CONTENT)) == 1


ASSESSMENTS = [
    pytest.param([], None, id="nothing said"),
    pytest.param([said(P)], {P}, id="only P"),
    pytest.param([said()], set(), id="nobody"),
    pytest.param([said(P, only=False)], None, id="P, and perhaps others"),
    pytest.param([said(P, content=OTHER_CONTENT)], None, id="only P, on another picture"),
    pytest.param([said(P), said(Q, only=False, number=2)], {P, Q}, id="only P; later Q, too"),
    pytest.param([said(P), said(Q, number=2)], {Q}, id="only P; later only Q"),
    pytest.param([said(Q, only=False), said(P, number=2)], {P}, id="Q; later only P"),
]


@pytest.mark.parametrize(("attestations", "persons"), ASSESSMENTS)
def test_with_only_an_attestation_is_complete(
    attestations: list[Attestation], persons: set[PersonId] | None
) -> None:
    for order in (attestations, attestations[::-1]):
        complete = complete_on(order, CONTENT)
        assert (None if complete is None else complete.persons) == persons


def test_an_attestation_of_an_unknown_picture_completes_nothing() -> None:
    assert complete_on([said(content="")], "") is None


def unknown(*numbers: int) -> tuple[Finding, ...]:
    return tuple(face(F.UNKNOWN, number) for number in numbers)


COUNTS = [
    pytest.param(unknown(1), [F.COVERED], id="as many faces as persons"),
    pytest.param((), [], id="fewer faces is fine"),
    pytest.param(unknown(2, 1), [F.EXCESS, F.COVERED], id="one face too many, from the right"),
    pytest.param(unknown(1, 2, 3), [F.COVERED, F.EXCESS, F.EXCESS], id="two faces too many"),
    pytest.param(
        (face(F.NOT_A_FACE, 1), face(F.NOBODY_TO_ASK, 2), face(F.UNKNOWN, 3)),
        [F.NOT_A_FACE, F.NOBODY_TO_ASK, F.COVERED],
        id="not a face and nobody to ask are left out",
    ),
    pytest.param(
        (face(F.SUGGESTED, 1, Q), face(F.AWAITING, 2, Q)),
        [F.COVERED, F.EXCESS],
        id="what waits for a human is open",
    ),
    pytest.param(
        (face(F.NAMED, 1, P), face(F.UNKNOWN, 2)),
        [F.NAMED, F.EXCESS],
        id="a named face counts",
    ),
    pytest.param(
        (face(F.MATCHED, 1, Q), face(F.NAMED, 2, P)),
        [F.MATCHED, F.NAMED, F.EXCESS],
        id="too many although all are known: a gap without a box",
    ),
    pytest.param(
        (replace(face(F.REMOVED, 1), area=None), face(F.UNKNOWN, 2)),
        [F.REMOVED, F.COVERED],
        id="a face without a box is not counted",
    ),
    pytest.param(
        (face(F.REMOVED, 1), face(F.BYSTANDER, 2)),
        [F.REMOVED, F.BYSTANDER, F.EXCESS],
        id="removed faces and bystanders count and stay",
    ),
]


@pytest.mark.parametrize(("findings", "expected"), COUNTS)
def test_faces_are_counted_against_the_persons(
    findings: tuple[Finding, ...], expected: list[FindingKind]
) -> None:
    assert kinds(attested([said(P)], findings, CONTENT)) == [*expected, F.ATTESTED]


def test_a_face_that_is_too_small_to_count_is_not_too_many() -> None:
    small = replace(face(F.UNKNOWN, 2), size=0.01)

    after = attested([said(P)], (face(F.UNKNOWN, 1), small), CONTENT, 0.05)

    assert kinds(after) == [F.COVERED, F.UNKNOWN, F.ATTESTED]


def test_a_covered_face_says_nothing_about_who_it_might_be() -> None:
    guess = replace(face(F.SUGGESTED, 1, Q), score=SCORE, link_ends=TODAY)

    covered = attested([said(P)], (guess,), CONTENT)[0]

    assert (covered.person, covered.score, covered.link_ends) == (None, None, None)


def test_each_face_too_many_is_a_gap() -> None:
    one = attested([said(P)], unknown(1), CONTENT)
    two = attested([said(P)], unknown(1, 2), CONTENT)

    assert verdict(decided(*one, subjects=GRANTED)) is Verdict.CLEARED
    assert verdict(decided(*two, subjects=GRANTED)) is Verdict.REVIEW


def test_nobody_said_and_a_face_found_is_a_gap() -> None:
    found = attested([said()], unknown(1), CONTENT)

    decision = decided(*found, photo=replace(PHOTO, confirmed_nobody=True))

    assert decision.status is Status.REVIEW
    assert not decision.confirmed_nobody


def test_an_attestation_works_without_biometrics() -> None:
    photo = PhotoFacts(mode=Mode.OFF, assessed=True)

    decision = decided(*attested([said(P)], (), CONTENT), subjects=GRANTED, photo=photo)

    assert decision.status is Status.CLEARED


CHANGED = [said(P, content=OTHER_CONTENT)]


def test_on_changed_content_an_attestation_covers_nothing() -> None:
    after = attested(CHANGED, unknown(1), CONTENT)

    assert kinds(after) == [F.UNKNOWN, F.ATTESTED_BEFORE]
    assert verdict(decided(*after, subjects=GRANTED)) is Verdict.REVIEW


def test_on_changed_content_its_violations_stay() -> None:
    refused = (subject(no(ConsentState.REFUSED)),)
    photo = replace(PHOTO, assessed=False, not_assessed=NotAssessed.CHANGED)
    after = attested(CHANGED, (), CONTENT)

    assert verdict(decided(*after, subjects=refused)) is Verdict.BLOCKED
    assert verdict(decided(*after, subjects=refused, photo=photo)) is Verdict.BLOCKED


BEFORE = [
    pytest.param([*CHANGED, said(Q, number=2)], [(Q, F.ATTESTED)], id="a complete word replaces"),
    pytest.param(
        [*CHANGED, said(Q, only=False, number=2)],
        [(Q, F.ATTESTED), (P, F.ATTESTED_BEFORE)],
        id="a word about one more does not",
    ),
]


@pytest.mark.parametrize(("attestations", "expected"), BEFORE)
def test_a_newer_complete_attestation_replaces_what_was_said_of_another_picture(
    attestations: list[Attestation], expected: list[tuple[PersonId, FindingKind]]
) -> None:
    after = attested(attestations, (), CONTENT)

    assert [(entry.person, entry.kind) for entry in after] == expected


def test_when_the_attestation_no_longer_counts_the_faces_are_open_again() -> None:
    under = attested([said(P)], unknown(1, 2), CONTENT)

    after = attested(CHANGED, under, CONTENT)

    assert kinds(after) == [F.UNKNOWN, F.UNKNOWN, F.ATTESTED_BEFORE]


@st.composite
def attestations(draw: st.DrawFn) -> tuple[Attestation, ...]:
    """Draw a few words of humans, about this picture or another."""
    count = draw(st.integers(0, 3))
    return tuple(
        said(
            *draw(st.frozensets(st.sampled_from((P, Q)))),
            only=draw(st.booleans()),
            content=draw(st.sampled_from((CONTENT, OTHER_CONTENT))),
            number=number,
        )
        for number in range(count)
    )


@QUICK
@given(attestations(), crowds())
def test_attesting_twice_is_attesting_once(
    words: tuple[Attestation, ...], faces: tuple[Finding, ...]
) -> None:
    once = attested(words, faces, CONTENT)

    assert attested(words, once, CONTENT) == once


@QUICK
@given(attestations(), crowds(), pairs_of_subjects(), rules())
def test_an_attestation_never_hides_a_known_no_of_a_face(
    words: tuple[Attestation, ...],
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    rule: Rules,
) -> None:
    kept = tuple(entry for entry in faces if entry.kind not in {F.ATTESTED, F.ATTESTED_BEFORE})

    before = decide(PHOTO, kept, persons, rule, AT, TODAY)
    after = decide(
        PHOTO, attested(words, kept, CONTENT, rule.ignore_below), persons, rule, AT, TODAY
    )

    for then, now in zip(before.channels, after.channels, strict=True):
        if then.verdict is Verdict.BLOCKED:
            assert now.verdict is Verdict.BLOCKED


@QUICK
@given(attestations(), crowds(), pairs_of_subjects(), rules())
def test_words_about_another_picture_make_nothing_milder(
    words: tuple[Attestation, ...],
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    rule: Rules,
) -> None:
    stale = [replace(word, content=OTHER_CONTENT) for word in words]
    kept = attested((), faces, CONTENT)

    before = decide(PHOTO, kept, persons, rule, AT, TODAY)
    after = decide(PHOTO, attested(stale, kept, CONTENT), persons, rule, AT, TODAY)

    for then, now in zip(before.channels, after.channels, strict=True):
        assert severity(now.verdict) >= severity(then.verdict)
        assert is_usable(then.verdict) >= is_usable(now.verdict)
