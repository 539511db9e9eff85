"""The newest answer of each signer counts: one row per sentence, then what holds for all inputs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.decisions import Rule
from consent.ids import SignatureId, SignerId
from consent.newest import counting, current
from consent.person_answer import answer_of
from consent.question import Question
from consent.quitclaims import Quitclaim, Subject
from consent.states import ConsentState, Ground, Verdict
from consent.status import severity
from tests.consent.build import (
    AT,
    FACE,
    FATHER,
    GRANT,
    MOTHER,
    OTHER_PHOTO,
    PERSON,
    PHOTO,
    PRINT,
    RULES,
    THIS_SESSION,
    TODAY,
    TOMORROW,
    WEB,
    YESTERDAY,
    P,
    changed,
    days,
    decided,
    first_reason,
    no,
    subject,
    verdict,
)
from tests.consent.strategies import QUICK, SIGNERS, quitclaims

CLEARED, REVIEW, BLOCKED = Verdict.CLEARED, Verdict.REVIEW, Verdict.BLOCKED
S = ConsentState
MINOR = TODAY + timedelta(days=400)
NEWER = changed(GRANT, id="newer", at=days(-1))
BOTH = frozenset({WEB, PRINT})
SIGNED = SignatureId("signature-2026")


def yes(**fields: object) -> Quitclaim:
    """Make a newer yes of the same person."""
    return changed(NEWER, **fields)


def signed(*granted: object, asked: object = BOTH, **fields: object) -> Quitclaim:
    """Make the yes of a signature that asked about some channels."""
    return yes(channels=frozenset(granted), asked=asked, evidence=SIGNED, **fields)


ONE_SIGNER = [
    pytest.param(
        (GRANT, yes(ends=YESTERDAY)), BLOCKED, Rule.EXPIRED, id="a longer yes does not come back"
    ),
    pytest.param(
        (GRANT, yes(state=S.EXPIRED)), BLOCKED, Rule.EXPIRED, id="nor where the end was noted"
    ),
    pytest.param(
        (GRANT, yes(state=S.WITHDRAWN)), BLOCKED, Rule.WITHDRAWN, id="nor where it is withdrawn"
    ),
    pytest.param((GRANT, yes(state=S.REVOKED)), BLOCKED, Rule.REVOKED, id="nor where revoked"),
    pytest.param(
        (GRANT, yes(notice_valid=False)), BLOCKED, Rule.INVALIDATED, id="nor where its text fell"
    ),
    pytest.param(
        (GRANT, yes(state=S.INVALIDATED, evidence=None, ends=None)),
        BLOCKED,
        Rule.INVALIDATED,
        id="nor where nothing but the row is left",
    ),
    pytest.param((GRANT, yes(ends=TODAY)), CLEARED, Rule.GRANTED, id="it counts on its last day"),
    pytest.param(
        (GRANT, yes(state=S.REQUESTED)), CLEARED, Rule.GRANTED, id="being asked is no answer"
    ),
    pytest.param((GRANT, yes(state=S.DEFERRED)), CLEARED, Rule.GRANTED, id="nor is putting it off"),
    pytest.param((GRANT, yes(state=S.UNKNOWN)), CLEARED, Rule.GRANTED, id="nor is not knowing"),
    pytest.param(
        (no(S.REFUSED, days_ago=9), yes()), CLEARED, Rule.GRANTED, id="a yes replaces a no"
    ),
    pytest.param(
        (GRANT, yes(begins=TOMORROW, ends=TOMORROW)),
        CLEARED,
        Rule.GRANTED,
        id="a yes replaces from its first day",
    ),
    pytest.param(
        (no(S.REFUSED, days_ago=9), yes(begins=TOMORROW)),
        BLOCKED,
        Rule.REFUSED,
        id="until then the no stands",
    ),
    pytest.param(
        (changed(GRANT, ends=YESTERDAY), yes(begins=TODAY)),
        CLEARED,
        Rule.GRANTED,
        id="on its first day it counts",
    ),
    pytest.param(
        (GRANT, yes(state=S.REFUSED, begins=TOMORROW)), BLOCKED, Rule.REFUSED, id="a no at once"
    ),
    pytest.param(
        (GRANT, yes(id="a", at=GRANT.at, state=S.REFUSED)),
        BLOCKED,
        Rule.REFUSED,
        id="at the same instant the no wins",
    ),
    pytest.param(
        (GRANT, yes(id="a", at=GRANT.at, ends=YESTERDAY)),
        BLOCKED,
        Rule.EXPIRED,
        id="then the earlier end",
    ),
    pytest.param(
        (GRANT, yes(id="z", at=GRANT.at, ends=YESTERDAY)),
        BLOCKED,
        Rule.EXPIRED,
        id="whatever its number",
    ),
    pytest.param(
        (no(S.REFUSED, days_ago=2), yes(state=S.EXPIRED, signed_at=days(-9))),
        BLOCKED,
        Rule.REFUSED,
        id="when is when it was signed, not when its end was noted",
    ),
    pytest.param(
        (NEWER, changed(GRANT, at=AT, signed_at=days(-50), state=S.REFUSED)),
        CLEARED,
        Rule.GRANTED,
        id="nor when it was typed in",
    ),
    pytest.param(
        (GRANT, yes(scope=OTHER_PHOTO, state=S.REFUSED)),
        CLEARED,
        Rule.GRANTED,
        id="an answer about other photos replaces nothing here",
    ),
    pytest.param(
        (GRANT, yes(scope=THIS_SESSION, ends=YESTERDAY)),
        BLOCKED,
        Rule.EXPIRED,
        id="one about this session replaces a general one here",
    ),
    pytest.param(
        (GRANT, yes(channels=frozenset({PRINT}), state=S.REFUSED)),
        CLEARED,
        Rule.GRANTED,
        id="an answer about another channel replaces nothing",
    ),
    pytest.param(
        (changed(GRANT, ground=Ground.CONTRACT), yes(ends=YESTERDAY)),
        CLEARED,
        Rule.GRANTED,
        id="another recorded ground stays",
    ),
    pytest.param(
        (no(S.REFUSED, days_ago=9), yes(signer=replace(PERSON, entitled=False))),
        BLOCKED,
        Rule.REFUSED,
        id="a yes of who may not sign replaces no no",
    ),
    pytest.param(
        (GRANT, yes(signer=replace(PERSON, entitled=False))),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="but a yes",
    ),
    pytest.param(
        (GRANT, yes(signer=replace(PERSON, id=SignerId("x"), same_as=PERSON.id), ends=YESTERDAY)),
        BLOCKED,
        Rule.EXPIRED,
        id="who was found to be the same signer is the same",
    ),
]


@pytest.mark.parametrize(("records", "expected", "rule"), ONE_SIGNER)
def test_of_one_signer_the_newest_answer_counts(
    records: tuple[Quitclaim, ...], expected: Verdict, rule: Rule
) -> None:
    decision = decided(FACE, subjects=(subject(*records),))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


ASKED = [
    pytest.param(signed(WEB), CLEARED, Rule.GRANTED, id="asked and granted"),
    pytest.param(signed(PRINT), BLOCKED, Rule.REFUSED, id="asked and not granted is a no"),
    pytest.param(
        signed(PRINT, asked=frozenset({PRINT})), REVIEW, Rule.NOT_ASKED, id="not asked is a gap"
    ),
    pytest.param(
        signed(PRINT, asked=frozenset({PRINT}), state=S.REFUSED),
        REVIEW,
        Rule.NOT_ASKED,
        id="not asked beside a no is a gap",
    ),
    pytest.param(
        signed(PRINT, asked=frozenset({PRINT}), state=S.WITHDRAWN),
        REVIEW,
        Rule.NOT_ASKED,
        id="not asked beside a withdrawal is a gap",
    ),
    pytest.param(
        signed(PRINT, asked=None),
        BLOCKED,
        Rule.OTHER_CHANNELS_ONLY,
        id="where nobody noted it reads as before",
    ),
    pytest.param(
        signed(PRINT, signer=replace(PERSON, entitled=False)),
        REVIEW,
        Rule.NOT_ENTITLED,
        id="a no of somebody who may not sign is a gap",
    ),
    pytest.param(signed(PRINT, state=S.EXPIRED), BLOCKED, Rule.REFUSED, id="a no has no end"),
]


@pytest.mark.parametrize(("record", "expected", "rule"), ASKED)
def test_what_was_asked_decides(record: Quitclaim, expected: Verdict, rule: Rule) -> None:
    decision = decided(FACE, subjects=(subject(record),))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


def test_a_no_stays_where_a_newer_text_does_not_ask_about_the_channel() -> None:
    refused = changed(
        GRANT, state=S.REFUSED, asked=BOTH, channels=BOTH, evidence=SignatureId("2025")
    )
    everything = signed(PRINT, asked=frozenset({PRINT}), state=S.REFUSED)

    decision = decided(FACE, subjects=(subject(refused, everything),))

    assert (verdict(decision), first_reason(decision).rule) == (BLOCKED, Rule.REFUSED)


@pytest.mark.parametrize("asked", [BOTH, None], ids=["noted", "not noted"])
def test_the_yes_and_the_no_of_one_signature_are_one_answer(asked: frozenset[str] | None) -> None:
    granted = signed(WEB, asked=asked)
    refused = signed(PRINT, asked=asked, id="no", state=S.REFUSED)

    web, print_ = (
        answer_of(subject(GRANT, granted, refused), _question(channel)) for channel in (WEB, PRINT)
    )

    assert (web.quitclaim, web.verdict) == (granted.id, CLEARED)
    assert (print_.quitclaim, print_.verdict) == (refused.id, BLOCKED)


BY_MOTHER = changed(GRANT, signer=MOTHER)
BY_FATHER = changed(GRANT, id="q2", signer=FATHER)
GUARDIANS = [
    pytest.param(
        (BY_MOTHER, changed(BY_MOTHER, id="n", at=days(-1), ends=YESTERDAY), BY_FATHER),
        CLEARED,
        Rule.GRANTED,
        id="one guardian's end is no no of the other",
    ),
    pytest.param(
        (BY_MOTHER, no(S.REFUSED, 200, signer=FATHER)),
        BLOCKED,
        Rule.GUARDIAN_REFUSED,
        id="a guardian's yes never replaces what another said",
    ),
    pytest.param(
        (BY_MOTHER, no(S.REFUSED, 200, signer=replace(FATHER, same_as=MOTHER.id))),
        CLEARED,
        Rule.GRANTED,
        id="the same guardian under another number is one signer",
    ),
    pytest.param(
        (BY_MOTHER, no(S.REFUSED, 9, signer=replace(FATHER, same_as=MOTHER.id))),
        BLOCKED,
        Rule.REFUSED,
        id="and their later no counts",
    ),
]


@pytest.mark.parametrize(("records", "expected", "rule"), GUARDIANS)
def test_for_a_child_the_newest_answer_of_each_guardian_is_taken(
    records: tuple[Quitclaim, ...], expected: Verdict, rule: Rule
) -> None:
    decision = decided(FACE, subjects=(subject(*records, minor_until=MINOR),))

    assert (verdict(decision), first_reason(decision).rule) == (expected, rule)


def _question(channel: object = WEB) -> Question:
    return Question(channel=channel, photo=PHOTO, rules=RULES, at=AT, today=TODAY)  # type: ignore[arg-type]  # a channel


def _severity(person: Subject) -> int:
    return severity(answer_of(person, _question()).verdict)


@st.composite
def answers(draw: st.DrawFn, number: int) -> Quitclaim:
    """Draw one answer about this photo and channel, by whoever signs."""
    states = (S.GIVEN, S.GIVEN, S.RENEWED, S.REFUSED, S.WITHDRAWN, S.EXPIRED, S.INVALIDATED)
    return replace(
        draw(quitclaims(P, number)),
        state=draw(st.sampled_from(states)),
        ground=Ground.CONSENT,
        channels=draw(st.sampled_from((frozenset({WEB}), BOTH, frozenset({PRINT})))),
        asked=draw(st.sampled_from((None, BOTH))),
        evidence=draw(st.sampled_from((None, SignatureId(f"s-{number}")))),
        scope=THIS_SESSION,
    )


crowd = st.integers(1, 4).flatmap(lambda n: st.tuples(*[answers(number) for number in range(n)]))
minors = st.sampled_from((None, MINOR, YESTERDAY))


@QUICK
@given(crowd, answers(9), minors, st.sampled_from(SIGNERS))
def test_adding_or_ending_a_newer_answer_is_never_milder_than_what_it_said(
    earlier: tuple[Quitclaim, ...], drawn: Quitclaim, minor: object, signer: object
) -> None:
    """Also when it is withdrawn, its text falls or its evidence goes: the row stays."""
    asked = drawn.asked or drawn.channels
    begun = replace(drawn, at=AT, asked=asked | {WEB}, begins=None, signer=signer)  # type: ignore[arg-type]  # a signer
    older = tuple(replace(one, signer=signer, at=min(one.at, days(-1))) for one in earlier)  # type: ignore[arg-type]  # a signer
    ways = (
        begun,
        replace(begun, ends=YESTERDAY),
        replace(begun, state=S.WITHDRAWN),
        replace(begun, state=S.EXPIRED, signed_at=AT),
        replace(begun, state=S.INVALIDATED, evidence=None, ends=None),
        replace(begun, notice_valid=False),
    )

    for newest in ways:
        alone = Subject(id=P, minor_until=minor, quitclaims=(newest,))  # type: ignore[arg-type]  # a day
        together = replace(alone, quitclaims=(*older, newest))

        assert _severity(together) >= _severity(alone)


@QUICK
@given(crowd, crowd, minors)
def test_another_signer_never_changes_what_one_signer_said(
    mine: tuple[Quitclaim, ...], theirs: tuple[Quitclaim, ...], minor: object
) -> None:
    me = tuple(replace(one, signer=MOTHER) for one in mine)
    others = tuple(replace(one, id=f"other-{one.id}", signer=FATHER) for one in theirs)  # type: ignore[arg-type]  # an id
    alone = Subject(id=P, minor_until=minor, quitclaims=me)  # type: ignore[arg-type]  # a day
    together = replace(alone, quitclaims=(*others, *me))

    said = counting(alone, _question().matter)
    beside = counting(together, _question().matter)

    assert said == tuple(one for one in beside if one.signer == MOTHER)


@QUICK
@given(crowd, minors, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(
    records: tuple[Quitclaim, ...],
    minor: object,
    random: object,
) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a source of chance
    person = Subject(id=P, minor_until=minor, quitclaims=records)  # type: ignore[arg-type]  # a day

    before = counting(person, _question().matter)
    after = counting(replace(person, quitclaims=tuple(shuffled)), _question().matter)

    assert {one.id for one in before} == {one.id for one in after}


def kept(*records: Quitclaim) -> dict[str, frozenset[object]]:
    return {one.id: one.channels for one in current(subject(*records), TODAY)}


def test_a_list_leaves_out_what_was_replaced_and_keeps_the_rest_of_it() -> None:
    both = changed(GRANT, channels=BOTH)

    assert kept(both) == {"q1": BOTH}
    assert kept(both, yes()) == {"q1": {PRINT}, "newer": {WEB}}
    assert kept(GRANT, yes(ends=YESTERDAY)) == {"newer": {WEB}}
    assert kept(GRANT, yes(scope=THIS_SESSION)) == {"q1": {WEB}, "newer": {WEB}}
    assert kept(changed(GRANT, scope=THIS_SESSION), yes()) == {"newer": {WEB}}
    assert kept(changed(GRANT, scope=OTHER_PHOTO), yes(scope=THIS_SESSION)) == {
        "q1": {WEB},
        "newer": {WEB},
    }


def test_a_list_keeps_what_holds_until_the_newer_yes_begins() -> None:
    assert kept(GRANT, yes(begins=TOMORROW)) == {"q1": {WEB}, "newer": {WEB}}
    whatever_the_day = current(subject(GRANT, yes(begins=TOMORROW)), None)
    assert [one.id for one in whatever_the_day] == ["newer"]


def test_a_list_keeps_what_is_no_answer() -> None:
    asked, contract = yes(id="a", state=S.REQUESTED), yes(id="c", ground=Ground.CONTRACT)

    assert kept(GRANT, asked, contract, yes(state=S.WITHDRAWN)).keys() == {"a", "c", "newer"}
