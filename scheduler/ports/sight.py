"""Photos that left our sight with a yes on them: what is kept, and what a withdrawal counts.

What a host still shows there cannot be changed by us any more, so a human has to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from connector.values import HostName, PhotoRef
from consent.ids import Actor, AssetId
from consent.states import Status

MOVER_DAYS = 30
"""Days for which it is kept who moved a photo away."""


class Left(StrEnum):
    """How a photo left our sight. Stored: never rename one."""

    GONE = "gone"
    """It is not where it was; the host does not say more."""
    MOVED = "moved"
    DELETED = "deleted"
    HIDDEN = "hidden"
    """Its folder or share cannot be looked at any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """How and when a photo left; `by` is a user of the host, by their id there."""

    at: datetime
    how: Left = Left.GONE
    by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostPhoto:
    """One photo that is still marked yes, but out of our sight."""

    asset: AssetId
    ref: PhotoRef
    place: str = field(repr=False)
    """Where it was; may carry personal data: never log it."""
    status: Status
    """What the host was told last."""
    leaving: Leaving
    gone: bool
    """Whether its host said that it is gone; else it is only hidden from us."""


class Sight(Protocol):
    """The list of photos that are still marked yes, but out of our sight."""

    def leave(self, asset: AssetId, leaving: Leaving) -> bool:
        """Put a photo on the list where it is marked yes; what is on it learns who moved it.

        False where nothing of ours says yes on it.
        """
        ...

    def hide(self, host: HostName, place: str, at: datetime) -> tuple[AssetId, ...]:
        """Put every photo that is marked yes at or below a place on it; gives the new ones."""
        ...

    def returned(self, asset: AssetId) -> bool:
        """Take a photo off the list: it was seen again. False where it was not on it."""
        ...

    def tick(self, asset: AssetId, by: Actor, at: datetime) -> bool:
        """Note that a human saw to it. False where there is nothing to see to."""
        ...

    def is_lost(self, asset: AssetId) -> bool:
        """Tell whether it is on the list and nobody has seen to it."""
        ...

    def all(self) -> tuple[LostPhoto, ...]:
        """Give what nobody has seen to, the latest first."""
        ...

    def to_ask(self, host: HostName, limit: int, at: datetime) -> Sequence[LostPhoto]:
        """Give those whose host was asked longest ago, and note that it is asked now."""
        ...

    def same_folder(self, asset: AssetId) -> tuple[AssetId, ...]:
        """Give what is hidden in the folder in which this one is."""
        ...

    def forget_movers(self, before: datetime) -> int:
        """Forget who moved what before this instant; gives how many."""
        ...
