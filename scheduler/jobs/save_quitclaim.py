"""Record an answer about the use of somebody's image, and re-decide every photo it touches."""

from dataclasses import replace

from consent.ids import Actor, QuitclaimId
from consent.lifecycle import How, transition
from consent.quitclaims import Quitclaim
from consent.signing import Means
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.values import Act, Priority

MILDER = frozenset({ConsentState.GIVEN, ConsentState.RENEWED, ConsentState.REQUESTED})


def save_quitclaim(
    deps: Deps, quitclaim: Quitclaim, actor: Actor, means: Means = Means.COMMAND
) -> int:
    """Keep a new answer; gives how many photos are decided again."""
    with deps.store.begin() as tx:
        note_quitclaim(deps, tx, quitclaim, How(by=actor, means=means))
        return tx.queue.wake_person(quitclaim.person, priority(quitclaim.state), deps.clock.now())


def withdraw_quitclaim(
    deps: Deps, quitclaim_id: QuitclaimId, actor: Actor, means: Means = Means.COMMAND
) -> int:
    """Withdraw one answer in all its channels; gives how many photos are decided again.

    Raises `NoSuchRow` and `InvalidTransition`.
    """
    now, how = deps.clock.now(), How(by=actor, means=means)
    with deps.store.begin() as tx:
        before = tx.people.quitclaim(quitclaim_id)
        step = transition(before.id, before.state, ConsentState.WITHDRAWN, now, how)
        note_quitclaim(deps, tx, replace(before, state=step.after, at=now), how)
        return tx.queue.wake_person(before.person, Priority.WITHDRAWAL, now)


def note_quitclaim(deps: Deps, tx: Tx, quitclaim: Quitclaim, how: How) -> None:
    """Keep one answer and the act in a transaction that is open. Wakes no photo."""
    tx.people.save_quitclaim(quitclaim, how)
    act = Act(
        actor=how.by,
        act=f"quitclaim-{quitclaim.state}",
        subjects=(quitclaim.person, quitclaim.id),
        detail={"means": how.means.value, "evidence": how.evidence},
    )
    tx.records.act(act, deps.clock.now())


def priority(state: ConsentState) -> Priority:
    """Say how urgent the photos are after a change to this state."""
    return Priority.CONSENT if state in MILDER else Priority.WITHDRAWAL
