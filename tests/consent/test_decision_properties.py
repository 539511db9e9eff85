"""What holds for every decision: one property per promise."""

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
from consent.states import ConsentState, FindingKind, Mode, RemovedCause, Verdict
from consent.status import is_usable, severity
from tests.consent.build import AT, TODAY, P, Q
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
