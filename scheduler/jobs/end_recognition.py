"""A recognition consent ended.

Templates go at once, and the person is taken off every machine-made link.
"""

from dataclasses import replace

from consent.ids import Actor, PersonId
from consent.machine import next_state
from consent.quitclaims import RecognitionConsent
from consent.states import ConsentState, RemovedCause
from scheduler.deps import Deps
from scheduler.errors import ConsentMissing
from scheduler.removal import take_person_off
from scheduler.values import Act, Priority


def give_recognition(deps: Deps, consent: RecognitionConsent, actor: Actor) -> None:
    """Record a recognition consent. It changes no photo until somebody enrols the person."""
    with deps.store.begin() as tx:
        tx.people.save_recognition_consent(consent)
        act = Act(actor=actor, act="recognition-consent-given", subjects=(consent.person,))
        tx.records.act(act, deps.clock.now())


def end_recognition(deps: Deps, person: PersonId, state: ConsentState, actor: Actor) -> int:
    """End a recognition consent; gives how many photos are decided again.

    Everything happens in one transaction: after it no template exists and no machine link is left.
    Raises `ConsentMissing` where there is none, `InvalidTransition` where it cannot end this way.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        consent = tx.people.recognition_consents().get(person)
        if consent is None:
            raise ConsentMissing("This person has no recognition consent on record.")
        ended = replace(consent, state=next_state(consent.state, state), at=now)
        touched = take_person_off(
            deps, tx, person, RemovedCause.RECOGNITION_ENDED, lambda finding: finding.by_machine
        )
        tx.people.save_recognition_consent(ended)
        dropped = tx.people.drop_templates(person)
        detail = {"photos": len(touched), "templates": dropped}
        act = Act(
            actor=actor, act=f"recognition-consent-{state}", subjects=(person,), detail=detail
        )
        tx.records.act(act, now)
        return tx.queue.wake(touched, Priority.WITHDRAWAL, now)
