"""Walking the folders of a Nextcloud by their etags: only what changed is read.

An etag goes up to the root with every change below it. The etag that is kept for a folder was read
before its content, so what changes meanwhile is seen by the next walk.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from connector import suffixes
from connector.errors import HostConfused, HostRefused, PhotoGone, PhotoLocked
from connector.nextcloud.api import Api
from connector.nextcloud.cursor import Progress
from connector.nextcloud.rows import Node
from connector.values import HostId, Known, MediaKind


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is known, by the number of the photo and by the folder it lies in."""

    by_id: Mapping[HostId, Known]
    by_folder: Mapping[str, tuple[Known, ...]]

    @classmethod
    def of(cls, known: Iterable[Known]) -> "Catalogue":
        """Sort what is known."""
        by_id: dict[HostId, Known] = {}
        by_folder: dict[str, list[Known]] = {}
        for entry in known:
            by_id[entry.ref.id] = entry
            by_folder.setdefault(entry.place.rpartition("/")[0], []).append(entry)
        return cls(by_id, {place: tuple(entries) for place, entries in by_folder.items()})

    def gone_from(self, folder: str, here: Iterable[Node]) -> Iterator[Known]:
        """Give what was in a folder, or in one of its own that is gone, and is not there now."""
        listed = tuple(here)
        ids = {HostId(str(node.id)) for node in listed}
        folders = {node.name for node in listed if node.folder}
        below = f"{folder}/" if folder else ""
        for place, entries in self.by_folder.items():
            if place == folder:
                yield from (entry for entry in entries if entry.ref.id not in ids)
            elif place.startswith(below) and _first(place, below) not in folders:
                yield from entries


def _first(place: str, below: str) -> str:
    return place.removeprefix(below).partition("/")[0]


@dataclass(slots=True, kw_only=True)
class Walk:
    """One walk. `entries` gives photos that are new or differ; then the rest of it can be asked."""

    api: Api
    progress: Progress
    catalogue: Catalogue
    seen: set[HostId] = field(default_factory=set)
    lost: dict[HostId, Known] = field(default_factory=dict)
    """What is not where it was. It may be elsewhere: see `seen`."""
    unreadable: dict[str, str] = field(default_factory=dict)

    def entries(self, roots: Iterable[Node]) -> Iterator[Node]:
        """Give photos that are new or differ. A folder counts as told once it was read to its end.

        So a walk that is left in the middle begins anew with the folder it was in.
        """
        for root in roots:
            yield from self._below(root)

    def hides(self, place: str) -> bool:
        """Tell whether a place lies at or below something that could not be looked at."""
        names = place.split("/")
        return any("/".join(names[:end]) in self.unreadable for end in range(1, len(names) + 1))

    def _below(self, folder: Node) -> Iterator[Node]:
        if self.progress.is_told(folder.place, folder.etag):
            return
        troubles = len(self.unreadable)
        listed = self._list(folder)
        if listed is None:
            return
        self.lost |= {one.ref.id: one for one in self.catalogue.gone_from(folder.place, listed)}
        for node in listed:
            if node.folder and not suffixes.skipped_folder(node.name):
                yield from self._below(node)
            elif is_photo(node) and self.differs(node):
                yield node
        if len(self.unreadable) == troubles:
            self.progress.told(folder.place, folder.etag)

    def differs(self, node: Node) -> bool:
        """Say once whether a photo is new or differs: two shares may have it in our tree twice."""
        photo = HostId(str(node.id))
        if photo in self.seen:
            return False
        self.seen.add(photo)
        self.progress.newest = max(self.progress.newest, node.uploaded)
        known = self.catalogue.by_id.get(photo)
        return known is None or (known.version, known.place) != (node.etag, node.place)

    def _list(self, folder: Node) -> list[Node] | None:
        """List a folder, files first; None where it cannot be looked at now."""
        try:
            found = list(self.api.children(folder.place))
        except PhotoGone:
            self.unreadable[folder.place] = "vanished"
        except (HostConfused, PhotoLocked):
            self.unreadable[folder.place] = "unreadable"
        except HostRefused:
            if not folder.place:
                raise
            self.unreadable[folder.place] = "no-permission"
        else:
            return sorted(found, key=lambda node: (node.folder, node.place))
        return None


def is_photo(node: Node) -> bool:
    """Tell photos and videos from everything else."""
    return not node.folder and media(node) is not MediaKind.OTHER


def media(node: Node) -> MediaKind:
    """Tell a photo from a video by its name: some photos come as application/octet-stream."""
    return suffixes.media(node.name)
