"""What ends, and what stays: taking a person off a face and the floor that remains."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.decision import decide
from consent.decisions import PhotoFacts, Rules
from consent.endings import (
    Removal,
    after_erasure,
    blocked_floor,
    ends_with_recognition,
    gives_way,
    gives_way_to_match,
    take_off,
    taken_off_for_good,
)
from consent.findings import Finding, Floor
from consent.ids import FindingId, PersonId
from consent.quitclaims import Subject
from consent.states import (
    AnswerKind,
    ConsentState,
    FindingKind,
    NotAssessed,
    RemovedCause,
    Verdict,
)
from consent.status import severity
from tests.consent.build import (
    AT,
    BOTH,
    FACE,
    GRANT,
    MOTHER,
    PHOTO,
    PRINT,
    RULES,
    SCORE,
    TODAY,
    TOMORROW,
    WEB,
    YESTERDAY,
    P,
    Q,
    changed,
    days,
    decided,
    no,
    subject,
    verdict,
)
from tests.consent.strategies import QUICK, faces, pairs_of_subjects, photos, rules

ENDED = RemovedCause.RECOGNITION_ENDED
MATCHED = replace(FACE, kind=FindingKind.MATCHED, score=SCORE, link_ends=TODAY)


def off(finding: Finding, person: Subject, cause: RemovedCause, rule: Rules = RULES) -> Finding:
    return take_off(finding, PHOTO, (person,), rule, AT, TODAY, cause)


def test_the_box_stays_and_everything_about_the_person_goes() -> None:
    removed = off(MATCHED, subject(GRANT), ENDED)

    assert removed == Finding(
        id=FACE.id,
        kind=FindingKind.REMOVED,
        area=FACE.area,
        size=FACE.size,
        cause=ENDED,
        floor=(Floor(channel=WEB, verdict=Verdict.REVIEW),),
        removed_at=AT,
    )


FLOORS = [
    pytest.param(subject(GRANT), Verdict.REVIEW, id="cleared before: review"),
    pytest.param(subject(), Verdict.REVIEW, id="a gap before: review"),
    pytest.param(subject(no(ConsentState.WITHDRAWN)), Verdict.BLOCKED, id="blocked before"),
    pytest.param(subject(changed(GRANT, ends=YESTERDAY)), Verdict.BLOCKED, id="expired before"),
    pytest.param(
        subject(changed(GRANT, ends=TODAY)), Verdict.BLOCKED, id="ends on the same day: applied"
    ),
    pytest.param(
        subject(changed(GRANT, ends=TODAY), changed(GRANT, id="q2", at=days(-1), begins=TOMORROW)),
        Verdict.REVIEW,
        id="ends on the same day, the next begins",
    ),
    pytest.param(
        subject(changed(GRANT, ends=YESTERDAY), changed(GRANT, id="q2", begins=TOMORROW)),
        Verdict.BLOCKED,
        id="blocked on the day, whatever begins tomorrow",
    ),
    pytest.param(
        subject(changed(GRANT, signer=MOTHER), minor_until=TOMORROW),
        Verdict.BLOCKED,
        id="the guardian's say ends with the day",
    ),
]


@pytest.mark.parametrize(("person", "expected"), FLOORS)
def test_the_floor_is_what_the_face_alone_had_with_every_end_of_the_day(
    person: Subject, expected: Verdict
) -> None:
    assert off(MATCHED, person, ENDED).floor == (Floor(channel=WEB, verdict=expected),)


def test_the_floor_is_kept_for_each_channel() -> None:
    removed = off(MATCHED, subject(GRANT), ENDED, BOTH)

    assert removed.floor == (
        Floor(channel=WEB, verdict=Verdict.REVIEW),
        Floor(channel=PRINT, verdict=Verdict.BLOCKED),
    )


def test_a_photo_that_is_not_assessed_gives_the_same_floor() -> None:
    photo = replace(PHOTO, assessed=False, not_assessed=NotAssessed.CHANGED)

    removed = take_off(MATCHED, photo, (subject(GRANT),), RULES, AT, TODAY, ENDED)

    assert removed == off(MATCHED, subject(GRANT), ENDED)


@pytest.mark.parametrize("cause", [RemovedCause.OBJECTION, RemovedCause.ERASURE])
def test_objection_and_erasure_block_every_channel(cause: RemovedCause) -> None:
    removed = off(FACE, subject(GRANT), cause, BOTH)

    assert removed.floor == blocked_floor((WEB, PRINT))
    assert {entry.verdict for entry in decided(removed, rules=BOTH).channels} == {Verdict.BLOCKED}


AGAIN = [
    pytest.param(ENDED, ENDED, ENDED, id="recognition ended twice"),
    pytest.param(ENDED, RemovedCause.ERASURE, RemovedCause.ERASURE, id="erased after it ended"),
    pytest.param(RemovedCause.ERASURE, ENDED, RemovedCause.ERASURE, id="ended after an erasure"),
    pytest.param(
        RemovedCause.OBJECTION,
        RemovedCause.ERASURE,
        RemovedCause.OBJECTION,
        id="erased after an objection",
    ),
]


@pytest.mark.parametrize(("first", "second", "expected"), AGAIN)
def test_a_face_that_was_removed_keeps_the_stricter_cause(
    first: RemovedCause, second: RemovedCause, expected: RemovedCause
) -> None:
    once = off(MATCHED, subject(GRANT), first)

    assert off(once, subject(GRANT), second).cause is expected
    assert off(once, subject(GRANT), second).area == FACE.area


LINKS = [
    pytest.param(FindingKind.MATCHED, True, id="accepted by the machine"),
    pytest.param(FindingKind.AWAITING, True, id="waits for a human"),
    pytest.param(FindingKind.SUGGESTED, True, id="suggested"),
    pytest.param(FindingKind.NAMED, False, id="named by hand"),
    pytest.param(FindingKind.ATTESTED, False, id="attested"),
]


@pytest.mark.parametrize(("kind", "expected"), LINKS)
def test_only_links_made_by_machine_end_with_recognition(
    kind: FindingKind,
    expected: bool,  # noqa: FBT001
) -> None:
    assert ends_with_recognition(replace(FACE, kind=kind)) is expected


def test_a_link_to_nobody_has_nothing_to_end() -> None:
    assert not ends_with_recognition(replace(MATCHED, person=None))


@pytest.mark.parametrize("kind", AnswerKind)
@pytest.mark.parametrize("cause", RemovedCause)
def test_only_naming_or_nobody_to_ask_ends_a_removal(kind: AnswerKind, cause: RemovedCause) -> None:
    removed = off(MATCHED, subject(GRANT), cause)
    enough = {AnswerKind.NOBODY_TO_ASK} | ({AnswerKind.NAMED} if cause is ENDED else set())

    assert gives_way(removed, kind) == (kind in enough)


MATCHES = [
    pytest.param(ENDED, 1, True, id="consent after the removal"),
    pytest.param(ENDED, 0, False, id="consent at the same instant"),
    pytest.param(ENDED, -1, False, id="consent before the removal"),
    pytest.param(ENDED, None, False, id="nobody knows since when"),
    pytest.param(RemovedCause.OBJECTION, 1, False, id="objection"),
    pytest.param(RemovedCause.ERASURE, 1, False, id="erasure"),
]


@pytest.mark.parametrize(("cause", "later", "expected"), MATCHES)
def test_a_new_match_ends_a_removal_only_after_a_newer_recognition_consent(
    cause: RemovedCause,
    later: int | None,
    expected: bool,  # noqa: FBT001
) -> None:
    removed = off(MATCHED, subject(GRANT), cause)
    since = None if later is None else days(later)

    assert gives_way_to_match(removed, since) is expected


def test_a_removal_at_an_unknown_instant_gives_way_to_no_match() -> None:
    removed = replace(off(MATCHED, subject(GRANT), ENDED), removed_at=None)

    assert not gives_way_to_match(removed, days(100))


def test_publication_consent_ending_leaves_the_face_where_it_is_blocked() -> None:
    assert verdict(decided(FACE, subjects=(subject(no(ConsentState.WITHDRAWN)),))) is (
        Verdict.BLOCKED
    )


@QUICK
@given(photos(), faces(), pairs_of_subjects(), rules(), st.sampled_from(RemovedCause))
def test_taking_somebody_off_is_never_milder_and_holds_on_every_later_day(
    photo: PhotoFacts,
    face: Finding,
    persons: tuple[Subject, ...],
    rule: Rules,
    cause: RemovedCause,
) -> None:
    removed = take_off(face, photo, persons, rule, AT, TODAY, cause)

    before = decide(photo, (face,), persons, rule, AT, TODAY)
    later = decide(photo, (removed,), (), rule, AT, TODAY + timedelta(days=400))

    for then, now in zip(before.channels, later.channels, strict=True):
        assert severity(now.verdict) >= severity(then.verdict)
        assert now.verdict in {Verdict.REVIEW, Verdict.BLOCKED, Verdict.NOT_ASSESSED}
    assert removed.person is None
    assert removed.score is None


REMOVAL = Removal(cause=RemovedCause.ERASURE, at=AT, channels=(WEB,))


def ids() -> Iterator[str]:
    return (f"new-{number}" for number in count(1))


def gone(
    findings: Sequence[Finding], person: PersonId, *, told: bool, removal: Removal = REMOVAL
) -> tuple[Finding, ...]:
    made = ids()
    return taken_off_for_good(findings, person, removal, told=told, new_id=lambda: next(made))


def test_a_person_taken_off_leaves_the_place_of_their_face() -> None:
    theirs, other = replace(MATCHED, person=P), replace(FACE, id=FindingId("o"), person=Q)

    (after, untouched) = gone([theirs, other], P, told=True)

    assert after == Finding(
        id=theirs.id,
        kind=FindingKind.REMOVED,
        area=theirs.area,
        size=theirs.size,
        cause=RemovedCause.ERASURE,
        floor=blocked_floor((WEB,)),
        removed_at=AT,
    )
    assert untouched == other


@pytest.mark.parametrize(("told", "count"), [(True, 1), (False, 0)])
def test_somebody_who_was_only_said_to_be_there_leaves_a_face_without_a_box(
    count: int, *, told: bool
) -> None:
    after = gone([], P, told=told)

    assert [(one.kind, one.area, one.cause, one.removed_at) for one in after] == [
        (FindingKind.REMOVED, None, RemovedCause.ERASURE, AT)
    ] * count


@QUICK
@given(
    findings=st.lists(faces(), max_size=4, unique_by=lambda one: one.id),
    told=st.booleans(),
    rule=rules(),
    photo=photos(),
    cause=st.sampled_from([RemovedCause.ERASURE, RemovedCause.OBJECTION]),
)
def test_a_photo_somebody_was_taken_off_never_reads_usable_or_empty(
    findings: list[Finding], rule: Rules, photo: PhotoFacts, cause: RemovedCause, *, told: bool
) -> None:
    concerned = told or any(one.person == P for one in findings)

    after = gone(findings, P, told=told, removal=Removal(cause=cause, at=AT))

    assert len(after) >= len(findings)
    assert all(one.person != P for one in after)
    if concerned:
        decision = decide(photo, after, (), rule, AT, TODAY)
        assert {one.verdict for one in decision.channels} <= {Verdict.BLOCKED}
    else:
        assert after == tuple(findings)


@pytest.mark.parametrize("kind", AnswerKind)
def test_what_was_said_of_somebody_erased_stays_as_a_removal(kind: AnswerKind) -> None:
    expected = None if kind is AnswerKind.NOT_PERSON else AnswerKind.REMOVED

    assert after_erasure(kind) is expected


def test_a_removed_face_is_made_in_one_place() -> None:
    root = Path(__file__).parent.parent.parent
    sources = (
        path
        for folder in ("consent", "scheduler", "likeness", "connector")
        for path in (root / folder).rglob("*.py")
    )
    made = re.compile(r"kind=FindingKind\.REMOVED|\"kind\": FindingKind\.REMOVED")

    found = {path.name for path in sources if made.search(path.read_text())}

    assert found == {"endings.py"}
