"""Walking the folders of a Nextcloud by their etags: only what changed is read.

An etag goes up to the root with every change below it. The etag that is kept for a folder was read
before its content, so what changes meanwhile is seen by the next walk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from connector import suffixes
from connector.errors import (
    AnswerTooLarge,
    HostBusy,
    HostConfused,
    HostError,
    HostRefused,
    PhotoGone,
    PhotoLocked,
)
from connector.nextcloud import listing
from connector.nextcloud.api import Api
from connector.nextcloud.catalogue import Catalogue
from connector.nextcloud.cursor import Progress
from connector.nextcloud.rows import Node
from connector.values import HostId, Known, MediaKind

DEEP = 12_000
"""Photos below a folder at most, where it is read with all that lies below it: about 9 MB."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """One walk. `entries` gives photos that are new or differ; then the rest of it can be asked."""

    api: Api
    progress: Progress
    catalogue: Catalogue
    deep: bool = False
    """Read whole trees at once, where few changes are expected: a sweep."""
    seen: set[HostId] = field(default_factory=set)
    lost: dict[HostId, Known] = field(default_factory=dict)
    """What is not where it was. It may be elsewhere: see `seen`."""
    mounts: set[str] = field(default_factory=set)
    """Where team folders and shares were seen."""
    unreadable: dict[str, str] = field(default_factory=dict)

    def entries(self, roots: Iterable[Node]) -> Iterator[Node]:
        """Give photos that are new or differ. A folder counts as told once it was read to its end.

        So a walk that is left in the middle begins anew with the folder it was in.
        """
        for root in roots:
            self._note(root)
            yield from self._below(root)

    def hides(self, place: str) -> bool:
        """Tell whether a place lies at or below something that could not be looked at."""
        return any(part in self.unreadable for part in _ways(place))

    def unshared(self, place: str) -> str:
        """Give the team folder or share, now gone, that a place lay in; empty = it was in none."""
        gone = (
            part
            for part in _ways(place)
            if part not in self.mounts and self.progress.is_mount(part)
        )
        return next(gone, "")

    def _below(self, folder: Node) -> Iterator[Node]:
        if self.progress.is_told(folder.place, folder.etag):
            return
        if self.deep and self.catalogue.count_below(folder.place) <= DEEP:
            try:
                yield from self._tree(folder)
            except HostError:
                self.deep = False
            else:
                return
        yield from self._listed(folder)

    def _listed(self, folder: Node) -> Iterator[Node]:
        troubles = len(self.unreadable)
        listed = self._list(folder)
        if listed is None:
            return
        self.lost |= {one.ref.id: one for one in self.catalogue.gone_from(folder.place, listed)}
        for node in listed:
            self._note(node)
            if node.folder and not suffixes.skipped_folder(node.name):
                yield from self._below(node)
            elif is_photo(node) and self.differs(node):
                yield node
        if len(self.unreadable) == troubles:
            self.progress.told(folder.place, folder.etag)

    def _tree(self, top: Node) -> Iterator[Node]:
        """Read a folder with all that lies below it; it was read to its end, or not at all.

        Raises `HostError`, also where the server lists one level only, as it may be told to
        (3rdparty/sabre/dav/lib/DAV/CorePlugin.php, enablePropfindDepthInfinity).
        """
        folders, here, deepest = [(top.place, top.etag)], set[HostId](), 1
        for node in listing.tree(self.api, top.place):
            names = node.place.removeprefix(top.place).strip("/").split("/")
            if any(map(suffixes.skipped_folder, names if node.folder else names[:-1])):
                continue
            deepest = max(deepest, len(names))
            self._note(node)
            if node.folder:
                folders.append((node.place, node.etag))
            elif is_photo(node):
                here.add(HostId(str(node.id)))
                if self.differs(node):
                    yield node
        if len(folders) > 1 and deepest == 1:
            raise HostConfused("only one level was listed")
        gone = (one for one in self.catalogue.below(top.place) if one.ref.id not in here)
        self.lost |= {one.ref.id: one for one in gone}
        for place, etag in folders:
            self.progress.told(place, etag)

    def _note(self, node: Node) -> None:
        if node.mount:
            self.mounts.add(node.place)
        else:
            self.progress.forget_mount(node.place)

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
            found = list(listing.children(self.api, folder.place))
        except PhotoGone:
            self.unreadable[folder.place] = "vanished"
        except (HostConfused, PhotoLocked, AnswerTooLarge):
            self.unreadable[folder.place] = "unreadable"
        except HostRefused:
            if not folder.place:
                raise
            self.unreadable[folder.place] = "no-permission"
        except HostBusy:
            if not folder.mount:
                raise
            self.unreadable[folder.place] = "unavailable"  # storage from outside, and that is away
        else:
            return sorted(found, key=lambda node: (node.folder, node.place))
        return None


def _ways(place: str) -> Iterator[str]:
    """Give a place and every folder it lies in, the outermost first."""
    names = place.split("/")
    return ("/".join(names[:end]) for end in range(1, len(names) + 1))


def is_photo(node: Node) -> bool:
    """Tell photos and videos from everything else."""
    return not node.folder and media(node) is not MediaKind.OTHER


def media(node: Node) -> MediaKind:
    """Tell a photo from a video by its name: some photos come as application/octet-stream."""
    return suffixes.media(node.name)
