"""Record an answer about the use of somebody's image, and re-decide every photo it touches."""

from dataclasses import replace

from consent.ids import Actor, QuitclaimId
from consent.machine import next_state
from consent.quitclaims import Quitclaim
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.values import Act, Priority

MILDER = frozenset({ConsentState.GIVEN, ConsentState.RENEWED, ConsentState.REQUESTED})


def save_quitclaim(deps: Deps, quitclaim: Quitclaim, actor: Actor) -> int:
    """Keep a new answer; gives how many photos are decided again."""
    with deps.store.begin() as tx:
        tx.people.save_quitclaim(quitclaim)
        tx.records.act(
            Act(
                actor=actor,
                act=f"quitclaim-{quitclaim.state}",
                subjects=(quitclaim.person, quitclaim.id),
            ),
            deps.clock.now(),
        )
        return tx.queue.wake_person(quitclaim.person, _priority(quitclaim.state), deps.clock.now())


def withdraw_quitclaim(deps: Deps, quitclaim_id: QuitclaimId, actor: Actor) -> int:
    """Withdraw one answer in all its channels; gives how many photos are decided again.

    Raises `NoSuchRow` and `InvalidTransition`.
    """
    with deps.store.read() as tx:
        before = tx.people.quitclaim(quitclaim_id)
    state = next_state(before.state, ConsentState.WITHDRAWN)
    return save_quitclaim(deps, replace(before, state=state, at=deps.clock.now()), actor)


def _priority(state: ConsentState) -> Priority:
    return Priority.CONSENT if state in MILDER else Priority.WITHDRAWAL
