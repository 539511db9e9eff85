"""How long a folder host takes to notice that nothing changed. Prints one JSON object last.

python -m benchmarks.folder_poll [--photos 10000] [--where DIR]
"""

import argparse
import json
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from typing_extensions import override

from connector.folder.closer import Look, Seen
from connector.folder.feed import FolderFeed
from connector.folder.scan import Entry
from connector.folder.tree import Tree
from connector.values import HostId, HostName, Known

_PER_FOLDER = 250
_SIZE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingLook(Look):
    """Notes every file whose content is read."""

    read: list[str] = field(default_factory=list)

    @override
    def at(self, entry: Entry) -> Seen:
        self.read.append(entry.place)
        return super(CountingLook, self).at(entry)


def make_photos(root: Path, count: int) -> None:
    """Fill a tree with files that begin like photos."""
    for index in range(count):
        folder = root / f"{index // _PER_FOLDER:04}"
        folder.mkdir(exist_ok=True)
        head = b"\xff\xd8\xff\xe0" + index.to_bytes(8, "big")
        (folder / f"{index:06}.jpg").write_bytes(head.ljust(_SIZE, b"\0"))


def poll(feed: FolderFeed, known: dict[str, Known]) -> int:
    """Take over all pages; return the number of changes."""
    cursor, complete, count = "", False, 0
    while not complete:
        page = feed.changes(cursor, known)
        for change in page.changes:
            known[change.place] = Known(
                ref=change.ref, version=change.version, place=change.place, content=change.content
            )
        cursor, complete = page.cursor, page.complete
        count += len(page.changes)
    return count


def seconds(act: Callable[[], int]) -> tuple[float, int]:
    """Time an act; return its duration and its result."""
    start = time.perf_counter()
    result = act()
    return round(time.perf_counter() - start, 3), result


def main() -> None:
    """Measure a first and a second poll."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--where", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.where) as root:
        make_photos(Path(root), options.photos)
        look = CountingLook(tree=Tree(Path(root)), zone=UTC)
        feed = FolderFeed(
            name=HostName("benchmark"), look=look, new_id=lambda: HostId(str(uuid.uuid4()))
        )
        known: dict[str, Known] = {}
        first_s, found = seconds(lambda: poll(feed, known))
        look.read.clear()
        second_s, changed = seconds(lambda: poll(feed, known))
        result = {
            "photos": found,
            "first_poll_s": first_s,
            "second_poll_s": second_s,
            "second_poll_changes": changed,
            "second_poll_files_read": len(look.read),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
