"""Words that follow to copies: which, to which face, and which of two counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.answers import FaceAnswer, remembered
from consent.attestations import Attestation
from consent.copies import (
    Copy,
    Here,
    attested_here,
    differ,
    face_at,
    follows,
    is_from_copy,
    is_same_word,
    offers,
    removals,
    unsettled,
    with_removal,
    with_word,
    words_of,
)
from consent.endings import blocked_floor
from consent.findings import Area, Finding
from consent.ids import Actor, AnswerId, AssetId, AttestationId, FindingId, PersonId
from consent.states import AnswerKind, FindingKind, RemovedCause
from tests.consent.build import AT, WEB, P, Q, box
from tests.consent.strategies import QUICK

K, F = AnswerKind, FindingKind
HERE, THERE = AssetId("here"), AssetId("there")
KEY = "sha256-original:abc"
ENDED, OBJECTED = RemovedCause.RECOGNITION_ENDED, RemovedCause.OBJECTION
SOMEBODY = PersonId("erased-somebody")


def face(kind: FindingKind = F.UNKNOWN, area: Area | None = None, **more: object) -> Finding:
    return replace(Finding(id=FindingId("f1"), kind=kind, area=area or box(1), size=0.1), **more)  # type: ignore[arg-type]


def word(
    kind: AnswerKind, person: PersonId | None = None, *, minutes: int = 0, **more: object
) -> FaceAnswer:
    made = FaceAnswer(
        id=AnswerId(f"{kind}-{minutes}"),
        asset=THERE,
        content=KEY,
        kind=kind,
        by=Actor("cli:me"),
        at=AT + timedelta(minutes=minutes),
        finding=FindingId("f9"),
        area=box(1),
        person=person,
        reason="a statue" if kind is K.NOBODY_TO_ASK else "",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def here(*findings: Finding, answers: tuple[FaceAnswer, ...] = ()) -> Here:
    return Here(asset=HERE, content=KEY, findings=findings or (face(),), answers=answers)


def own(answer: FaceAnswer) -> FaceAnswer:
    return replace(answer, asset=HERE, finding=FindingId("f1"), previous=face())


def taken(before: Here, *words: FaceAnswer) -> Here:
    for number, one in enumerate(words):
        before = with_word(before, one, AnswerId(f"own-{number}"))
    return before


@pytest.mark.parametrize("kind", AnswerKind)
@pytest.mark.parametrize("same_host", [True, False])
@pytest.mark.parametrize("may", [True, False])
def test_every_word_follows_but_two(kind: AnswerKind, *, same_host: bool, may: bool) -> None:
    expected = {K.ACCEPTED: may, K.NOBODY_TO_ASK: same_host}.get(kind, True)

    answer = word(kind, P)

    assert follows(answer, same_host=same_host, may_match=lambda one: may and one == P) is expected


def test_a_confirmed_suggestion_of_nobody_never_follows() -> None:
    assert not follows(word(K.ACCEPTED), same_host=True, may_match=lambda _: True)


@pytest.mark.parametrize(
    ("said", "kind", "person"),
    [
        pytest.param(word(K.NAMED, P), F.NAMED, P, id="named"),
        pytest.param(word(K.NOT_A_FACE), F.NOT_A_FACE, None, id="not a face"),
        pytest.param(word(K.NOBODY_TO_ASK), F.NOBODY_TO_ASK, None, id="nobody to ask"),
        pytest.param(word(K.BYSTANDER), F.BYSTANDER, None, id="a stranger"),
        pytest.param(word(K.ACCEPTED, P), F.MATCHED, P, id="a confirmed suggestion"),
        pytest.param(word(K.REMOVED, P, cause=OBJECTED), F.REMOVED, None, id="objected"),
        pytest.param(word(K.UNSETTLED), F.UNKNOWN, None, id="waiting"),
    ],
)
@pytest.mark.parametrize("found", [True, False], ids=["where it was found", "where it was not"])
def test_a_word_says_here_what_it_says_there(
    said: FaceAnswer, kind: FindingKind, person: PersonId | None, *, found: bool
) -> None:
    before = here() if found else here(face(area=box(7), id=FindingId("f7")))

    after = taken(before, said)

    changed = face_at(box(1), after.findings)
    (kept,) = after.answers
    assert changed
    assert (changed.kind, changed.person, changed.area) == (kind, person, box(1))
    assert (kept.asset, kept.content, kept.origin, kept.at, kept.by) == (
        HERE,
        KEY,
        said.id,
        said.at,
        said.by,
    )
    assert kept.finding == changed.id
    assert kept.previous
    assert kept.previous.kind is F.UNKNOWN
    assert is_from_copy(changed, after.answers)
    assert len(after.findings) == (1 if found else 2)


def test_who_it_is_not_takes_that_person_off_and_nobody_else() -> None:
    denied = word(K.NOT_PERSON, P)

    after = taken(here(face(F.MATCHED, person=P)), denied)
    other = taken(here(face(F.MATCHED, person=Q)), denied)

    assert [one.person for one in (*after.findings, *other.findings)] == [None, Q]


def test_who_it_is_not_makes_no_face_where_none_was_found() -> None:
    before = here(face(area=box(7)))

    after = taken(before, word(K.NOT_PERSON, P))

    assert after.findings == before.findings
    assert [(one.finding, one.area, one.previous) for one in after.answers] == [
        (None, box(1), None)
    ]


@pytest.mark.parametrize(("minutes", "person"), [(1, Q), (-1, P)])
def test_the_newest_word_counts(minutes: int, person: PersonId) -> None:
    mine = own(word(K.NAMED, P))
    before = here(face(F.NAMED, person=P), answers=(mine,))

    after = taken(before, word(K.NAMED, Q, minutes=minutes))

    assert [one.person for one in after.findings] == [person]
    assert len(after.answers) == 2
    assert is_from_copy(after.findings[0], after.answers) is (person == Q)


@pytest.mark.parametrize("person", [P, None])
def test_a_word_that_is_known_changes_nothing(person: PersonId | None) -> None:
    mine = own(word(K.NAMED if person else K.NOT_A_FACE, person))
    before = here(face(F.NAMED, person=person), answers=(mine,))

    assert taken(before, replace(word(mine.kind, person, minutes=5))) is before


def test_another_cause_is_another_word() -> None:
    mine = own(word(K.REMOVED, cause=ENDED))
    before = here(face(F.REMOVED, cause=ENDED), answers=(mine,))

    after = taken(before, word(K.REMOVED, cause=OBJECTED, minutes=1))

    assert after.findings[0].cause is OBJECTED


def test_a_name_does_not_end_an_objection() -> None:
    before = here(face(F.REMOVED, cause=OBJECTED))

    after = taken(before, word(K.NAMED, P, minutes=9))

    assert after.findings == before.findings


def test_a_confirmed_suggestion_does_not_end_an_objection() -> None:
    before = here(face(F.REMOVED, cause=OBJECTED))

    assert taken(before, word(K.ACCEPTED, P, minutes=9)).findings == before.findings


def test_a_word_without_a_box_is_about_the_face_without_one() -> None:
    placeless = replace(face(F.REMOVED, cause=OBJECTED), area=None)
    before = here(placeless, face(area=box(4), id=FindingId("f4")))

    after = taken(before, word(K.NOBODY_TO_ASK, area=None, minutes=1))

    assert [one.kind for one in after.findings] == [F.NOBODY_TO_ASK, F.UNKNOWN]


def test_the_words_of_a_copy_are_those_in_force_about_its_present_content() -> None:
    answers = (
        word(K.NAMED, P),
        word(K.NAMED, Q, minutes=1),
        word(K.NOT_PERSON, P, minutes=2),
        word(K.NAMED, P, minutes=3, finding=FindingId("f8"), content="sha256-original:other"),
        word(K.NOT_PERSON, Q, minutes=-3),
    )

    found = list(words_of(Copy(same_host=True, content=KEY, answers=answers)))

    assert [(one.kind, one.person) for one in found] == [(K.NAMED, Q), (K.NOT_PERSON, P)]


@pytest.mark.parametrize(
    ("same_host", "kind", "now", "offered"),
    [
        (False, K.NOBODY_TO_ASK, F.UNKNOWN, 1),
        (False, K.NOBODY_TO_ASK, F.NOBODY_TO_ASK, 0),
        (True, K.NOBODY_TO_ASK, F.UNKNOWN, 0),
        (False, K.NOT_A_FACE, F.UNKNOWN, 0),
    ],
)
def test_only_nobody_to_ask_of_another_host_is_offered(
    kind: AnswerKind, now: FindingKind, offered: int, *, same_host: bool
) -> None:
    copy = Copy(same_host=same_host, content=KEY, answers=(word(kind),))

    assert len(list(offers(copy, here(face(now))))) == offered


def test_nothing_is_offered_where_no_face_is() -> None:
    copy = Copy(same_host=False, content=KEY, answers=(word(K.NOBODY_TO_ASK),))

    assert not list(offers(copy, here(face(area=box(7)))))


def removed(cause: RemovedCause, area: Area | None = None, number: int = 1) -> Finding:
    made = face(F.REMOVED, cause=cause, floor=blocked_floor((WEB,)), removed_at=AT)
    return replace(made, id=FindingId(f"removed-{number}"), area=area)


@pytest.mark.parametrize(
    ("cause", "first_look", "count"),
    [
        (ENDED, True, 1),
        (ENDED, False, 0),
        (OBJECTED, True, 1),
        (OBJECTED, False, 1),
        (RemovedCause.ERASURE, False, 1),
    ],
)
def test_a_link_that_ended_with_recognition_counts_only_at_the_first_look(
    cause: RemovedCause, count: int, *, first_look: bool
) -> None:
    copy = Copy(same_host=True, content=KEY, findings=(removed(cause, box(1)), face()))

    found = list(removals(copy, here(), first_look=first_look))

    assert len(found) == count
    assert all((one.at, one.cause, one.area) == (AT, cause, box(1)) for one in found)


def test_faces_without_a_box_are_counted_so_that_none_is_added_twice() -> None:
    copy = Copy(
        same_host=True, content=KEY, findings=(removed(OBJECTED), removed(OBJECTED, number=2))
    )
    before = here(removed(OBJECTED, number=3))

    (only,) = removals(copy, before, first_look=False)
    after = with_removal(before, only, FindingId("new"))

    assert [one.id for one in after.findings] == ["removed-3", "new"]
    assert all(one.kind is F.REMOVED for one in after.findings)
    assert not list(removals(copy, after, first_look=False))


def test_a_removal_that_nobody_dated_still_counts() -> None:
    undated = replace(removed(RemovedCause.ERASURE, box(1)), removed_at=None)
    copy = Copy(same_host=True, content=KEY, findings=(undated,))

    (only,) = removals(copy, here(), first_look=False)

    assert with_removal(here(), only, FindingId("new")).findings[0].kind is F.REMOVED


def test_a_removal_that_nobody_dated_ends_no_word_given_here() -> None:
    mine = own(word(K.NOBODY_TO_ASK))
    before = here(face(F.NOBODY_TO_ASK), answers=(mine,))
    undated = replace(removed(RemovedCause.ERASURE, box(1)), removed_at=None)
    (only,) = removals(
        Copy(same_host=True, content=KEY, findings=(undated,)), before, first_look=False
    )

    assert with_removal(before, only, FindingId("new")) is before


@pytest.mark.parametrize(
    ("now", "removal", "after"),
    [
        pytest.param(None, ENDED, ENDED, id="a face"),
        pytest.param(ENDED, OBJECTED, OBJECTED, id="stricter"),
        pytest.param(OBJECTED, ENDED, OBJECTED, id="milder"),
        pytest.param(ENDED, ENDED, ENDED, id="the same"),
    ],
)
def test_a_removal_never_becomes_milder(
    now: RemovedCause | None, removal: RemovedCause, after: RemovedCause
) -> None:
    mine = face() if now is None else replace(removed(now, box(1)), id=FindingId("f1"))
    copy = Copy(same_host=True, content=KEY, findings=(removed(removal, box(1)),))
    (only,) = removals(copy, here(mine), first_look=True)

    (found,) = with_removal(here(mine), only, FindingId("new")).findings

    assert (found.id, found.cause) == ("f1", after)


@pytest.mark.parametrize(("minutes", "kind"), [(1, F.NOBODY_TO_ASK), (-1, F.REMOVED)])
def test_a_later_word_here_ends_a_removal_there(minutes: int, kind: FindingKind) -> None:
    mine = own(word(K.NOBODY_TO_ASK, minutes=minutes))
    before = here(face(F.NOBODY_TO_ASK), answers=(mine,))
    copy = Copy(same_host=True, content=KEY, findings=(removed(OBJECTED, box(1)),))
    (only,) = removals(copy, before, first_look=False)

    assert with_removal(before, only, FindingId("new")).findings[0].kind is kind


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        pytest.param(word(K.NAMED, P), word(K.NAMED, Q), True, id="two names"),
        pytest.param(word(K.NAMED, P), word(K.NAMED, P), False, id="the same name"),
        pytest.param(word(K.NOT_A_FACE), word(K.NAMED, P), True, id="a face or not"),
        pytest.param(word(K.NAMED, P, minutes=10), word(K.NAMED, Q), False, id="a later word"),
        pytest.param(word(K.NAMED, P), word(K.NAMED, Q, minutes=10), False, id="a later one there"),
        pytest.param(word(K.NAMED, P), word(K.NOT_PERSON, P), False, id="who it is not"),
        pytest.param(word(K.NAMED, P), word(K.REMOVED, P), False, id="a removal"),
        pytest.param(word(K.REMOVED, P), word(K.NAMED, P), False, id="a removal here"),
    ],
)
def test_words_of_before_differ(mine: FaceAnswer, theirs: FaceAnswer, *, expected: bool) -> None:
    since = AT + timedelta(minutes=5)

    assert differ(here(answers=(own(mine),)), theirs, since) is expected


def test_nothing_differs_where_nothing_was_said() -> None:
    since = AT + timedelta(minutes=5)

    assert not differ(here(), word(K.NAMED, P), since)
    assert not differ(here(face(area=box(7))), word(K.NAMED, P), since)


def test_a_face_that_waits_is_nobodys_until_a_human_says_so() -> None:
    waiting = unsettled(word(K.NAMED, P), AnswerId("u"), AT + timedelta(minutes=9))

    after = taken(here(face(F.NAMED, person=Q), answers=(own(word(K.NAMED, Q)),)), waiting)
    again = taken(after, word(K.NAMED, P, minutes=20))

    assert (waiting.person, waiting.origin) == (None, None)
    assert [one.kind for one in after.findings] == [F.UNKNOWN]
    assert [one.person for one in again.findings] == [P]


def attest(*persons: PersonId, minutes: int = 0, only: bool = True) -> Attestation:
    return Attestation(
        id=AttestationId(f"t{minutes}"),
        asset=THERE,
        content=KEY,
        persons=frozenset(persons),
        only=only,
        by=Actor("cli:me"),
        at=AT + timedelta(minutes=minutes),
    )


def test_an_attestation_follows_with_its_moment() -> None:
    kept = attested_here(here(), attest(P), AttestationId("own"), SOMEBODY, None)

    assert kept == replace(
        attest(P), id=AttestationId("own"), asset=HERE, origin=AttestationId("t0")
    )


@pytest.mark.parametrize(("content", "follows"), [(KEY, False), ("sha256-original:old", True)])
def test_the_same_attestation_of_this_content_says_nothing_new(
    content: str, *, follows: bool
) -> None:
    mine = replace(here(), attestations=(replace(attest(P), content=content),))

    kept = attested_here(mine, attest(P, minutes=1), AttestationId("own"), SOMEBODY, None)

    assert (kept is not None) is follows


@pytest.mark.parametrize(
    ("mine", "theirs", "waits"),
    [
        pytest.param(0, 1, True, id="both from before"),
        pytest.param(0, 5, False, id="there since"),
        pytest.param(5, 0, False, id="here since"),
        pytest.param(None, 0, False, id="nothing here"),
    ],
)
def test_attestations_of_before_that_differ_wait(
    mine: int | None, theirs: int, *, waits: bool
) -> None:
    since = AT + timedelta(minutes=5)
    words = () if mine is None else (attest(Q, minutes=mine),)
    before = replace(here(), attestations=words)

    kept = attested_here(before, attest(P, minutes=theirs), AttestationId("own"), SOMEBODY, since)

    assert kept
    assert kept.persons == ({P, SOMEBODY} if waits else {P})
    assert (kept.only, kept.at == since) == ((False, True) if waits else (True, theirs == 5))


def test_two_answers_are_one_word_by_origin_or_by_what_they_say_of_the_same_face() -> None:
    said = word(K.NAMED, P)
    moved = replace(said, id=AnswerId("x"), area=box(7))

    assert is_same_word(said, replace(moved, origin=said.id, person=Q))
    assert is_same_word(said, replace(said, id=AnswerId("x")))
    assert not is_same_word(said, moved)
    assert not is_same_word(said, replace(said, id=AnswerId("x"), person=Q))
    assert not is_same_word(said, replace(said, id=AnswerId("x"), area=None))


WORDS = st.lists(
    st.builds(
        word,
        st.sampled_from(sorted(set(AnswerKind) - {K.REMOVED, K.UNSETTLED})),
        st.sampled_from([P, Q]),
        minutes=st.integers(0, 30),
    ),
    max_size=5,
    unique_by=lambda one: one.at,
)


@QUICK
@given(words=WORDS, split=st.integers(0, 5))
def test_two_copies_come_to_say_the_same(words: list[FaceAnswer], split: int) -> None:
    """Whatever was said on which of two copies: both come to the claim of the newest word."""
    mine, theirs = words[:split], words[split:]
    one, other = taken(here(), *mine), taken(here(), *theirs)

    left = taken(one, *words_of(Copy(same_host=True, content=KEY, answers=tuple(theirs))))
    right = taken(other, *words_of(Copy(same_host=True, content=KEY, answers=tuple(mine))))

    def said(side: Here) -> tuple[object, ...]:
        claim = remembered(side.answers).claim
        return (claim.kind, claim.person) if claim else ()

    assert said(left) == said(right)


@QUICK
@given(words=WORDS)
def test_words_never_take_a_face_away_or_move_it(words: list[FaceAnswer]) -> None:
    before = here(face(), face(area=box(7), id=FindingId("f7")))

    after = taken(before, *words)

    assert [(one.id, one.area) for one in after.findings] == [
        (one.id, one.area) for one in before.findings
    ]
    assert after.findings[1] == before.findings[1]


@QUICK
@given(words=WORDS, cause=st.sampled_from(RemovedCause))
def test_no_word_but_one_ends_a_removal_for_good(
    words: list[FaceAnswer], cause: RemovedCause
) -> None:
    before = here(replace(removed(cause, box(1)), id=FindingId("f1")))

    (after, *_) = taken(before, *words).findings

    ending = {K.NOBODY_TO_ASK} | ({K.NAMED} if cause is ENDED else set())
    if not any(one.kind in ending for one in words):
        assert after.kind is F.REMOVED
