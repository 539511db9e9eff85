"""Storage ports of asking: notices, asks, links, signatures, groups, guardians, withdrawals.

And the maker of link secrets. Whatever names somebody passes through the vault.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from consent.asks import Ask, AskState, Link, LinkKind
from consent.families import Guardian, Household
from consent.grounds import SessionGround
from consent.groups import Group
from consent.ids import (
    AskId,
    AssetId,
    GroupId,
    LinkHash,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignatureId,
    SignerId,
    WithdrawalId,
)
from consent.lifecycle import Transition
from consent.notices import Audience, Notice
from consent.signing import Sealed, Signature
from consent.withdrawals import Withdrawal


class Notices(Protocol):
    """Published texts. A version holds all languages and audiences of a notice, and never changes.

    What is not published is no text to sign: `likeness.notices` has the drafts.
    """

    def publish(self, texts: Sequence[Notice], at: datetime) -> int:
        """Keep all texts of one notice as its next version; gives its number."""
        ...

    def latest(self, notice: NoticeId, language: str, audience: Audience) -> Notice | None:
        """Give the text of the latest version that holds; None where nothing may be signed."""
        ...

    def languages(self, notice: NoticeId, audience: Audience) -> tuple[str, ...]:
        """Give the languages of the latest version that holds."""
        ...

    def version(
        self, notice: NoticeId, version: int, language: str, audience: Audience
    ) -> Notice | None:
        """Give exactly this text, whether it holds or not; None where there is none."""
        ...

    def ids(self) -> tuple[NoticeId, ...]:
        """Give every notice that was ever published."""
        ...

    def versions(self, notice: NoticeId) -> Mapping[int, datetime | None]:
        """Give all versions of a notice with when each was invalidated (None: it holds)."""
        ...

    def invalidate(self, notice: NoticeId, version: int, at: datetime) -> bool:
        """Note that a version does not hold any more; False where that was known."""
        ...


class Asks(Protocol):
    """Who was asked for an answer."""

    def save(self, ask: Ask) -> None:
        """Insert or update one."""
        ...

    def get(self, ask: AskId) -> Ask:
        """Give one. Raises `NoSuchRow`."""
        ...

    def open_of(self, person: PersonId) -> tuple[Ask, ...]:
        """Give the asks about a person that wait for an answer, oldest first."""
        ...

    def all(self, state: AskState | None = None) -> tuple[Ask, ...]:
        """Give all in a state (None: in any), oldest first."""
        ...


class Links(Protocol):
    """Doors, by the hash of their secret."""

    def put(self, link: Link) -> None:
        """Keep one; the same hash again changes nothing."""
        ...

    def find(self, link: LinkHash) -> Link | None:
        """Give one, whether it opens or not; None where it is unknown."""
        ...

    def kill(self, link: LinkHash, at: datetime) -> bool:
        """End one; False where it had ended. Of two at once exactly one is told True."""
        ...

    def kill_of(self, ask: AskId, at: datetime) -> int:
        """End every link of an ask; gives how many."""
        ...

    def of_session(self, session: SessionId) -> tuple[Link, ...]:
        """Give the links of a session that were not killed."""
        ...

    def kill_person(self, person: PersonId, kinds: Collection[LinkKind], at: datetime) -> int:
        """End every link of these kinds that opens a page with this person; gives how many."""
        ...


class Signatures(Protocol):
    """Handed-in answers: the pseudonymous row, and what is sealed of it per person."""

    def add(self, signature: Signature) -> bool:
        """Keep a row; False where this nonce or this ask was signed before: nothing is kept."""
        ...

    def name_persons(self, signature: SignatureId, persons: Sequence[PersonId]) -> None:
        """Say about whom it is."""
        ...

    def seal(self, signature: SignatureId, person: PersonId, sealed: Sealed) -> None:
        """Seal what one person's evidence is under that person's key."""
        ...

    def sealed(self, signature: SignatureId, person: PersonId) -> Sealed | None:
        """Open it; None where it is not there (any more)."""
        ...

    def get(self, signature: SignatureId) -> Signature:
        """Give one. Raises `NoSuchRow`."""
        ...

    def by_nonce(self, nonce: str) -> Signature | None:
        """Give the one this form made; None where it made none."""
        ...

    def of_ask(self, ask: AskId) -> Signature | None:
        """Give the one that answered an ask."""
        ...

    def of_person(self, person: PersonId) -> tuple[Signature, ...]:
        """Give all about a person, oldest first."""
        ...

    def of_session(self, session: SessionId) -> tuple[Signature, ...]:
        """Give all made at a session, oldest first."""
        ...

    def quitclaims(self, notice: NoticeId, version: int) -> tuple[QuitclaimId, ...]:
        """Give the quitclaims that rest on a version of a notice."""
        ...

    def recognition(self, notice: NoticeId, version: int) -> tuple[PersonId, ...]:
        """Give the persons whose recognition consent rests on a version of a notice."""
        ...


class Transitions(Protocol):
    """The life of each consent, step by step: who, when, how, on what evidence."""

    def of_quitclaim(self, quitclaim: QuitclaimId) -> tuple[Transition, ...]:
        """Give every step of a quitclaim, oldest first."""
        ...

    def of_recognition(self, person: PersonId) -> tuple[Transition, ...]:
        """Give every step of a recognition consent, oldest first."""
        ...


class Groups(Protocol):
    """Classes, teams."""

    def save(self, group: Group) -> None:
        """Insert or update one with exactly these members."""
        ...

    def all(self) -> tuple[Group, ...]:
        """Give all, by name."""
        ...

    def get(self, group: GroupId) -> Group:
        """Give one. Raises `NoSuchRow`."""
        ...

    def of(self, person: PersonId) -> tuple[Group, ...]:
        """Give those a person belongs to."""
        ...


class Guardians(Protocol):
    """Who answers for whom; contact sealed under each child's key."""

    def save(self, person: PersonId, guardian: Guardian) -> None:
        """Insert or update one guardian of a child."""
        ...

    def remove(self, person: PersonId, signer: SignerId) -> bool:
        """Take one away; what they answered stays. False where it was none."""
        ...

    def of(self, person: PersonId) -> tuple[Guardian, ...]:
        """Give the guardians of a child."""
        ...

    def signers(self) -> Mapping[PersonId, tuple[SignerId, ...]]:
        """Give the guardians of every child, without opening anything."""
        ...

    def households(self) -> tuple[Household, ...]:
        """Give the children of each guardian."""
        ...


class Withdrawals(Protocol):
    """Proof of withdrawals: which photos had to change, and which are done."""

    def add(self, withdrawal: Withdrawal, assets: Iterable[AssetId]) -> None:
        """Keep one with the photos that must be written and read back.

        What is out of our sight and still marked yes counts as not reached.
        """
        ...

    def lost(self, asset: AssetId, at: datetime) -> tuple[Withdrawal, ...]:
        """Count a photo as not reached where it is waited for: it left our sight with a yes.

        Gives the withdrawals whose last photo it was.
        """
        ...

    def unreached(self, withdrawal: WithdrawalId) -> Mapping[AssetId, datetime]:
        """Give the photos that were not reached, with when each left our sight."""
        ...

    def done(self, asset: AssetId, wanted: int, at: datetime) -> tuple[Withdrawal, ...]:
        """Note that a photo was written and read back, with everything up to `wanted`.

        Gives the withdrawals whose last photo it was.
        """
        ...

    def get(self, withdrawal: WithdrawalId) -> Withdrawal:
        """Give one. Raises `NoSuchRow`."""
        ...

    def all(self, *, unfinished: bool = False) -> tuple[Withdrawal, ...]:
        """Give all, latest first."""
        ...

    def of_person(self, person: PersonId) -> tuple[Withdrawal, ...]:
        """Give those of a person, latest first."""
        ...

    def assets(self, withdrawal: WithdrawalId) -> Mapping[AssetId, datetime | None]:
        """Give its photos with when each was read back (None: not yet)."""
        ...

    def confirm_unused(self, withdrawal: WithdrawalId, asset: AssetId, at: datetime) -> bool:
        """Note that somebody saw to it that a photo is used nowhere any more."""
        ...

    def still_used(self, withdrawal: WithdrawalId) -> tuple[AssetId, ...]:
        """Give its photos for which nobody has noted that yet."""
        ...


class Grounds(Protocol):
    """Other legal grounds, recorded per session, for image use only."""

    def add(self, number: str, ground: SessionGround) -> None:
        """Keep one under a number."""
        ...

    def of(self, session: SessionId) -> tuple[SessionGround, ...]:
        """Give those of a session, oldest first."""
        ...


class LinkSecrets(Protocol):
    """Makes the secrets of links: the same each time, so that a letter sent again has the same."""

    def make(self, kind: LinkKind, about: str, serial: int) -> str:
        """Give the secret of a link: 256 bits, 43 characters."""
        ...

    def hash_of(self, secret: str) -> LinkHash:
        """Give what is kept of a secret."""
        ...
