"""Correct what is kept of somebody: name, address, birth date, language, and those of a guardian.

What was answered stays as it was. Each value is read by the one rule of scheduler.particulars.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from consent.families import Guardian, hand_over
from consent.ids import Actor, PersonId, SignerId
from consent.particulars import a_birth_date, a_language, a_name
from consent.persons import Person, Profile
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.particulars import languages, to_address, to_guardian
from scheduler.ports import Tx
from scheduler.values import Act, Priority

CORRECTED: Final = "person-corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is right; None: stays as it is. Empty text takes an address or language away."""

    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    language: str | None = None


def correct_person(
    deps: Deps, person: PersonId, correction: Correction, actor: Actor
) -> tuple[str, ...]:
    """Correct somebody; gives the names of what changed. Safe to run twice.

    Another birth date means another birthday from which only the person answers: their photos are
    decided anew. Raises `NoSuchRow` and `ParticularsRefused`; then nothing changes.
    """
    now = deps.clock.now()
    with deps.store.begin() as tx:
        before = tx.people.profile(person)
        after = _corrected(deps, tx, before, correction)
        changed = tuple(name for name in _FIELDS if getattr(before, name) != getattr(after, name))
        if not changed:
            return ()
        tx.people.save_profile(Person(id=person, profile=after))
        what = "+".join(name.replace("_", "-") for name in changed)
        detail: dict[str, str | int | bool | None] = {"what": what}
        act = Act(actor=actor, act=CORRECTED, subjects=(person,), detail=detail)
        tx.records.act(act, now)
        if before.minor_until != after.minor_until:
            tx.queue.wake_person(person, Priority.WITHDRAWAL, now)
    return changed


_FIELDS: Final = ("name", "email", "birth_date", "minor_until", "language")


def _corrected(deps: Deps, tx: Tx, before: Profile, right: Correction) -> Profile:
    after = before
    if right.name is not None:
        after = replace(after, name=a_name(right.name))
    if right.email is not None:
        after = replace(after, email=to_address(tx, right.email))
    if right.language is not None:
        spoken = a_language(right.language, languages(deps, tx))
        after = replace(after, language=spoken)
    today = deps.clock.today()
    born = a_birth_date(right.born, today)
    if born is not None and born != before.birth_date:
        until = hand_over(born, under_age=False, age=deps.rules.age, today=today)
        after = replace(after, birth_date=born, minor_until=until)
    return after


def correct_guardian(
    deps: Deps, signer: SignerId, correction: Correction, actor: Actor
) -> tuple[PersonId, ...]:
    """Correct a guardian with each of their children; gives the children. Safe to run twice.

    Raises `NoSuchRow` where nobody with this id answers for a child, and `ParticularsRefused`.
    """
    with deps.store.begin() as tx:
        children = tuple(
            child for child, signers in tx.guardians.signers().items() if signer in signers
        )
        if not children:
            raise NoSuchRow("Nobody with this id answers for a child.")
        for child in children:
            before = next(one for one in tx.guardians.of(child) if one.signer == signer)
            after = to_guardian(deps, tx, _of_guardian(before, correction))
            if after == before:
                continue
            tx.guardians.save(child, after)
            act = Act(actor=actor, act="guardian-corrected", subjects=(child, signer))
            tx.records.act(act, deps.clock.now())
    return children


def _of_guardian(before: Guardian, right: Correction) -> Guardian:
    return replace(
        before,
        name=before.name if right.name is None else right.name,
        email=before.email if right.email is None else right.email,
        language=before.language if right.language is None else right.language,
    )
