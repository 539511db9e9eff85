"""Record an answer about the use of somebody's image, and re-decide every photo it touches."""

from dataclasses import replace

from consent.errors import InvalidTransition
from consent.ids import Actor, Channel, QuitclaimId, WithdrawalId
from consent.lifecycle import How, transition
from consent.newest import current, is_answer
from consent.quitclaims import Quitclaim
from consent.signing import Means
from consent.states import ConsentState
from consent.withdrawals import Withdrawal, Withdrawn
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.proof import begin_proof, chosen
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
) -> Withdrawal:
    """Withdraw one answer in all its channels; gives the proof that begins.

    That is a newer answer of the same signer; the one it takes back stays as it was. Another ground
    than consent ends itself. Raises `NoSuchRow`, and `InvalidTransition` where it counts no more.
    """
    now, how = deps.clock.now(), How(by=actor, means=means)
    with deps.store.begin() as tx:
        before = _counting(deps, tx, tx.people.quitclaim(quitclaim_id))
        step = transition(before.id, before.state, ConsentState.WITHDRAWN, now, how)
        withdrawn = replace(before, state=step.after, at=now)
        if is_answer(before):
            withdrawn = taking_back(deps, before, before.channels)
        note_quitclaim(deps, tx, withdrawn, how)
        tx.queue.wake_person(before.person, Priority.WITHDRAWAL, now)
        made = Withdrawal(
            id=WithdrawalId(deps.new_id()),
            person=before.person,
            at=now,
            by=actor,
            what=Withdrawn.USES,
            channels=before.channels,
            photos=0,
        )
        touched = {*tx.assets.with_person(before.person), *chosen(tx, before.person)}
        return begin_proof(tx, made, touched, means)


def _counting(deps: Deps, tx: Tx, record: Quitclaim) -> Quitclaim:
    """Give what still counts of a record. Raises `InvalidTransition` where nothing does."""
    (subject,) = tx.people.subjects([record.person])
    for left in current(subject, deps.clock.today()):
        if left.id == record.id:
            return left
    raise InvalidTransition("A newer answer counts instead of this one: likeness quitclaim list")


def taking_back(deps: Deps, before: Quitclaim, channels: frozenset[Channel]) -> Quitclaim:
    """Make the answer of the same signer that takes channels of another back."""
    return Quitclaim(
        id=QuitclaimId(deps.new_id()),
        person=before.person,
        state=ConsentState.WITHDRAWN,
        channels=channels,
        asked=channels,
        at=deps.clock.now(),
        signer=before.signer,
        scope=before.scope,
        notice=before.notice,
        notice_version=before.notice_version,
    )


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
