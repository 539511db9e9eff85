"""Making a host say what was decided about one photo, or taking back what it says of ours.

What a host is told is written down before it is told: whoever disconnects it finds every mark.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from connector.causes import Cause, texts
from connector.errors import HostError, HostRefused, MarkRefused, PhotoGone
from connector.host import Hold
from connector.values import HostName, MarkSet
from consent.ids import Actor, PersonId
from scheduler.deciding import Answer
from scheduler.deps import Deps
from scheduler.errors import StaleClaim
from scheduler.host_troubles import note_causes
from scheduler.ports import Host, Tx
from scheduler.stages import Duty
from scheduler.staging import duty_for
from scheduler.translate import Said, to_marks
from scheduler.values import IN_PART, SAYING, Act, Asset, Claim, Told

WORKER = Actor("worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What telling the host came to. `told` is None where nothing was to be told."""

    told: Told | None = None
    changed: bool = False
    repaired: bool = False
    """The host did not show any more what it had been told: somebody else had changed it."""
    found: str = ""
    """The status it showed instead; empty = none."""
    gone: bool = False
    """It is not there for us: deleted, or hidden. What it shows was not read back."""
    causes: tuple[Cause, ...] = ()
    """What is in the way of the rest of it."""
    waits: bool = False
    """The answer is not wholly shown: only what makes the photo stricter was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is to be said about one photo."""

    asset: Asset
    answer: Answer
    day: date
    """Local day of the decision record."""


def tell(deps: Deps, claim: Claim, message: Message, what: Duty) -> Telling:
    """Do what the stage of the host asks for. Raises `HostError` and `StaleClaim`."""
    match what:
        case Duty.SAY:
            return _say(deps, claim, message)
        case Duty.TAKE_BACK:
            return _take_back(deps, claim, message.asset, what)
        case Duty.LEAVE:
            return leave(deps, claim, message.asset)
        case Duty.KEEP_QUIET | Duty.REST:
            return Telling()


def _say(deps: Deps, claim: Claim, message: Message) -> Telling:
    """Make the host show the answer, if it is still what the database wants."""
    asset, ref = message.asset, message.asset.ref
    host = deps.hosts[ref.host]
    marks = replace(_marks(deps, host, asset, message.answer), checked_on=message.day)
    hold = host.restrict.plan(ref, marks.status, asset.told.held) if host.restrict else None
    held = hold.held if hold else asset.told.held
    _confirm(deps, claim, asset, Told(digest=SAYING, held=held or asset.told.held), Duty.SAY)
    refused = _close(host, asset, hold) if hold and hold.held else None
    written = host.marks.write(ref, marks)
    if refused:
        raise refused
    if hold and not hold.held and not written.waits:
        _restrict(host, asset, hold)
    digest = digest_of(marks)
    kept = hold is not None and not hold.held and written.waits
    return Telling(
        told=Told(
            digest=f"{IN_PART}{digest}" if written.causes else digest,
            held=asset.told.held if kept else held,
        ),
        causes=written.causes,
        waits=written.waits,
        changed=written.changed or hold is not None,
        repaired=written.changed and asset.told.digest == digest,
        found=written.found,
    )


def _close(host: Host, asset: Asset, hold: Hold) -> HostError | None:
    """Close a photo; where that is refused, its marks are written all the same."""
    try:
        _restrict(host, asset, hold)
    except (MarkRefused, HostRefused) as error:
        return error
    return None


def leave(deps: Deps, claim: Claim, asset: Asset) -> Telling:
    """Take back what a host that is leaving shows of ours; one that is gone holds nobody up.

    Raises `HostError` and `StaleClaim`.
    """
    try:
        return _take_back(deps, claim, asset, Duty.LEAVE)
    except PhotoGone:
        return Telling(told=Told(), gone=True)


def _take_back(deps: Deps, claim: Claim, asset: Asset, what: Duty) -> Telling:
    host, ref = deps.hosts[asset.ref.host], asset.ref
    held = asset.told.held
    hold = host.restrict.plan(ref, "", held) if host.restrict and held else None
    _confirm(deps, claim, asset, Told(digest=SAYING, held=held), what)
    if hold:
        _restrict(host, asset, hold)
    written = host.marks.clear(ref)
    return Telling(told=Told(), changed=written.changed, found=written.found, causes=written.causes)


def _restrict(host: Host, asset: Asset, hold: Hold) -> None:
    if host.restrict:
        host.restrict.apply(asset.ref, hold)


def _confirm(deps: Deps, claim: Claim, asset: Asset, told: Told, wanted: Duty) -> None:
    """Note what the host is about to be told, where lease, facts and stage are still the same.

    The asset need not be read again: whatever moves it raises `wanted`.
    """
    with deps.store.begin() as tx:
        now = deps.clock.now()
        until = now + timedelta(seconds=deps.rules.write_deadline_s)
        if not tx.claims.confirm(claim, now, until=until):
            raise StaleClaim("the facts moved while deciding")
        if duty_for(deps, tx, asset) is not wanted:
            raise StaleClaim("the stage of the host changed")
        tx.tellings.save(claim.asset, told, now)


def record(deps: Deps, tx: Tx, asset: Asset, telling: Telling) -> None:
    """Keep what the host shows now; what was repaired goes into the audit log."""
    if telling.told is None:
        return
    now = deps.clock.now()
    tx.tellings.save(asset.id, telling.told, now)
    if telling.told:
        note_causes(deps, tx, asset.ref.host, telling.causes)
    elif telling.causes:
        unreached = json.dumps(texts(telling.causes))
        tx.facts.put(f"{unreached_facts(asset.ref.host)}{asset.id}", unreached)
    if not telling.gone and tx.sight.returned(asset.id):
        tx.records.act(Act(actor=WORKER, act="photo-seen-again", subjects=(asset.id,)), now)
    if telling.gone:
        fact = gone_fact(asset.ref.host)
        tx.facts.put(fact, str(int(tx.facts.get(fact) or 0) + 1))
    if telling.repaired:
        detail = {"host": asset.ref.host, "found": telling.found}
        act = Act(actor=WORKER, act="marks-repaired", subjects=(asset.id,), detail=detail)
        tx.records.act(act, now)


def unreached_facts(host: HostName) -> str:
    """Begin the names of the facts that say what of a photo could not be read back when left."""
    return f"leaving-unreached:{host}:"


def gone_fact(host: HostName) -> str:
    """Name the fact that counts photos that were gone when their host was left."""
    return f"leaving-gone:{host}"


def _marks(deps: Deps, host: Host, asset: Asset, answer: Answer) -> MarkSet:
    decision = answer.decision
    said = Said(
        word=deps.words.status(decision.status, host.language),
        note=deps.words.note(decision, host.language),
        warning=deps.words.warning(decision, host.language),
        link=deps.links.address(asset.id, asset.link_version),
        names=_names(deps, answer) if host.names else {},
    )
    size = (answer.scan.width, answer.scan.height) if answer.scan else (0, 0)
    return to_marks(decision, answer.findings, said, size)


def _names(deps: Deps, answer: Answer) -> Mapping[PersonId, str]:
    with deps.store.read() as tx:
        return {person: tx.people.profile(person).name for person in answer.persons}


def digest_of(marks: MarkSet) -> str:
    """Give a digest of everything marks say, but for the day they were checked."""
    body = asdict(replace(marks, checked_on=None))
    text = json.dumps(body, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
