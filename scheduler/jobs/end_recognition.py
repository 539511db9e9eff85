"""A recognition consent ended.

Templates go at once, and the person is taken off every machine-made link.
"""

from dataclasses import replace

from consent.ids import Actor, AssetId, PersonId
from consent.lifecycle import How, transition
from consent.quitclaims import RecognitionConsent
from consent.signing import Means
from consent.states import ConsentState, RemovedCause
from scheduler.deps import Deps
from scheduler.errors import ConsentMissing
from scheduler.ports import Tx
from scheduler.removal import take_person_off
from scheduler.values import Act, Priority


def give_recognition(
    deps: Deps, consent: RecognitionConsent, actor: Actor, means: Means = Means.COMMAND
) -> None:
    """Record a recognition consent. It changes no photo until somebody enrols the person."""
    with deps.store.begin() as tx:
        tx.people.save_recognition_consent(consent, How(by=actor, means=means))
        act = Act(actor=actor, act="recognition-consent-given", subjects=(consent.person,))
        tx.records.act(act, deps.clock.now())


def end_recognition(
    deps: Deps,
    person: PersonId,
    state: ConsentState,
    actor: Actor,
    means: Means = Means.COMMAND,
) -> int:
    """End a recognition consent; gives how many photos are decided again.

    Everything happens in one transaction: after it no template exists and no machine link is left.
    Raises `ConsentMissing` where there is none, `InvalidTransition` where it cannot end this way.
    """
    with deps.store.begin() as tx:
        touched = end_within(deps, tx, person, state, How(by=actor, means=means))
        return tx.queue.wake(touched, Priority.WITHDRAWAL, deps.clock.now())


def end_within(
    deps: Deps, tx: Tx, person: PersonId, state: ConsentState, how: How
) -> tuple[AssetId, ...]:
    """End a recognition consent in a transaction that is open; gives the photos to decide again."""
    now = deps.clock.now()
    consent = tx.people.recognition_consent(person)
    if consent is None:
        raise ConsentMissing("This person has no recognition consent on record.")
    step = transition(person, consent.state, state, now, how)
    ended = replace(consent, state=step.after, at=now)
    touched = take_person_off(
        deps, tx, person, RemovedCause.RECOGNITION_ENDED, lambda finding: finding.by_machine
    )
    tx.people.save_recognition_consent(ended, how)
    dropped = tx.people.drop_templates(person)
    tx.pending_enrolments.drop_of(person)
    detail = {"photos": len(touched), "templates": dropped, "means": how.means.value}
    act = Act(actor=how.by, act=f"recognition-consent-{state}", subjects=(person,), detail=detail)
    tx.records.act(act, now)
    return touched
