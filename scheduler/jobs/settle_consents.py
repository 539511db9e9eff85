"""A human decides about records of a host that disagree with ours: ours counts, or the host's."""

from collections.abc import Iterable
from dataclasses import replace

from connector.records import HostRecord
from connector.values import HostName
from consent.host_persons import same_person
from consent.host_records import Target, quitclaim_of
from consent.host_words import Stance
from consent.ids import Actor, PersonId, QuitclaimId
from consent.lifecycle import How
from consent.machine import NEXT
from consent.quitclaims import Quitclaim
from consent.signing import Means
from consent.states import ConsentState
from scheduler.deps import Deps
from scheduler.errors import ConsentMissing, NoSuchRow
from scheduler.host_evidence import from_bytes, to_bytes
from scheduler.jobs.compare_consents import HostState, compare_state, kept_reading, read_host
from scheduler.ports import Tx
from scheduler.values import Act, Imported, Priority


def settle_consents(
    deps: Deps, host: HostName, records: Iterable[str], stance: Stance, actor: Actor
) -> int:
    """Decide about some records as they are now; gives how many disagreements are left.

    Whatever changes there afterwards is open again. Raises `HostError`, `NoSuchRow` and
    `ConsentMissing` where the host's word cannot count, because nobody knows whose it is.
    """
    with deps.store.read() as tx:
        kept = kept_reading(tx, host)
    if kept is None:
        raise NoSuchRow("Nothing was imported from this host yet: likeness consents import")
    state = read_host(deps, host, *kept)
    with deps.store.begin() as tx:
        known = tx.host_records.imported(host)
        for number in dict.fromkeys(records):
            if number not in known and number not in state.records:
                raise NoSuchRow("The host has no such consent record.")
            before = known.get(number, Imported(record=number))
            after, quitclaim = _settled(deps, tx, state, before, stance)
            tx.host_records.save(host, after)
            if quitclaim is not None:
                _save(deps, tx, quitclaim, actor)
            subjects = tuple(filter(None, (before.person, before.quitclaim)))
            detail = {"host": host, "record": number, "stance": stance.value}
            act = Act(actor=actor, act="host-record-settled", subjects=subjects, detail=detail)
            tx.records.act(act, deps.clock.now())
    return len(compare_state(deps, state))


def _settled(
    deps: Deps, tx: Tx, state: HostState, before: Imported, stance: Stance
) -> tuple[Imported, Quitclaim | None]:
    """Give what is noted of the record, and our quitclaim where it changes."""
    now = state.records.get(before.record)
    photos = now.photos if now else frozenset()
    if before.person is None or before.quitclaim is None:
        if stance is Stance.THEIRS:
            raise ConsentMissing("Import this record first, with --person: whose it is, is open.")
        return replace(before, photos=photos, stance=stance), None
    ours = tx.people.quitclaim(before.quitclaim)
    if stance is Stance.OURS:
        _keep(tx, state, ours, now)
        return replace(before, photos=photos, stance=stance), None
    if now is None or _moved_on(tx, before.person, before.quitclaim, now):
        fresh = Imported(record=before.record)
        after = fresh if now else replace(before, photos=photos, stance=stance)
        return after, _revoked(deps, ours)
    assets = [one.id for one in tx.assets.of_host(state.host) if one.ref.id in photos]
    target = Target(id=ours.id, person=ours.person, assets=frozenset(assets))
    _keep(tx, state, ours, now)
    theirs = quitclaim_of(now, target, state.reading)
    return replace(before, photos=photos, stance=stance), theirs


def _moved_on(tx: Tx, person: PersonId, quitclaim: QuitclaimId, now: HostRecord) -> bool:
    kept = tx.people.evidence(person, quitclaim)
    return kept is not None and not same_person(from_bytes(kept), now)


def _keep(tx: Tx, state: HostState, ours: Quitclaim, now: HostRecord | None) -> None:
    """Seal the record as it was decided about. Of one that is gone the last state stays."""
    if now is not None:
        tx.people.keep_evidence(ours, to_bytes(state.host, now))


def _revoked(deps: Deps, ours: Quitclaim) -> Quitclaim:
    """End a quitclaim that rested on a record which is no more; what has ended stays as it is."""
    if ConsentState.REVOKED not in NEXT[ours.state]:
        return ours
    return replace(ours, state=ConsentState.REVOKED, at=deps.clock.now())


def _save(deps: Deps, tx: Tx, quitclaim: Quitclaim, actor: Actor) -> None:
    tx.people.save_quitclaim(quitclaim, How(by=actor, means=Means.HOST))
    tx.queue.wake_person(quitclaim.person, Priority.WITHDRAWAL, deps.clock.now())
