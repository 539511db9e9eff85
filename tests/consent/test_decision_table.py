"""One row per state and per sentence of the decision rules, for one named face and one channel."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent.decisions import PhotoFacts, Rule, Rules
from consent.findings import Finding, Floor
from consent.quitclaims import Quitclaim, Subject
from consent.states import (
    ConsentState,
    FindingKind,
    Ground,
    Mode,
    NotAssessed,
    RemovedCause,
    Verdict,
)
from tests.consent.build import (
    FACE,
    FATHER,
    GRANT,
    MOTHER,
    NEIGHBOUR,
    OTHER_PHOTO,
    OTHER_SESSION,
    PHOTO,
    PRINT,
    THIS_PHOTO,
    THIS_SESSION,
    TODAY,
    TOMORROW,
    WEB,
    YESTERDAY,
    P,
    Q,
    changed,
    days,
    decided,
    face,
    first_reason,
    no,
    subject,
    verdict,
)

CLEARED, REVIEW, BLOCKED = Verdict.CLEARED, Verdict.REVIEW, Verdict.BLOCKED
S = ConsentState
MINOR = TODAY + timedelta(days=400)


def adult(*records: Quitclaim) -> Subject:
    return subject(*records)


def child(*records: Quitclaim, until: date = MINOR) -> Subject:
    return subject(*records, minor_until=until)


STATES = [
    pytest.param(S.GIVEN, CLEARED, Rule.GRANTED, id="given"),
    pytest.param(S.RENEWED, CLEARED, Rule.GRANTED, id="renewed"),
    pytest.param(S.REFUSED, BLOCKED, Rule.REFUSED, id="refused"),
    pytest.param(S.WITHDRAWN, BLOCKED, Rule.WITHDRAWN, id="withdrawn"),
    pytest.param(S.REVOKED, BLOCKED, Rule.REVOKED, id="revoked"),
    pytest.param(S.INVALIDATED, BLOCKED, Rule.INVALIDATED, id="invalidated"),
    pytest.param(S.EXPIRED, BLOCKED, Rule.EXPIRED, id="expired"),
    pytest.param(S.REQUESTED, REVIEW, Rule.REQUESTED, id="requested"),
    pytest.param(S.DEFERRED, REVIEW, Rule.DEFERRED, id="deferred"),
    pytest.param(S.UNKNOWN, REVIEW, Rule.STATE_UNKNOWN, id="unknown"),
]


@pytest.mark.parametrize(("state", "expected", "rule"), STATES)
def test_each_state_has_its_verdict(state: ConsentState, expected: Verdict, rule: Rule) -> None:
    decision = decided(FACE, subjects=(adult(changed(GRANT, state=state)),))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


PERSONS = [
    pytest.param(adult(), REVIEW, Rule.NO_RECORD, id="no record at all"),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}))),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="given for other channels only",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), state=S.WITHDRAWN)),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="given for other channels only, and withdrawn since",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), ends=YESTERDAY)),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="given for other channels only, and expired since",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), state=S.REFUSED)),
        REVIEW,
        Rule.NO_RECORD,
        id="refused for another channel only",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), state=S.REQUESTED)),
        REVIEW,
        Rule.NO_RECORD,
        id="requested for another channel only",
    ),
    pytest.param(
        adult(changed(GRANT, channels=frozenset({PRINT}), begins=TOMORROW)),
        REVIEW,
        Rule.NO_RECORD,
        id="given for other channels, not begun",
    ),
    pytest.param(adult(changed(GRANT, ends=TODAY)), CLEARED, Rule.GRANTED, id="last day counts"),
    pytest.param(adult(changed(GRANT, begins=TODAY)), CLEARED, Rule.GRANTED, id="first day counts"),
    pytest.param(adult(changed(GRANT, ends=YESTERDAY)), BLOCKED, Rule.EXPIRED, id="day after end"),
    pytest.param(
        adult(changed(GRANT, begins=TOMORROW)), REVIEW, Rule.NOT_BEGUN, id="day before begin"
    ),
    pytest.param(adult(changed(GRANT, at=days(1))), REVIEW, Rule.NOT_BEGUN, id="given later"),
    pytest.param(
        adult(changed(GRANT, notice_valid=False)),
        BLOCKED,
        Rule.INVALIDATED,
        id="its notice was invalidated",
    ),
    pytest.param(
        adult(changed(GRANT, scope=THIS_SESSION)), CLEARED, Rule.GRANTED, id="for this session"
    ),
    pytest.param(
        adult(changed(GRANT, scope=OTHER_SESSION)),
        REVIEW,
        Rule.OTHER_SCOPE,
        id="for another session",
    ),
    pytest.param(
        adult(changed(GRANT, scope=THIS_PHOTO)), CLEARED, Rule.GRANTED, id="for these photos"
    ),
    pytest.param(
        adult(changed(GRANT, scope=OTHER_PHOTO)), REVIEW, Rule.OTHER_SCOPE, id="for other photos"
    ),
    pytest.param(
        adult(changed(GRANT, scope=OTHER_SESSION, state=S.WITHDRAWN)),
        REVIEW,
        Rule.OTHER_SCOPE,
        id="withdrawn for another session",
    ),
    pytest.param(
        adult(changed(GRANT, signer=NEIGHBOUR)),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="signed by somebody who may not",
    ),
    pytest.param(
        adult(changed(GRANT, signer=NEIGHBOUR, channels=frozenset({PRINT}))),
        REVIEW,
        Rule.NO_RECORD,
        id="signed for another channel by somebody who may not",
    ),
    pytest.param(
        adult(changed(GRANT, signer=MOTHER)),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="a guardian signed for an adult",
    ),
    pytest.param(
        adult(changed(GRANT, person=Q)), REVIEW, Rule.NO_RECORD, id="record of somebody else"
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.CONTRACT)), CLEARED, Rule.GRANTED, id="another ground"
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.CONTRACT, state=S.UNKNOWN)),
        CLEARED,
        Rule.GRANTED,
        id="another ground, recorded without a state",
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.MODEL_RELEASE, state=S.REQUESTED)),
        REVIEW,
        Rule.REQUESTED,
        id="another ground, only requested",
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.LEGITIMATE_INTEREST, state=S.WITHDRAWN)),
        BLOCKED,
        Rule.WITHDRAWN,
        id="another ground, withdrawn",
    ),
    pytest.param(
        adult(changed(GRANT, ground=Ground.DEMO)), REVIEW, Rule.NO_RECORD, id="demo outside a demo"
    ),
]

AGAINST = [
    pytest.param(
        adult(GRANT, no(S.REFUSED)), BLOCKED, Rule.REFUSED, id="a later refusal outweighs"
    ),
    pytest.param(
        adult(GRANT, no(S.WITHDRAWN)), BLOCKED, Rule.WITHDRAWN, id="a later withdrawal outweighs"
    ),
    pytest.param(
        adult(GRANT, no(S.REVOKED)), BLOCKED, Rule.REVOKED, id="a later revocation outweighs"
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, days_ago=100)),
        BLOCKED,
        Rule.REFUSED,
        id="at the same instant the no wins",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, days_ago=101)), CLEARED, Rule.GRANTED, id="an earlier no is over"
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, scope=THIS_PHOTO)),
        BLOCKED,
        Rule.REFUSED,
        id="a narrow no outweighs a general grant",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, scope=OTHER_PHOTO)),
        CLEARED,
        Rule.GRANTED,
        id="a no for other photos does not",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, channels=frozenset({PRINT}))),
        CLEARED,
        Rule.GRANTED,
        id="a no for another channel does not",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, ends=YESTERDAY)),
        BLOCKED,
        Rule.REFUSED,
        id="a no never expires",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", state=S.EXPIRED)),
        CLEARED,
        Rule.GRANTED,
        id="one counting grant suffices beside an expired one",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", channels=frozenset({PRINT}))),
        CLEARED,
        Rule.GRANTED,
        id="one counting grant suffices beside one for other channels",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", at=days(-1), state=S.REQUESTED)),
        CLEARED,
        Rule.GRANTED,
        id="one counting grant suffices beside a later request",
    ),
    pytest.param(
        adult(changed(GRANT, ends=YESTERDAY), changed(GRANT, id="q2", state=S.REQUESTED)),
        BLOCKED,
        Rule.EXPIRED,
        id="where no grant counts a violation beats a gap",
    ),
    pytest.param(
        adult(no(S.REFUSED, days_ago=9), changed(GRANT, id="q2", ends=YESTERDAY)),
        BLOCKED,
        Rule.REFUSED,
        id="of several violations the latest is named",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, signer=NEIGHBOUR)),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="a later no by somebody who may not sign is a gap",
    ),
    pytest.param(
        adult(GRANT, no(S.REFUSED, days_ago=200, signer=NEIGHBOUR)),
        CLEARED,
        Rule.GRANTED,
        id="an earlier no by somebody who may not sign is nothing",
    ),
    pytest.param(
        adult(GRANT, changed(GRANT, id="q2", at=days(-1), signer=NEIGHBOUR)),
        CLEARED,
        Rule.GRANTED,
        id="a grant by somebody who may not sign changes nothing",
    ),
]

BY_MOTHER = changed(GRANT, signer=MOTHER)
BY_FATHER = changed(GRANT, id="q2", signer=FATHER)
MINORS = [
    pytest.param(child(BY_MOTHER), CLEARED, Rule.GRANTED, id="the guardian signed"),
    pytest.param(child(GRANT), REVIEW, Rule.NOT_ENTITLED, id="the child signed"),
    pytest.param(
        child(BY_MOTHER, no(S.REFUSED)), BLOCKED, Rule.REFUSED, id="the child said no later"
    ),
    pytest.param(
        child(BY_MOTHER, no(S.REFUSED, days_ago=200)),
        CLEARED,
        Rule.GRANTED,
        id="the child said no before the guardian signed",
    ),
    pytest.param(
        child(BY_MOTHER, no(S.REFUSED, days_ago=200, signer=FATHER)),
        BLOCKED,
        Rule.GUARDIAN_REFUSED,
        id="one guardian's no is a violation whatever its date",
    ),
    pytest.param(
        child(BY_MOTHER, BY_FATHER, no(S.REFUSED, days_ago=200, signer=FATHER)),
        CLEARED,
        Rule.GRANTED,
        id="the latest answer of each guardian is taken",
    ),
    pytest.param(
        child(BY_MOTHER, changed(BY_FATHER, ends=YESTERDAY), no(S.REFUSED, 200, signer=FATHER)),
        BLOCKED,
        Rule.GUARDIAN_REFUSED,
        id="a guardian's no is back when the later yes has ended",
    ),
    pytest.param(
        child(BY_MOTHER, no(S.WITHDRAWN, signer=MOTHER)),
        BLOCKED,
        Rule.WITHDRAWN,
        id="the same guardian withdrew",
    ),
    pytest.param(
        child(BY_MOTHER, until=TOMORROW), CLEARED, Rule.GRANTED, id="day before the birthday"
    ),
    pytest.param(
        child(BY_MOTHER, until=TODAY), BLOCKED, Rule.GUARDIAN_ENDED, id="on the hand-over birthday"
    ),
    pytest.param(
        child(changed(BY_MOTHER, channels=frozenset({PRINT})), until=TODAY),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="the guardian had signed for other channels only",
    ),
    pytest.param(
        child(BY_MOTHER, changed(GRANT, id="q2"), until=TODAY),
        CLEARED,
        Rule.GRANTED,
        id="from the birthday on the person's own signature counts",
    ),
    pytest.param(
        child(no(S.REFUSED, 200, signer=FATHER), GRANT, until=TODAY),
        CLEARED,
        Rule.GRANTED,
        id="from the birthday on an earlier no of a guardian is over",
    ),
    pytest.param(
        child(no(S.REFUSED, 200, signer=FATHER), until=TODAY),
        BLOCKED,
        Rule.REFUSED,
        id="a guardian's no outlives the birthday where nothing else is said",
    ),
]


@pytest.mark.parametrize(("person", "expected", "rule"), [*PERSONS, *AGAINST, *MINORS])
def test_a_known_person_is_answered_by_the_rules(
    person: Subject, expected: Verdict, rule: Rule
) -> None:
    decision = decided(FACE, subjects=(person,))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


def test_the_demo_ground_counts_only_in_a_demo() -> None:
    demo = Rules(channels=(WEB,), demo=True)

    decision = decided(FACE, subjects=(adult(changed(GRANT, ground=Ground.DEMO)),), rules=demo)

    assert verdict(decision) is CLEARED


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
