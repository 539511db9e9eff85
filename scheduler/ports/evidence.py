"""Ports of evidence: what is kept of a signature, legal holds, and the keys of imported rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from consent.evidence import SignatureFacts
from consent.ids import Actor, PersonId, SessionId, SignatureId


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEvidence:
    """The evidence of one person's answer, made and not kept yet."""

    person: PersonId
    signature: SignatureId
    package: bytes = field(repr=False)
    """Record, PDF and scan as one; to be sealed."""
    record_sha256: str
    printed_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperScan:
    """A form that was filled in on paper."""

    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvidence:
    """The row of one person's evidence: hashes, and its place in the audit log."""

    person: PersonId
    signature: SignatureId
    made_at: datetime
    record_sha256: str
    printed_sha256: str
    audit_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why evidence outlives an erasure, and until which day; that day included."""

    id: str
    person: PersonId
    reason: str = field(repr=False)
    until: date
    by: Actor
    made_at: datetime


class EvidenceMaker(Protocol):
    """Makes record and PDF. Slow (some 50 ms): call it before the transaction."""

    def make(self, facts: SignatureFacts, scan: PaperScan | None = None) -> MadeEvidence:
        """Make the evidence of one person's answer.

        Raises `ContradictoryInput`.
        """
        ...


class Evidence(Protocol):
    """Evidence of signatures, sealed under each person's key."""

    def keep(self, made: MadeEvidence, audit_seq: int, at: datetime) -> None:
        """Seal and keep it."""
        ...

    def all(self) -> tuple[KeptEvidence, ...]:
        """Give the rows of everybody."""
        ...

    def of_person(self, person: PersonId) -> tuple[KeptEvidence, ...]:
        """Give the rows of a person, oldest first."""
        ...

    def open(self, person: PersonId, signature: SignatureId) -> bytes:
        """Open a package. Raises `NoSuchRow`."""
        ...

    def drop(self, person: PersonId, signature: SignatureId) -> None:
        """Delete it."""
        ...

    def drop_all(self, person: PersonId) -> None:
        """Delete all that was signed or handed in about a person."""
        ...


class Holds(Protocol):
    """Legal holds."""

    def add(self, hold: Hold) -> None:
        """Keep one; its reason is sealed under the person's key."""
        ...

    def of_person(self, person: PersonId) -> tuple[Hold, ...]:
        """Give those of a person, earliest end first."""
        ...

    def ended(self, today: date) -> tuple[str, ...]:
        """Give the ids of those whose last day is over."""
        ...

    def lift(self, hold: str) -> None:
        """Take away one that holds nothing yet, or what is left of one."""
        ...

    def documents(self, hold: str) -> Mapping[str, bytes]:
        """Open what is held of somebody who was erased, by record; empty where nothing is."""
        ...


class Purges(Protocol):
    """What goes by its age alone."""

    def looks(self, before: datetime) -> int:
        """Count who-looked lines older than this instant."""
        ...

    def drop_looks(self, before: datetime) -> int:
        """Delete them; gives how many."""
        ...

    def scores(self, before: datetime) -> int:
        """Count the scores of faces in photos last looked at before this instant."""
        ...

    def drop_scores(self, before: datetime) -> int:
        """Take the scores off these faces; gives how many. Boxes, names and answers stay."""
        ...

    def sessions_with_photos(self) -> frozenset[SessionId]:
        """Give the sessions that have a photo, deleted ones within their days of grace too."""
        ...


class ImportKeys(Protocol):
    """Which row of somebody's own list became what. Keys are kept as a keyed hash only."""

    def owners(self, kind: str) -> frozenset[PersonId]:
        """Give everybody who has a key of this kind."""
        ...

    def find(self, kind: str, key: str) -> tuple[PersonId, str] | None:
        """Give the person, and what it is about."""
        ...

    def put(self, kind: str, key: str, person: PersonId, about: str) -> None:
        """Remember one; replaces."""
        ...
