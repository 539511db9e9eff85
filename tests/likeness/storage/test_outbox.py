"""The outbox and what alerts remember, on each database."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from consent.ids import PersonId
from consent.states import ConsentState
from likeness.storage.store import SqlStore
from scheduler.errors import NoSuchRow
from scheduler.ports.alerts import AlertMark, ToldStep
from scheduler.ports.outbox import Letter, LetterKind, OutboxState
from tests.likeness.storage.samples import ANNA, HOW, NOW, person, quitclaim

LETTER = Letter(
    key="a",
    kind=LetterKind.ASK,
    refs={"ask": "x", "serial": 1, "persons": ("p", "q"), "open": True},
    due_at=NOW,
)


def put(store: SqlStore, *keys: str) -> None:
    with store.begin() as tx:
        for key in keys:
            tx.outbox.put(replace(LETTER, key=key))


def test_a_letter_is_read_back_as_it_was_put_in(store: SqlStore) -> None:
    put(store, "a")

    with store.read() as tx:
        (posted,) = tx.outbox.all()
        assert posted.letter == LETTER
        assert posted == tx.outbox.get(posted.id)
        assert tx.outbox.like(posted.id[:8]) == (posted,)


def test_a_key_is_taken_once_by_many_at_the_same_time(store: SqlStore) -> None:
    taken: list[bool] = []
    start = threading.Barrier(6)

    def put_one() -> None:
        start.wait(60)
        with store.begin() as tx:
            taken.append(tx.outbox.put(LETTER))

    threads = [threading.Thread(target=put_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(taken) == [False] * 5 + [True]


def test_two_who_claim_at_once_get_two_letters(store: SqlStore) -> None:
    put(store, "a", "b")
    got: list[str] = []
    start = threading.Barrier(2)

    def claim() -> None:
        start.wait(60)
        with store.begin() as tx:
            claimed = tx.letter_claims.claim(NOW, 60.0)
            got.append(claimed.posted.letter.key if claimed else "")

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(got) == ["a", "b"]


def test_a_claim_that_is_over_may_be_taken_by_another_and_is_fenced(store: SqlStore) -> None:
    put(store, "a")
    later = NOW + timedelta(minutes=5)
    with store.begin() as tx:
        first = tx.letter_claims.claim(NOW, 60.0)
        assert tx.letter_claims.claim(NOW, 60.0) is None
        second = tx.letter_claims.claim(later, 60.0)
        assert first
        assert second

        assert not tx.letter_claims.sending(first)
        assert not tx.letter_claims.sent(first, "<x@y>", later)
        assert tx.letter_claims.sending(second)
        assert tx.letter_claims.sent(second, "<x@y>", later)
        assert tx.letter_claims.sent_since(NOW) == 1


def test_counts_name_every_state(store: SqlStore) -> None:
    put(store, "a", "b")
    with store.begin() as tx:
        claim = tx.letter_claims.claim(NOW, 60.0)
        assert claim
        tx.letter_claims.doubt(claim, NOW, "connection-lost", hold=True)

    with store.read() as tx:
        counts, doubts = tx.outbox.counts(), tx.outbox.doubts()

    assert set(counts) == set(OutboxState)
    assert (counts[OutboxState.WAITING], counts[OutboxState.HELD], doubts) == (1, 1, 1)


def test_an_unknown_letter_is_no_row(store: SqlStore) -> None:
    with store.read() as tx, pytest.raises(NoSuchRow):
        tx.outbox.get("nothing")


STEP = ToldStep(
    key="q:2026:desk:ended",
    letter="digest",
    about="q",
    last=NOW.date(),
    word="ended",
    audience="desk",
    person=ANNA,
)


def test_told_steps_are_found_by_what_they_are_about_and_by_letter(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.add(person(ANNA))
        tx.alerts.tell([STEP])
        tx.alerts.tell([])

    with store.read() as tx:
        assert tx.alerts.told({"q", "other"}) == {STEP.key}
        assert tx.alerts.steps_of("digest") == (STEP,)


def due(store: SqlStore, days: int = 0, plan: str = "plan") -> tuple[PersonId, ...]:
    with store.read() as tx:
        return tx.alerts.persons_due(NOW.date() + timedelta(days=days), plan)


def mark(store: SqlStore, about: str, next_in: int | None) -> None:
    day = None if next_in is None else NOW.date() + timedelta(days=next_in)
    with store.begin() as tx:
        at = tx.people.quitclaim(tx.people.subjects([ANNA])[0].quitclaims[0].id).at
        made = AlertMark(about=about, person=ANNA, at=at, plan="plan", next_on=day)
        tx.alerts.mark([made, replace(made, about="other")])
        tx.alerts.mark([])


def test_whoever_changed_or_is_due_is_looked_at(store: SqlStore) -> None:
    given = quitclaim()
    with store.begin() as tx:
        tx.people.add(person(ANNA))
        tx.people.save_quitclaim(given, HOW)
    assert due(store) == (ANNA,)

    mark(store, given.id, 5)
    assert due(store) == ()
    assert due(store, plan="other settings") == (ANNA,)
    assert due(store, 5) == (ANNA,)

    mark(store, given.id, None)
    assert due(store, 5) == ()
    changed = replace(given, state=ConsentState.WITHDRAWN, at=given.at + timedelta(days=1))
    with store.begin() as tx:
        tx.people.save_quitclaim(changed, HOW)
    assert due(store) == (ANNA,)
