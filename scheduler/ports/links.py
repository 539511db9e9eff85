"""Storage port of the public links that lead to blocked photos."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from connector.values import HostName
from consent.ids import AssetId
from scheduler.values import OpenLink


class FoundLinks(Protocol):
    """What was found when blocked photos were last asked for their public links."""

    def save(self, asset: AssetId, links: Sequence[OpenLink], at: datetime) -> None:
        """Keep exactly these for one photo, and that it was asked for."""
        ...

    def of(self, asset: AssetId) -> tuple[OpenLink, ...]:
        """Give the links that were found last; also those that ended."""
        ...

    def blocked(self, host: HostName) -> int:
        """Count the blocked photos of a host."""
        ...

    def stalest(self, host: HostName, limit: int) -> tuple[AssetId, ...]:
        """Give blocked photos: those never asked for first, then those asked longest ago."""
        ...

    def open(self, host: HostName, today: date) -> tuple[OpenLink, ...]:
        """Give every link that leads to a photo that is blocked now, and works on this day."""
        ...
