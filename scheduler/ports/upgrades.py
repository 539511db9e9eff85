"""Storage port of what an upgrade of the rules left to be done, photo by photo."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from consent.ids import AssetId, Channel
from consent.states import Verdict


class Upgrades(Protocol):
    """Photos that an upgrade would make milder, or makes stricter by and by."""

    def decided(self, after: str, most: int) -> tuple[AssetId, ...]:
        """Give photos that are here and have a recorded decision, in the order of their ids."""
        ...

    def keep(
        self, asset: AssetId, floor: Mapping[Channel, Verdict], at: datetime, *, waits: bool
    ) -> None:
        """Keep what is left to be done of one photo."""
        ...

    def floor(self, asset: AssetId) -> Mapping[Channel, Verdict]:
        """Give how strict each channel of a photo stays; empty where nothing is held."""
        ...

    def held(self) -> tuple[AssetId, ...]:
        """Give every photo that a human must release to become milder, oldest first."""
        ...

    def release(self, asset: AssetId) -> bool:
        """Let a photo become what it is decided to be. False where it was not held."""
        ...

    def waiting(self) -> int:
        """Count the photos that wait for a portion."""
        ...

    def next_portion(self, most: int) -> tuple[AssetId, ...]:
        """Take some of the photos that wait, in the order of their ids."""
        ...
