"""Takes over a list of people of another system, with their classes and guardians.

All of it, or what is right of it; in portions, each planned again in the transaction that applies
it. After a crash between two of them the same list again does the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consent.families import Guardian
from consent.groups import Group
from consent.ids import Actor, GroupId, PersonId, SignerId
from consent.persons import Person, Profile
from consent.same_person import Everybody
from scheduler.deps import Deps
from scheduler.guardians import KnownGuardians
from scheduler.lists.cells import rows_of
from scheduler.lists.people import FORM, PERSON, Change, Known, Parent, PeoplePlan, PersonRow, Terms
from scheduler.lists.plan_people import plan_people
from scheduler.lists.reading import Table, portions
from scheduler.matching import hold_match
from scheduler.particulars import languages, wide
from scheduler.ports import Tx
from scheduler.values import Act, Priority

Said = Mapping[str, str]
"""Which column is which field, as somebody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPeople:
    """What a list of people did, or would do."""

    plan: PeoplePlan
    applied: bool


def preview_people(deps: Deps, table: Table, said: Said) -> ImportedPeople:
    """Say what a list of people would do. Raises `TableRefused`."""
    with deps.store.read() as tx:
        return ImportedPeople(plan=_plan_people(deps, tx, table, said), applied=False)


def import_people(
    deps: Deps, table: Table, said: Said, actor: Actor, *, skip_bad: bool
) -> ImportedPeople:
    """Apply a list of people: all of it, or what is right of it. Raises `TableRefused`.

    Where a row is wrong and must not be skipped, nothing is done.
    """
    plan = preview_people(deps, table, said).plan
    if plan.problems and not skip_bad:
        return ImportedPeople(plan=plan, applied=False)
    rows: list[PersonRow] = []
    problems = [*plan.problems]
    for some in portions(table, frozenset(row.line for row in plan.rows)):
        with deps.store.begin() as tx:
            part = _plan_people(deps, tx, some, said)
            _apply_people(deps, tx, part, actor)
        rows += part.rows
        problems += part.problems
    done = PeoplePlan(rows=tuple(rows), problems=tuple(problems))
    return ImportedPeople(plan=done, applied=True)


def _plan_people(deps: Deps, tx: Tx, table: Table, said: Said) -> PeoplePlan:
    rows = rows_of(table, FORM, said, deps.clock.today())
    keys = {row.text("key") for row in rows} - {""}
    found = {key: tx.import_keys.find(PERSON, key) for key in keys}
    groups: dict[PersonId, set[str]] = {}
    for group in tx.groups.all():
        for member in group.members:
            groups.setdefault(member, set()).add(group.name)
    known = Known(
        keys={key: one[0] for key, one in found.items() if one},
        profiles=tx.people.profiles(),
        groups={person: frozenset(names) for person, names in groups.items()},
        parents={
            person: frozenset(
                Parent(name=one.name, email=one.email) for one in tx.guardians.of(person)
            )
            for person in tx.guardians.signers()
        },
        everybody=Everybody(tx.people.traits()),
        numbered=tx.import_keys.owners(PERSON),
        held=frozenset(match.person for match in tx.held.all()),
    )
    terms = Terms(
        today=deps.clock.today(),
        age=deps.rules.age,
        languages=languages(deps, tx),
        wide=wide(tx),
    )
    return plan_people(table, said, known, terms)


def _apply_people(deps: Deps, tx: Tx, plan: PeoplePlan, actor: Actor) -> None:
    members: dict[str, set[PersonId]] = {}
    there = KnownGuardians(tx)
    for row in plan.rows:
        person = row.person or PersonId(deps.new_id())
        for name in row.groups:
            members.setdefault(name, set()).add(person)
        if row.change is Change.SAME:
            continue
        _keep_person(deps, tx, row, person, actor)
        _keep_parents(deps, tx, person, row, there)
    _keep_groups(deps, tx, members)
    for change in (Change.ADD, Change.UPDATE, Change.HELD):
        if count := plan.count(change):
            detail: dict[str, str | int | bool | None] = {"kind": change.value, "count": count}
            act = Act(actor=actor, act="people-imported", detail=detail)
            tx.records.act(act, deps.clock.now())


def _keep_person(deps: Deps, tx: Tx, row: PersonRow, person: PersonId, actor: Actor) -> None:
    made = Person(id=person, profile=row.profile)
    new = row.change in {Change.ADD, Change.HELD}
    if new:
        tx.people.add(made)
        hold_match(deps, tx, person, row.candidates, actor)
    else:
        before: Profile = tx.people.profile(person)
        tx.people.save_profile(made)
        if before.minor_until != row.profile.minor_until:
            tx.queue.wake_person(person, Priority.WITHDRAWAL, deps.clock.now())
    verb = "person-added" if new else "person-changed"
    tx.records.act(Act(actor=actor, act=verb, subjects=(person,)), deps.clock.now())
    if row.key:
        tx.import_keys.put(PERSON, row.key, person, person)


def _keep_parents(
    deps: Deps, tx: Tx, person: PersonId, row: PersonRow, there: KnownGuardians
) -> None:
    """Keep who answers for a child; the language of the row is the one they read."""
    before = tx.guardians.of(person)
    mine = {(one.name, one.email): one for one in before}
    taken: set[SignerId] = set()
    for parent in row.parents:
        same = mine.get((parent.name, parent.email))
        signer = same.signer if same else there.find(parent.name, parent.email, taken)
        signer = signer or SignerId(deps.new_id())
        kept = next((one.language for one in before if one.signer == signer), "")
        language = row.profile.language or kept
        there.note(parent.name, parent.email, signer)
        taken.add(signer)
        made = Guardian(signer=signer, name=parent.name, email=parent.email, language=language)
        tx.guardians.save(person, made)


def _keep_groups(deps: Deps, tx: Tx, members: Mapping[str, set[PersonId]]) -> None:
    there = {group.name: group for group in tx.groups.all()}
    for name, persons in members.items():
        group = there.get(name) or Group(id=GroupId(deps.new_id()), name=name)
        if not persons <= group.members:
            tx.groups.save(replace(group, members=group.members | persons))
