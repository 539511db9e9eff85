"""What the jobs need from the outside world, as small protocols. Nothing here is implemented here.

Storage is reached through one transaction at a time: `with store.begin() as tx:` writes, `with store.read()
as tx:` only reads. A transaction commits when the block ends and rolls back when it raises.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from connector.values import (
    Health,
    HostName,
    Known,
    MarkSet,
    Page,
    PhotoChange,
    PhotoFile,
    PhotoRef,
    Written,
)
from consent.answers import FaceAnswer
from consent.attestations import Attestation
from consent.decisions import Decision
from consent.findings import Finding
from consent.ids import AssetId, FindingId, PersonId, QuitclaimId, SessionId
from consent.modes import LegalBasis, ModeSetting
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, RecognitionConsent, Subject
from consent.sessions import Session
from consent.states import NotAssessed
from recognition.values import (
    Box,
    Enrolment,
    LookAlike,
    MatchRequest,
    PersonKey,
    PhotoTrouble,
    Seen,
)
from scheduler.values import (
    Act,
    Asset,
    Backlog,
    Claim,
    Dead,
    DeadLetter,
    Finished,
    NewTemplate,
    Noted,
    Priority,
    RetryAt,
    Scan,
    StoredDecision,
)

# --- hosts ---------------------------------------------------------------------------------------


class Feed(Protocol):
    """What changed in a host."""

    def changes(self, cursor: str, known: Mapping[str, Known]) -> Page:
        """Give the next page after `cursor` (empty at first). `known` is keyed by place. Raises `HostError`."""
        ...


class Photos(Protocol):
    """Pictures of a host."""

    def fetch(self, ref: PhotoRef, want_px: int) -> PhotoFile:
        """Give bytes whose long side is at least `want_px` where the host has that. Raises `HostError`."""
        ...


class Marks(Protocol):
    """Our metadata in a host."""

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the host shows of ours now; None = nothing. Raises `HostError`."""
        ...

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make the host show exactly this, compare before and read back after. Safe to run twice. Raises `HostError`."""
        ...


class Setup(Protocol):
    """Whether a host is fit for use."""

    def probe(self) -> tuple[Health, ...]:
        """Check reachability and rights; never raises, never changes anything."""
        ...


class Host(Protocol):
    """One configured host with all its parts."""

    @property
    def name(self) -> HostName: ...
    @property
    def feed(self) -> Feed: ...
    @property
    def photos(self) -> Photos: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def setup(self) -> Setup: ...
    @property
    def names(self) -> bool:
        """Whether the admin switched person names on for this host."""
        ...

    @property
    def language(self) -> str: ...


# --- recognition ---------------------------------------------------------------------------------


class Eyes(Protocol):
    """Decoder and recogniser, one pair per core. Thread-safe. Strangers' vectors never come out of it."""

    def scan(
        self, data: bytes, request: MatchRequest, gallery: "GalleryView | None"
    ) -> Seen | PhotoTrouble:
        """Find all faces and compare them with the persons in the request; nobody in it: only count.

        `gallery` is the view the keys of the request belong to. Raises `ChildLost` (retry) and `PackRefused` (stop).
        """
        ...

    def enrol(self, data: bytes, box: Box) -> Enrolment | PhotoTrouble:
        """Make a template of the face at this box, or say why not. Only the enrol job may call this.

        Raises `FaceNotThere`, `ChildLost` and `PackRefused`.
        """
        ...

    def crop(self, data: bytes, box: Box, px: int) -> bytes | PhotoTrouble:
        """Cut out one face with a margin as a JPEG whose long side is `px`, for a human to look at."""
        ...


class Galleries(Protocol):
    """The gallery in memory: opaque keys, never names."""

    def current(self) -> "GalleryView":
        """Give the gallery of the database's present version, reloading it first where it is older."""
        ...


class GalleryView(Protocol):
    """One version of the gallery."""

    @property
    def version(self) -> int: ...
    @property
    def keys(self) -> Mapping[PersonId, PersonKey]: ...
    @property
    def templates(self) -> Mapping[PersonId, int]:
        """How many templates each person has."""
        ...

    @property
    def look_alikes(self) -> tuple[LookAlike, ...]:
        """Pairs that always go to a human."""
        ...


# --- time, ids, words ----------------------------------------------------------------------------


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Give the present instant, UTC."""
        ...

    def today(self) -> date:
        """Give the present day in the installation's time zone."""
        ...


class Words(Protocol):
    """The reader's language."""

    def status(self, status: str, language: str) -> str:
        """Give the status with its sign: "✓ Cleared"."""
        ...

    def note(self, decision: Decision, language: str) -> str:
        """Say why in one or two short sentences, without names."""
        ...


# --- storage -------------------------------------------------------------------------------------


class Notes(Protocol):
    """What hosts told us."""

    def known(self, host: HostName) -> Mapping[str, Known]:
        """Give every photo of the host that is not deleted, by place."""
        ...

    def cursor(self, host: HostName) -> str:
        """Give the feed cursor; empty at first."""
        ...

    def note(self, changes: Sequence[PhotoChange], priority: Priority, now: datetime) -> Noted:
        """Upsert assets, idempotent on (host, id, version).

        New or changed content raises `wanted` and `scan_wanted`; a moved photo only `wanted`; a new version of the
        same content nothing; deleted sets `deleted_at` and raises `wanted`. A photo that comes back loses `deleted_at`.
        """
        ...

    def save_cursor(self, host: HostName, cursor: str, *, complete: bool, now: datetime) -> None:
        """Remember how far the feed was read; `complete` = nothing more was waiting."""
        ...


class Claims(Protocol):
    """Leases on assets that are due (`wanted` > `done`, not dead, not backing off, not leased)."""

    def claim(self, now: datetime, lease_s: float) -> Claim | None:
        """Take the most urgent due asset: priority, then who waits longest."""
        ...

    def confirm(self, claim: Claim, now: datetime, *, until: datetime) -> bool:
        """Tell whether the lease is still ours, outlives `until`, and `wanted` and `scan_wanted` have not moved."""
        ...

    def finish(self, claim: Claim, result: Finished, now: datetime) -> bool:
        """Set done (and scan_done) to what the claim answered and give the lease back; False where the token is stale.

        Where `wanted` moved meanwhile the asset stays due, at top priority.
        """
        ...

    def fail(self, claim: Claim, verdict: RetryAt | Dead, now: datetime) -> bool:
        """Give the lease back and note when to try again, or put the asset among the dead letters."""
        ...


class Queue(Protocol):
    """Raising and watching work."""

    def wake(
        self, assets: Iterable[AssetId], priority: Priority, now: datetime, *, look: bool = False
    ) -> int:
        """Make assets due again (with `look`: to be looked at again); revives dead ones. Gives how many."""
        ...

    def wake_person(self, person: PersonId, priority: Priority, now: datetime) -> int:
        """Make every asset due on which this person is found, attested or covered by a quitclaim."""
        ...

    def wake_host(
        self, host: HostName | None, priority: Priority, now: datetime, *, look: bool
    ) -> int:
        """Make all assets of a host (None: of all hosts) due."""
        ...

    def wake_undecided(self, priority: Priority, now: datetime) -> int:
        """Make every asset due to be looked at again that has a face nobody is surely linked to.

        These are the findings unknown, suggested, awaiting, bystander and removed. Called when the gallery grew.
        """
        ...

    def wake_day(self, today: date, now: datetime) -> int:
        """Make every asset due whose answer may change by `today` (redecide_on <= today)."""
        ...

    def release_all(self) -> int:
        """Clear all leases: only at start-up, by the one process that holds the lock."""
        ...

    def backlog(self, now: datetime) -> Backlog:
        """Count what waits."""
        ...

    def dead(self) -> tuple[DeadLetter, ...]:
        """Give the dead letters, oldest first."""
        ...


class Assets(Protocol):
    """Facts of photos."""

    def get(self, asset: AssetId) -> Asset:
        """Give one asset. Raises `NoSuchRow`."""
        ...

    def find(self, text: str) -> tuple[Asset, ...]:
        """Find by id, unique id prefix, or exact place."""
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

    def save_scan(self, asset: AssetId, scan: Scan) -> None:
        """Keep what the last completed look was; clears `not_assessed`."""
        ...

    def save_trouble(self, asset: AssetId, reason: NotAssessed) -> None:
        """Keep why the last look gave nothing; the earlier scan no longer counts."""
        ...

    def purge(self, deleted_before: datetime) -> int:
        """Delete assets (with findings and answers) that are gone since before this instant; decisions stay."""
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
        """Give the persons with a matched or named finding in EVERY one of these sessions; none given: nobody."""
        ...

    def open(self, limit: int) -> Mapping[AssetId, tuple[Finding, ...]]:
        """Give findings that wait for a human (awaiting, suggested, unknown), fresh photos first."""
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
        """Mark the latest answer about this finding as undone and give it; None where there is none."""
        ...

    def attestations(self, asset: AssetId) -> tuple[Attestation, ...]:
        """Give the attestations of one asset, oldest first."""
        ...

    def attest(self, attestation: Attestation) -> None:
        """Add one attestation."""
        ...

    def attested_with(self, person: PersonId) -> tuple[AssetId, ...]:
        """Give the assets with an attestation that names this person."""
        ...

    def forget_person(self, person: PersonId) -> None:
        """Take a person out of all answers and attestations (erasure)."""
        ...


class People(Protocol):
    """Persons, their consents and templates. Profiles and templates pass through the vault."""

    def add(self, person: Person) -> None:
        """Make the person's own key and keep the profile under it."""
        ...

    def profile(self, person: PersonId) -> Profile:
        """Open the profile. Raises `NoSuchRow` for an unknown or erased person."""
        ...

    def ids(self) -> tuple[PersonId, ...]:
        """Give all persons."""
        ...

    def subjects(self, persons: Iterable[PersonId]) -> tuple[Subject, ...]:
        """Give what the decision needs of these persons; unknown ids are left out."""
        ...

    def save_quitclaim(self, quitclaim: Quitclaim) -> None:
        """Insert or update one quitclaim; every state it had stays in its history."""
        ...

    def quitclaim(self, quitclaim: QuitclaimId) -> Quitclaim:
        """Give one quitclaim. Raises `NoSuchRow`."""
        ...

    def recognition_consents(self) -> Mapping[PersonId, RecognitionConsent]:
        """Give the present recognition consent of every person who was ever asked."""
        ...

    def save_recognition_consent(self, consent: RecognitionConsent) -> None:
        """Keep the new state; raises the gallery version."""
        ...

    def add_template(self, template: NewTemplate) -> None:
        """Encrypt and keep one template; raises the gallery version."""
        ...

    def drop_templates(self, person: PersonId) -> int:
        """Delete all templates of a person; raises the gallery version."""
        ...

    def template_counts(self, pack: str) -> Mapping[PersonId, int]:
        """Count templates per person of one pack."""
        ...

    def add_look_alike(self, one: PersonId, other: PersonId) -> None:
        """Remember that a machine must not tell these two apart by itself; raises the gallery version."""
        ...

    def look_alikes(self) -> tuple[tuple[PersonId, PersonId], ...]:
        """Give all pairs a machine must not tell apart by itself."""
        ...

    def gallery_version(self) -> int:
        """Give the version that every change of templates or recognition consents raises."""
        ...


class Sessions(Protocol):
    """Sessions, modes and legal bases."""

    def save(self, session: Session) -> None:
        """Insert or update a session with its rules, roster and all-asked attestation."""
        ...

    def all(self) -> tuple[Session, ...]:
        """Give all sessions."""
        ...

    def assign(self, asset: AssetId, sessions: Mapping[SessionId, str]) -> bool:
        """Make exactly these machine-made session rows (session -> why); human rows stay. True where it changed."""
        ...

    def set_mode(self, setting: ModeSetting) -> None:
        """Keep one mode setting; replaces the one of the same scope."""
        ...

    def modes(self) -> tuple[ModeSetting, ...]:
        """Give all mode settings."""
        ...

    def record_basis(self, basis: LegalBasis) -> None:
        """Keep a legal basis and DPIA reference for a scope."""
        ...

    def bases(self) -> tuple[LegalBasis, ...]:
        """Give all recorded bases."""
        ...


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
    """Small facts of the installation (key -> text), such as the fingerprint of the rules in force."""

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


class Store(Protocol):
    """The database, the vault and the audit log behind one door. Thread-safe."""

    def begin(self) -> AbstractContextManager[Tx]:
        """Open a writing transaction; committed durably when the block ends."""
        ...

    def read(self) -> AbstractContextManager[Tx]:
        """Open a reading transaction."""
        ...

    def erase(self, person: PersonId, at: datetime) -> bool:
        """Destroy the person's key and every row of theirs, ledger first; True when nothing of it is left on disk.

        False = pending: a reader keeps old pages alive; call again. Safe to run twice.
        """
        ...
