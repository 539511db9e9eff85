"""Erase a person: off every photo, key destroyed, every row of theirs gone.

Survives a crash at any point.
"""

from consent.endings import Removal
from consent.ids import Actor, PersonId, WithdrawalId
from consent.states import RemovedCause
from consent.withdrawals import Withdrawal, Withdrawn
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.removal import take_off_everywhere
from scheduler.values import Act, Priority

PENDING = "erasing:"
"""Facts with this prefix name persons whose erasure has begun; the timer finishes them."""


def erase_person(deps: Deps, person: PersonId, actor: Actor) -> bool:
    """Erase everything of a person; True when nothing is left on disk, False while it is pending.

    Safe to run twice; the last letter goes out at most once. Photos keep a nameless removed face,
    blocked, so none becomes cleared by it. Of two numbers of one person both go.
    """
    with deps.store.read() as tx:
        numbers = _numbers(tx, person)
    gone = [_erase(deps, number, actor) for number in numbers]
    return all(gone)


def _numbers(tx: Tx, person: PersonId) -> tuple[PersonId, ...]:
    """Give every number of a person, the one that is asked about last."""
    found, waiting = {person}, [person]
    while waiting:
        for merge in tx.merges.of(waiting.pop()):
            waiting += {merge.merged, merge.kept} - found
            found |= {merge.merged, merge.kept}
    return (*sorted(found - {person}), person)


def _erase(deps: Deps, person: PersonId, actor: Actor) -> bool:
    now = deps.clock.now()
    with deps.store.begin() as tx:
        removal = Removal(cause=RemovedCause.ERASURE, at=now, channels=deps.rules.decide.channels)
        concerned = take_off_everywhere(tx, person, removal, deps.new_id)
        begun = bool(tx.facts.get(PENDING + person))
        tx.facts.put(PENDING + person, "yes")
        copies = {copy for asset in concerned for copy in tx.assets.same_content(asset)}
        tx.queue.wake({*concerned, *copies}, Priority.WITHDRAWAL, now)
        if tx.people.subjects([person]):
            tx.withdrawals.add(_proof(deps, person, actor), {*concerned, *copies})
        act = Act(
            actor=actor, act="erasure-begun", subjects=(person,), detail={"photos": len(concerned)}
        )
        tx.records.act(act, now)
    if not begun:
        deps.farewell(person)
    return finish_erasure(deps, person)


def _proof(deps: Deps, person: PersonId, actor: Actor) -> Withdrawal:
    """Make the count of photos that must follow; it stays without the person."""
    return Withdrawal(
        id=WithdrawalId(deps.new_id()),
        person=person,
        at=deps.clock.now(),
        by=actor,
        what=Withdrawn.ERASED,
        channels=frozenset(deps.rules.decide.channels),
        photos=0,
    )


def is_erased(deps: Deps, person: PersonId) -> bool:
    """Tell whether an erasure that has begun is finished: nothing is left on disk."""
    with deps.store.read() as tx:
        return not tx.facts.get(PENDING + person)


def finish_erasure(deps: Deps, person: PersonId) -> bool:
    """Destroy key and rows; False while a reader keeps old pages alive. Safe to run twice."""
    now = deps.clock.now()
    if not deps.store.erase(person, now):
        return False
    with deps.store.begin() as tx:
        tx.facts.put(PENDING + person, "")
        tx.records.act(Act(actor=Actor("timer"), act="erased", subjects=(person,)), now)
    return True
