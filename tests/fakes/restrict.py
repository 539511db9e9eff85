"""Closing and finding photos in memory: the optional abilities of a host."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connector.host import Hold
from connector.values import HostId, PhotoRef


@dataclass(slots=True)
class MemoryRestrict:
    """Access in memory: 0 is open. `levels`: status -> access."""

    levels: Mapping[str, int]
    access: dict[HostId, int] = field(default_factory=dict)

    def plan(self, ref: PhotoRef, status: str, held: str) -> Hold | None:
        """Close where the status asks for it; open again what was closed by us."""
        level = self.levels.get(status)
        present = self.access.get(ref.id, 0)
        if level is None:
            return Hold(level=int(held), held="") if held else None
        return None if held else Hold(level=level, held=str(present))

    def apply(self, ref: PhotoRef, hold: Hold) -> None:
        """Set access."""
        self.access[ref.id] = hold.level


@dataclass(slots=True)
class MemoryFinder:
    """Searches in memory: what each finds is said beforehand."""

    found: dict[str, set[HostId]] = field(default_factory=dict)

    def find(self, search: str) -> frozenset[HostId]:
        """Give what this search was said to find."""
        return frozenset(self.found.get(search, ()))
