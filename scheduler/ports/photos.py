"""Storage ports of photos: facts, findings and human answers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from connector.values import ContentHash, HostName, PhotoRef
from consent.answers import FaceAnswer
from consent.attestations import Attestation
from consent.findings import Finding
from consent.ids import AnswerId, AssetId, FindingId, PersonId, SessionId
from consent.states import NotAssessed
from scheduler.values import (
    Asset,
    Scan,
)


class Assets(Protocol):
    """Facts of photos."""

    def get(self, asset: AssetId) -> Asset:
        """Give one asset. Raises `NoSuchRow`."""
        ...

    def find(self, text: str) -> tuple[Asset, ...]:
        """Find by id, unique id prefix, exact place, or the host's own number of it."""
        ...

    def of_photo(self, ref: PhotoRef) -> Asset | None:
        """Give the asset of a host's photo; None where there is none, or it is deleted."""
        ...

    def of_host(self, host: HostName | None) -> Iterable[Asset]:
        """Give all assets that are not deleted, in pages."""
        ...

    def with_person(self, person: PersonId) -> tuple[AssetId, ...]:
        """Give the assets with a finding or attestation of this person."""
        ...

    def same_content(self, asset: AssetId) -> tuple[AssetId, ...]:
        """Give other assets with the same SHA-256 of the original bytes."""
        ...

    def save_scan(
        self, asset: AssetId, scan: Scan, also: Iterable[ContentHash] = (), *, version: str = ""
    ) -> bool:
        """Keep what the last completed look was; clears `not_assessed`.

        `also`: hashes of other kinds. `version`: what the host called the file it gave. False where
        the content is another than the one known.
        """
        ...

    def save_trouble(self, asset: AssetId, reason: NotAssessed) -> None:
        """Keep why the last look gave nothing; the earlier scan no longer counts."""
        ...

    def purge(self, deleted_before: datetime) -> int:
        """Delete assets (with findings and answers) that are gone since before this instant.

        Decisions stay, and what is still marked yes out of our sight.
        """
        ...


class Findings(Protocol):
    """Findings and the human answers behind them."""

    def of(self, asset: AssetId) -> tuple[Finding, ...]:
        """Give the findings of one asset, left to right."""
        ...

    def replace(self, asset: AssetId, findings: Sequence[Finding]) -> None:
        """Store exactly these findings."""
        ...

    def of_person(self, person: PersonId) -> Mapping[AssetId, tuple[Finding, ...]]:
        """Give all findings linked to a person, by asset."""
        ...

    def locate(self, finding: FindingId) -> AssetId:
        """Give the asset of a finding. Raises `NoSuchRow`."""
        ...

    def seen_in(self, sessions: Iterable[SessionId]) -> frozenset[PersonId]:
        """Give the persons with a matched or named finding in EVERY one of these sessions.

        None given: nobody.
        """
        ...


class Answers(Protocol):
    """Table face_memory: what humans answered, append-only but for undo; and attestations."""

    def of(self, asset: AssetId) -> tuple[FaceAnswer, ...]:
        """Give the answers in force for one asset, oldest first."""
        ...

    def add(self, answer: FaceAnswer) -> None:
        """Add one answer."""
        ...

    def undo_last(self, asset: AssetId, finding: FindingId) -> FaceAnswer | None:
        """Mark the newest answer about this finding as undone and give it.

        None where there is none.
        """
        ...

    def undo(self, answers: Iterable[AnswerId]) -> None:
        """Mark answers as undone."""
        ...

    def roots(self, asset: AssetId) -> frozenset[AnswerId]:
        """Give which answers have come to this asset, wherever given; undone ones included."""
        ...

    def attestations(self, asset: AssetId) -> tuple[Attestation, ...]:
        """Give the attestations of one asset, oldest first."""
        ...

    def attest(self, attestation: Attestation) -> None:
        """Add one attestation; a person whose id begins with `erased-` keeps a place only."""
        ...

    def attested_with(self, person: PersonId) -> tuple[AssetId, ...]:
        """Give the assets with an attestation that names this person."""
        ...

    def forget_person(self, person: PersonId) -> tuple[AssetId, ...]:
        """Take a person out of all answers and attestations; gives the assets concerned."""
        ...
