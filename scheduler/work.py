"""Everything one asset's processing reads, gathered in one transaction. Values only after that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from consent.gallery import in_scope

from consent.answers import FaceAnswer
from consent.attestations import Attestation
from consent.findings import Finding
from consent.ids import AssetId, PersonId, SessionId
from consent.modes import AssetFacts, LegalBasis, ModeSetting, effective_mode
from consent.quitclaims import RecognitionConsent
from consent.sessions import Session, rule_matches
from consent.states import Mode
from scheduler.ports import Tx
from scheduler.values import Asset


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The facts about one asset, as the database says them now."""

    asset: Asset
    findings: tuple[Finding, ...]
    answers: tuple[FaceAnswer, ...]
    attestations: tuple[Attestation, ...]
    sessions: tuple[Session, ...]
    """Only those this asset belongs to."""
    consents: Mapping[PersonId, RecognitionConsent]
    gallery_version: int
    mode: Mode


def gather(tx: Tx, asset_id: AssetId, default_mode: Mode) -> Work:
    """Read everything about one asset. Raises `NoSuchRow`."""
    asset = tx.assets.get(asset_id)
    sessions = tuple(entry for entry in tx.sessions.all() if entry.id in asset.sessions)
    consents = tx.people.recognition_consents()
    return Work(
        asset=asset,
        findings=tuple(_with_end(finding, consents) for finding in tx.findings.of(asset_id)),
        answers=tx.answers.of(asset_id),
        attestations=tx.answers.attestations(asset_id),
        sessions=sessions,
        consents=consents,
        gallery_version=tx.people.gallery_version(),
        mode=mode_of(asset, sessions, tx.sessions.modes(), tx.sessions.bases(), default_mode),
    )


def mode_of(
    asset: Asset,
    sessions: tuple[Session, ...],
    settings: tuple[ModeSetting, ...],
    bases: tuple[LegalBasis, ...],
    default: Mode,
) -> Mode:
    """Tell how far recognition may go for this asset."""
    facts = AssetFacts(
        host=asset.ref.host, place=asset.place, media=asset.media, sessions=asset.sessions
    )
    return effective_mode(facts, settings, bases, sessions, default=default).mode


def sessions_for(asset: Asset, sessions: tuple[Session, ...]) -> dict[SessionId, str]:
    """Give the sessions whose rules fit this asset, each with the rule that did."""
    return {
        entry.id: f"{rule.host}:{rule.folder}"
        for entry in sessions
        for rule in reversed(entry.rules)
        if rule_matches(rule, asset.ref.host, asset.place, asset.captured_at)
    }


def scope_of(work: Work, today: date) -> frozenset[PersonId]:
    """Give the persons a machine may link on this asset today."""
    return in_scope(work.mode, work.sessions, work.consents.values(), today)


def _with_end(finding: Finding, consents: Mapping[PersonId, RecognitionConsent]) -> Finding:
    """Fill in the last day a machine-made link holds."""
    consent = consents.get(finding.person) if finding.person else None
    if consent is None or not finding.by_machine:
        return finding
    return replace(finding, link_ends=consent.ends)
