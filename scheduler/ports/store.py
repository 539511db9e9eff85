"""The storage door: records, facts of the installation, one transaction, the store."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from consent.decisions import Decision
from consent.ids import AssetId, PersonId
from scheduler.ports.alerts import Alerts
from scheduler.ports.asking import (
    Asks,
    Grounds,
    Groups,
    Guardians,
    Links,
    Notices,
    Signatures,
    Transitions,
    Withdrawals,
)
from scheduler.ports.consents import HostRecords
from scheduler.ports.evidence import Evidence, Holds, ImportKeys, Purges
from scheduler.ports.links import FoundLinks
from scheduler.ports.outbox import LetterClaims, Outbox
from scheduler.ports.pages import AddressChanges, Codes, Knocks, PendingEnrolments, UsedForms
from scheduler.ports.people import Held, Merges, People, Sessions
from scheduler.ports.photos import Answers, Assets, Findings
from scheduler.ports.sight import Sight
from scheduler.ports.stages import HostTroubles, Stages, Tellings
from scheduler.ports.upgrades import Upgrades
from scheduler.ports.work import Claims, Notes, Queue
from scheduler.values import (
    Act,
    StoredDecision,
)


class Records(Protocol):
    """Decision records and the audit chain: append-only."""

    def decision(
        self, asset: AssetId, decision: Decision, document: str, *, subjects: Sequence[str]
    ) -> int:
        """Append a decision to the audit chain and keep it; gives its sequence number."""
        ...

    def latest(self, asset: AssetId, before: datetime | None = None) -> StoredDecision | None:
        """Give the last decision of an asset, or the last one before an instant."""
        ...

    def act(self, act: Act, at: datetime) -> int:
        """Append one act to the audit chain; gives its sequence number."""
        ...


class Facts(Protocol):
    """Small facts of the installation (key -> text), such as which rules were in force."""

    def get(self, key: str) -> str:
        """Give a fact; empty where unknown."""
        ...

    def keys(self, prefix: str) -> tuple[str, ...]:
        """Give the keys with this prefix whose value is not empty."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keep a fact."""
        ...


class Tx(Protocol):
    """One transaction."""

    @property
    def notes(self) -> Notes: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def assets(self) -> Assets: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def people(self) -> People: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def records(self) -> Records: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def stages(self) -> Stages: ...
    @property
    def upgrades(self) -> Upgrades: ...
    @property
    def tellings(self) -> Tellings: ...
    @property
    def sight(self) -> Sight: ...
    @property
    def host_troubles(self) -> HostTroubles: ...
    @property
    def host_records(self) -> HostRecords: ...
    @property
    def found_links(self) -> FoundLinks: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def asks(self) -> Asks: ...
    @property
    def links(self) -> Links: ...
    @property
    def signatures(self) -> Signatures: ...
    @property
    def transitions(self) -> Transitions: ...
    @property
    def groups(self) -> Groups: ...
    @property
    def guardians(self) -> Guardians: ...
    @property
    def withdrawals(self) -> Withdrawals: ...
    @property
    def grounds(self) -> Grounds: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def letter_claims(self) -> LetterClaims: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def address_changes(self) -> AddressChanges: ...
    @property
    def knocks(self) -> Knocks: ...
    @property
    def used_forms(self) -> UsedForms: ...
    @property
    def pending_enrolments(self) -> PendingEnrolments: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def holds(self) -> Holds: ...
    @property
    def purges(self) -> Purges: ...
    @property
    def held(self) -> Held: ...
    @property
    def merges(self) -> Merges: ...
    @property
    def import_keys(self) -> ImportKeys: ...


class Store(Protocol):
    """The database, the vault and the audit log behind one door. Thread-safe."""

    def begin(self) -> AbstractContextManager[Tx]:
        """Open a writing transaction; committed durably when the block ends."""
        ...

    def read(self) -> AbstractContextManager[Tx]:
        """Open a reading transaction."""
        ...

    def erase(self, person: PersonId, at: datetime) -> bool:
        """Destroy the person's key and every row of theirs, ledger first; True when all is gone.

        False = pending: a reader keeps old pages alive; call again. Safe to run twice.
        """
        ...
