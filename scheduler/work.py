"""Everything one asset's processing reads, gathered in one transaction. Values only after that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from connector.values import ContentHash
from consent.answers import FaceAnswer, exclusions
from consent.attestations import Attestation
from consent.content import content_key
from consent.findings import Area, Finding
from consent.gallery import Company, persons_in_scope, with_link_end
from consent.host_words import HostWord
from consent.ids import PersonId, SessionId
from consent.modes import AssetFacts, effective_mode
from consent.quitclaims import RecognitionConsent
from consent.sessions import Session, rule_matches
from consent.states import AnswerKind, Mode
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
    host_words: tuple[HostWord, ...] = ()
    """What the host's own consent records say about it."""

    @property
    def spoken_of(self) -> frozenset[PersonId]:
        """Persons the host's own records say are on the photo."""
        return frozenset(word.person for word in self.host_words if word.person is not None)

    @property
    def attested(self) -> frozenset[PersonId]:
        """Persons somebody said are on the photo."""
        return frozenset[PersonId]().union(*(entry.persons for entry in self.attestations))

    @property
    def exclusions(self) -> tuple[tuple[Area, PersonId], ...]:
        """Where a human said: not this person."""
        return exclusions(self.answers)

    def scope(self, today: date) -> frozenset[PersonId]:
        """Give the persons a machine may link on this asset today."""
        return self.allowed(self.consents, today)

    def allowed(self, persons: Iterable[PersonId], today: date) -> frozenset[PersonId]:
        """Give those of these persons whom a machine may link on this asset today."""
        objected = frozenset(
            answer.person
            for answer in self.answers
            if answer.kind is AnswerKind.REMOVED and answer.person is not None
        )
        company = Company(mode=self.mode, sessions=self.sessions, objected=objected)
        records = (self.consents[person] for person in persons if person in self.consents)
        return persons_in_scope(company, records, today)


def gather(tx: Tx, asset: Asset, default_mode: Mode) -> Work:
    """Read everything about one asset that was just read itself."""
    sessions = tuple(entry for entry in tx.sessions.all() if entry.id in asset.sessions)
    consents = tx.people.recognition_consents()
    return Work(
        asset=asset,
        findings=tuple(_with_end(finding, consents) for finding in tx.findings.of(asset.id)),
        answers=tx.answers.of(asset.id),
        attestations=tx.answers.attestations(asset.id),
        sessions=sessions,
        consents=consents,
        gallery_version=tx.people.gallery_version(),
        mode=mode_of(tx, asset, sessions, default_mode),
        host_words=tx.host_records.words(asset.id),
    )


def _with_end(finding: Finding, consents: Mapping[PersonId, RecognitionConsent]) -> Finding:
    """Write the last day of the consent a link rests on, if there is one."""
    consent = consents.get(finding.person) if finding.person else None
    return with_link_end(finding, () if consent is None else (consent,))


def mode_of(tx: Tx, asset: Asset, sessions: tuple[Session, ...], default: Mode) -> Mode:
    """Tell how far recognition may go for this asset."""
    facts = AssetFacts(
        host=asset.ref.host, place=asset.place, media=asset.media, sessions=asset.sessions
    )
    settings, bases = tx.sessions.modes(), tx.sessions.bases()
    return effective_mode(facts, settings, bases, sessions, default=default).mode


def sessions_for(asset: Asset, sessions: tuple[Session, ...]) -> dict[SessionId, str]:
    """Give the sessions whose rules fit this asset, each with the rule that did."""
    return {
        entry.id: f"{rule.host}:{rule.folder}"
        for entry in sessions
        for rule in reversed(entry.rules)
        if rule_matches(rule, asset.ref.host, asset.place, asset.captured_at)
    }


def key_of(content: ContentHash | None) -> str:
    """Write a content hash the way answers carry it; empty where none is known."""
    return "" if content is None else content_key(content.kind, content.value)
