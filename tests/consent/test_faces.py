"""One row per kind of face, and what is said of photos that were not assessed."""

from dataclasses import replace
from datetime import date

import pytest

from consent.decisions import PhotoFacts, Rule, Rules
from consent.findings import Finding, Floor
from consent.quitclaims import Quitclaim, Subject
from consent.states import (
    ConsentState,
    FindingKind,
    Mode,
    NotAssessed,
    RemovedCause,
    Verdict,
)
from tests.consent.build import (
    FACE,
    GRANT,
    PHOTO,
    PRINT,
    TODAY,
    WEB,
    YESTERDAY,
    P,
    Q,
    decided,
    face,
    first_reason,
    no,
    subject,
    verdict,
)

CLEARED, REVIEW, BLOCKED = Verdict.CLEARED, Verdict.REVIEW, Verdict.BLOCKED
S = ConsentState


def adult(*records: Quitclaim) -> Subject:
    return subject(*records)


def removed(cause: RemovedCause | None, *floors: Floor) -> Finding:
    return replace(FACE, kind=FindingKind.REMOVED, person=None, cause=cause, floor=floors)


WEB_BLOCKED = Floor(channel=WEB, verdict=BLOCKED)
WEB_REVIEW = Floor(channel=WEB, verdict=REVIEW)
PRINT_BLOCKED = Floor(channel=PRINT, verdict=BLOCKED)
FACES = [
    pytest.param(FACE, CLEARED, Rule.GRANTED, id="named by a human"),
    pytest.param(
        replace(FACE, kind=FindingKind.ATTESTED, area=None, size=0.0),
        CLEARED,
        Rule.GRANTED,
        id="attested",
    ),
    pytest.param(replace(FACE, kind=FindingKind.MATCHED), CLEARED, Rule.GRANTED, id="matched"),
    pytest.param(
        replace(FACE, kind=FindingKind.MATCHED, link_ends=TODAY),
        CLEARED,
        Rule.GRANTED,
        id="matched, last day of the recognition consent",
    ),
    pytest.param(
        replace(FACE, kind=FindingKind.MATCHED, link_ends=YESTERDAY),
        REVIEW,
        Rule.LINK_ENDED,
        id="matched, recognition consent over",
    ),
    pytest.param(
        replace(FACE, kind=FindingKind.AWAITING),
        REVIEW,
        Rule.AWAITING_CONFIRMATION,
        id="accept that waits for a human",
    ),
    pytest.param(
        replace(FACE, kind=FindingKind.SUGGESTED), REVIEW, Rule.SUGGESTED, id="suggested match"
    ),
    pytest.param(face(FindingKind.UNKNOWN), REVIEW, Rule.UNKNOWN_FACE, id="unknown face"),
    pytest.param(
        replace(FACE, person=None), REVIEW, Rule.UNKNOWN_FACE, id="named, but nobody is known"
    ),
    pytest.param(replace(FACE, person=Q), REVIEW, Rule.NO_RECORD, id="a person without records"),
    pytest.param(face(FindingKind.BYSTANDER), REVIEW, Rule.BYSTANDER, id="bystander"),
    pytest.param(
        face(FindingKind.IGNORED), REVIEW, Rule.UNKNOWN_FACE, id="ignored while the rule is off"
    ),
    pytest.param(face(FindingKind.EXCESS), REVIEW, Rule.EXCESS_FACE, id="excess face"),
    pytest.param(face(FindingKind.NOBODY_TO_ASK), CLEARED, Rule.NOBODY_TO_ASK, id="nobody to ask"),
    pytest.param(face(FindingKind.NOT_A_FACE), Verdict.NO_PEOPLE, Rule.NOT_A_FACE, id="not a face"),
    pytest.param(removed(RemovedCause.OBJECTION), BLOCKED, Rule.REMOVED_FACE, id="objection"),
    pytest.param(
        removed(RemovedCause.OBJECTION, WEB_REVIEW),
        BLOCKED,
        Rule.REMOVED_FACE,
        id="objection, whatever the floor says",
    ),
    pytest.param(removed(RemovedCause.ERASURE), BLOCKED, Rule.REMOVED_FACE, id="erasure"),
    pytest.param(removed(None), BLOCKED, Rule.REMOVED_FACE, id="removed, nobody knows why"),
    pytest.param(
        removed(RemovedCause.RECOGNITION_ENDED, WEB_BLOCKED),
        BLOCKED,
        Rule.REMOVED_FACE,
        id="recognition ended, blocked before",
    ),
    pytest.param(
        removed(RemovedCause.RECOGNITION_ENDED, WEB_REVIEW, PRINT_BLOCKED),
        REVIEW,
        Rule.REMOVED_FACE,
        id="recognition ended, blocked for another channel",
    ),
    pytest.param(
        removed(RemovedCause.RECOGNITION_ENDED),
        REVIEW,
        Rule.REMOVED_FACE,
        id="recognition ended, no floor for this channel",
    ),
]


@pytest.mark.parametrize(("finding", "expected", "rule"), FACES)
def test_each_kind_of_face_has_its_verdict(finding: Finding, expected: Verdict, rule: Rule) -> None:
    decision = decided(finding, subjects=(adult(GRANT),))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.DETECT])
def test_a_machine_link_counts_for_nothing_in_a_mode_that_does_not_recognise(mode: Mode) -> None:
    matched = replace(FACE, kind=FindingKind.MATCHED)

    decision = decided(matched, subjects=(adult(GRANT),), photo=replace(PHOTO, mode=mode))

    assert first_reason(decision).rule is Rule.LINK_ENDED


@pytest.mark.parametrize("ends", [YESTERDAY, None], ids=["link ended", "link holds"])
def test_a_violation_stays_when_the_machine_link_has_ended(ends: date | None) -> None:
    matched = replace(FACE, kind=FindingKind.MATCHED, link_ends=ends)

    decision = decided(matched, subjects=(adult(no(S.REFUSED)),))

    assert verdict(decision) is BLOCKED


@pytest.mark.parametrize(
    "kind", [FindingKind.AWAITING, FindingKind.SUGGESTED], ids=["awaiting", "suggested"]
)
def test_a_person_who_may_be_on_it_is_never_a_known_no(kind: FindingKind) -> None:
    decision = decided(replace(FACE, kind=kind), subjects=(adult(no(S.REFUSED)),))

    assert verdict(decision) is REVIEW


ATTESTED_BEFORE = replace(FACE, kind=FindingKind.ATTESTED_BEFORE, area=None, size=0.0)


def test_of_an_attestation_about_other_content_only_violations_stay() -> None:
    refused = decided(ATTESTED_BEFORE, subjects=(adult(no(S.REFUSED)),))
    granted = decided(ATTESTED_BEFORE, subjects=(adult(GRANT),))

    assert verdict(refused) is BLOCKED
    assert verdict(granted) is Verdict.NO_PEOPLE
    assert not granted.confirmed_nobody


def test_somebody_attested_on_other_content_of_whom_nothing_is_known_is_a_gap() -> None:
    assert verdict(decided(ATTESTED_BEFORE)) is REVIEW


def test_a_face_that_an_attestation_covers_is_answered_by_its_persons() -> None:
    covered = face(FindingKind.COVERED, 2)
    attested = replace(FACE, kind=FindingKind.ATTESTED, area=None, size=0.0)

    decision = decided(covered, attested, subjects=(adult(GRANT),))

    assert verdict(decision) is CLEARED
    assert [reason.finding for reason in decision.channels[0].reasons] == ["f1"]


SMALL = [
    pytest.param(FindingKind.UNKNOWN, 0.099, CLEARED, id="smaller than the rule"),
    pytest.param(FindingKind.IGNORED, 0.099, CLEARED, id="already ignored"),
    pytest.param(FindingKind.UNKNOWN, 0.1, REVIEW, id="exactly as large"),
    pytest.param(FindingKind.BYSTANDER, 0.099, REVIEW, id="a bystander stays a gap"),
    pytest.param(FindingKind.SUGGESTED, 0.099, REVIEW, id="a suggestion stays a gap"),
    pytest.param(FindingKind.REMOVED, 0.099, BLOCKED, id="a removed face stays"),
]


@pytest.mark.parametrize(("kind", "size", "expected"), SMALL)
def test_ignore_below_exempts_small_faces_of_nobody_we_know(
    kind: FindingKind, size: float, expected: Verdict
) -> None:
    rules = Rules(channels=(WEB,), ignore_below=0.1)

    decision = decided(replace(face(kind), size=size), rules=rules)

    assert verdict(decision) is expected
    assert (first_reason(decision).rule is Rule.IGNORED_SMALL) == (expected is CLEARED)


def test_a_face_without_a_box_is_never_too_small() -> None:
    rules = Rules(channels=(WEB,), ignore_below=0.1)

    decision = decided(replace(face(FindingKind.UNKNOWN), area=None, size=0.0), rules=rules)

    assert verdict(decision) is REVIEW


NOT_ASSESSED = [
    pytest.param(NotAssessed.VIDEO, NotAssessed.VIDEO, id="with a reason"),
    pytest.param(None, NotAssessed.NOT_LOOKED, id="without a reason"),
]


@pytest.mark.parametrize(("reason", "told"), NOT_ASSESSED)
def test_a_photo_that_was_not_assessed_says_why(
    reason: NotAssessed | None, told: NotAssessed
) -> None:
    photo = PhotoFacts(mode=Mode.DETECT, assessed=False, not_assessed=reason)

    decision = decided(photo=photo)

    assert verdict(decision) is Verdict.NOT_ASSESSED
    assert decision.not_assessed is told
    assert first_reason(decision).not_assessed is told


def test_a_photo_said_to_be_assessed_with_a_reason_why_not_is_not_assessed() -> None:
    photo = replace(PHOTO, assessed=True, not_assessed=NotAssessed.CHANGED)

    assert verdict(decided(FACE, subjects=(adult(GRANT),), photo=photo)) is Verdict.NOT_ASSESSED


UNASSESSED = replace(PHOTO, assessed=False, not_assessed=NotAssessed.CHANGED)
KNOWN_NOES = [
    pytest.param(FACE, BLOCKED, id="a hand-named person"),
    pytest.param(replace(FACE, kind=FindingKind.MATCHED), BLOCKED, id="a matched person"),
    pytest.param(removed(RemovedCause.ERASURE), BLOCKED, id="a floor"),
    pytest.param(face(FindingKind.UNKNOWN), Verdict.NOT_ASSESSED, id="an unknown face"),
    pytest.param(replace(FACE, person=Q), Verdict.NOT_ASSESSED, id="a person without records"),
    pytest.param(face(FindingKind.NOBODY_TO_ASK), Verdict.NOT_ASSESSED, id="nobody to ask"),
]


@pytest.mark.parametrize(("finding", "expected"), KNOWN_NOES)
def test_a_known_violation_blocks_a_photo_that_was_not_assessed(
    finding: Finding, expected: Verdict
) -> None:
    decision = decided(
        finding,
        subjects=(adult(no(S.REFUSED)),),
        photo=UNASSESSED,
    )

    assert verdict(decision) is expected
    assert decision.channels[0].reasons[-1].rule is Rule.NOT_ASSESSED


def test_a_grant_never_clears_a_photo_that_was_not_assessed() -> None:
    decision = decided(FACE, subjects=(adult(GRANT),), photo=UNASSESSED)

    assert verdict(decision) is Verdict.NOT_ASSESSED
    assert decision.valid_until is None
    assert P not in {reason.person for reason in decision.channels[0].reasons}
