"""Losing consent or knowledge never makes a verdict milder: one property per sentence."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from consent.decision import decide
from consent.decisions import Decision, PhotoFacts, Rules
from consent.endings import take_off
from consent.findings import Finding
from consent.ids import Channel, FindingId
from consent.newest import is_answer
from consent.quitclaims import Quitclaim, Subject
from consent.states import ConsentState, FindingKind, Mode, NotAssessed, RemovedCause
from consent.status import is_usable, severity
from tests.consent.build import AT, TODAY, YESTERDAY, P, Q
from tests.consent.strategies import (
    QUICK,
    crowds,
    pairs_of_subjects,
    photos,
    rules,
    subjects,
)


def say(
    photo: PhotoFacts, faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> Decision:
    return decide(photo, faces, persons, rule, AT, TODAY)


def severities(decision: Decision) -> dict[Channel, int]:
    return {entry.channel: severity(entry.verdict) for entry in decision.channels}


def usable(decision: Decision) -> set[Channel]:
    return {entry.channel for entry in decision.channels if is_usable(entry.verdict)}


def never_milder(before: Decision, after: Decision) -> bool:
    then, now = severities(before), severities(after)
    return all(now[channel] >= then[channel] for channel in then) and usable(after) <= usable(
        before
    )


def with_record(subject: Subject, number: int, record: Quitclaim | None) -> Subject:
    records = list(subject.quitclaims)
    records[number : number + 1] = [record] if record else []
    return replace(subject, quitclaims=tuple(records))


given_records = subjects(P, at_least=1).flatmap(
    lambda subject: st.tuples(
        st.just(subject), st.integers(min_value=0, max_value=len(subject.quitclaims) - 1)
    )
)


@QUICK
@given(photos(), crowds(), given_records, subjects(Q), rules())
def test_withdrawing_never_makes_a_verdict_milder(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    picked: tuple[Subject, int],
    other: Subject,
    rule: Rules,
) -> None:
    subject, number = picked
    record = replace(subject.quitclaims[number], state=ConsentState.GIVEN)
    withdrawn = replace(record, state=ConsentState.WITHDRAWN, at=max(AT, record.at))

    before = say(photo, faces, (with_record(subject, number, record), other), rule)
    after = say(photo, faces, (with_record(subject, number, withdrawn), other), rule)

    assert never_milder(before, after)


@QUICK
@given(photos(), crowds(), given_records, rules(), st.booleans())
def test_expiring_never_makes_a_verdict_milder(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    picked: tuple[Subject, int],
    rule: Rules,
    by_state: bool,  # noqa: FBT001
) -> None:
    subject, number = picked
    record = replace(subject.quitclaims[number], state=ConsentState.RENEWED)
    ended = (
        replace(record, state=ConsentState.EXPIRED)
        if by_state
        else replace(record, ends=min(record.ends or YESTERDAY, YESTERDAY))
    )

    before = say(photo, faces, (with_record(subject, number, record),), rule)
    after = say(photo, faces, (with_record(subject, number, ended),), rule)

    assert never_milder(before, after)


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules())
def test_the_end_of_recognition_never_makes_a_verdict_milder(
    photo: PhotoFacts, faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> None:
    over = tuple(replace(face, link_ends=YESTERDAY) if face.by_machine else face for face in faces)
    off = tuple(
        take_off(face, photo, persons, rule, AT, TODAY, RemovedCause.RECOGNITION_ENDED)
        if face.by_machine
        else face
        for face in faces
    )
    before = say(photo, faces, persons, rule)

    assert never_milder(before, say(photo, over, persons, rule))
    assert never_milder(before, say(photo, off, persons, rule))


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules())
def test_adding_an_unknown_face_never_makes_a_verdict_milder(
    photo: PhotoFacts, faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> None:
    stranger = Finding(id=FindingId("stranger"), kind=FindingKind.UNKNOWN)

    before = say(photo, faces, persons, rule)
    after = say(photo, (*faces, stranger), persons, rule)

    assert never_milder(before, after)
    assert not usable(after)


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules(), st.sampled_from(NotAssessed))
def test_losing_the_assessment_never_makes_a_verdict_milder(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    rule: Rules,
    why: NotAssessed,
) -> None:
    lost = replace(photo, assessed=False, not_assessed=why)

    before, after = say(photo, faces, persons, rule), say(lost, faces, persons, rule)

    assert never_milder(before, after)
    assert not usable(after)


@QUICK
@given(photos(), crowds(at_least=1), pairs_of_subjects(), rules())
def test_losing_who_a_face_is_clears_nothing(
    photo: PhotoFacts, faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> None:
    lost = (replace(faces[0], person=None), *faces[1:])

    before, after = say(photo, faces, persons, rule), say(photo, lost, persons, rule)

    assert usable(after) <= usable(before)


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules())
def test_losing_what_is_known_of_a_person_clears_nothing(
    photo: PhotoFacts, faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> None:
    before, after = say(photo, faces, persons, rule), say(photo, faces, persons[1:], rule)

    assert usable(after) <= usable(before)


@QUICK
@given(photos(), crowds(), given_records, rules())
def test_losing_a_grant_clears_nothing(
    photo: PhotoFacts, faces: tuple[Finding, ...], picked: tuple[Subject, int], rule: Rules
) -> None:
    """Of what somebody signed the row stays, so that nothing older of theirs comes back."""
    subject, number = picked
    record = replace(subject.quitclaims[number], state=ConsentState.GIVEN)
    emptied = replace(record, state=ConsentState.INVALIDATED, evidence=None, notice=None)
    left = emptied if is_answer(record) else None
    kept = tuple(face for face in faces if face.kind is not FindingKind.ATTESTED_BEFORE)

    before = say(photo, kept, (with_record(subject, number, record),), rule)
    after = say(photo, kept, (with_record(subject, number, left),), rule)

    assert usable(after) <= usable(before)


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules(), st.sampled_from((Mode.OFF, Mode.DETECT)))
def test_lowering_the_mode_never_makes_a_verdict_milder(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    rule: Rules,
    mode: Mode,
) -> None:
    before = say(photo, faces, persons, rule)
    after = say(replace(photo, mode=mode), faces, persons, rule)

    assert never_milder(before, after)
