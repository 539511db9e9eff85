"""From a look and the human answers to the findings and facts the decision is made on. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from connector.values import ContentHash
from consent.attestations import complete_on
from consent.content import is_changed
from consent.decisions import PhotoFacts
from consent.findings import Finding
from consent.ids import PersonId
from consent.modes import RANK
from consent.rescans import apply_answers
from consent.states import Mode, NotAssessed
from scheduler.look import NotLooked
from scheduler.values import Claim, Scan
from scheduler.work import Work, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What was known before a look."""

    findings: tuple[Finding, ...]
    same_content: bool
    """Whether the look before, if there was one, saw the same content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When: the UTC instant and the local day."""

    at: datetime
    today: date


def look_due(work: Work, claim: Claim, pack: str) -> bool:
    """Tell whether the photo must be looked at (again)."""
    asset, scan = work.asset, work.asset.scan
    if work.mode is Mode.OFF:
        return False
    if claim.scan_wanted > asset.scan_done:
        return True
    if asset.not_assessed is not None:
        return False
    if scan is None or not same_content(scan.content, asset.content):
        return True
    return scan.pack != pack or RANK[scan.mode] < RANK[work.mode]


def same_content(one: ContentHash | None, other: ContentHash | None) -> bool:
    """Tell whether two hashes may be of the same content: a change of kind is not a change."""
    if one is None or other is None:
        return one is other
    return not is_changed(key_of(one), key_of(other))


def new_findings(work: Work, detected: Sequence[Finding], earlier: Earlier) -> tuple[Finding, ...]:
    """Turn a completed look into findings, with every human answer and removed face kept.

    `work`: read after the look was stored, so that it calls the content what it is called now.
    """
    return apply_answers(
        detected,
        earlier.findings,
        work.answers,
        same_content=earlier.same_content,
        content=key_of(work.asset.content),
        recognised_since={person: consent.at for person, consent in work.consents.items()},
    )


def end_links(
    findings: Sequence[Finding],
    valid: frozenset[PersonId],
    take_off: Callable[[Finding], Finding],
) -> tuple[Finding, ...]:
    """Take the person off every machine-made link that no valid consent in scope carries."""
    return tuple(
        take_off(finding)
        if finding.by_machine and finding.person is not None and finding.person not in valid
        else finding
        for finding in findings
    )


def facts_of(
    work: Work, scan: Scan | None, outcome: NotLooked | None, findings: Sequence[Finding]
) -> PhotoFacts:
    """Say whether the photo was assessed: looked at, or wholly attested by a human."""
    complete = complete_on(work.attestations, key_of(work.asset.content))
    reason = None if complete else _why_not(work, scan, outcome)
    if not complete and reason is None and not findings and scan and not scan.second_pass:
        reason = NotAssessed.SECOND_PASS_MISSING
    return PhotoFacts(
        mode=work.mode,
        assessed=reason is None,
        not_assessed=reason,
        sessions=work.asset.sessions,
        asset=work.asset.id,
        confirmed_nobody=complete is not None and not complete.persons,
    )


def _why_not(work: Work, scan: Scan | None, outcome: NotLooked | None) -> NotAssessed | None:
    if outcome is not None:
        return outcome.reason
    if work.mode is Mode.OFF:
        return NotAssessed.MODE_OFF
    if work.asset.not_assessed is not None and scan is work.asset.scan:
        return work.asset.not_assessed
    if scan is None:
        return NotAssessed.NOT_LOOKED
    if not same_content(scan.content, work.asset.content):
        return NotAssessed.CHANGED
    return None
