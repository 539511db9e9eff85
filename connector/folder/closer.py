"""The closer look at one file of the poll: its hash, and when it was taken."""

import os
from dataclasses import dataclass
from datetime import datetime, tzinfo

from connector.errors import PhotoUnreadable
from connector.folder import content, exif
from connector.folder.scan import Entry
from connector.folder.tree import Tree
from connector.values import ContentHash, MediaKind

HASH_LIMIT = 1 << 30
"""Larger files (bytes) get no content hash: a film of many GiB would stop the poll for minutes."""
_UNREAD = "-unread"
"""Behind the quick version of a file that could not be read, so that the next poll tries again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What reading a file told."""

    version: str
    content: ContentHash | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How files of one folder host are looked at."""

    tree: Tree
    zone: tzinfo
    """Read times that name no zone in this one."""
    hash_limit: int = HASH_LIMIT

    def at(self, entry: Entry) -> Seen:
        """Read a file once. Raises `PhotoChanged`, `PhotoGone` and `HostUnavailable`."""
        if entry.version.startswith("!") or entry.size > self.hash_limit:
            return Seen(version=entry.version)
        try:
            with self.tree.file(entry.place) as opened:
                found = content.hash_whole(opened)
                taken = self._taken(opened.fd) if entry.media is MediaKind.PICTURE else None
        except PhotoUnreadable:
            return Seen(version=f"{entry.version}{_UNREAD}")
        return Seen(version=entry.version, content=found, captured_at=taken)

    def _taken(self, fd: int) -> datetime | None:
        return exif.read(lambda at, count: os.pread(fd, count, at)).captured_at(self.zone)
