"""Take over the consents a host kept itself, as quitclaims for the photos they are linked to.

Imported once: what is edited there later is reported (compare_consents), never taken over silently.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from connector.records import HostRecord
from connector.values import HostId, HostName
from consent.host_differences import Disagreement
from consent.host_persons import Match, People, Whose
from consent.host_records import (
    Lack,
    Mediums,
    Reading,
    Target,
    lacks,
    minor_until,
    quitclaim_of,
)
from consent.host_words import Stance
from consent.ids import Actor, AssetId, PersonId, QuitclaimId
from consent.invisible import bare
from consent.lifecycle import How
from consent.particulars import shown_address, wrong_address
from consent.persons import Person, Profile
from consent.quitclaims import ForPhotos, Quitclaim
from consent.signing import Means
from scheduler.deps import Deps
from scheduler.errors import NoSuchRow
from scheduler.host_evidence import to_bytes
from scheduler.jobs.compare_consents import (
    OF_AGE,
    HostState,
    compare_state,
    keep_reading,
    read_host,
)
from scheduler.jobs.save_quitclaim import MILDER
from scheduler.ports import Tx
from scheduler.values import Act, Imported, Priority

NEW = "new"
"""What is said instead of a person: a record of somebody who is not here yet."""

Whom = Mapping[str, PersonId | None]
"""Record -> whose it is, where a human said so; None = somebody new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How to read the records of a host."""

    mediums: Mediums
    of_age: int = OF_AGE
    whom: Whom = field(default_factory=dict)
    dry: bool = False
    """Only say what would happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What becomes of one record. Ids only; the person is found in the host by its number."""

    record: str
    whose: Whose | None
    """None: it was imported before."""
    person: PersonId | None = None
    candidates: tuple[PersonId, ...] = ()
    lacks: tuple[Lack, ...] = ()
    unknown: tuple[str, ...] = ()
    """Mediums that nobody mapped."""
    photos: int = 0
    known: int = 0
    """How many of these photos are taken in."""
    erased: bool = False

    @property
    def imported(self) -> bool:
        """Tell whether it is a quitclaim now, or would be."""
        return self.person is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What importing came to."""

    lines: tuple[Line, ...]
    disagreements: tuple[Disagreement, ...] = ()
    photos: int = 0
    """How many photos are decided again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """One record, and what is to be done with it."""

    line: Line
    record: HostRecord
    quitclaim: Quitclaim | None = None
    profile: Profile | None = field(default=None, repr=False)
    """Of somebody who is new."""


def import_consents(deps: Deps, host: HostName, wishes: Wishes, actor: Actor) -> Report:
    """Import every record of a host that was not imported before. Safe to run twice.

    Where photos were taken in since, they are added to what their records already gave. Raises
    `HostError` before anything is changed, and `NoSuchRow` for a person who is not there.
    """
    state = read_host(deps, host, wishes.mediums, wishes.of_age)
    with deps.store.read() as tx:
        plans = _plan(tx, state, wishes.whom, deps.new_id)
    lines = tuple(plan.line for plan in plans)
    if wishes.dry:
        return Report(lines=lines)
    coming = frozenset(plan.line.record for plan in plans if plan.quitclaim and plan.line.whose)
    with deps.store.begin() as tx:
        keep_reading(tx, host, state.reading)
    compare_state(deps, state, coming=coming)
    photos = sum(
        _apply(deps, host, plan, plan.quitclaim, actor) for plan in plans if plan.quitclaim
    )
    return Report(lines=lines, disagreements=compare_state(deps, state), photos=photos)


def _plan(tx: Tx, state: HostState, whom: Whom, new_id: Callable[[], str]) -> tuple[_Plan, ...]:
    """Say what becomes of each record, in the order of their numbers."""
    imported = tx.host_records.imported(state.host)
    assets = {asset.ref.id: asset.id for asset in tx.assets.of_host(state.host)}
    profiles = tx.people.profiles()
    if missing := {one for one in whom.values() if one is not None} - profiles.keys():
        raise NoSuchRow(f"There is no such person: {', '.join(sorted(missing))}.")
    if strange := whom.keys() - state.records.keys():
        raise NoSuchRow(f"The host has no consent record {', '.join(sorted(strange))}.")
    planning = _Planning(state.reading, People.of(profiles), assets, whom, new_id)
    plans = []
    for record in state.records.values():
        known = imported.get(record.id)
        if known and known.quitclaim:
            plans.append(_again(tx, record, known, planning))
        elif known and known.stance is Stance.OURS and record.id not in whom:
            line = replace(planning.line(record), whose=Whose.LEFT_OUT)
            plans.append(_Plan(line=line, record=record))
        else:
            plans.append(planning.plan(record))
    return tuple(plans)


def _again(tx: Tx, record: HostRecord, known: Imported, planning: "_Planning") -> _Plan:
    """Add photos that were taken in since the record was imported; nothing else of it."""
    line = replace(
        planning.line(record), whose=None, person=known.person, erased=known.erased, candidates=()
    )
    if known.person is None or known.quitclaim is None:
        return _Plan(line=line, record=record)
    before = tx.people.quitclaim(known.quitclaim)
    assets = planning.assets_of(known.photos)
    if not isinstance(before.scope, ForPhotos) or known.stance is Stance.OURS:
        return _Plan(line=line, record=record)
    if assets <= before.scope.assets:
        return _Plan(line=line, record=record)
    scope = ForPhotos(assets=before.scope.assets | assets)
    return _Plan(line=line, record=record, quitclaim=replace(before, scope=scope))


@dataclass(slots=True)
class _Planning:
    """Reading new records one after the other: each may be about a person of an earlier one."""

    reading: Reading
    people: People
    assets: Mapping[HostId, AssetId]
    whom: Whom
    new_id: Callable[[], str]

    def plan(self, record: HostRecord) -> _Plan:
        """Say what becomes of one record."""
        match = self._match(record)
        line = replace(self.line(record), whose=match.whose, candidates=match.candidates)
        if match.whose not in {Whose.KNOWN, Whose.NEW}:
            return _Plan(line=line, record=record)
        person = match.person or PersonId(self.new_id())
        if match.person is None:
            self.people.add(person, record)
        target = Target(
            id=QuitclaimId(self.new_id()), person=person, assets=self.assets_of(record.photos)
        )
        return _Plan(
            line=replace(line, person=person, candidates=()),
            record=record,
            quitclaim=quitclaim_of(record, target, self.reading),
            profile=None if match.person else self._profile(record),
        )

    def line(self, record: HostRecord) -> Line:
        """Say what a record lacks."""
        known = len(self.assets_of(record.photos))
        return Line(
            record=record.id,
            whose=None,
            lacks=lacks(record, self.reading, photos=len(record.photos), known=known),
            unknown=self.reading.unknown(record),
            photos=len(record.photos),
            known=known,
        )

    def assets_of(self, photos: Iterable[HostId]) -> frozenset[AssetId]:
        """Give those photos that are taken in."""
        return frozenset(self.assets[one] for one in photos if one in self.assets)

    def _match(self, record: HostRecord) -> Match:
        if record.id not in self.whom:
            return self.people.match(record)
        person = self.whom[record.id]
        whose = Whose.NEW if person is None else Whose.KNOWN
        return Match(whose=whose, person=person)

    def _profile(self, record: HostRecord) -> Profile:
        fit = wrong_address(record.email, wide=False) is None
        return Profile(
            name=bare(record.name),
            email=shown_address(record.email) if fit else "",
            birth_date=record.born,
            minor_until=minor_until(record, self.reading),
        )


def _apply(deps: Deps, host: HostName, plan: _Plan, quitclaim: Quitclaim, actor: Actor) -> int:
    """Keep one record: person, quitclaim, and under the person's key what the host said."""
    now = deps.clock.now()
    with deps.store.begin() as tx:
        known = tx.host_records.one(host, plan.record.id)
        if plan.line.whose is not None and known is not None and known.quitclaim is not None:
            return 0
        if plan.profile is not None:
            tx.people.add(Person(id=quitclaim.person, profile=plan.profile))
            added = Act(actor=actor, act="person-added", subjects=(quitclaim.person,))
            tx.records.act(added, now)
        tx.people.save_quitclaim(quitclaim, How(by=actor, means=Means.HOST))
        if plan.line.whose is not None:
            tx.people.keep_evidence(quitclaim, to_bytes(host, plan.record))
            tx.host_records.save(host, _imported(plan.record, quitclaim))
        act = Act(
            actor=actor,
            act="quitclaim-imported",
            subjects=(quitclaim.person, quitclaim.id),
            detail={"host": host, "record": plan.record.id, "state": quitclaim.state.value},
        )
        tx.records.act(act, now)
        urgent = Priority.CONSENT if quitclaim.state in MILDER else Priority.WITHDRAWAL
        return tx.queue.wake_person(quitclaim.person, urgent, now)


def _imported(record: HostRecord, quitclaim: Quitclaim) -> Imported:
    return Imported(
        record=record.id,
        photos=record.photos,
        person=quitclaim.person,
        quitclaim=quitclaim.id,
    )
