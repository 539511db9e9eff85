"""Legal holds: what was signed is kept past an erasure, for a claim, until a day.

A hold is recorded before: nobody can hold what was erased. The person is told, by a letter and on
their page, until when and why.
"""

from datetime import date

from consent.errors import NotAllowed
from consent.ids import Actor, PersonId
from scheduler import letters
from scheduler.deps import Deps
from scheduler.ports.evidence import Hold
from scheduler.values import Act


def hold_evidence(deps: Deps, person: PersonId, reason: str, until: date, actor: Actor) -> Hold:
    """Record a hold. Raises `NoSuchRow`, and `NotAllowed` without a reason or a day to come."""
    if not reason.strip():
        raise NotAllowed("A hold needs a reason; the person reads it.")
    if until < deps.clock.today():
        raise NotAllowed("The last day of a hold lies in the past.")
    made = Hold(
        id=deps.new_id(),
        person=person,
        reason=reason.strip(),
        until=until,
        by=actor,
        made_at=deps.clock.now(),
    )
    with deps.store.begin() as tx:
        tx.people.profile(person)
        tx.holds.add(made)
        detail: dict[str, str | int | bool | None] = {"until": until.isoformat()}
        act = Act(actor=actor, act="hold-recorded", subjects=(person, made.id), detail=detail)
        tx.records.act(act, made.made_at)
        tx.outbox.put(letters.legal_hold(made.id, person, made.made_at))
    return made


def lift_holds(deps: Deps, person: PersonId, actor: Actor) -> int:
    """End every hold of a person who is still here; gives how many."""
    with deps.store.begin() as tx:
        mine = tx.holds.of_person(person)
        for hold in mine:
            tx.holds.lift(hold.id)
            act = Act(actor=actor, act="hold-lifted", subjects=(person, hold.id))
            tx.records.act(act, deps.clock.now())
    return len(mine)
