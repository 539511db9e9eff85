"""Which photo is which: telling a moved file from a new one. Pure.

A moved photo keeps its identity only where nothing is left to guess: its old place is gone, and
exactly one new place has the same quick version (inode, size and time) or the same content. The
inode alone is not enough: file systems give the number of a deleted file to the next new one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from connector.folder.scan import Entry
from connector.folder.tree import size
from connector.values import ContentHash, Known

Key = TypeVar("Key")


class Lost:
    """The known photos whose places are gone, with what a new place is compared with."""

    def __init__(self, gone: Sequence[Known]) -> None:
        """Index what is gone."""
        self.gone = tuple(gone)
        self._versions = {entry.version for entry in gone}
        self._sizes = {size(entry.version) for entry in gone if entry.content}

    def may_be(self, entry: Entry) -> bool:
        """Tell whether a new place is worth a closer look."""
        return entry.version in self._versions or entry.size in self._sizes


def moved(
    lost: Lost, fresh: Iterable[Entry], content: Callable[[Entry], ContentHash | None]
) -> Mapping[str, Known]:
    """Give new place -> known photo of all that moved. `content` is asked only where needed."""
    fresh = tuple(fresh)
    found = _pairs(lost.gone, fresh, lambda known: known.version, lambda entry: entry.version)
    taken = {known.place for known in found.values()}
    left = [known for known in lost.gone if known.place not in taken and known.content]
    sizes = {size(known.version) for known in left}
    rest = [entry for entry in fresh if entry.place not in found and entry.size in sizes]
    return {**found, **_pairs(left, rest, lambda known: known.content, content)}


def _pairs(
    gone: Iterable[Known],
    fresh: Iterable[Entry],
    key_of_known: Callable[[Known], Key | None],
    key_of_entry: Callable[[Entry], Key | None],
) -> Mapping[str, Known]:
    """Pair those with the same key, where there is one on each side."""
    before: defaultdict[Key | None, list[Known]] = defaultdict(list)
    after: defaultdict[Key | None, list[Entry]] = defaultdict(list)
    for known in gone:
        before[key_of_known(known)].append(known)
    for entry in fresh:
        after[key_of_entry(entry)].append(entry)
    return {
        entries[0].place: before[key][0]
        for key, entries in after.items()
        if key is not None and len(entries) == 1 and len(before.get(key, ())) == 1
    }
