"""From what was seen to the decision, in one transaction: store, end links, attest, decide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from consent.attestations import attested
from consent.copies import is_from_copy
from consent.decision import decide
from consent.decisions import Decision, PhotoFacts, Rules
from consent.endings import take_off
from consent.findings import Finding
from consent.host_words import with_host_words
from consent.ids import PersonId
from consent.quitclaims import Subject
from consent.states import RemovedCause
from consent.upgrades import held
from scheduler.copies import take_over
from scheduler.deps import Deps
from scheduler.errors import StaleClaim
from scheduler.look import Looked, NotLooked
from scheduler.ports import GalleryView, Tx
from scheduler.settle import Earlier, Moment, end_links, facts_of, new_findings, same_content
from scheduler.translate import Confirming, to_findings
from scheduler.values import Claim, Scan
from scheduler.work import Work, gather, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A look that was due, and the gallery it was made with."""

    result: Looked | NotLooked
    gallery: GalleryView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The decision and everything it was made of."""

    decision: Decision
    findings: tuple[Finding, ...]
    scan: Scan | None
    persons: frozenset[PersonId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """The circumstances of one decision, the same for every face of the photo."""

    photo: PhotoFacts
    subjects: Sequence[Subject]
    rules: Rules
    moment: Moment

    def decide(self, findings: Iterable[Finding]) -> Decision:
        """Decide the photo on these findings."""
        at, today = self.moment.at, self.moment.today
        return decide(self.photo, findings, self.subjects, self.rules, at, today)

    def take_off(self, finding: Finding, cause: RemovedCause) -> Finding:
        """Take the person off one face, keeping the floor of today."""
        at, today = self.moment.at, self.moment.today
        return take_off(finding, self.photo, self.subjects, self.rules, at, today, cause)

    def recognition_ended(self, finding: Finding) -> Finding:
        """Take the person off a link that no recognition consent carries any more."""
        return self.take_off(finding, RemovedCause.RECOGNITION_ENDED)


def settle(deps: Deps, tx: Tx, claim: Claim, work: Work, seen: Sighting | None) -> Answer:
    """Store what was seen and decide on it, in the transaction that `work` was gathered in."""
    moment = Moment(at=deps.clock.now(), today=deps.clock.today())
    if not tx.claims.confirm(claim, moment.at, until=moment.at):
        raise StaleClaim("another worker took over")
    if seen and seen.gallery and seen.gallery.version != work.gallery_version:
        raise StaleClaim("the gallery changed during the look")
    stored = work.findings
    work = replace(work, findings=_valid_links(deps, tx, work, stored, moment))
    work, basis = _stored(deps, tx, work, seen, moment)
    kept, answer = _decided(deps, tx, work, basis)
    if kept != stored:
        tx.findings.replace(claim.asset, kept)
    return answer


def decision_now(deps: Deps, tx: Tx, work: Work, moment: Moment) -> Answer:
    """Decide on what is known, without looking and without storing anything."""
    return _decided(deps, tx, work, _Basis(work.asset.scan, work.findings, None, moment))[1]


class _Basis(NamedTuple):
    """What was seen of the photo, and when it is decided."""

    scan: Scan | None
    findings: tuple[Finding, ...]
    outcome: NotLooked | None
    moment: Moment


def _decided(deps: Deps, tx: Tx, work: Work, basis: _Basis) -> tuple[tuple[Finding, ...], Answer]:
    """Give the findings to keep and the decision on them."""
    kept = _valid_links(deps, tx, work, basis.findings, basis.moment)
    facts = facts_of(work, basis.scan, basis.outcome, kept)
    persons = linked(kept) | work.attested | work.spoken_of
    content = key_of(work.asset.content)
    marked = tuple(replace(one, from_copy=is_from_copy(one, work.answers)) for one in kept)
    counted = with_host_words(
        attested(work.attestations, marked, content, deps.rules.decide.ignore_below),
        work.host_words,
    )
    deciding = Deciding(
        photo=facts,
        subjects=tx.people.subjects(persons),
        rules=deps.rules.decide,
        moment=basis.moment,
    )
    decision = held(deciding.decide(counted), tx.upgrades.floor(work.asset.id))
    answer = Answer(decision=decision, findings=counted, scan=basis.scan, persons=persons)
    return kept, answer


def _valid_links(
    deps: Deps, tx: Tx, work: Work, findings: tuple[Finding, ...], moment: Moment
) -> tuple[Finding, ...]:
    """End the machine links that no recognition consent carries today, in this photo's mode."""
    persons = frozenset(one.person for one in findings if one.by_machine and one.person)
    valid = work.allowed(persons, moment.today)
    if persons == valid:
        return findings
    deciding = Deciding(
        photo=PhotoFacts(
            mode=work.mode, assessed=True, sessions=work.asset.sessions, asset=work.asset.id
        ),
        subjects=tx.people.subjects(persons - valid),
        rules=deps.rules.decide,
        moment=moment,
    )
    return end_links(findings, valid, deciding.recognition_ended)


def linked(findings: Iterable[Finding]) -> frozenset[PersonId]:
    """Give the persons these findings are linked to."""
    return frozenset(finding.person for finding in findings if finding.person)


def _stored(
    deps: Deps, tx: Tx, work: Work, seen: Sighting | None, moment: Moment
) -> tuple[Work, _Basis]:
    """Keep what a look gave: a scan and its findings, or why there is none.

    A look may tell what the content is: then it is read anew what was said of that content.
    """
    if seen is None:
        return work, _Basis(work.asset.scan, work.findings, None, moment)
    if isinstance(seen.result, NotLooked):
        tx.assets.save_trouble(work.asset.id, seen.result.reason)
        return work, _Basis(None, work.findings, seen.result, moment)
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
    before, looked = work.asset.scan, seen.result
    known = tx.assets.save_scan(work.asset.id, scan, looked.also, version=looked.version)
    earlier = Earlier(
        findings=work.findings,
        same_content=known and (before is None or same_content(before.content, work.asset.content)),
    )
    now = gather(tx, tx.assets.get(work.asset.id), deps.rules.default_mode)
    detected = to_findings(looked.seen, keys, confirming, deps.new_id)
    now = replace(now, findings=new_findings(now, detected, earlier))
    tx.findings.replace(now.asset.id, now.findings)
    now = take_over(deps, tx, now, first_look=before is None)
    return now, _Basis(now.asset.scan, now.findings, None, moment)


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
