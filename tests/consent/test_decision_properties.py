"""One property per promise of the decision rules, for all inputs."""

from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from consent.decision import decide
from consent.decisions import Decision, PhotoFacts, Rules
from consent.endings import take_off
from consent.findings import Finding
from consent.ids import Channel, FindingId
from consent.quitclaims import Quitclaim, Subject
from consent.states import ConsentState, FindingKind, Mode, NotAssessed, RemovedCause, Verdict
from consent.status import is_usable, severity
from tests.consent.build import AT, TODAY, YESTERDAY, P, Q
from tests.consent.strategies import (
    GIVEN,
    QUICK,
    crowds,
    pairs_of_subjects,
    photos,
    quitclaims,
    rules,
    subjects,
)

T = TypeVar("T")


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
    subject, number = picked
    record = replace(subject.quitclaims[number], state=ConsentState.GIVEN)
    kept = tuple(face for face in faces if face.kind is not FindingKind.ATTESTED_BEFORE)

    before = say(photo, kept, (with_record(subject, number, record),), rule)
    after = say(photo, kept, (with_record(subject, number, None),), rule)

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


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules(), st.randoms(use_true_random=False))
def test_the_order_of_faces_persons_and_grants_does_not_matter(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    rule: Rules,
    random: Random,
) -> None:
    def shuffled(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(items, len(items)))

    mixed = tuple(replace(person, quitclaims=shuffled(person.quitclaims)) for person in persons)

    assert say(photo, faces, persons, rule) == say(photo, shuffled(faces), shuffled(mixed), rule)


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), subjects(Q), rules())
def test_the_grants_of_two_persons_never_mix(
    photo: PhotoFacts,
    faces: tuple[Finding, ...],
    persons: tuple[Subject, ...],
    stranger: Subject,
    rule: Rules,
) -> None:
    only_p = tuple(face for face in faces if face.person in {P, None})
    smuggled = replace(persons[0], quitclaims=persons[0].quitclaims + stranger.quitclaims)

    alone = say(photo, only_p, persons[:1], rule)

    assert severities(say(photo, only_p, persons, rule)) == severities(alone)
    assert severities(say(photo, only_p, (smuggled,), rule)) == severities(alone)


@QUICK
@given(crowds(at_least=1), pairs_of_subjects(), rules())
def test_the_worst_over_all_faces_wins(
    faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> None:
    photo = PhotoFacts(mode=Mode.GALLERY, assessed=True)
    alone = [severities(say(photo, (face,), persons, rule)) for face in faces]

    together = severities(say(photo, faces, persons, rule))

    assert together == {
        channel: max(single[channel] for single in alone) for channel in rule.channels
    }


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules())
def test_erasing_somebody_never_turns_a_photo_cleared_or_no_people(
    photo: PhotoFacts, faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> None:
    erased = tuple(
        take_off(face, photo, persons, rule, AT, TODAY, RemovedCause.ERASURE)
        if face.person == P
        else face
        for face in faces
    )

    before, after = say(photo, faces, persons, rule), say(photo, erased, persons[1:], rule)

    assert never_milder(before, after)
    if erased != faces:
        assert {entry.verdict for entry in after.channels} == {Verdict.BLOCKED}
        assert P not in {face.person for face in erased}


@QUICK
@given(photos(), crowds(), pairs_of_subjects(), rules())
def test_every_verdict_carries_reasons_the_worst_first(
    photo: PhotoFacts, faces: tuple[Finding, ...], persons: tuple[Subject, ...], rule: Rules
) -> None:
    decision = say(photo, faces, persons, rule)

    for entry in decision.channels:
        ranks = [severity(reason.verdict) for reason in entry.reasons]
        assert ranks
        assert ranks == sorted(ranks, reverse=True)
        assert ranks[0] == severity(entry.verdict)


@QUICK
@given(quitclaims(), st.sampled_from(GIVEN))
def test_a_record_of_somebody_else_is_no_record(record: Quitclaim, state: ConsentState) -> None:
    foreign = Subject(id=Q, quitclaims=(replace(record, state=state),))
    named = Finding(id=FindingId("f"), kind=FindingKind.NAMED, person=Q)
    photo = PhotoFacts(mode=Mode.OFF, assessed=True)

    decision = say(photo, (named,), (foreign,), Rules(channels=tuple(record.channels)))

    assert {entry.verdict for entry in decision.channels} == {Verdict.REVIEW}
