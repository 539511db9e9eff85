"""Consents whose last day is over: their state says so. The day itself blocked their photos."""

from dataclasses import replace

from consent.ids import Actor
from consent.lifecycle import How, transition
from consent.signing import Means
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.jobs.save_quitclaim import note_quitclaim

TIMER = Actor("timer")
_AT_ONCE = 500


def expire_quitclaims(deps: Deps) -> int:
    """Note the end of every consent that is over; gives how many. Safe to run twice."""
    how, count = How(by=TIMER, means=Means.TIMER), 0
    while True:
        with deps.store.begin() as tx:
            over = tx.people.over(deps.clock.today(), _AT_ONCE)
            for quitclaim in over:
                now = deps.clock.now()
                step = transition(quitclaim.id, quitclaim.state, ConsentState.EXPIRED, now, how)
                signed = quitclaim.said_at
                ended = replace(quitclaim, state=step.after, at=now, signed_at=signed)
                note_quitclaim(deps, tx, ended, how)
        count += len(over)
        if len(over) < _AT_ONCE:
            return count
