"""Storage ports of the public pages: codes, changes of address, rate limits, pending faces.

Addresses and pictures pass through the vault; what is read here is never logged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from consent.ids import Actor, PersonId, SessionId, SignerId
from recognition.values import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeCode:
    """A code that was mailed to prove an address. `digits` are derived, never stored."""

    id: str
    email: str = field(repr=False)
    language: str
    digits: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChange:
    """A new address, which counts when both addresses have confirmed it."""

    id: str
    person: PersonId
    signer: SignerId | None = None
    """The guardian of this child whose address it is; None: the person's own."""
    new_email: str = field(repr=False)
    old_done: bool
    new_done: bool
    ends_at: datetime


class Side(StrEnum):
    """Which address a letter about a change goes to."""

    OLD = "old"
    NEW = "new"


class Pose(StrEnum):
    """The three shots of an enrolment. Stored: never rename one."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEnrolment:
    """Shots somebody made of themselves, outside every gallery until a human confirms them."""

    id: str
    person: PersonId
    session: SessionId | None
    made_at: datetime
    ends_at: datetime
    """Deleted from this instant, and the person told."""
    keep: bool
    """Whether the person wants one small encrypted reference kept."""
    handed_in: bool
    """False while the person is still making shots."""
    poses: tuple[Pose, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture of an enrolment with the template made of it."""

    pose: Pose
    picture: bytes = field(repr=False)
    template: Template = field(repr=False)


class PolicyKind(StrEnum):
    """What an enrolment policy allows. Stored: never rename one."""

    ATTENDED = "attended"
    """An operator is present at the session: good shots are confirmed at once."""
    MINORS = "minors"
    """Minors may be recognised, with a DPIA of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentPolicy:
    """A logged permission for one session; `session` empty = everywhere (minors only)."""

    kind: PolicyKind
    session: str
    dpia: str
    """Reference of the impact assessment; needed for minors."""
    until: date | None
    """Last local day; None = no end."""
    by: Actor
    at: datetime


class Codes(Protocol):
    """One-time codes."""

    def make(self, code_id: str, email: str, language: str, ends_at: datetime) -> OneTimeCode:
        """Keep a new code, its address sealed; gives it."""
        ...

    def get(self, code_id: str) -> OneTimeCode:
        """Give one. Raises `NoSuchRow` where it is unknown or was used up."""
        ...

    def try_digits(self, code_id: str, digits: str, now: datetime) -> bool:
        """Count a try and tell whether the digits are right, in time and not tried too often."""
        ...

    def drop(self, code_id: str) -> None:
        """Forget one."""
        ...

    def forget(self, now: datetime) -> int:
        """Delete those that are over; gives how many."""
        ...


class AddressChanges(Protocol):
    """Changes of address on their way."""

    def make(self, change: AddressChange) -> None:
        """Keep one; the new address is sealed under the person's key. Ends an earlier one."""
        ...

    def get(self, change_id: str) -> AddressChange:
        """Give one. Raises `NoSuchRow`."""
        ...

    def secret(self, change_id: str, side: Side) -> str:
        """Give the secret of the link that one side confirms with."""
        ...

    def find(self, secret: str, now: datetime) -> tuple[AddressChange, Side] | None:
        """Give the change that a secret confirms; None where it opens nothing (any more)."""
        ...

    def confirm(self, change_id: str, side: Side) -> AddressChange:
        """Note that one side confirmed."""
        ...

    def drop(self, change_id: str) -> None:
        """Forget one."""
        ...


class Knocks(Protocol):
    """Counters of rate limits."""

    def count(self, what: str, who: str, now: datetime, window_s: int) -> int:
        """Count one and give how many there were in this window, this one included."""
        ...

    def seen(self, what: str, who: str, now: datetime, window_s: int) -> int:
        """Give how many there were in this window; changes nothing."""
        ...

    def forget(self, now: datetime) -> int:
        """Delete counters of windows that are long over; gives how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedForm:
    """A form that came back."""

    content: str
    """A digest of what was filled in: the same token with other answers is another form."""
    answer: str | None
    """Where it led; None while it is being handled, and where that never ended."""


class UsedForms(Protocol):
    """Forms that came back, by the digest of their token. The same one counts once."""

    def find(self, key: str) -> UsedForm | None:
        """Give what became of a form; None where it never came back."""
        ...

    def use(self, key: str, content: str, now: datetime) -> bool:
        """Use a form up; False where it was used before. Of two at once one is told True."""
        ...

    def answered(self, key: str, answer: str) -> None:
        """Note where the form led."""
        ...

    def give_back(self, key: str) -> None:
        """Let a form be sent once more: nothing was done with it."""
        ...

    def forget(self, now: datetime) -> int:
        """Delete those of pages that are long closed; gives how many."""
        ...


class PendingEnrolments(Protocol):
    """Shots that wait for a human, sealed under the person's key."""

    def make(self, enrolment: PendingEnrolment) -> None:
        """Begin one; an unfinished or waiting one of the same person is deleted."""
        ...

    def add_shot(self, enrolment_id: str, shot: Shot) -> None:
        """Keep one shot, sealed; replaces one of the same pose."""
        ...

    def hand_in(self, enrolment_id: str, ends_at: datetime, *, keep: bool) -> None:
        """Note that the person is done making shots."""
        ...

    def get(self, enrolment_id: str) -> PendingEnrolment:
        """Give one. Raises `NoSuchRow`."""
        ...

    def of_person(self, person: PersonId) -> PendingEnrolment | None:
        """Give the one of a person."""
        ...

    def all(self) -> Sequence[PendingEnrolment]:
        """Give all that were handed in, oldest first."""
        ...

    def over(self, now: datetime) -> Sequence[PendingEnrolment]:
        """Give those whose time is up, handed in or not."""
        ...

    def shots(self, enrolment_id: str) -> tuple[Shot, ...]:
        """Open the shots."""
        ...

    def drop(self, enrolment_id: str) -> None:
        """Delete shots, templates and the row."""
        ...

    def drop_of(self, person: PersonId) -> int:
        """Delete what waits of a person, and the reference kept; gives how many rows went."""
        ...

    def keep_reference(self, person: PersonId, picture: bytes) -> None:
        """Seal one small reference picture; replaces an earlier one."""
        ...

    def reference(self, person: PersonId) -> bytes | None:
        """Open the reference kept; None where there is none."""
        ...

    def references(self) -> Mapping[PersonId, None]:
        """Give the persons with a reference."""
        ...

    def set_policy(self, policy: EnrolmentPolicy) -> None:
        """Keep a policy; replaces the one of the same kind and session."""
        ...

    def end_policy(self, kind: PolicyKind, session: str) -> bool:
        """End one; False where there was none."""
        ...

    def policies(self) -> tuple[EnrolmentPolicy, ...]:
        """Give all policies."""
        ...
