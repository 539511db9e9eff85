"""Holding somebody who came in and may be somebody here, until a human has said who it is."""

from collections.abc import Iterable

from consent.held import HeldMatch
from consent.ids import Actor, PersonId
from consent.same_person import Candidate
from scheduler.deps import Deps
from scheduler.ports import Tx
from scheduler.values import Act


def hold_match(
    deps: Deps, tx: Tx, person: PersonId, candidates: Iterable[Candidate], by: Actor
) -> bool:
    """Hold somebody new where there is anybody it may be; False where there is nobody."""
    some = tuple(candidates)
    if not some:
        return False
    now = deps.clock.now()
    tx.held.put(HeldMatch(person=person, made_at=now, candidates=some))
    subjects = (person, *(one.person for one in some))
    tx.records.act(Act(actor=by, act="match-held", subjects=subjects), now)
    return True
