"""Ends what has been kept long enough. Every day, or by hand; each deletion is counted in the log.

Whatever is due is looked at again in the transaction that ends it: somebody may have signed.
"""

from dataclasses import replace

from consent.ids import Actor, PersonId, SignatureId
from consent.persons import Person, Profile
from consent.retention import Keeping, RetentionRules
from scheduler.deps import Deps
from scheduler.jobs.erase_person import erase_person
from scheduler.ports import Tx
from scheduler.retiring import Ages, Retiring, ages, gather, is_due, persons_due
from scheduler.values import Act

ENDED = "retention-ended"


def plan_retention(deps: Deps) -> Retiring:
    """Say what is due today. Changes nothing."""
    with deps.store.read() as tx:
        return gather(tx, deps.clock.today(), _rules(deps), _ages(deps))


def apply_retention(deps: Deps, actor: Actor) -> Retiring:
    """End what is due; gives what was ended. Safe to run as often as you like."""
    due = plan_retention(deps)
    dropped = tuple(one for one in due.evidence if _drop_evidence(deps, *one))
    reduced = tuple(person for person in due.reduce if _reduce(deps, person))
    forgotten = tuple(person for person in due.forget if _forget(deps, person, actor))
    for hold in due.holds:
        deps.store.erase(PersonId(hold), deps.clock.now())
    done = replace(due, evidence=dropped, reduce=reduced, forget=forgotten)
    with deps.store.begin() as tx:
        old = _ages(deps)
        looks, scores = tx.purges.drop_looks(old.looks), tx.purges.drop_scores(old.scores)
        done = replace(done, looks=looks, scores=scores)
        _audit(deps, tx, done, actor)
    return done


def _audit(deps: Deps, tx: Tx, done: Retiring, actor: Actor) -> None:
    for kind, count in done.counts.items():
        if count:
            detail: dict[str, str | int | bool | None] = {"kind": kind, "count": count}
            tx.records.act(Act(actor=actor, act=ENDED, detail=detail), deps.clock.now())


def _drop_evidence(deps: Deps, person: PersonId, signature: SignatureId) -> bool:
    """Drop one piece of evidence, unless something it covers runs after all."""
    with deps.store.begin() as tx:
        for kept in tx.evidence.of_person(person):
            if kept.signature == signature and is_due(tx, kept, deps.clock.today(), _rules(deps)):
                tx.evidence.drop(person, signature)
                return True
    return False


def _reduce(deps: Deps, person: PersonId) -> bool:
    """Leave the number and what it answered; nothing that names anybody."""
    with deps.store.begin() as tx:
        if not _still(deps, tx, person, Keeping.REDUCE):
            return False
        profile = tx.people.profile(person)
        tx.people.save_profile(
            Person(id=person, profile=Profile(name="", minor_until=profile.minor_until))
        )
        for guardian in tx.guardians.of(person):
            tx.guardians.remove(person, guardian.signer)
        tx.evidence.drop_all(person)
    return True


def _forget(deps: Deps, person: PersonId, actor: Actor) -> bool:
    """Erase somebody who is needed no more; the doors they could sign by are shut first."""
    with deps.store.begin() as tx:
        if not _still(deps, tx, person, Keeping.FORGET):
            return False
        for ask in tx.asks.all():
            if person in ask.persons:
                tx.links.kill_of(ask.id, deps.clock.now())
    erase_person(deps, person, actor)
    return True


def _still(deps: Deps, tx: Tx, person: PersonId, wanted: Keeping) -> bool:
    due = dict(persons_due(tx, deps.clock.today(), _rules(deps), [person]))
    return due.get(person) is wanted


def _rules(deps: Deps) -> RetentionRules:
    return RetentionRules(
        invitation_days=deps.rules.invitation_days, evidence_years=deps.rules.evidence_years
    )


def _ages(deps: Deps) -> Ages:
    return ages(
        deps.clock.now(), looks_days=deps.rules.access_log_days, score_days=deps.rules.score_days
    )
