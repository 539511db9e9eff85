"""One photo through the system: gather, look, settle, decide, mark, record. Safe to run twice at any point."""

from dataclasses import dataclass
from datetime import timedelta

from connector.values import HostName, MarkSet
from consent.attestations import attested
from consent.decision import decide
from consent.decisions import Decision
from consent.findings import Finding
from consent.ids import AssetId, PersonId
from consent.states import Mode, NotAssessed, Status
from scheduler.deps import Deps
from scheduler.documents import Inputs, says_the_same, to_document
from scheduler.errors import StaleClaim
from scheduler.look import Looked, NotLooked, look
from scheduler.ports import GalleryView, Tx
from scheduler.retry import after_failure
from scheduler.settle import Moment, end_links, facts_of, look_due, new_findings
from scheduler.translate import Confirming, to_marks, to_request
from scheduler.values import Claim, Finished, Scan
from scheduler.work import Work, gather, scope_of, sessions_for


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A look that was due, and the gallery it was made with."""

    result: Looked | NotLooked
    gallery: GalleryView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The decision and everything it was made of."""

    decision: Decision
    findings: tuple[Finding, ...]
    scan: Scan | None
    persons: frozenset[PersonId]


def process_asset(deps: Deps, claim: Claim) -> Outcome:
    """Bring one asset up to date. Raises `HostError`, `PackRefused` and `StaleClaim`."""
    with deps.store.begin() as tx:
        work = _gather(deps, tx, claim)
    if work.asset.deleted_at is not None:
        return _finish_gone(deps, claim)
    due = look_due(work.asset, work.mode, claim, deps.rules.pack)
    seen = _look(deps, work) if due else None
    with deps.store.begin() as tx:
        answer = _settle(deps, tx, claim, seen)
    changed = _mark(deps, claim, work.asset.ref.host, answer)
    _record(deps, claim, answer, seen, looked=due or work.mode is Mode.OFF)
    return Outcome(
        asset=claim.asset,
        status=answer.decision.status,
        not_assessed=answer.decision.not_assessed,
        looked=due,
        changed=changed,
    )


def _gather(deps: Deps, tx: Tx, claim: Claim) -> Work:
    """Read the facts, after putting the asset into the sessions whose rules fit it."""
    asset = tx.assets.get(claim.asset)
    tx.sessions.assign(claim.asset, sessions_for(asset, tx.sessions.all()))
    return gather(tx, claim.asset, deps.rules.default_mode)


def _look(deps: Deps, work: Work) -> _Look:
    """Look at the photo, comparing with the persons in scope; nobody in scope: faces are only counted."""
    if work.mode not in {Mode.SESSION, Mode.GALLERY}:
        return _Look(result=look(deps, work.asset, to_request((), {}, ()), 0), gallery=None)
    gallery = deps.galleries.current()
    scope = scope_of(work, deps.clock.today())
    request = to_request(scope, gallery.keys, exclusions_of(work))
    result = look(deps, work.asset, request, gallery.version)
    return _Look(result=result, gallery=gallery)


def _settle(deps: Deps, tx: Tx, claim: Claim, seen: _Look | None) -> _Answer:
    """Store what was seen and decide on what the database says now, all in one transaction."""
    moment = Moment(at=deps.clock.now(), today=deps.clock.today())
    if not tx.claims.confirm(claim, moment.at, until=moment.at):
        raise StaleClaim("another worker took over")
    work = gather(tx, claim.asset, deps.rules.default_mode)
    if seen and seen.gallery and seen.gallery.version != work.gallery_version:
        raise StaleClaim("the gallery changed during the look")
    scan, findings = _stored(deps, tx, work, seen)
    outcome = seen.result if seen and isinstance(seen.result, NotLooked) else None
    facts = facts_of(work, scan, outcome)
    linked = frozenset(finding.person for finding in findings if finding.person)
    subjects = tx.people.subjects(linked | attested_persons(work))
    rules = deps.rules.decide
    findings = end_links(findings, scope_of(work, moment.today), facts, subjects, rules, moment)
    if findings != work.findings:
        tx.findings.replace(claim.asset, findings)
    counted = attested(work.attestations, findings, content_of(work))
    decision = decide(facts, counted, subjects, rules, moment.at, moment.today)
    return _Answer(decision=decision, findings=counted, scan=scan, persons=linked)


def _stored(
    deps: Deps, tx: Tx, work: Work, seen: _Look | None
) -> tuple[Scan | None, tuple[Finding, ...]]:
    """Keep what a look gave: a scan and its findings, or why there is none."""
    if seen is None:
        return work.asset.scan, work.findings
    if isinstance(seen.result, NotLooked):
        tx.assets.save_trouble(work.asset.id, seen.result.reason)
        return None, work.findings
    gallery = seen.gallery
    keys = gallery.keys if gallery else {}
    scan = _scan(deps, work, seen.result, gallery.version if gallery else work.gallery_version)
    confirming = Confirming(
        policy=deps.rules.confirm,
        templates=gallery.templates if gallery else {},
        gallery_persons=seen.result.seen.persons,
        auto_limit=deps.rules.auto_limit,
        seen_in_session=tx.findings.seen_in(work.asset.sessions),
    )
    tx.assets.save_scan(work.asset.id, scan)
    return scan, new_findings(work, seen.result, keys, confirming, deps.new_id)


def _scan(deps: Deps, work: Work, looked: Looked, gallery_version: int) -> Scan:
    return Scan(
        content=looked.content,
        mode=work.mode,
        pack=deps.rules.pack,
        gallery_version=gallery_version,
        second_pass=looked.seen.second_pass_done,
        width=looked.seen.width,
        height=looked.seen.height,
        at=deps.clock.now(),
    )


def _mark(deps: Deps, claim: Claim, host_name: HostName, answer: _Answer) -> bool:
    """Make the host say what was decided, if the answer is still what the database wants."""
    host = deps.hosts[host_name]
    names = _names(deps, answer) if host.names else {}
    words = (
        deps.words.status(answer.decision.status, host.language),
        deps.words.note(answer.decision, host.language),
    )
    size = (answer.scan.width, answer.scan.height) if answer.scan else (0, 0)
    marks: MarkSet = to_marks(answer.decision, answer.findings, words, size, names)
    with deps.store.begin() as tx:
        asset = tx.assets.get(claim.asset)
        now = deps.clock.now()
        until = now + timedelta(seconds=deps.rules.write_deadline_s)
        if not tx.claims.confirm(claim, now, until=until):
            raise StaleClaim("the facts moved while deciding")
    return host.marks.write(asset.ref, marks).changed


def _names(deps: Deps, answer: _Answer) -> dict[PersonId, str]:
    with deps.store.read() as tx:
        return {person: tx.people.profile(person).name for person in answer.persons}


def _record(deps: Deps, claim: Claim, answer: _Answer, seen: _Look | None, *, looked: bool) -> None:
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


def _finish_gone(deps: Deps, claim: Claim) -> Outcome:
    """A photo that left its host is told nothing; its findings wait for the purge."""
    with deps.store.begin() as tx:
        finished = Finished(status=None, redecide_on=None, looked=True)
        tx.claims.finish(claim, finished, deps.clock.now())
    return Outcome(asset=claim.asset, status=None)
