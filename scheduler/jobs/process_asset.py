"""One photo through the system: gather, look, settle, decide, mark, record.

Safe to run twice at any point.
"""

from dataclasses import dataclass
from typing import NamedTuple

from consent.ids import AssetId
from consent.states import Mode, NotAssessed, Status
from recognition.values import MatchRequest
from scheduler.copies import take_over
from scheduler.deciding import Answer, Sighting, settle
from scheduler.deps import Deps
from scheduler.documents import Inputs, says_the_same, to_document
from scheduler.look import NotLooked, look
from scheduler.ports import Tx
from scheduler.proof import photo_done, photo_lost
from scheduler.retry import after_failure
from scheduler.settle import look_due
from scheduler.stages import Duty
from scheduler.staging import duty_for
from scheduler.telling import Message, Telling, leave, record, tell
from scheduler.translate import to_request
from scheduler.values import Asset, Claim, Finished, Priority, StoredDecision
from scheduler.work import Work, gather, sessions_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What processing one asset came to."""

    asset: AssetId
    status: Status | None
    """None: the photo is gone from its host."""
    not_assessed: NotAssessed | None = None
    looked: bool = False
    changed: bool = False
    """Whether the host was told something new."""
    look_later: bool = False
    """Whether a look is still due: it was decided on what was known, because that was urgent."""


class _Settled(NamedTuple):
    """What was decided, and what was recorded last; both of the same transaction."""

    answer: Answer
    latest: StoredDecision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What one processing made of an asset, on its way into the record."""

    asset: Asset
    answer: Answer
    seen: Sighting | None
    document: str
    same_as: StoredDecision | None
    """The last record, where it says the same."""
    looked: bool
    look_next: Priority | None = None
    """A look is due, and this claim was no time for it."""


class _Begun(NamedTuple):
    """What was read, and settled at once where no look comes first."""

    work: Work
    settled: _Settled | None
    look_next: Priority | None


def process_asset(deps: Deps, claim: Claim) -> Outcome:
    """Bring one asset up to date. Raises `HostError`, `PackRefused` and `StaleClaim`."""
    with deps.store.begin() as tx:
        asset = tx.assets.get(claim.asset)
        what = duty_for(deps, tx, asset)
        if what is Duty.REST or (asset.deleted_at is not None and what is not Duty.LEAVE):
            return _finish_gone(deps, tx, claim, looked=asset.deleted_at is not None)
        begun = None if what is Duty.LEAVE else _begin(deps, tx, claim, asset)
    if begun is None:
        return _leave(deps, claim, asset)
    made = _made(deps, claim, begun)
    day = (made.same_as or made.answer.decision).today
    message = Message(asset=made.asset, answer=made.answer, day=day)
    telling = tell(deps, claim, message, what)
    _record(deps, claim, made, telling)
    return Outcome(
        asset=claim.asset,
        status=made.answer.decision.status,
        not_assessed=made.answer.decision.not_assessed,
        looked=made.looked,
        changed=telling.changed,
        look_later=made.look_next is not None,
    )


def _begin(deps: Deps, tx: Tx, claim: Claim, asset: Asset) -> _Begun:
    """Gather, and settle where no look is due, or this claim has no time for it."""
    work, moved = _gather(deps, tx, asset)
    work = take_over(deps, tx, work, first_look=asset.scan is None)
    due = look_due(work, claim, deps.rules.pack) or (moved and work.mode is Mode.SESSION)
    if due and claim.may_look:
        return _Begun(work, None, None)
    asked = claim.scan_wanted > asset.scan_done
    look_next = (Priority.SOON if asked else Priority.CONSENT) if due else None
    return _Begun(work, _settle(deps, tx, claim, work, None), look_next)


def _settle(deps: Deps, tx: Tx, claim: Claim, work: Work, seen: Sighting | None) -> _Settled:
    return _Settled(settle(deps, tx, claim, work, seen), tx.records.latest(claim.asset))


def _made(deps: Deps, claim: Claim, begun: _Begun) -> _Made:
    """Look where that is due, settle on the facts as they are after it, and write it down."""
    work, settled, look_next = begun
    seen, due = None, settled is None
    if settled is None:
        seen = _look(deps, work)
        with deps.store.begin() as tx:
            now = gather(tx, tx.assets.get(claim.asset), deps.rules.default_mode)
            settled = _settle(deps, tx, claim, now, seen)
    answer, latest = settled
    inputs = Inputs(findings=answer.findings, scan=answer.scan, pack=deps.rules.pack)
    document = to_document(answer.decision, inputs)
    return _Made(
        asset=work.asset,
        answer=answer,
        seen=seen,
        document=document,
        same_as=latest if latest and says_the_same(latest.document, document) else None,
        looked=due,
        look_next=look_next,
    )


def _gather(deps: Deps, tx: Tx, asset: Asset) -> tuple[Work, bool]:
    """Read the facts; before that, put the asset into the sessions whose rules fit it.

    The second value tells whether its sessions changed.
    """
    moved = tx.sessions.assign(asset.id, sessions_for(asset, tx.sessions.all()))
    there = tx.assets.get(asset.id) if moved else asset
    return gather(tx, there, deps.rules.default_mode), moved


def _look(deps: Deps, work: Work) -> Sighting:
    """Look at the photo and compare with the persons in scope; nobody in it: only count."""
    if work.mode not in {Mode.SESSION, Mode.GALLERY}:
        return Sighting(result=look(deps, work.asset, MatchRequest(), None), gallery=None)
    gallery = deps.galleries.current()
    scope = work.scope(deps.clock.today())
    request = to_request(scope, gallery, work.exclusions)
    return Sighting(result=look(deps, work.asset, request, gallery), gallery=gallery)


def _record(deps: Deps, claim: Claim, made: _Made, telling: Telling) -> None:
    """Append the decision where it says something new, and give the lease back."""
    now, answer, seen = deps.clock.now(), made.answer, made.seen
    with deps.store.begin() as tx:
        if made.same_as is None:
            subjects = sorted(answer.persons)
            tx.records.decision(claim.asset, answer.decision, made.document, subjects=subjects)
        record(deps, tx, made.asset, telling)
        retry = seen.result.retry if seen and isinstance(seen.result, NotLooked) else None
        if retry is not None:
            tx.claims.fail(claim, after_failure(retry, claim.attempts, now, deps.jitter()), now)
            return
        finished = Finished(
            status=answer.decision.status,
            redecide_on=answer.decision.next_change,
            looked=made.looked or answer.decision.mode is Mode.OFF,
            reason=answer.decision.not_assessed,
            look_next=made.look_next,
        )
        done = made.look_next is not Priority.SOON and not telling.waits
        if tx.claims.finish(claim, finished, now) and done:
            photo_done(tx, claim.asset, claim.wanted, now)


def _leave(deps: Deps, claim: Claim, asset: Asset) -> Outcome:
    """Take back what the host shows of ours; nothing is decided any more."""
    telling = leave(deps, claim, asset)
    with deps.store.begin() as tx:
        record(deps, tx, asset, telling)
        _finish_gone(deps, tx, claim, looked=False)
    return Outcome(asset=claim.asset, status=None, changed=telling.changed)


def _finish_gone(deps: Deps, tx: Tx, claim: Claim, *, looked: bool) -> Outcome:
    """A photo that left its host, or whose host left us, is told nothing; findings are kept."""
    finished = Finished(status=None, redecide_on=None, looked=looked)
    now = deps.clock.now()
    if tx.claims.finish(claim, finished, now) and not photo_lost(tx, claim.asset, now):
        photo_done(tx, claim.asset, claim.wanted, now)
    return Outcome(asset=claim.asset, status=None)
