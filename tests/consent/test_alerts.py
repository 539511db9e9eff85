"""When somebody must be told that a consent ends: each step once, whenever planning runs."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.alert_terms import Term, terms
from consent.alerts import AlertPlan, Audience, due, next_day, person_letters, steps
from consent.ids import PersonId, SignerId
from consent.quitclaims import Quitclaim, RecognitionConsent, Subject
from consent.states import ConsentState, Ground
from tests.consent.build import (
    AT,
    GRANT,
    MOTHER,
    PRINT,
    SESSION,
    THIS_SESSION,
    TODAY,
    WEB,
    P,
    changed,
    days,
)
from tests.consent.strategies import QUICK

ZONE = ZoneInfo("Europe/Amsterdam")
PLAN = AlertPlan()
FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
TERM = Term(
    about="q1",
    person=P,
    signer=SignerId("self"),
    guardian=False,
    session=None,
    first=FIRST,
    last=LAST,
    renewable=True,
)


def told(term: Term, plan: AlertPlan = PLAN) -> dict[str, date]:
    return {f"{step.audience}:{step.word}": step.day for step in steps(term, plan)}


def test_the_steps_of_five_years() -> None:
    assert told(TERM) == {
        "desk:share": date(2030, 1, 1),
        "desk:before-90": date(2030, 10, 2),
        "desk:before-30": date(2030, 12, 1),
        "signer:before-30": date(2030, 12, 1),
        "desk:before-7": date(2030, 12, 24),
        "signer:before-7": date(2030, 12, 24),
        "desk:before-1": date(2030, 12, 30),
        "desk:ended": date(2031, 1, 1),
        "signer:ended": date(2031, 1, 1),
    }


@pytest.mark.parametrize(
    ("term", "plan", "words"),
    [
        pytest.param(
            replace(TERM, first=LAST - timedelta(days=20)),
            PLAN,
            {"desk:share", "desk:before-7", "desk:before-1", "desk:ended"}
            | {"signer:before-7", "signer:ended"},
            id="no step lies on the first day or before",
        ),
        pytest.param(
            replace(TERM, first=LAST),
            PLAN,
            {"desk:ended", "signer:ended"},
            id="one day only",
        ),
        pytest.param(
            replace(TERM, renewable=False),
            replace(PLAN, share=0.0, days=(7,)),
            {"desk:before-7", "desk:ended"},
            id="another ground is nothing for its signer",
        ),
        pytest.param(
            TERM,
            replace(PLAN, desk=False, person_days=(), person_expired=False),
            set(),
            id="nobody",
        ),
    ],
)
def test_which_steps_there_are(term: Term, plan: AlertPlan, words: set[str]) -> None:
    assert set(told(term, plan)) == words


def subject(*quitclaims: Quitclaim, minor_until: date | None = None) -> Subject:
    return Subject(id=P, minor_until=minor_until, quitclaims=quitclaims)


ENDING = changed(GRANT, ends=days(40).date())


@pytest.mark.parametrize(
    ("who", "count"),
    [
        pytest.param(subject(GRANT), 0, id="no end"),
        pytest.param(subject(ENDING), 1, id="an end"),
        pytest.param(subject(changed(ENDING, state=ConsentState.RENEWED)), 1, id="renewed"),
        pytest.param(subject(changed(ENDING, state=ConsentState.WITHDRAWN)), 0, id="withdrawn"),
        pytest.param(subject(changed(ENDING, state=ConsentState.REQUESTED)), 0, id="only asked"),
        pytest.param(subject(changed(ENDING, notice_valid=False)), 0, id="invalid text"),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", at=days(-1))),
            0,
            id="a newer grant has no end",
        ),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", at=days(-200))),
            1,
            id="an older one without end does not come back",
        ),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", ground=Ground.CONTRACT)),
            0,
            id="another ground goes on without end",
        ),
        pytest.param(
            subject(
                changed(GRANT, ends=days(90).date()),
                changed(ENDING, id="q2", at=days(-1)),
            ),
            1,
            id="only the newer of two ends",
        ),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", channels=frozenset({PRINT}))),
            1,
            id="another grant goes on for another use",
        ),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", scope=THIS_SESSION)),
            1,
            id="another grant goes on for one session",
        ),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", begins=days(60).date())),
            1,
            id="another grant begins too late",
        ),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", state=ConsentState.REFUSED, at=days(-1))),
            0,
            id="a later no",
        ),
        pytest.param(
            subject(ENDING, changed(GRANT, id="q2", state=ConsentState.REFUSED, at=days(-200))),
            1,
            id="an earlier no",
        ),
    ],
)
def test_which_ends_matter(who: Subject, count: int) -> None:
    assert len(terms(who, None, ZONE)) == count


def test_a_guardians_grant_ends_on_the_eve_of_the_hand_over_and_is_not_renewed() -> None:
    birthday = days(30).date()
    grant = changed(ENDING, signer=MOTHER)

    (term,) = terms(subject(grant, minor_until=birthday), None, ZONE)

    assert term.last == birthday - timedelta(days=1)
    assert not term.renewable


def test_a_guardians_grant_that_ends_before_is_renewed_by_the_guardian() -> None:
    grant = changed(ENDING, signer=MOTHER)

    (term,) = terms(subject(grant, minor_until=days(400).date()), None, ZONE)

    assert (term.last, term.signer, term.guardian, term.renewable) == (
        ENDING.ends,
        MOTHER.id,
        True,
        True,
    )


def test_a_contract_is_told_to_the_managers_alone() -> None:
    (term,) = terms(subject(changed(ENDING, ground=Ground.CONTRACT)), None, ZONE)

    assert not term.renewable


def test_recognition_ends_too() -> None:
    consent = RecognitionConsent(person=P, state=ConsentState.GIVEN, at=AT, ends=days(40).date())

    (term,) = terms(subject(), consent, ZONE)

    assert (term.about, term.last, term.first) == (f"recognition-{P}", consent.ends, TODAY)


def test_the_term_of_a_session_knows_it() -> None:
    (term,) = terms(subject(changed(ENDING, scope=THIS_SESSION)), None, ZONE)

    assert term.session == SESSION


def test_a_renewed_grant_counts_its_duration_from_the_renewal() -> None:
    (term,) = terms(
        subject(changed(ENDING, state=ConsentState.RENEWED, begins=days(-900).date())), None, ZONE
    )

    assert term.first == GRANT.at.date()


CHILDREN = [
    replace(
        TERM,
        about=f"q{number}",
        person=PersonId(f"child-{number}"),
        signer=SignerId("mother"),
        guardian=True,
        last=LAST + timedelta(days=number),
    )
    for number in range(4)
]


def test_a_household_gets_one_letter_with_what_comes_due_within_a_week() -> None:
    today = LAST - timedelta(days=30)

    (letter,) = person_letters(CHILDREN, frozenset(), PLAN, today)

    assert [term.person for term in letter.terms] == [child.person for child in CHILDREN]
    assert {step.word for step in letter.steps} == {"before-30"}
    later = frozenset(step.key for step in letter.steps)
    assert person_letters(CHILDREN, later, PLAN, today + timedelta(days=7)) == ()


def test_what_ended_while_nobody_planned_is_told_in_one_letter() -> None:
    (letter,) = person_letters([TERM], frozenset(), PLAN, LAST + timedelta(days=50))

    assert letter.ended
    assert {step.word for step in letter.steps} == {"before-30", "before-7", "ended"}


@pytest.mark.parametrize(
    ("plan", "days_after"),
    [
        pytest.param(replace(PLAN, person_expired=False), 1, id="switched off"),
        pytest.param(PLAN, PLAN.recent + 1, id="long ago"),
    ],
)
def test_steps_that_nobody_needs_count_as_told(plan: AlertPlan, days_after: int) -> None:
    (letter,) = person_letters([TERM], frozenset(), plan, LAST + timedelta(days=days_after))

    assert letter.silent
    assert letter.steps


def test_what_ended_the_other_day_is_told() -> None:
    (letter,) = person_letters([TERM], frozenset(), PLAN, LAST + timedelta(days=PLAN.recent))

    assert not letter.silent


some_terms = st.lists(
    st.builds(
        replace,
        st.just(TERM),
        about=st.sampled_from([f"q{number}" for number in range(6)]),
        signer=st.sampled_from([SignerId("one"), SignerId("two")]),
        first=st.dates(date(2026, 1, 1), date(2026, 2, 1)),
        last=st.dates(date(2026, 1, 15), date(2026, 6, 30)),
        renewable=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda term: term.about,
).map(lambda made: [term for term in made if term.first <= term.last])
plannings = st.lists(st.dates(date(2026, 1, 1), date(2026, 8, 1)), max_size=12).map(sorted)


@QUICK
@given(some_terms, plannings)
def test_every_step_is_told_once_whenever_planning_runs(
    all_terms: list[Term], runs: list[date]
) -> None:
    known: list[str] = []
    letters = 0

    for today in [*runs, date(2026, 8, 2)]:
        for letter in person_letters(all_terms, frozenset(known), PLAN, today):
            known += [step.key for step in letter.steps]
            letters += 1
        for term in all_terms:
            fresh = due(steps(term, PLAN), frozenset(known), today)
            known += [step.key for step in fresh if step.audience is Audience.DESK]

    every = [step.key for term in all_terms for step in steps(term, PLAN)]
    assert sorted(known) == sorted(every)
    renewable = [term for term in all_terms if term.renewable]
    assert letters <= 3 * len(renewable)


@QUICK
@given(some_terms, st.dates(date(2026, 1, 1), date(2026, 8, 1)))
def test_nothing_is_told_before_its_day_but_for_a_week_in_a_household(
    all_terms: list[Term], today: date
) -> None:
    for letter in person_letters(all_terms, frozenset(), PLAN, today):
        assert all(step.day <= today + timedelta(days=PLAN.ahead) for step in letter.steps)
        assert any(step.day <= today for step in letter.steps)
        assert all(term.last < today for term in letter.terms) is letter.ended


@QUICK
@given(some_terms, plannings)
def test_looking_on_the_next_day_alone_misses_nothing(
    all_terms: list[Term], runs: list[date]
) -> None:
    for term in all_terms:
        known: set[str] = set()
        for today in runs:
            day = next_day(steps(term, PLAN), frozenset(known))
            fresh = due(steps(term, PLAN), frozenset(known), today)
            assert bool(fresh) is (day is not None and day <= today)
            known |= {step.key for step in fresh}


def test_the_channels_of_the_grant_do_not_matter_to_its_steps() -> None:
    both = changed(ENDING, channels=frozenset({WEB, PRINT}))

    assert terms(subject(both), None, ZONE) == terms(subject(ENDING), None, ZONE)
