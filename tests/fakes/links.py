"""Public links in memory."""

from dataclasses import dataclass, field

from connector.errors import HostError
from connector.host import PublicLink
from connector.values import HostId, PhotoRef


@dataclass(slots=True)
class MemoryLinks:
    """Links by photo; `trouble` is raised by every call while it is set."""

    links: dict[HostId, list[PublicLink]] = field(default_factory=dict)
    asked: list[HostId] = field(default_factory=list)
    trouble: HostError | None = None

    def share(self, ref: PhotoRef, link: PublicLink) -> None:
        """Make a link that leads to a photo."""
        self.links.setdefault(ref.id, []).append(link)

    def of(self, ref: PhotoRef) -> tuple[PublicLink, ...]:
        """Give every public link that leads to a photo."""
        if self.trouble:
            raise self.trouble
        self.asked.append(ref.id)
        return tuple(self.links.get(ref.id, ()))

    def remove(self, link: str) -> None:
        """Delete one by its id."""
        for found in self.links.values():
            found[:] = [one for one in found if one.id != link]
