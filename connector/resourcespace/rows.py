"""What ResourceSpace's answers hold, as values. Times have no zone: they are kept as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NewType

Ref = NewType("Ref", int)
"""ResourceSpace's number of a resource."""
FieldRef = NewType("FieldRef", int)
NodeRef = NewType("NodeRef", int)

DELETED = 3
"""The archive state that means: in the bin."""


class Access(IntEnum):
    """Who may open a resource."""

    OPEN = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
    CUSTOM = 3
    NO_SUCH_RESOURCE = 99


class FieldType(IntEnum):
    """Types of metadata fields that matter here."""

    TEXT = 0
    MULTI_LINE = 1
    CHECKBOX = 2
    DROPDOWN = 3
    DATE_TIME = 4
    LARGE_TEXT = 5
    EXPIRY = 6
    TREE = 7
    DYNAMIC = 9
    DATE = 10
    RADIO = 12
    WARNING = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource, as a search or a look at it gives it."""

    ref: Ref
    type: int
    archive: int
    access: int
    extension: str
    """Of the file, lower case; empty without a file."""
    has_image: int
    checksum: str
    size: int
    file_modified: str
    modified: str
    tweaks: str
    """How its previews are turned and brightened."""
    taken: str
    """The date field of a new installation (12), where it is joined; empty else."""
    locked_by: int
    """The user who edits it; 0 = nobody. Searches do not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of a search. `total` comes from a cache: never end a loop by it."""

    resources: tuple[Resource, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One line of the log: a hint that something happened to a resource."""

    ref: int
    resource: Ref
    code: str
    field: int
    """The metadata field it is about; 0 = none."""
    user: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One line of the log of one resource: who changed a field, and how."""

    user: str
    about: int
    """The field; 0 = none."""
    code: str = ""
    """What was done; see include/definitions.php, LOG_CODE_..."""
    diff: str = field(repr=False)
    """Lines that begin with "+ " or "- "."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """One field of one resource, with what it holds."""

    ref: FieldRef
    name: str
    title: str
    type: int
    value: str = field(repr=False)
    nodes: frozenset[NodeRef] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a list field. `name` is raw and may hold `~en:..~nl:..`."""

    ref: NodeRef
    name: str
    translated: str

    def names(self) -> frozenset[str]:
        """Give everything it may be called by, folded for comparison."""
        return frozenset(one.casefold() for one in (self.name, self.translated, *self._spoken()))

    def _spoken(self) -> list[str]:
        if not self.name.startswith("~"):
            return []
        return [part.partition(":")[2].strip() for part in self.name.split("~")[1:]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One size a picture can be had in. `made` is when its file was written, seconds UTC."""

    code: str
    extension: str
    width: int
    height: int
    url: str = field(repr=False)
    made: int

    @property
    def original(self) -> bool:
        """Tell whether it is the file itself: fetching it is logged as a download."""
        return self.code == "original"

    @property
    def long_side(self) -> int:
        """Give the longer side in pixels."""
        return max(self.width, self.height)


Fields = Mapping[FieldRef, FieldValue]
"""The fields of one resource."""
