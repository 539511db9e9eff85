"""Held matches: nothing of them counts as a yes, and their no makes others wait."""

from dataclasses import replace

import pytest
from hypothesis import given

from consent.decisions import Rule
from consent.held import HeldMatch
from consent.ids import PersonId
from consent.person_answer import answer_of
from consent.question import Question
from consent.quitclaims import Quitclaim, Subject
from consent.same_person import Candidate, Likeness
from consent.states import ConsentState, FindingKind, Verdict
from consent.status import severity
from tests.consent.build import (
    AT,
    BOTH,
    GRANT,
    MOTHER,
    PHOTO,
    TODAY,
    TOMORROW,
    WEB,
    P,
    Q,
    changed,
    decided,
    face,
    no,
    subject,
)
from tests.consent.strategies import subjects as some

QUESTION = Question(channel=WEB, photo=PHOTO, rules=BOTH, at=AT, today=TODAY)
YES, NO, NOTHING = (GRANT,), (no(ConsentState.REFUSED),), ()
HELD = PersonId("person-held")


def held_of(*records: Quitclaim) -> Subject:
    """Give somebody who is held, with these answers."""
    mine = (replace(record, person=HELD) for record in records)
    return replace(subject(*mine, person=HELD), held=True)


def both(known: tuple[Quitclaim, ...], incoming: tuple[Quitclaim, ...]) -> tuple[Subject, Subject]:
    """Give a person and the held one who may be the same, as the store gives them."""
    here, held = subject(*known), held_of(*incoming)
    return replace(here, maybe=(held,)), replace(held, maybe=(here,))


@pytest.mark.parametrize(
    ("known", "incoming", "of_known", "of_held"),
    [
        pytest.param(YES, YES, Verdict.CLEARED, Verdict.REVIEW, id="a yes of the held is none"),
        pytest.param(YES, NO, Verdict.REVIEW, Verdict.BLOCKED, id="its no lets the known wait"),
        pytest.param(NO, YES, Verdict.BLOCKED, Verdict.BLOCKED, id="a known no counts for it"),
        pytest.param(NO, NO, Verdict.BLOCKED, Verdict.BLOCKED, id="two no's"),
        pytest.param(NOTHING, YES, Verdict.REVIEW, Verdict.REVIEW, id="nothing known"),
        pytest.param(NOTHING, NO, Verdict.REVIEW, Verdict.BLOCKED, id="a no alone"),
        pytest.param(YES, NOTHING, Verdict.CLEARED, Verdict.REVIEW, id="no answer of the held"),
    ],
)
def test_until_a_human_says_who_it_is(
    known: tuple[Quitclaim, ...],
    incoming: tuple[Quitclaim, ...],
    of_known: Verdict,
    of_held: Verdict,
) -> None:
    here, held = both(known, incoming)

    assert answer_of(here, QUESTION).verdict is of_known
    assert answer_of(held, QUESTION).verdict is of_held


def test_the_photo_says_that_an_answer_is_being_checked() -> None:
    here, _ = both(YES, NO)

    decision = decided(face(FindingKind.NAMED, person=P), subjects=(here,))

    assert decision.channels[0].reasons[0].rule is Rule.HELD_MATCH


def test_a_held_one_without_candidates_still_clears_nothing() -> None:
    held = replace(subject(*YES), held=True)

    assert answer_of(held, QUESTION).rule is Rule.HELD_MATCH


def test_the_day_a_held_answer_ends_is_a_day_to_decide_anew() -> None:
    ended = changed(GRANT, id="later", ends=TOMORROW)
    here, _ = both(YES, (ended,))

    decision = decided(face(FindingKind.NAMED, person=P), subjects=(here,))

    assert decision.next_change is not None


def test_a_guardian_of_the_held_does_not_speak_for_the_known_child() -> None:
    child = replace(subject(changed(GRANT, signer=MOTHER)), minor_until=TOMORROW)
    held = held_of(*NO)

    assert answer_of(replace(child, maybe=(held,)), QUESTION).rule is Rule.HELD_MATCH


@given(some(P), some(Q))
def test_somebody_held_never_makes_anything_milder(known: Subject, incoming: Subject) -> None:
    held = replace(incoming, held=True, maybe=(known,))
    here = replace(known, maybe=(replace(incoming, held=True),))

    assert _severity(here) >= _severity(known)
    assert _severity(held) >= _severity(incoming)
    assert _severity(held) >= severity(Verdict.REVIEW)


@given(some(P), some(Q))
def test_somebody_held_never_blocks_a_known_person(known: Subject, incoming: Subject) -> None:
    here = replace(known, maybe=(replace(incoming, held=True),))

    blocked = answer_of(here, QUESTION).verdict is Verdict.BLOCKED

    assert blocked is (answer_of(known, QUESTION).verdict is Verdict.BLOCKED)


def _severity(one: Subject) -> int:
    return severity(answer_of(one, QUESTION).verdict)


def test_only_one_sure_candidate_is_clear() -> None:
    sure = Candidate(
        person=P, why=frozenset({Likeness.NAME, Likeness.ADDRESS}), same_birth_date=True
    )
    unsure = replace(sure, person=Q, same_birth_date=False)

    assert HeldMatch(person=HELD, made_at=AT, candidates=(sure,)).clear == P
    assert HeldMatch(person=HELD, made_at=AT, candidates=(unsure,)).clear is None
    assert HeldMatch(person=HELD, made_at=AT, candidates=(sure, unsure)).clear is None
