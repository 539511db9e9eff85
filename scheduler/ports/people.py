"""Storage ports of people: profiles, consents, templates, sessions and modes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from consent.held import HeldMatch, Merge
from consent.ids import AssetId, MergeId, PersonId, QuitclaimId, SessionId, SignerId
from consent.lifecycle import How
from consent.modes import LegalBasis, ModeSetting
from consent.persons import Person, Profile
from consent.quitclaims import Quitclaim, RecognitionConsent, Subject
from consent.same_person import Traits
from consent.sessions import Session
from scheduler.values import (
    NewTemplate,
)


class People(Protocol):
    """Persons, their consents and templates. Profiles and templates pass through the vault."""

    def add(self, person: Person) -> None:
        """Make the person's own key and keep the profile under it."""
        ...

    def profile(self, person: PersonId) -> Profile:
        """Open the profile. Raises `NoSuchRow` for an unknown or erased person."""
        ...

    def save_profile(self, person: Person) -> None:
        """Replace the profile. Raises `NoSuchRow` for an unknown or erased person."""
        ...

    def profiles(self) -> Mapping[PersonId, Profile]:
        """Open all profiles."""
        ...

    def traits(self) -> Mapping[PersonId, Traits]:
        """Give what somebody who comes in is compared with, of everybody."""
        ...

    def labels(self) -> Mapping[PersonId, str]:
        """Give what everybody is called where people are listed: no two are alike."""
        ...

    def keep_evidence(self, quitclaim: Quitclaim, data: bytes) -> None:
        """Seal what a quitclaim rests on under the person's key; replaces what was there."""
        ...

    def evidence(self, person: PersonId, quitclaim: QuitclaimId) -> bytes | None:
        """Open what a quitclaim rests on; None where nothing was kept."""
        ...

    def hold(self, persons: Iterable[PersonId]) -> None:
        """Let nobody else who holds them change these persons until the transaction ends."""
        ...

    def ids(self) -> tuple[PersonId, ...]:
        """Give all persons."""
        ...

    def subjects(self, persons: Iterable[PersonId]) -> tuple[Subject, ...]:
        """Give what the decision needs of these persons; unknown ids are left out."""
        ...

    def save_quitclaim(self, quitclaim: Quitclaim, how: How) -> None:
        """Insert or update one quitclaim; every state it had stays in its history."""
        ...

    def over(self, today: date, limit: int) -> tuple[Quitclaim, ...]:
        """Give quitclaims that say given or renewed though their last day is over."""
        ...

    def quitclaim(self, quitclaim: QuitclaimId) -> Quitclaim:
        """Give one quitclaim. Raises `NoSuchRow`."""
        ...

    def recognition_consents(self) -> Mapping[PersonId, RecognitionConsent]:
        """Give the present recognition consent of every person who was ever asked."""
        ...

    def recognition_consent(self, person: PersonId) -> RecognitionConsent | None:
        """Give the present recognition consent of one person; None where nobody asked."""
        ...

    def save_recognition_consent(self, consent: RecognitionConsent, how: How) -> None:
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
        """Remember that a machine must not tell these two apart by itself.

        Raises the gallery version.
        """
        ...

    def look_alikes(self) -> tuple[tuple[PersonId, PersonId], ...]:
        """Give all pairs a machine must not tell apart by itself."""
        ...

    def gallery_version(self) -> int:
        """Give the version that every change of templates or recognition consents raises."""
        ...


class Held(Protocol):
    """Held matches: who came in and may be somebody here, until a human has said so."""

    def put(self, match: HeldMatch) -> None:
        """Keep one; replaces what was held about this person."""
        ...

    def drop(self, person: PersonId) -> bool:
        """Hold no longer; False where nothing was held."""
        ...

    def all(self) -> tuple[HeldMatch, ...]:
        """Give all, the oldest first."""
        ...

    def get(self, person: PersonId) -> HeldMatch | None:
        """Give what is held about a person; None where nothing is."""
        ...

    def count(self) -> int:
        """Count them."""
        ...

    def held(self, persons: Iterable[PersonId]) -> frozenset[PersonId]:
        """Give those of these who are held."""
        ...


class Merges(Protocol):
    """Two numbers of one person: the answers of both count for the number that is kept."""

    def make(self, merge: Merge, signers: Mapping[SignerId, SignerId]) -> None:
        """Put one number under the other; `signers`: who was found to be the same signer."""
        ...

    def undo(self, merge: MergeId, at: datetime) -> None:
        """Put back what was moved and is still there. Raises `NoSuchRow`."""
        ...

    def get(self, merge: MergeId) -> Merge:
        """Give one. Raises `NoSuchRow`."""
        ...

    def of(self, person: PersonId) -> tuple[Merge, ...]:
        """Give those that hold and are about a person, either number, the oldest first."""
        ...


class Sessions(Protocol):
    """Sessions, modes and legal bases."""

    def save(self, session: Session) -> None:
        """Insert or update a session with its rules, roster and all-asked attestation."""
        ...

    def all(self) -> tuple[Session, ...]:
        """Give all sessions."""
        ...

    def assets(self, session: SessionId) -> tuple[AssetId, ...]:
        """Give the assets of a session."""
        ...

    def join(self, session: SessionId, persons: Iterable[PersonId]) -> None:
        """Put persons on the roster who are not on it yet."""
        ...

    def assign(self, asset: AssetId, sessions: Mapping[SessionId, str]) -> bool:
        """Make exactly these machine-made session rows (session -> why); human rows stay.

        True where it changed.
        """
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
