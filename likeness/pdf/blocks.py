"""What stands on paper, from top to bottom. Values only; sizes are in points, 72 to the inch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BODY, SMALL, HEADING, TITLE, BIG = 10.5, 8.5, 13.0, 20.0, 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph; line breaks in it are kept."""

    text: str = field(repr=False)
    size: float = BODY
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label with what belongs to it, side by side."""

    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A box to tick, ticked or not, with its text."""

    text: str
    ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """A question with two boxes of the same size, side by side; none is ticked."""

    text: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteHere:
    """A line to write on, with a label below it."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Empty space."""

    height: float = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Qr:
    """A QR code, in the middle of the page."""

    text: str = field(repr=False)
    side: float = 220.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG or JPEG, as wide as it is or as the page is."""

    data: bytes = field(repr=False)
    most: float = 120.0
    """Height that it never exceeds."""


Block = Text | Pair | Choice | YesNo | WriteHere | Rule | Gap | Qr | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document on A4."""

    title: str = field(repr=False)
    """Of the file; not printed."""
    language: str
    blocks: tuple[Block, ...] = field(repr=False)
    footer: str = field(default="", repr=False)
    """Below every page, before its number."""


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Give every text that is set in letters."""
    for block in blocks:
        match block:
            case Text() | Choice():
                yield block.text
            case Pair():
                yield from (block.label, block.value)
            case YesNo():
                yield from (block.text, block.yes, block.no)
            case WriteHere():
                yield block.label
            case Rule() | Gap() | Qr() | Picture():
                pass
