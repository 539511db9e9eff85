"""Note who answers for a child, and from which birthday the child does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from consent.errors import NotAllowed
from consent.families import Conflict, Guardian, conflict, hand_over
from consent.ids import Actor, PersonId, SignerId
from consent.particulars import a_birth_date
from consent.persons import Person
from scheduler.deps import Deps
from scheduler.guardians import KnownGuardians
from scheduler.particulars import to_guardian
from scheduler.values import Act, Priority


def save_guardian(deps: Deps, person: PersonId, guardian: Guardian, actor: Actor) -> None:
    """Keep a guardian of a child. Raises `NoSuchRow`, and `NotAllowed` for an adult."""
    with deps.store.begin() as tx:
        if tx.people.profile(person).minor_until is None:
            raise NotAllowed("Say first that this person is under age: likeness person age")
        tx.guardians.save(person, guardian)
        act = Act(actor=actor, act="guardian-saved", subjects=(person, guardian.signer))
        tx.records.act(act, deps.clock.now())


def add_guardian(
    deps: Deps, children: Sequence[PersonId], told: Guardian, actor: Actor
) -> SignerId:
    """Keep one guardian for all of these children; gives who it is.

    Whoever answers for another child already, under this name and address, stays the same one. The
    signer that is told counts only where it is somebody new. Raises `NoSuchRow`, `NotAllowed` and
    `ParticularsRefused`.
    """
    with deps.store.read() as tx:
        kept = to_guardian(deps, tx, told)
        signer = KnownGuardians(tx).find(kept.name, kept.email) or kept.signer
    for child in children:
        save_guardian(deps, child, replace(kept, signer=signer), actor)
    return signer


def remove_guardian(deps: Deps, person: PersonId, signer: SignerId, actor: Actor) -> bool:
    """Take a guardian away; what they answered stays. False where it was none."""
    with deps.store.begin() as tx:
        removed = tx.guardians.remove(person, signer)
        if removed:
            act = Act(actor=actor, act="guardian-removed", subjects=(person, signer))
            tx.records.act(act, deps.clock.now())
    return removed


def declare_age(
    deps: Deps, person: PersonId, born: date | None, actor: Actor, *, under_age: bool = False
) -> date | None:
    """Note a declared birth date, or that somebody is under age; gives the hand-over birthday.

    It is never inferred from a picture. Raises `NoSuchRow` and `ParticularsRefused`.
    """
    a_birth_date(born, deps.clock.today())
    today, now = deps.clock.today(), deps.clock.now()
    with deps.store.begin() as tx:
        profile = tx.people.profile(person)
        until = hand_over(born, under_age=under_age, age=deps.rules.age, today=today)
        changed = replace(profile, birth_date=born, minor_until=until)
        tx.people.save_profile(Person(id=person, profile=changed))
        tx.records.act(Act(actor=actor, act="age-declared", subjects=(person,)), now)
        tx.queue.wake_person(person, Priority.WITHDRAWAL, now)
    return until


def conflicts(deps: Deps) -> tuple[Conflict, ...]:
    """Give every child whose guardians disagree. The no counts until they agree."""
    with deps.store.read() as tx:
        signers = tx.guardians.signers()
        several = [person for person, found in signers.items() if len(found) > 1]
        subjects = tx.people.subjects(several)
    found = (conflict(subject.id, subject.quitclaims) for subject in subjects)
    return tuple(one for one in found if one is not None)
