"""Retention: nothing goes whose use still runs, and nobody gets nearer to cleared by it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.asks import Ask, AskState
from consent.ids import (
    Actor,
    AskId,
    Channel,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignerId,
)
from consent.quitclaims import ForSession, General, Quitclaim, RecognitionConsent, Signer
from consent.retention import (
    FOR_EVER,
    RUNNING,
    Keeping,
    RetentionRules,
    Trace,
    evidence_due,
    keeping,
    last_use,
    years_after,
)
from consent.signing import Means
from consent.states import ConsentState

ANNA = PersonId("anna")
TODAY = date(2026, 6, 1)
RULES = RetentionRules(invitation_days=90, evidence_years=5)
PARTY = SessionId("party")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def said(state: ConsentState, day: date, *, ends: date | None = None) -> Quitclaim:
    return Quitclaim(
        id=QuitclaimId("q"),
        person=ANNA,
        state=state,
        channels=frozenset({Channel("website")}),
        at=noon(day),
        signer=Signer(id=SignerId(ANNA)),
        ends=ends,
    )


def asked(day: date, *, until: date, state: AskState = AskState.OPEN) -> Ask:
    return Ask(
        id=AskId("a"),
        persons=(ANNA,),
        signer=SignerId(ANNA),
        guardian=False,
        session=None,
        notice=NoticeId("general"),
        language="nl",
        way=Means.MAIL,
        state=state,
        made_at=noon(day),
        made_by=Actor("cli:me"),
        last_sent_at=None,
        reminders=0,
        ends_on=until,
    )


def trace(*quitclaims: Quitclaim, asks: tuple[Ask, ...] = ()) -> Trace:
    return Trace(person=ANNA, quitclaims=quitclaims, asks=asks)


REFUSED = said(ConsentState.REFUSED, ago(91))
AT_PARTY = replace(REFUSED, scope=ForSession(session=PARTY))
LONG_OVER = said(ConsentState.GIVEN, date(2015, 1, 1), ends=date(2021, 5, 31))


@pytest.mark.parametrize(
    ("person", "verdict"),
    [
        pytest.param(trace(), Keeping.KEEP, id="nobody asked them anything"),
        pytest.param(trace(asks=(asked(ago(91), until=ago(1)),)), Keeping.FORGET, id="never answered"),
        pytest.param(trace(asks=(asked(ago(90), until=ago(1)),)), Keeping.KEEP, id="the last day"),
        pytest.param(trace(asks=(asked(ago(91), until=TODAY),)), Keeping.KEEP, id="may answer today"),
        pytest.param(
            trace(asks=(asked(ago(400), until=ago(1)), replace(asked(ago(400), until=ago(1)), last_sent_at=noon(ago(3))))),
            Keeping.KEEP,
            id="reminded a while ago",
        ),
        pytest.param(
            replace(trace(asks=(asked(ago(91), until=ago(1)),)), on_photos=True), Keeping.KEEP, id="on a photo"
        ),
        pytest.param(
            replace(trace(asks=(asked(ago(91), until=ago(1)),)), belongs=True), Keeping.KEEP, id="in a class"
        ),
        pytest.param(trace(REFUSED), Keeping.REDUCE, id="said no to everything"),
        pytest.param(replace(trace(REFUSED), nameless=True), Keeping.KEEP, id="a number already"),
        pytest.param(trace(said(ConsentState.REFUSED, ago(90))), Keeping.KEEP, id="said no lately"),
        pytest.param(trace(AT_PARTY), Keeping.FORGET, id="said no at a session without photos"),
        pytest.param(replace(trace(AT_PARTY), on_photos=True), Keeping.REDUCE, id="said no, is on a photo"),
        pytest.param(trace(AT_PARTY, REFUSED), Keeping.REDUCE, id="said no there and everywhere"),
        pytest.param(trace(said(ConsentState.GIVEN, ago(4000))), Keeping.KEEP, id="agreed without an end"),
        pytest.param(trace(LONG_OVER), Keeping.REDUCE, id="agreed, five years over"),
        pytest.param(trace(replace(LONG_OVER, ends=TODAY.replace(year=2021))), Keeping.KEEP, id="the very day"),
        pytest.param(trace(LONG_OVER, REFUSED), Keeping.REDUCE, id="a no beside it changes nothing"),
        pytest.param(
            replace(trace(), recognition=RecognitionConsent(person=ANNA, state=ConsentState.GIVEN, at=noon(ago(4000)))),
            Keeping.KEEP,
            id="recognised today",
        ),
        pytest.param(
            replace(trace(), recognition=RecognitionConsent(person=ANNA, state=ConsentState.REFUSED, at=noon(ago(91)))),
            Keeping.REDUCE,
            id="said no to recognition only",
        ),
    ],
)  # fmt: skip
def test_who_is_kept(person: Trace, verdict: Keeping) -> None:
    assert keeping(person, TODAY, RULES, frozenset()) is verdict


def test_a_refusal_stays_as_long_as_its_session_has_photos() -> None:
    assert keeping(trace(AT_PARTY), TODAY, RULES, frozenset({PARTY})) is Keeping.REDUCE


def test_an_end_that_was_noted_late_counts_from_its_day() -> None:
    noted = said(ConsentState.EXPIRED, TODAY, ends=date(2021, 5, 31))

    assert last_use(noted, TODAY) == date(2021, 5, 31)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        pytest.param([date(2021, 5, 31)], True, id="the day after five years"),
        pytest.param([date(2021, 6, 1)], False, id="the last day"),
        pytest.param([date(2000, 1, 1), date(2021, 6, 1)], False, id="the latest use counts"),
        pytest.param([date(2000, 1, 1), FOR_EVER], False, id="a use that runs"),
        pytest.param([], True, id="covers nothing"),
    ],
)
def test_evidence_goes_years_after_the_last_use(days: list[date], due: bool) -> None:  # noqa: FBT001
    assert evidence_due(days, TODAY, 5) is due


def test_a_leap_day_is_followed_by_the_first_of_march() -> None:
    assert years_after(date(2024, 2, 29), 5) == date(2029, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


dates = st.dates(date(2010, 1, 1), date(2040, 1, 1))
quitclaims = st.builds(
    lambda state, at, ends, scope: replace(said(state, at, ends=ends), scope=scope),
    st.sampled_from(ConsentState),
    dates,
    st.none() | dates,
    st.sampled_from([General(), ForSession(session=PARTY)]),
)
asks = st.builds(
    lambda day, until, state: asked(day, until=until, state=state),
    dates,
    dates,
    st.sampled_from(AskState),
)
recognitions = st.none() | st.builds(
    lambda state, at, ends: RecognitionConsent(person=ANNA, state=state, at=noon(at), ends=ends),
    st.sampled_from(ConsentState), dates, st.none() | dates,
)  # fmt: skip
traces = st.builds(
    Trace,
    person=st.just(ANNA),
    quitclaims=st.lists(quitclaims, max_size=4).map(tuple),
    recognition=recognitions,
    asks=st.lists(asks, max_size=3).map(tuple),
    belongs=st.booleans(),
    on_photos=st.booleans(),
    nameless=st.booleans(),
)
rules = st.builds(
    RetentionRules, invitation_days=st.integers(1, 700), evidence_years=st.integers(0, 30)
)
photos = st.sampled_from([frozenset[SessionId](), frozenset({PARTY})])


@given(traces, dates, rules, photos)
def test_nobody_goes_whose_use_still_runs(
    person: Trace, today: date, kept: RetentionRules, there: frozenset[SessionId]
) -> None:
    running = [one for one in person.quitclaims if one.state in RUNNING]
    runs = any(one.ends is None or one.ends >= today for one in running)

    if runs:
        assert keeping(person, today, kept, there) is Keeping.KEEP


@given(traces, dates, rules, photos)
def test_nobody_on_a_photo_is_forgotten(
    person: Trace, today: date, kept: RetentionRules, there: frozenset[SessionId]
) -> None:
    verdict = keeping(replace(person, on_photos=True), today, kept, there)

    assert verdict is not Keeping.FORGET


@given(traces, dates, rules, photos)
def test_nobody_who_once_agreed_is_forgotten_by_age(
    person: Trace, today: date, kept: RetentionRules, there: frozenset[SessionId]
) -> None:
    agreed = replace(person, quitclaims=(*person.quitclaims, LONG_OVER))

    assert keeping(agreed, today, kept, there) is not Keeping.FORGET


@given(st.lists(quitclaims, min_size=1, max_size=4), dates, st.integers(0, 30))
def test_evidence_never_goes_before_the_last_use_ended(
    covered: list[Quitclaim], today: date, years: int
) -> None:
    last = [last_use(one, today) for one in covered]

    if evidence_due(last, today, years):
        assert all(day < today for day in last)


@given(traces, dates, rules, photos, st.integers(0, 4000))
def test_a_longer_time_never_ends_more(
    person: Trace, today: date, kept: RetentionRules, there: frozenset[SessionId], more: int
) -> None:
    longer = RetentionRules(
        invitation_days=kept.invitation_days + more,
        evidence_years=kept.evidence_years + more // 365,
    )

    if keeping(person, today, kept, there) is Keeping.KEEP and not person.quitclaims:
        assert keeping(person, today, longer, there) is Keeping.KEEP
