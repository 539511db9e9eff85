"""How far a Nextcloud was read, as the opaque text that storage keeps. Pure.

Folders are kept as short hashes of place and etag: a folder whose etag is the one kept, and all
that lies below it, was told of already.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

_SHORT = 6
"""Bytes of a hash. By mistake equal among 10,000 folders: 1 in 5 million; a sweep heals that."""


@dataclass(slots=True, kw_only=True)
class Progress:
    """What is known of the tree. Only a cursor that storage kept makes it last."""

    folders: dict[str, str] = field(default_factory=dict)
    """Short hash of a place -> short hash of the etag it had before it was read to the end."""
    missing: dict[str, float] = field(default_factory=dict)
    """Photos that were not where they should be -> when they count as deleted, seconds UTC."""
    mounts: set[str] = field(default_factory=set)
    """Short hashes of the places of team folders and shares."""
    newest: int = 0
    """The latest time of upload seen, by the server's clock."""
    walked: float = 0.0
    """When the last walk ended, seconds UTC."""
    swept: float = 0.0
    """When the last walk into every folder ended."""
    walking: bool = False
    """A walk is under way and goes on with the next page."""

    def is_told(self, place: str, etag: str) -> bool:
        """Say whether a folder is as it was."""
        return self.folders.get(_short(place)) == _short(etag)

    def told(self, place: str, etag: str) -> None:
        """Note that everything in a folder and below it was told."""
        self.folders[_short(place)] = _short(etag)

    def is_mount(self, place: str) -> bool:
        """Say whether a team folder or a share was seen at a place."""
        return _short(place) in self.mounts

    def saw_mounts(self, places: Iterable[str]) -> None:
        """Note where team folders and shares were seen."""
        self.mounts |= set(map(_short, places))

    def forget_mount(self, place: str) -> None:
        """Note that what is at a place now is no team folder and no share."""
        self.mounts.discard(_short(place))

    def write(self) -> str:
        """Write it down."""
        return json.dumps(
            {
                "v": 1,
                "folders": self.folders,
                "missing": self.missing,
                "mounts": sorted(self.mounts),
                "newest": self.newest,
                "walked": self.walked,
                "swept": self.swept,
                "walking": self.walking,
            },
            separators=(",", ":"),
        )


def read(cursor: str) -> Progress:
    """Read what was written down; one that cannot be read starts over, which loses nothing."""
    try:
        said = json.loads(cursor) if cursor else {}
        if said.pop("v", 0) != 1:
            return Progress()
        return Progress(**{**said, "mounts": set(said["mounts"])})
    except (ValueError, TypeError, AttributeError, KeyError):
        return Progress()


def _short(text: str) -> str:
    digest = hashlib.blake2b(text.encode(), digest_size=_SHORT).digest()
    return base64.urlsafe_b64encode(digest).decode()
