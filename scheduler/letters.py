"""How each letter is put into the outbox: its key, and the ids it is composed from. Pure.

Asks, receipts, withdrawals and comings of age put theirs in where they are written; which
references each kind has, `likeness.mail` says by reading them.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from consent.ids import PersonId, SignerId, WithdrawalId
from scheduler.ports.outbox import Letter, LetterKind, Ref

GOOD_UNTIL = "good_until"
"""A letter with this reference (an instant as ISO text) is not sent after it."""


def code(code_id: str, ends_at: datetime, due_at: datetime) -> Letter:
    """Send a one-time code; never after it has ended."""
    return Letter(
        key=f"code:{code_id}",
        kind=LetterKind.CODE,
        refs={"code": code_id, GOOD_UNTIL: ends_at.isoformat()},
        due_at=due_at,
    )


def fresh_link(
    about: str, persons: Sequence[PersonId], signer: SignerId, ends_at: datetime, due_at: datetime
) -> Letter:
    """Send a fresh link: that of kind FRESH about this id, serial 1; never after it has ended."""
    return Letter(
        key=f"fresh:{about}",
        kind=LetterKind.FRESH_LINK,
        person=persons[0],
        refs={"about": about, "signer": signer, GOOD_UNTIL: ends_at.isoformat()},
        due_at=due_at,
    )


def address_change(
    change: str, side: str, person: PersonId, ends_at: datetime, due_at: datetime
) -> Letter:
    """Ask one side (`old` or `new`) to confirm a change of address."""
    return Letter(
        key=f"address:{change}:{side}",
        kind=LetterKind.ADDRESS_CHANGE,
        person=person,
        refs={"change": change, "side": side, GOOD_UNTIL: ends_at.isoformat()},
        due_at=due_at,
    )


def legal_hold(hold: str, person: PersonId, due_at: datetime) -> Letter:
    """Tell somebody until when, and why, what they signed outlives an erasure."""
    return Letter(
        key=f"hold:{hold}",
        kind=LetterKind.LEGAL_HOLD,
        person=person,
        refs={"hold": hold},
        due_at=due_at,
    )


def pending_dropped(enrolment: str, person: PersonId, due_at: datetime) -> Letter:
    """Tell somebody that nobody confirmed their shots in time, and that they are deleted."""
    return Letter(
        key=f"pending:{enrolment}",
        kind=LetterKind.PENDING_DROPPED,
        person=person,
        refs={},
        due_at=due_at,
    )


def renewal(
    signer: SignerId,
    about: str,
    persons: Sequence[PersonId],
    quitclaims: Sequence[str],
    due_at: datetime,
) -> Letter:
    """Ask whether to renew: once for all children of a household. `about` names the occasion."""
    refs: dict[str, Ref] = {
        "signer": signer,
        "about": about,
        "persons": tuple(persons),
        "quitclaims": tuple(quitclaims),
    }
    return Letter(
        key=f"renewal:{about}", kind=LetterKind.RENEWAL, person=persons[0], refs=refs, due_at=due_at
    )


def expired(
    signer: SignerId,
    about: str,
    persons: Sequence[PersonId],
    quitclaims: Sequence[str],
    due_at: datetime,
) -> Letter:
    """Tell that permissions have ended: once for all children of a household."""
    refs: dict[str, Ref] = {
        "signer": signer,
        "about": about,
        "persons": tuple(persons),
        "quitclaims": tuple(quitclaims),
    }
    return Letter(
        key=f"expired:{about}", kind=LetterKind.EXPIRED, person=persons[0], refs=refs, due_at=due_at
    )


def slot_of(address: str) -> str:
    """Name a reader of digests without keeping the address: settings say who it is."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:16]


def digest(steps: str, slot: str, due_at: datetime) -> Letter:
    """Send a digest to one consent manager. `steps`: what the told steps call their letter."""
    return Letter(
        key=f"{steps}:{slot}",
        kind=LetterKind.DIGEST,
        refs={"steps": steps, "slot": slot},
        due_at=due_at,
    )


def desk(steps: str, host: str, user: str, due_at: datetime) -> Letter:
    """Say on the screen of a host that a digest is there. `user`: the host's own id, a login."""
    return Letter(
        key=f"{steps}:{host}:{slot_of(user)}",
        kind=LetterKind.DESK,
        refs={"steps": steps, "host": host, "user": user},
        due_at=due_at,
    )


def editor(
    withdrawal: WithdrawalId, host: str, user: str, photos: tuple[str, ...], due_at: datetime
) -> Letter:
    """Tell one user of a host (its own id, a login) which photos must not be used as before."""
    return Letter(
        key=f"editor:{withdrawal}:{host}:{slot_of(user)}",
        kind=LetterKind.EDITOR,
        refs={"withdrawal": withdrawal, "host": host, "user": user, "photos": photos},
        due_at=due_at,
    )
