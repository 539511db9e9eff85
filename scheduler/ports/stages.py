"""Storage ports of what hosts are told: stages, pilots, and what each photo shows of ours."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from connector.causes import Cause
from connector.values import HostId, HostName, PhotoRef
from consent.ids import AssetId
from scheduler.stages import HostStage
from scheduler.values import HostTrouble, Told


class Stages(Protocol):
    """Stages of hosts, and the photos a search of a pilot found."""

    def get(self, host: HostName) -> HostStage | None:
        """Give the stage of a host; None where none was ever set."""
        ...

    def save(self, stage: HostStage) -> None:
        """Keep a stage."""
        ...

    def is_member(self, ref: PhotoRef) -> bool:
        """Tell whether the search of the pilot found this photo."""
        ...

    def members(self, host: HostName) -> frozenset[HostId]:
        """Give every photo the search of the pilot found."""
        ...

    def save_members(self, host: HostName, photos: Iterable[HostId]) -> None:
        """Keep exactly these."""
        ...


class HostTroubles(Protocol):
    """What is in the way of hosts, kept once for all their photos."""

    def get(self, host: HostName) -> HostTrouble | None:
        """Give what is in the way of a host; None = nothing that we know of."""
        ...

    def all(self) -> Sequence[HostTrouble]:
        """Give every host that something is in the way of."""
        ...

    def save(self, host: HostName, causes: Sequence[Cause], now: datetime) -> None:
        """Keep what is in the way now; since when stays as it was."""
        ...

    def end(self, host: HostName) -> None:
        """Forget it: nothing is in the way any more."""
        ...


class Tellings(Protocol):
    """What the host shows of ours for each photo, and the version of its explanation link."""

    def save(self, asset: AssetId, told: Told, at: datetime) -> None:
        """Keep what the host is told; written before the host is."""
        ...

    def compared(self, asset: AssetId, at: datetime) -> None:
        """Note that the host was seen to show what it should."""
        ...

    def of_host(self, host: HostName) -> tuple[AssetId, ...]:
        """Give the photos that may show something of ours; also those that were deleted."""
        ...

    def waiting(self, host: HostName) -> int:
        """Count the photos of a host that wait: told in part, or to be tried again."""
        ...

    def stalest(self, host: HostName, limit: int, *, blocked: bool) -> tuple[AssetId, ...]:
        """Give told photos that were compared longest ago: only blocked ones, or all others."""
        ...

    def renew_link(self, asset: AssetId | None) -> int:
        """End the links to the explanation of a photo (None: of all); gives how many photos."""
        ...
