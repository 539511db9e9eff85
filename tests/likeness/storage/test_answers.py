"""What humans said comes back as it was said, and knows whether the content is still the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connector.values import ContentHash, HashKind
from consent.answers import FaceAnswer
from consent.attestations import Attestation
from consent.findings import Area, Floor
from consent.ids import AnswerId, AssetId, AttestationId, Channel, FindingId, PersonId
from consent.states import AnswerKind, RemovedCause, Verdict
from likeness.storage.store import SqlStore
from scheduler.values import Priority
from tests.likeness.storage.samples import ANNA, BO, ME, NOW, change, face, note, original, person

KEY = "sha256-original:hash-of-a"


def _answer(
    asset: AssetId, answer_id: str = "a1", kind: AnswerKind = AnswerKind.NAMED
) -> FaceAnswer:
    return FaceAnswer(
        id=AnswerId(answer_id),
        asset=asset,
        content=KEY,
        kind=kind,
        by=ME,
        at=NOW,
        finding=FindingId("f1"),
        area=Area(x=0.1, y=0.2, w=0.1, h=0.2),
        person=ANNA,
        reason="because",
        floor=(Floor(channel=Channel("website"), verdict=Verdict.REVIEW),),
        cause=RemovedCause.OBJECTION,
        previous=replace(face(person_id=BO), removed_at=NOW),
    )


def _attestation(asset: AssetId, content: str = KEY) -> Attestation:
    return Attestation(
        id=AttestationId("t1"),
        asset=asset,
        content=content,
        persons=frozenset({ANNA, BO}),
        only=True,
        by=ME,
        at=NOW,
    )


@pytest.fixture
def asset(store: SqlStore) -> AssetId:
    (made,) = note(store, ["a"])
    with store.begin() as tx:
        tx.people.add(person())
        tx.people.add(person(BO, "Bo"))
    return made


def test_an_answer_comes_back_whole_with_the_finding_before_it(
    store: SqlStore, asset: AssetId
) -> None:
    with store.begin() as tx:
        tx.answers.add(_answer(asset))

    with store.read() as tx:
        assert tx.answers.of(asset) == (_answer(asset),)


def test_an_answer_without_box_person_and_history_comes_back(
    store: SqlStore, asset: AssetId
) -> None:
    bare = FaceAnswer(
        id=AnswerId("a2"), asset=asset, content=KEY, kind=AnswerKind.BYSTANDER, by=ME, at=NOW
    )
    with store.begin() as tx:
        tx.answers.add(bare)

        assert tx.answers.of(asset) == (bare,)


def test_undo_takes_the_latest_answer_about_the_face_back_one_at_a_time(
    store: SqlStore, asset: AssetId
) -> None:
    first, second = _answer(asset, "a1"), _answer(asset, "a2", AnswerKind.NOT_PERSON)
    finding = FindingId("f1")
    with store.begin() as tx:
        tx.answers.add(first)
        tx.answers.add(second)

        assert tx.answers.undo_last(asset, finding) == second
        assert tx.answers.of(asset) == (first,)
        assert tx.answers.undo_last(asset, FindingId("other")) is None
        assert tx.answers.undo_last(asset, finding) == first
        assert tx.answers.undo_last(asset, finding) is None


def test_answers_that_followed_from_a_copy_say_so_and_are_counted_undone_or_not(
    store: SqlStore, asset: AssetId
) -> None:
    first = replace(_answer(asset, "a1"), origin=AnswerId("there"))
    second = _answer(asset, "a2")
    with store.begin() as tx:
        tx.answers.add(first)
        tx.answers.add(second)
        before = tx.answers.of(asset)
        tx.answers.undo([first.id])

        assert before == (first, second)
        assert tx.answers.of(asset) == (second,)
        assert tx.answers.roots(asset) == {"there", "a2"}


def test_the_newest_word_is_undone_first_whenever_it_came_here(
    store: SqlStore, asset: AssetId
) -> None:
    newer = replace(_answer(asset, "a1"), at=NOW + timedelta(minutes=1))
    with store.begin() as tx:
        tx.answers.add(newer)
        tx.answers.add(_answer(asset, "a2"))

        assert tx.answers.undo_last(asset, FindingId("f1")) == newer


def test_an_attestation_of_a_copy_says_so_and_keeps_a_place_for_somebody_erased(
    store: SqlStore, asset: AssetId
) -> None:
    followed = replace(
        _attestation(asset),
        origin=AttestationId("there"),
        persons=frozenset({ANNA, PersonId("erased-0-there")}),
    )
    with store.begin() as tx:
        tx.answers.attest(followed)

        (found,) = tx.answers.attestations(asset)

    assert found.origin == "there"
    assert len(found.persons) == 2
    assert ANNA in found.persons


def test_an_attestation_comes_back_whole(store: SqlStore, asset: AssetId) -> None:
    with store.begin() as tx:
        tx.answers.attest(_attestation(asset))

    with store.read() as tx:
        assert tx.answers.attestations(asset) == (_attestation(asset),)
        assert tx.answers.attested_with(ANNA) == (asset,)


def test_what_was_said_carries_the_present_name_of_the_same_content(store: SqlStore) -> None:
    host_hash = ContentHash(kind=HashKind.HOST, value="h")
    with store.begin() as tx:
        tx.people.add(person())
        tx.people.add(person(BO, "Bo"))
        tx.notes.note([change("c", content=host_hash)], Priority.FRESH, NOW)
        (asset_c,) = tx.assets.find("c.jpg")
        tx.answers.attest(_attestation(asset_c.id, "host-checksum:h"))
        tx.notes.note([change("c", content=original("read"))], Priority.FRESH, NOW)

        (found,) = tx.answers.attestations(asset_c.id)

    assert found.content == "sha256-original:read"


def test_what_was_said_of_earlier_content_never_looks_like_the_present_one(
    store: SqlStore, asset: AssetId
) -> None:
    with store.begin() as tx:
        tx.answers.add(_answer(asset))
        tx.answers.attest(_attestation(asset))
        host_hash = ContentHash(kind=HashKind.HOST, value="h1")
        tx.notes.note([change("a", version="2", content=host_hash)], Priority.FRESH, NOW)
        changed = replace(host_hash, value="h2")
        tx.notes.note([change("a", version="3", content=changed)], Priority.FRESH, NOW)

        present = tx.assets.get(asset).content
        said = {tx.answers.of(asset)[0].content, tx.answers.attestations(asset)[0].content}

    assert present == changed
    assert said == {""}, "a hash of another kind says nothing about another content"


def test_content_that_changed_back_is_the_content_it_was(store: SqlStore, asset: AssetId) -> None:
    with store.begin() as tx:
        tx.answers.add(_answer(asset))
        for value in ("other", "hash-of-a"):
            tx.notes.note(
                [change("a", version=value, content=original(value))], Priority.FRESH, NOW
            )

        assert tx.answers.of(asset)[0].content == KEY


def test_a_forgotten_person_is_in_no_answer_and_keeps_an_empty_place_in_attestations(
    store: SqlStore, asset: AssetId
) -> None:
    with store.begin() as tx:
        tx.answers.add(_answer(asset, "a1"))
        tx.answers.add(_answer(asset, "a2", AnswerKind.NOT_PERSON))
        tx.answers.attest(_attestation(asset))

        touched = tx.answers.forget_person(ANNA)
        (kept,) = tx.answers.of(asset)
        (attestation,) = tx.answers.attestations(asset)

    assert touched == (asset,)
    assert (kept.kind, kept.person, kept.cause) == (AnswerKind.REMOVED, None, RemovedCause.ERASURE)
    assert ANNA not in attestation.persons
    assert len(attestation.persons) == 2


def test_undo_restores_no_forgotten_person(store: SqlStore, asset: AssetId) -> None:
    with store.begin() as tx:
        tx.answers.add(_answer(asset))
        tx.answers.forget_person(BO)

        answer = tx.answers.undo_last(asset, FindingId("f1"))

    assert answer is not None
    assert answer.previous is not None
    assert (answer.previous.person, answer.previous.score) == (None, None)
    assert answer.previous.cause is RemovedCause.ERASURE
