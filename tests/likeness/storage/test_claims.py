"""Leases: who gets which asset, and who may still finish."""

import threading
from datetime import timedelta

import pytest

from consent.ids import AssetId
from consent.states import NotAssessed, Status
from likeness.storage.store import SqlStore
from scheduler.values import Claim, Dead, Failure, Finished, Priority, RetryAt
from tests.likeness.storage.samples import NOW, change, note

LEASE_S = 60.0
DONE = Finished(status=Status.REVIEW, redecide_on=None, looked=True)


def _claim(store: SqlStore, seconds: float = 0.0) -> Claim:
    with store.begin() as tx:
        claim = tx.claims.claim(NOW + timedelta(seconds=seconds), LEASE_S)
    assert claim is not None
    return claim


def _nothing_due(store: SqlStore, seconds: float = 0.0) -> bool:
    with store.begin() as tx:
        return tx.claims.claim(NOW + timedelta(seconds=seconds), LEASE_S) is None


def _wake(
    store: SqlStore, asset: AssetId, priority: Priority = Priority.CONSENT, *, look: bool = False
) -> None:
    with store.begin() as tx:
        tx.queue.wake([asset], priority, NOW, look=look)


def test_the_most_urgent_asset_goes_first_then_the_one_that_waits_longest(store: SqlStore) -> None:
    (slow,) = note(store, ["slow"], Priority.BACKFILL)
    with store.begin() as tx:
        tx.notes.note([change("later")], Priority.FRESH, NOW + timedelta(seconds=1))
    (first,) = note(store, ["first"], Priority.FRESH)
    (urgent,) = note(store, ["urgent"], Priority.WITHDRAWAL)

    order = [_claim(store, 2.0) for _ in range(4)]

    assert [claim.asset for claim in order][:2] == [urgent, first]
    assert order[3].asset == slow
    assert order[0].priority is Priority.WITHDRAWAL


def test_what_is_stricter_goes_first_then_what_needs_no_look_then_the_looks(
    store: SqlStore,
) -> None:
    named = note(store, ["backlog", "upload", "consent", "withdrawn"])
    backlog, upload, consent, withdrawn = named
    _finish_all(store, named)
    _wake(store, backlog, Priority.BACKFILL, look=True)
    _wake(store, upload, Priority.FRESH, look=True)
    _wake(store, withdrawn, Priority.WITHDRAWAL, look=True)
    _wake(store, consent, Priority.BACKFILL)

    order = [_claim(store) for _ in named]

    assert [claim.asset for claim in order] == [withdrawn, consent, upload, backlog]
    assert [claim.may_look for claim in order] == [False, False, True, True]


def test_an_asset_answered_without_its_look_stays_due_for_it(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    _wake(store, asset, Priority.WITHDRAWAL)
    first = _claim(store)
    answered = Finished(
        status=Status.REVIEW, redecide_on=None, looked=False, look_next=Priority.SOON
    )

    with store.begin() as tx:
        assert tx.claims.finish(first, answered, NOW)
    second = _claim(store)

    assert (first.may_look, second.may_look) == (False, True)
    assert (second.asset, second.priority) == (asset, Priority.SOON)
    with store.begin() as tx:
        assert tx.claims.finish(second, DONE, NOW)
    assert _nothing_due(store)


def test_a_look_that_nobody_asked_for_is_asked_for_by_the_answer_without_it(
    store: SqlStore,
) -> None:
    (asset,) = note(store, ["a"])
    _finish_all(store, [asset])
    _wake(store, asset)
    quick = _claim(store)

    with store.begin() as tx:
        later = Finished(
            status=Status.REVIEW, redecide_on=None, looked=False, look_next=Priority.CONSENT
        )
        tx.claims.finish(quick, later, NOW)

    look = _claim(store)
    assert (quick.may_look, look.may_look) == (False, True)
    assert look.scan_wanted == quick.scan_wanted + 1


def _finish_all(store: SqlStore, expected: list[AssetId]) -> None:
    for _ in expected:
        claim = _claim(store)
        with store.begin() as tx:
            tx.claims.finish(claim, DONE, NOW)


def test_a_leased_asset_is_not_given_twice_until_the_lease_ends(store: SqlStore) -> None:
    note(store, ["a"])
    first = _claim(store)

    assert _nothing_due(store, LEASE_S - 1)
    second = _claim(store, LEASE_S)
    assert second.asset == first.asset
    assert second.token != first.token


def test_finishing_gives_the_lease_back_and_nothing_is_due(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    claim = _claim(store)

    with store.begin() as tx:
        finished = tx.claims.finish(claim, DONE, NOW)
        after = tx.assets.get(asset)

    assert finished
    assert (after.done, after.scan_done, after.status, after.decided_at) == (
        1,
        1,
        Status.REVIEW,
        NOW,
    )
    assert _nothing_due(store, 2 * LEASE_S)


def test_why_a_photo_is_not_assessed_is_kept_until_the_next_answer(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    off = Finished(
        status=Status.NOT_ASSESSED, redecide_on=None, looked=True, reason=NotAssessed.MODE_OFF
    )
    claim = _claim(store)
    with store.begin() as tx:
        tx.claims.finish(claim, off, NOW)
        kept = tx.assets.get(asset).status_reason
    _wake(store, asset)
    claim = _claim(store)
    with store.begin() as tx:
        tx.claims.finish(claim, DONE, NOW)
        after = tx.assets.get(asset).status_reason

    assert (kept, after) == (NotAssessed.MODE_OFF, None)


def test_finishing_without_a_look_leaves_the_look_wanted(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    claim = _claim(store)

    with store.begin() as tx:
        tx.claims.finish(claim, Finished(status=None, redecide_on=None, looked=False), NOW)
        after = tx.assets.get(asset)

    assert (after.scan_wanted, after.scan_done) == (1, 0)


def test_a_zombie_can_neither_confirm_nor_finish_nor_fail(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    zombie = _claim(store)
    _claim(store, LEASE_S)

    with store.begin() as tx:
        assert not tx.claims.confirm(zombie, NOW, until=NOW)
        assert not tx.claims.finish(zombie, DONE, NOW)
        assert not tx.claims.fail(zombie, Dead(failure=Failure.CRASHED), NOW)
        assert tx.assets.get(asset).done == 0


def test_work_that_was_raised_meanwhile_stays_due_at_top_priority(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    claim = _claim(store)
    _wake(store, asset)

    with store.begin() as tx:
        tx.claims.finish(claim, DONE, NOW)

    again = _claim(store)
    assert (again.asset, again.priority, again.wanted) == (asset, Priority.WITHDRAWAL, 2)


@pytest.mark.parametrize(
    ("seconds", "until", "holds"),
    [
        pytest.param(0.0, LEASE_S, True, id="until the lease's end is enough"),
        pytest.param(0.0, LEASE_S + 1, False, id="a lease that ends before the call does not"),
        pytest.param(LEASE_S, LEASE_S, False, id="an ended lease does not"),
    ],
)
def test_confirming_asks_for_time_enough(
    store: SqlStore,
    seconds: float,
    until: float,
    holds: bool,  # noqa: FBT001
) -> None:
    note(store, ["a"])
    claim = _claim(store)

    with store.begin() as tx:
        confirmed = tx.claims.confirm(
            claim, NOW + timedelta(seconds=seconds), until=NOW + timedelta(seconds=until)
        )

    assert confirmed is holds


@pytest.mark.parametrize("look", [False, True])
def test_nothing_is_confirmed_once_work_was_raised(store: SqlStore, look: bool) -> None:  # noqa: FBT001
    (asset,) = note(store, ["a"])
    claim = _claim(store)
    with store.begin() as tx:
        tx.queue.wake([asset], Priority.CONSENT, NOW, look=look)

    with store.begin() as tx:
        assert not tx.claims.confirm(claim, NOW, until=NOW)


def test_a_failure_waits_and_counts(store: SqlStore) -> None:
    note(store, ["a"])
    claim = _claim(store)
    later = NOW + timedelta(seconds=10)
    with store.begin() as tx:
        tx.claims.fail(claim, RetryAt(at=later, failure=Failure.CRASHED), NOW)

    assert _nothing_due(store, 9)
    assert _claim(store, 10).attempts == 1


def test_a_host_that_is_down_does_not_count_against_the_photo(store: SqlStore) -> None:
    note(store, ["a"])
    claim = _claim(store)
    with store.begin() as tx:
        verdict = RetryAt(at=NOW, failure=Failure.HOST_UNAVAILABLE, counts=False)
        tx.claims.fail(claim, verdict, NOW)

    assert _claim(store).attempts == 0


@pytest.mark.parametrize(
    "verdict",
    [
        RetryAt(at=NOW + timedelta(hours=1), failure=Failure.CRASHED),
        Dead(failure=Failure.HOST_REFUSED),
    ],
)
def test_a_failure_of_an_older_question_holds_nothing_up(
    store: SqlStore, verdict: RetryAt | Dead
) -> None:
    (asset,) = note(store, ["a"])
    claim = _claim(store)
    _wake(store, asset, Priority.WITHDRAWAL)

    with store.begin() as tx:
        tx.claims.fail(claim, verdict, NOW)

    assert _claim(store).asset == asset


def test_a_dead_letter_is_listed_and_not_due_until_woken(store: SqlStore) -> None:
    (asset,) = note(store, ["a"])
    claim = _claim(store)
    with store.begin() as tx:
        tx.claims.fail(claim, Dead(failure=Failure.MARK_REFUSED), NOW)

    with store.read() as tx:
        (letter,) = tx.queue.dead()
    assert (letter.asset, letter.failure, letter.attempts, letter.since) == (
        asset,
        Failure.MARK_REFUSED,
        1,
        NOW,
    )
    assert _nothing_due(store, 10_000)
    _wake(store, asset)
    assert _claim(store).attempts == 0


def test_four_threads_get_each_of_500_assets_exactly_once(store: SqlStore) -> None:
    expected = note(store, [f"p{number}" for number in range(500)])
    taken: list[list[AssetId]] = [[] for _ in range(4)]

    def work(mine: list[AssetId]) -> None:
        while True:
            with store.begin() as tx:
                claim = tx.claims.claim(NOW, LEASE_S)
            if claim is None:
                return
            mine.append(claim.asset)
            with store.begin() as tx:
                assert tx.claims.finish(claim, DONE, NOW)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    everything = [asset for mine in taken for asset in mine]
    assert sorted(everything) == sorted(expected)
