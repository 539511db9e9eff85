"""What is known of a Nextcloud's photos, sorted for a walk: by number, and by folder. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from connector import suffixes
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
        """Give what was in a folder, or in one of its own that is gone, and is not there now.

        A photo that was given the name of something else is no photo any more.
        """
        ids, folders = set[HostId](), set[str]()
        for node in here:
            if node.folder:
                folders.add(node.name)
            elif suffixes.media(node.name) is not MediaKind.OTHER:
                ids.add(HostId(str(node.id)))
        below = f"{folder}/" if folder else ""
        for place, entries in self.by_folder.items():
            if place == folder:
                yield from (entry for entry in entries if entry.ref.id not in ids)
            elif place.startswith(below) and _first(place, below) not in folders:
                yield from entries

    def below(self, folder: str) -> Iterator[Known]:
        """Give what lies in a folder, however deep."""
        start = f"{folder}/" if folder else ""
        for place, entries in self.by_folder.items():
            if place == folder or place.startswith(start):
                yield from entries

    def count_below(self, folder: str) -> int:
        """Count what lies in a folder, however deep."""
        start = f"{folder}/" if folder else ""
        return sum(
            len(entries)
            for place, entries in self.by_folder.items()
            if place == folder or place.startswith(start)
        )


def _first(place: str, below: str) -> str:
    return place.removeprefix(below).partition("/")[0]
