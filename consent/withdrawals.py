"""Withdrawals and their proof: n of n photos changed and read back, in t seconds. Values, pure.

A photo that left our sight with a yes on it cannot be changed any more: it is counted apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consent.ids import Actor, Channel, PersonId, SignerId, WithdrawalId
from consent.quitclaims import General, Quitclaim
from consent.states import ConsentState


class Withdrawn(StrEnum):
    """What was withdrawn. Stored: never rename one."""

    ALL = "all"
    USES = "uses"
    RECOGNITION = "recognition"
    PHOTO = "photo"
    """An objection to one photo."""
    ERASED = "erased"
    """Everything of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """One withdrawal, and how far the photos have followed."""

    id: WithdrawalId
    person: PersonId | None
    """None: erased since."""
    at: datetime
    by: Actor
    what: Withdrawn
    channels: frozenset[Channel]
    """The uses it is about; empty for recognition."""
    photos: int
    """Photos that had to change."""
    done: int = 0
    """Of these, written and read back."""
    unreached: int = 0
    """Of these, out of our sight: what its host shows there could not be changed."""
    first_done_at: datetime | None = None
    finished_at: datetime | None = None
    """When the last photo was written and read back, or was found to be out of our sight."""

    @property
    def seconds(self) -> float | None:
        """Give how long it took from the click to the last photo; None while it runs."""
        return None if self.finished_at is None else (self.finished_at - self.at).total_seconds()


def withdrawn_by(signer: SignerId, quitclaims: Iterable[Quitclaim]) -> frozenset[Channel]:
    """Give the uses that this signer has taken back for every photo."""
    noes = (
        entry.channels
        for entry in quitclaims
        if signer in {entry.signer.id, entry.signer.identity}
        and entry.state is ConsentState.WITHDRAWN
        and isinstance(entry.scope, General)
    )
    return frozenset[Channel]().union(*noes)


def earlier(
    what: Withdrawn, channels: frozenset[Channel], withdrawals: Iterable[Withdrawal]
) -> Withdrawal | None:
    """Give the latest withdrawal that took back what is to be taken back now.

    Only of use where nothing is left to take back. `withdrawals`: latest first.
    """
    wider = {what, Withdrawn.ALL} if what is not Withdrawn.PHOTO else {what}
    return next(
        (one for one in withdrawals if one.what in wider and one.channels >= channels), None
    )
