"""One photo through the system: gather, look, settle, decide, mark, record.

Safe to run twice at any point.
"""

from dataclasses import dataclass
from datetime import timedelta

from connector.values import MarkSet, PhotoRef
from consent.ids import AssetId, PersonId
from consent.states import Mode, NotAssessed, Status
from recognition.values import MatchRequest
from scheduler.deciding import Answer, Sighting, settle
from scheduler.deps import Deps
from scheduler.documents import Inputs, says_the_same, to_document
from scheduler.errors import StaleClaim
from scheduler.look import NotLooked, look
from scheduler.ports import Tx
from scheduler.retry import after_failure
from scheduler.settle import look_due
from scheduler.translate import to_marks, to_request
from scheduler.values import Claim, Finished
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


def process_asset(deps: Deps, claim: Claim) -> Outcome:
    """Bring one asset up to date. Raises `HostError`, `PackRefused` and `StaleClaim`."""
    with deps.store.begin() as tx:
        work, moved = _gather(deps, tx, claim)
        if work.asset.deleted_at is not None:
            return _finish_gone(deps, tx, claim)
        due = look_due(work, claim, deps.rules.pack) or (moved and work.mode is Mode.SESSION)
        answer = None if due else settle(deps, tx, claim, work, None)
    seen = None
    if answer is None:
        seen = _look(deps, work)
        with deps.store.begin() as tx:
            now = gather(tx, claim.asset, deps.rules.default_mode)
            answer = settle(deps, tx, claim, now, seen)
    changed = _mark(deps, claim, work.asset.ref, answer)
    _record(deps, claim, answer, seen, looked=due or work.mode is Mode.OFF)
    return Outcome(
        asset=claim.asset,
        status=answer.decision.status,
        not_assessed=answer.decision.not_assessed,
        looked=due,
        changed=changed,
    )


def _gather(deps: Deps, tx: Tx, claim: Claim) -> tuple[Work, bool]:
    """Read the facts; before that, put the asset into the sessions whose rules fit it.

    The second value tells whether its sessions changed.
    """
    asset = tx.assets.get(claim.asset)
    moved = tx.sessions.assign(claim.asset, sessions_for(asset, tx.sessions.all()))
    return gather(tx, claim.asset, deps.rules.default_mode), moved


def _look(deps: Deps, work: Work) -> Sighting:
    """Look at the photo and compare with the persons in scope; nobody in it: only count."""
    if work.mode not in {Mode.SESSION, Mode.GALLERY}:
        return Sighting(result=look(deps, work.asset, MatchRequest(), None), gallery=None)
    gallery = deps.galleries.current()
    scope = work.scope(deps.clock.today())
    request = to_request(scope, gallery, work.exclusions)
    return Sighting(result=look(deps, work.asset, request, gallery), gallery=gallery)


def _mark(deps: Deps, claim: Claim, ref: PhotoRef, answer: Answer) -> bool:
    """Make the host say what was decided, if the answer is still what the database wants."""
    host = deps.hosts[ref.host]
    names = _names(deps, answer) if host.names else {}
    words = (
        deps.words.status(answer.decision.status, host.language),
        deps.words.note(answer.decision, host.language),
    )
    size = (answer.scan.width, answer.scan.height) if answer.scan else (0, 0)
    marks: MarkSet = to_marks(answer.decision, answer.findings, words, size, names)
    with deps.store.begin() as tx:
        now = deps.clock.now()
        until = now + timedelta(seconds=deps.rules.write_deadline_s)
        if not tx.claims.confirm(claim, now, until=until):
            raise StaleClaim("the facts moved while deciding")
    return host.marks.write(ref, marks).changed


def _names(deps: Deps, answer: Answer) -> dict[PersonId, str]:
    with deps.store.read() as tx:
        return {person: tx.people.profile(person).name for person in answer.persons}


def _record(
    deps: Deps, claim: Claim, answer: Answer, seen: Sighting | None, *, looked: bool
) -> None:
    """Append the decision where it says something new, and give the lease back."""
    now = deps.clock.now()
    inputs = Inputs(findings=answer.findings, scan=answer.scan, pack=deps.rules.pack)
    document = to_document(answer.decision, inputs)
    with deps.store.begin() as tx:
        latest = tx.records.latest(claim.asset)
        if latest is None or not says_the_same(latest.document, document):
            subjects = sorted(answer.persons)
            tx.records.decision(claim.asset, answer.decision, document, subjects=subjects)
        retry = seen.result.retry if seen and isinstance(seen.result, NotLooked) else None
        if retry is not None:
            tx.claims.fail(claim, after_failure(retry, claim.attempts, now, deps.jitter()), now)
            return
        finished = Finished(
            status=answer.decision.status,
            redecide_on=answer.decision.next_change,
            looked=looked,
        )
        tx.claims.finish(claim, finished, now)


def _finish_gone(deps: Deps, tx: Tx, claim: Claim) -> Outcome:
    """A photo that left its host is told nothing; its findings wait for the purge."""
    finished = Finished(status=None, redecide_on=None, looked=True)
    tx.claims.finish(claim, finished, deps.clock.now())
    return Outcome(asset=claim.asset, status=None)
