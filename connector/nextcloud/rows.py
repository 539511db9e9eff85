"""What Nextcloud's answers hold, as values."""

from dataclasses import dataclass, field
from typing import NewType

FileId = NewType("FileId", int)
"""Nextcloud's number of a file: the same for every user, kept by a move, new for a copy."""
TagId = NewType("TagId", int)

WRITE = "W"
"""The letter of oc:permissions that says that we may write, and so put tags on a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One file or folder as our account sees it."""

    id: FileId
    place: str = field(repr=False)
    """Path below our root, without slashes at its ends; empty = the root."""
    folder: bool
    etag: str
    """Without quotes. A lock changes it, too; a move or a tag does not."""
    size: int = 0
    permissions: str = ""
    checksum: str = ""
    """SHA-1, hex, where the uploader sent one."""
    uploaded: int = 0
    """Seconds UTC by the server's clock; 0 = not known."""
    taken: int | None = None
    """Seconds, as if the camera's clock were UTC."""
    long_side: int = 0
    """Pixels, 0 = not known."""
    has_preview: bool = False
    """Not a promise: a damaged picture says yes, too."""
    mount: bool = False
    """Somebody else put it here: a team folder, a share, storage from outside."""

    @property
    def name(self) -> str:
        """Give the last part of the place."""
        return self.place.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag as our account sees it."""

    id: TagId
    name: str
    visible: bool
    assignable: bool
    """By everybody."""
    ours_to_assign: bool
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One comment on a file."""

    id: int
    actor: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What status.php says; it answers in maintenance, too."""

    version: str
    maintenance: bool

    @property
    def major(self) -> int:
        """Give the first number of the version; 0 where there is none."""
        first = self.version.partition(".")[0]
        return int(first) if first.isdecimal() else 0
