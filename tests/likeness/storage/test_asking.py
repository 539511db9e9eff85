"""Notices, asks, links, signatures, groups, guardians, withdrawals and grounds, on each database."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from consent.asks import AskState, LinkKind
from consent.families import Guardian, Household
from consent.groups import Group
from consent.ids import (
    AskId,
    GroupId,
    LinkHash,
    NoticeId,
    QuitclaimId,
    SessionId,
    SignatureId,
    WithdrawalId,
)
from consent.lifecycle import How, retraced
from consent.notices import Audience, canonical_text, notice_digest
from consent.quitclaims import RecognitionConsent
from consent.sessions import Session
from consent.signing import Means
from consent.states import ConsentState
from likeness.storage.store import SqlStore
from scheduler.errors import NoSuchRow
from scheduler.values import Priority
from tests.likeness.storage.asking_samples import (
    MUM,
    S1,
    SCHOOL,
    ask,
    ground,
    link,
    notice,
    page_link,
    sealed,
    signature,
    withdrawal,
)
from tests.likeness.storage.samples import ANNA, BO, HOW, ME, NOW, note, person, quitclaim

LATER = NOW + timedelta(days=1)


def _people(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.people.add(person(ANNA, "Anna"))
        tx.people.add(person(BO, "Bo"))
        tx.sessions.save(Session(id=S1, name="Sports day"))


def test_a_published_notice_comes_back_word_for_word_in_every_language_and_audience(
    store: SqlStore,
) -> None:
    texts = [notice("en"), notice("nl", title="Foto's"), notice("nl", Audience.GUARDIAN)]

    with store.begin() as tx:
        version = tx.notices.publish(texts, NOW)

    with store.read() as tx:
        dutch = tx.notices.latest(SCHOOL, "nl", Audience.ADULT)
        assert version == 1
        assert dutch == replace(texts[1], version=1)
        assert tx.notices.languages(SCHOOL, Audience.ADULT) == ("en", "nl")
        assert tx.notices.languages(SCHOOL, Audience.GUARDIAN) == ("nl",)
        assert tx.notices.latest(SCHOOL, "de", Audience.ADULT) is None
        assert tx.notices.ids() == (SCHOOL,)
        assert notice_digest(dutch, canonical_text(dutch).encode()) != ""


def test_a_changed_notice_is_a_new_version_and_the_old_one_stays_as_it_was(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.notices.publish([notice(title="Old")], NOW)
        tx.notices.publish([notice(title="New")], LATER)

    with store.read() as tx:
        latest = tx.notices.latest(SCHOOL, "en", Audience.ADULT)
        old = tx.notices.version(SCHOOL, 1, "en", Audience.ADULT)
        assert latest is not None
        assert old is not None
        assert (latest.version, latest.title, old.title) == (2, "New", "Old")


def test_where_the_latest_version_is_invalid_nothing_may_be_signed(store: SqlStore) -> None:
    with store.begin() as tx:
        tx.notices.publish([notice()], NOW)
        tx.notices.publish([notice(title="New")], NOW)

        said = (tx.notices.invalidate(SCHOOL, 2, LATER), tx.notices.invalidate(SCHOOL, 2, LATER))

    with store.read() as tx:
        assert said == (True, False)
        assert tx.notices.latest(SCHOOL, "en", Audience.ADULT) is None
        assert tx.notices.languages(SCHOOL, Audience.ADULT) == ()
        assert tx.notices.versions(SCHOOL) == {1: None, 2: LATER}
        assert tx.notices.version(SCHOOL, 2, "en", Audience.ADULT) is not None


def test_asks_come_back_in_order_with_everybody_they_are_about(store: SqlStore) -> None:
    _people(store)
    first, second = ask("a1", (BO, ANNA)), replace(ask("a2"), made_at=LATER)
    with store.begin() as tx:
        tx.asks.save(second)
        tx.asks.save(first)
        tx.asks.save(replace(second, state=AskState.ANSWERED))

    with store.read() as tx:
        assert tx.asks.get(AskId("a1")) == first
        assert tx.asks.all() == (first, replace(second, state=AskState.ANSWERED))
        assert tx.asks.all(AskState.OPEN) == (first,)
        assert tx.asks.open_of(ANNA) == (first,)
        with pytest.raises(NoSuchRow):
            tx.asks.get(AskId("nothing"))


def test_a_link_is_found_by_its_hash_and_ends_once(store: SqlStore) -> None:
    _people(store)
    with store.begin() as tx:
        tx.asks.save(ask())
        tx.links.put(link())
        tx.links.put(link())

        ended = (tx.links.kill(link().hash, LATER), tx.links.kill(link().hash, LATER))

    with store.read() as tx:
        assert ended == (True, False)
        assert tx.links.find(link().hash) == replace(link(), killed_at=LATER)
        assert tx.links.find(LinkHash("f" * 64)) is None


def test_links_of_an_ask_a_session_and_a_person_end_together(store: SqlStore) -> None:
    _people(store)
    door = replace(link("4" * 64, LinkKind.SESSION), ask=None, session=S1, notice=SCHOOL)
    with store.begin() as tx:
        tx.asks.save(ask())
        tx.links.put(link())
        tx.links.put(link("5" * 64))
        tx.links.put(door)
        tx.links.put(page_link("6" * 64, LinkKind.RECEIPT, (ANNA, BO)))
        tx.links.put(page_link("7" * 64, LinkKind.VISIT, (ANNA,)))

        assert tx.links.of_session(S1) == (door,)
        assert tx.links.kill_of(AskId("ask-1"), LATER) == 2
        assert tx.links.kill_person(BO, [LinkKind.RECEIPT, LinkKind.VISIT], LATER) == 1
        assert tx.links.kill_person(ANNA, [LinkKind.VISIT], LATER) == 1


def test_a_link_opens_until_it_ends_or_is_killed() -> None:
    door = replace(link(), ends_at=LATER)

    assert door.opens(NOW)
    assert not door.opens(LATER)
    assert not replace(door, killed_at=NOW).opens(NOW)


def test_a_form_signs_once_and_an_ask_is_answered_once(store: SqlStore) -> None:
    _people(store)
    one = signature()
    with store.begin() as tx:
        said = (
            tx.signatures.add(one),
            tx.signatures.add(replace(one, id=SignatureId("sig-2"))),
            tx.signatures.add(replace(one, id=SignatureId("sig-3"), nonce="other")),
            tx.signatures.add(replace(one, id=SignatureId("sig-4"), nonce="more", ask=None)),
            tx.signatures.add(replace(one, id=SignatureId("sig-5"), nonce="most", ask=None)),
        )
        tx.signatures.name_persons(one.id, one.persons)

    with store.read() as tx:
        assert said == (True, False, False, True, True)
        assert tx.signatures.get(one.id) == one
        assert tx.signatures.by_nonce("nonce-1") == one
        assert tx.signatures.of_ask(AskId("ask-1")) == one
        assert tx.signatures.of_person(ANNA) == (one,)
        assert tx.signatures.by_nonce("never") is None
        with pytest.raises(NoSuchRow):
            tx.signatures.get(SignatureId("sig-2"))


def test_fifty_who_sign_one_ask_at_once_sign_it_once(store: SqlStore) -> None:
    _people(store)
    said: list[bool] = []
    start = threading.Barrier(50)

    def post(number: int) -> None:
        start.wait()
        row = signature(f"sig-{number}", nonce=f"nonce-{number}")
        with store.begin() as tx:
            said.append(tx.signatures.add(row))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == [False] * 49 + [True]


def test_what_was_signed_is_sealed_under_the_persons_own_key(store: SqlStore) -> None:
    _people(store)
    with store.begin() as tx:
        tx.signatures.add(signature())
        tx.signatures.seal(SignatureId("sig-1"), ANNA, sealed())

    with store.read() as tx:
        assert tx.signatures.sealed(SignatureId("sig-1"), ANNA) == sealed()
        assert tx.signatures.sealed(SignatureId("sig-1"), BO) is None


def test_what_rests_on_a_version_of_a_notice_is_found(store: SqlStore) -> None:
    _people(store)
    resting = replace(quitclaim("q1"), notice=SCHOOL, notice_version=1)
    agreed = RecognitionConsent(
        person=ANNA, state=ConsentState.GIVEN, at=NOW, evidence=SignatureId("sig-1")
    )
    with store.begin() as tx:
        tx.signatures.add(signature())
        tx.people.save_quitclaim(resting, HOW)
        tx.people.save_quitclaim(replace(quitclaim("q2"), notice=SCHOOL, notice_version=2), HOW)
        tx.people.save_recognition_consent(agreed, HOW)

    with store.read() as tx:
        assert tx.signatures.quitclaims(SCHOOL, 1) == (resting.id,)
        assert tx.signatures.recognition(SCHOOL, 1) == (ANNA,)
        assert tx.signatures.recognition(SCHOOL, 2) == ()


def test_each_step_of_a_consent_says_who_when_how_and_on_what_evidence(store: SqlStore) -> None:
    _people(store)
    given = replace(quitclaim("q1"), evidence=SignatureId("sig-1"))
    ended = replace(given, state=ConsentState.WITHDRAWN, at=LATER)
    agreed = RecognitionConsent(person=ANNA, state=ConsentState.GIVEN, at=NOW)
    hers = How(by=ME, means=Means.PERSONAL)
    with store.begin() as tx:
        tx.people.save_quitclaim(given, How(by=ME, means=Means.MAIL))
        tx.people.save_quitclaim(ended, hers)
        tx.people.save_recognition_consent(agreed, hers)

    with store.read() as tx:
        steps = tx.transitions.of_quitclaim(QuitclaimId("q1"))
        (step,) = tx.transitions.of_recognition(ANNA)
    assert [(s.before, s.after, s.at, s.means, s.evidence) for s in steps] == [
        (ConsentState.UNKNOWN, ConsentState.GIVEN, NOW, Means.MAIL, "sig-1"),
        (ConsentState.GIVEN, ConsentState.WITHDRAWN, LATER, Means.PERSONAL, "sig-1"),
    ]
    assert retraced("q1", steps) is ConsentState.WITHDRAWN
    assert (step.subject, step.after, step.by) == (ANNA, ConsentState.GIVEN, ME)


def test_groups_keep_exactly_their_members(store: SqlStore) -> None:
    _people(store)
    group = Group(
        id=GroupId("g1"), name="3b", members=frozenset({ANNA, BO}), notice=NoticeId("town")
    )
    with store.begin() as tx:
        tx.groups.save(group)
        tx.groups.save(replace(group, name="4b", members=frozenset({BO})))

    with store.read() as tx:
        assert tx.groups.all() == (replace(group, name="4b", members=frozenset({BO})),)
        assert tx.groups.of(ANNA) == ()
        assert [each.id for each in tx.groups.of(BO)] == ["g1"]
        with pytest.raises(NoSuchRow):
            tx.groups.get(GroupId("nothing"))


def test_guardians_are_kept_per_child_and_make_households(store: SqlStore) -> None:
    _people(store)
    mum = Guardian(signer=MUM, name="Mum", email="mum@example.org", language="nl")
    with store.begin() as tx:
        for child in (ANNA, BO):
            tx.guardians.save(child, mum)
        tx.guardians.save(BO, replace(mum, email="new@example.org"))

    with store.read() as tx:
        assert tx.guardians.of(ANNA) == (mum,)
        assert tx.guardians.of(BO) == (replace(mum, email="new@example.org"),)
        assert tx.guardians.households() == (Household(signer=MUM, persons=(ANNA, BO)),)
    with store.begin() as tx:
        assert (tx.guardians.remove(BO, MUM), tx.guardians.remove(BO, MUM)) == (True, False)
        assert tx.guardians.of(BO) == ()


def test_a_withdrawal_counts_its_photos_until_the_last_was_read_back(store: SqlStore) -> None:
    _people(store)
    first, second = note(store, ["a", "b"])
    with store.begin() as tx:
        tx.queue.wake([first, second], Priority.WITHDRAWAL, NOW)
        wanted = {asset: tx.assets.get(asset).wanted for asset in (first, second)}
        tx.withdrawals.add(withdrawal(), [first, second, first])

        tx.withdrawals.done(first, wanted[first] - 1, NOW)
        stale = tx.withdrawals.get(WithdrawalId("w1"))
        tx.withdrawals.done(first, wanted[first], LATER)
        tx.withdrawals.done(first, wanted[first] + 1, LATER)
        half = tx.withdrawals.get(WithdrawalId("w1"))
        tx.withdrawals.done(second, wanted[second], LATER + timedelta(seconds=5))
        done = tx.withdrawals.get(WithdrawalId("w1"))

    assert (stale.done, stale.photos, stale.seconds) == (0, 2, None)
    assert (half.done, half.first_done_at, half.finished_at) == (1, LATER, None)
    assert (done.done, done.first_done_at, done.seconds) == (2, LATER, 86_405)


def test_a_withdrawal_without_photos_is_finished_at_once(store: SqlStore) -> None:
    _people(store)
    with store.begin() as tx:
        tx.withdrawals.add(withdrawal(), [])

    with store.read() as tx:
        assert [each.seconds for each in tx.withdrawals.of_person(ANNA)] == [0]
        assert tx.withdrawals.all(unfinished=True) == ()
        with pytest.raises(NoSuchRow):
            tx.withdrawals.get(WithdrawalId("nothing"))


def test_still_used_stays_open_until_somebody_ticks_it(store: SqlStore) -> None:
    _people(store)
    first, second = sorted(note(store, ["a", "b"]))
    number = WithdrawalId("w1")
    with store.begin() as tx:
        tx.withdrawals.add(withdrawal(), [first, second])
        before = tx.withdrawals.still_used(number)

        said = [tx.withdrawals.confirm_unused(number, first, NOW) for _ in range(2)]

        assert tx.withdrawals.still_used(number) == (second,)
        assert tx.withdrawals.assets(number) == {first: None, second: None}
    assert before == (first, second)
    assert said == [True, False]


def test_other_grounds_are_kept_per_session(store: SqlStore) -> None:
    _people(store)
    with store.begin() as tx:
        tx.grounds.add("ground-1", ground(frozenset({ANNA})))

    with store.read() as tx:
        assert tx.grounds.of(S1) == (ground(frozenset({ANNA})),)
        assert tx.grounds.of(SessionId("other")) == ()
