"""What a fake ResourceSpace is made of: users, fields, nodes, resources, log lines."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

SCRAMBLE = "scramble"
LIST_TYPES = frozenset({2, 3, 7, 9, 12})
SINGLE_TYPES = frozenset({3, 12})
BOXES = {
    "lpr": (2000, 2000),
    "scr": (1400, 800),
    "pre": (900, 540),
    "thm": (200, 200),
    "col": (140, 140),
}
ALWAYS = frozenset({"pre", "thm", "col"})
"""Sizes that are made whatever the size of the original."""

BOT = frozenset(
    [
        "s",
        "g",
        "v",
        "q",
        "f*",
        "j*",
        "e-2",
        "e-1",
        "e0",
        "e1",
        "e2",
        "ert1",
        "F*",
        "D",
        "F-29",
        "F-88",
        "F-89",
        "F-90",
        "F-91",
        "F-92",
        "F-93",
        "F-96",
        "F-97",
    ]
)
"""The least a service user needs (measured), with the fields of this fake."""
EDITOR = frozenset(["s", "g", "q", "f*", "j*", "e-2", "e-1", "e0", "e1", "e2", "ert1", "v"])
ADMIN = frozenset(["a", "t", "cm", "k"]) | EDITOR


@dataclass(slots=True)
class User:
    """Somebody who may use the API."""

    ref: int
    name: str
    permissions: frozenset[str]
    approved: bool = True
    salt: str = ""
    """Changed when the key is revoked."""

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.ref}{SCRAMBLE}{self.salt}".encode()).hexdigest()

    def may(self, permission: str) -> bool:
        """Tell what checkperm tells."""
        return permission in self.permissions


@dataclass(slots=True)
class Node:
    """One option, keyword or text."""

    ref: int
    name: str
    active: bool = True


@dataclass(slots=True)
class Field:
    """One metadata field. Empty `types` = global."""

    ref: int
    name: str
    title: str
    type: int
    nodes: dict[int, Node] = field(default_factory=dict)
    types: frozenset[int] = frozenset()
    required: bool = False

    @property
    def listed(self) -> bool:
        return self.type in LIST_TYPES

    def fits(self, resource_type: int) -> bool:
        return not self.types or resource_type in self.types


@dataclass(slots=True)
class Item:
    """One resource."""

    ref: int
    type: int
    created_by: int
    created: datetime
    archive: int = 0
    access: int = 0
    data: bytes = field(default=b"", repr=False)
    preview: bytes = field(default=b"", repr=False)
    extension: str = ""
    width: int = 0
    height: int = 0
    has_image: int = 0
    file_modified: datetime | None = None
    previews_made: datetime | None = None
    modified: datetime | None = None
    tweaks: str = "0|1"
    lock_user: int | None = None
    texts: dict[int, str] = field(default_factory=dict)
    """Field -> value, of fields that are no lists."""
    nodes: dict[int, list[int]] = field(default_factory=dict)
    """Field -> node refs, of list fields."""
    no_checksum: bool = False
    others: list[str] = field(default_factory=list)
    """Extensions of its alternative files."""
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def checksum(self) -> str | None:
        """Hash size and the first 50 kB: what a later byte changes goes unseen."""
        if not self.extension or self.no_checksum:
            return None
        start = f"{len(self.data)}_".encode() + self.data[:50_000]
        return hashlib.md5(start, usedforsecurity=False).hexdigest()

    def make_previews(self, when: datetime) -> None:
        """Fit the picture into each box; never enlarge, and make no box larger than the picture."""
        self.previews_made = when
        self.has_image = 1
        self.sizes = {}
        for code, (w, h) in BOXES.items():
            if code not in ALWAYS and self.width <= w and self.height <= h:
                continue
            scale = min(w / self.width, h / self.height, 1.0)
            self.sizes[code] = (
                max(1, round(self.width * scale)),
                max(1, round(self.height * scale)),
            )


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that somebody uploads."""

    data: bytes = field(repr=False)
    extension: str = "jpg"
    size: tuple[int, int] = (1800, 1200)
    previews: bool = True
    """Whether previews are made at once."""
    preview: bytes = field(default=b"", repr=False)
    """The bytes of every preview; empty = those of the file."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    ref: int
    resource: int
    code: str
    user: int | None
    at: datetime
    field: int | None = None
    diff: str = ""
    notes: str = ""
