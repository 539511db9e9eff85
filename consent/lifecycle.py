"""The life of a consent: each change of state with who, when, how and on what evidence. Pure.

Which state may follow which is in consent/machine.py.
"""

from dataclasses import dataclass
from datetime import datetime

from consent.ids import Actor, SignatureId
from consent.machine import next_state
from consent.signing import Means
from consent.states import ConsentState


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """Who changed a consent, by what means, and on what evidence."""

    by: Actor
    means: Means
    evidence: SignatureId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One change of state. `subject`: a quitclaim, or a person for recognition consents."""

    subject: str
    before: ConsentState
    after: ConsentState
    at: datetime
    by: Actor
    means: Means
    evidence: SignatureId | None = None


def transition(
    subject: str, before: ConsentState, after: ConsentState, at: datetime, how: How
) -> Transition:
    """Make one change of state. Raises `InvalidTransition` naming what may follow."""
    return Transition(
        subject=subject,
        before=before,
        after=next_state(before, after),
        at=at,
        by=how.by,
        means=how.means,
        evidence=how.evidence,
    )


def retraced(subject: str, steps: tuple[Transition, ...]) -> ConsentState:
    """Follow all changes of one subject from the beginning; gives the state they end in.

    Raises `InvalidTransition` where a step does not follow from the one before.
    """
    state = ConsentState.UNKNOWN
    for step in steps:
        if step.subject == subject and step.after is not state:
            state = next_state(state, step.after)
    return state
