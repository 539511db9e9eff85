"""Add a person, unless somebody here may be the same: then whoever adds says which it is."""

from dataclasses import dataclass, replace

from consent.ids import Actor, PersonId
from consent.persons import Person, Profile
from consent.same_person import Candidate, Everybody, Traits
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.particulars import Typed, to_profile
from scheduler.ports import Tx
from scheduler.values import Act, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """What is added, and what is said about who it is."""

    typed: Typed
    person: PersonId
    """The number of somebody new. Where it is here already nothing happens."""
    new: bool = False
    """It is none of those here."""
    same_as: PersonId | None = None
    """It is this person: what is missing there is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Who it is; or who it may be, and then nobody was added."""

    person: PersonId | None
    candidates: tuple[Candidate, ...] = ()


def add_person(deps: Deps, adding: Adding, actor: Actor) -> Added:
    """Add somebody. Safe to run twice.

    Raises `ParticularsRefused`, and `NoSuchRow` where whoever it is said to be is not here.
    """
    with deps.store.begin() as tx:
        profile = to_profile(deps, tx, adding.typed)
        here = frozenset(tx.people.ids())
        if adding.person in here:
            return Added(person=adding.person)
        if adding.same_as is not None:
            if adding.same_as not in here:
                raise NoSuchRow("There is no such person.")
            _fill_in(deps, tx, adding.same_as, profile, actor)
            return Added(person=adding.same_as)
        candidates = () if adding.new else like(tx, profile)
        if candidates:
            return Added(person=None, candidates=candidates)
        tx.people.add(Person(id=adding.person, profile=profile))
        act = Act(actor=actor, act="person-added", subjects=(adding.person,))
        tx.records.act(act, deps.clock.now())
    return Added(person=adding.person)


def like(tx: Tx, profile: Profile) -> tuple[Candidate, ...]:
    """Give everybody here who may be the one who is typed in."""
    incoming = Traits(
        name=profile.name,
        birth_date=profile.birth_date,
        addresses=frozenset({profile.email} if profile.email else ()),
    )
    return Everybody(tx.people.traits()).like(incoming)


def _fill_in(deps: Deps, tx: Tx, person: PersonId, said: Profile, actor: Actor) -> None:
    """Keep what is known; take what is missing from what was said."""
    before = tx.people.profile(person)
    born = before.birth_date or said.birth_date
    after = replace(
        before,
        email=before.email or said.email,
        birth_date=born,
        minor_until=before.minor_until or (said.minor_until if not before.birth_date else None),
        language=before.language or said.language,
    )
    if after == before:
        return
    tx.people.save_profile(Person(id=person, profile=after))
    act = Act(actor=actor, act="person-changed", subjects=(person,))
    tx.records.act(act, deps.clock.now())
    tx.queue.wake_person(person, Priority.WITHDRAWAL, deps.clock.now())
