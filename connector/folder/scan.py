"""Walking the tree: which photos are there, and their quick versions. No file content is read here.

The walk is in a fixed order (name by name, part by part), so that it can go on after any place.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from connector import suffixes
from connector.errors import PhotoUnreadable
from connector.folder import places, troubles
from connector.folder.tree import Tree, version
from connector.values import MediaKind

_Listing = list[tuple[str, os.DirEntry[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One photo or video as the walk met it."""

    place: str
    version: str
    size: int
    media: MediaKind


@dataclass(slots=True)
class Walk:
    """One walk over the tree, and what it could not look at."""

    tree: Tree
    after: str = ""
    unreadable: dict[str, str] = field(default_factory=dict)
    """Places of folders (and files) -> reason word."""

    def entries(self) -> Iterator[Entry]:
        """Give all photos after `after`. Raises `HostUnavailable`, `HostRefused` for the root."""
        after = tuple(self.after.split("/")) if self.after else ()
        try:
            waiting = [("", iter(_listing(self.tree.root)))]
        except OSError as error:
            raise troubles.of_root(error) from error
        while waiting:
            folder, listing = waiting[-1]
            found = next(listing, None)
            if found is None:
                waiting.pop()
                continue
            place = f"{folder}/{found[0]}" if folder else found[0]
            inside, photo = self._look(place, found[1], after)
            if inside:
                waiting.append((place, iter(inside)))
            if photo:
                yield photo

    def hides(self, place: str) -> bool:
        """Tell whether a place lies at or below something that could not be looked at."""
        if not self.unreadable:
            return False
        names = place.split("/")
        return any("/".join(names[:end]) in self.unreadable for end in range(1, len(names) + 1))

    def _look(
        self, place: str, entry: os.DirEntry[str], after: tuple[str, ...]
    ) -> tuple[_Listing, Entry | None]:
        """Give what lies in it for a folder, itself for a photo, nothing for all else."""
        names = tuple(place.split("/"))
        try:
            if entry.is_dir(follow_symlinks=False):
                passed = names < after[: len(names)] or suffixes.skipped_folder(entry.name)
                return ([] if passed else _listing(entry.path)), None
            kind = suffixes.media(entry.name)
            if kind is MediaKind.OTHER or names <= after:
                return [], None
            return [], self._photo(place, entry, kind)
        except OSError as error:
            self.unreadable[place] = troubles.word(error)
            return [], None

    def _photo(self, place: str, entry: os.DirEntry[str], kind: MediaKind) -> Entry | None:
        at = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(at.st_mode):
            try:
                target = self.tree.inside(entry.path)
            except PhotoUnreadable as refusal:
                return Entry(place=place, version=f"!link-{refusal.reason}", size=0, media=kind)
            at = os.stat(places.path(self.tree.root, target))  # noqa: PTH116 - maybe not text
        if stat.S_ISDIR(at.st_mode):
            return None
        quick = version(at) if stat.S_ISREG(at.st_mode) else "!not-a-file"
        return Entry(place=place, version=quick, size=at.st_size, media=kind)


def _listing(folder: str) -> _Listing:
    """List a folder in the fixed order, with the names as they stand in places."""
    with os.scandir(folder) as found:
        return sorted(((places.escape(entry.name), entry) for entry in found), key=_name)


def _name(found: tuple[str, os.DirEntry[str]]) -> str:
    return found[0]
