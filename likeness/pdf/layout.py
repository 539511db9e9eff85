"""Where everything stands: blocks to marks on pages. Pure but for the fonts' measures."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from likeness.pdf.blocks import (
    BODY,
    SMALL,
    Block,
    Choice,
    Document,
    Gap,
    Pair,
    Picture,
    Qr,
    Rule,
    Text,
    WriteHere,
    YesNo,
)
from likeness.pdf.fonts import Fonts

WIDTH, HEIGHT = 595.28, 841.89
"""A4 in points."""
MARGIN = 54.0
INNER = WIDTH - 2 * MARGIN
LABEL = 150.0
BOX = 9.0
LEADING = 1.35
AFTER = 4.0
WRITING = 30.0
FOOT = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing at one place. x, y: its lower left corner, points from the page's."""

    x: float
    y: float
    block: Block | Text
    width: float = INNER
    text: str = field(default="", repr=False)
    """The one line of words; the block says how it is set."""


@dataclass(slots=True)
class _Page:
    """Fills pages from the top."""

    pages: list[list[Mark]] = field(default_factory=lambda: [[]])
    y: float = HEIGHT - MARGIN

    def take(self, height: float) -> float:
        """Go down by this height, onto a new page where it does not fit; gives the new y."""
        if self.y - height < MARGIN + FOOT and self.pages[-1]:
            self.pages.append([])
            self.y = HEIGHT - MARGIN
        self.y -= height
        return self.y

    def put(self, mark: Mark) -> None:
        """Put something on the page."""
        self.pages[-1].append(mark)


def lay_out(document: Document, fonts: Fonts) -> tuple[tuple[Mark, ...], ...]:
    """Give the marks of each page; every page has its number below."""
    page = _Page()
    for block in document.blocks:
        _place(page, block, fonts)
    pages = [marks for marks in page.pages if marks] or [[]]
    return tuple(
        (*marks, _foot(document.footer, number, len(pages), fonts))
        for number, marks in enumerate(pages, start=1)
    )


def wrapped(text: str, style: Text, width: float, fonts: Fonts) -> tuple[str, ...]:
    """Break a text into lines that are no wider than this; a word that is wider is cut."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += _broken(line.split(" "), style, width, fonts)
    return tuple(lines)


def _broken(words: Iterable[str], style: Text, width: float, fonts: Fonts) -> list[str]:
    lines, line = [], ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if _fits(longer, style, width, fonts):
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while not _fits(line, style, width, fonts):
            cut = next(n for n in range(len(line) - 1, 0, -1) if _cut(line, n, style, width, fonts))
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line]


def _fits(text: str, style: Text, width: float, fonts: Fonts) -> bool:
    return fonts.width(text, style.size, bold=style.bold) <= width


def _cut(text: str, at: int, style: Text, width: float, fonts: Fonts) -> bool:
    """Tell whether a beginning fits; one character always does."""
    return at == 1 or _fits(text[:at], style, width, fonts)


def _place(page: _Page, block: Block, fonts: Fonts) -> None:
    match block:
        case Text():
            _text(page, block, fonts)
        case Pair():
            _pair(page, block, fonts)
        case Choice():
            _choice(page, block, fonts)
        case YesNo():
            _yes_no(page, block, fonts)
        case _:
            _shape(page, block)


def _shape(page: _Page, block: WriteHere | Rule | Gap | Qr | Picture) -> None:
    match block:
        case WriteHere():
            y = page.take(WRITING)
            page.put(Mark(x=MARGIN, y=y, block=Rule(), width=INNER * 0.6))
            label = Text(text=block.label, size=SMALL)
            page.put(Mark(x=MARGIN, y=page.take(SMALL * LEADING), block=label, text=block.label))
        case Rule():
            page.put(Mark(x=MARGIN, y=page.take(AFTER * 2), block=block))
            page.take(AFTER)
        case Gap():
            page.take(block.height)
        case Qr():
            y = page.take(block.side)
            page.put(Mark(x=(WIDTH - block.side) / 2, y=y, block=block, width=block.side))
        case Picture():
            page.put(Mark(x=MARGIN, y=page.take(block.most + AFTER), block=block))


def _text(page: _Page, block: Text, fonts: Fonts) -> None:
    for line in wrapped(block.text, block, INNER, fonts):
        wide = fonts.width(line, block.size, bold=block.bold)
        x = (WIDTH - wide) / 2 if block.centred else MARGIN
        page.put(Mark(x=x, y=page.take(block.size * LEADING), block=block, text=line))
    page.take(AFTER)


def _pair(page: _Page, block: Pair, fonts: Fonts) -> None:
    label, value = Text(text=block.label, bold=True), Text(text=block.value)
    labels = wrapped(block.label, label, LABEL - AFTER, fonts)
    values = wrapped(block.value, value, INNER - LABEL, fonts)
    for number in range(max(len(labels), len(values))):
        y = page.take(BODY * LEADING)
        if number < len(labels):
            page.put(Mark(x=MARGIN, y=y, block=label, text=labels[number]))
        if number < len(values):
            page.put(Mark(x=MARGIN + LABEL, y=y, block=value, text=values[number]))
    page.take(AFTER)


def _choice(page: _Page, block: Choice, fonts: Fonts) -> None:
    style, indent = Text(text=block.text), BOX * 2
    for number, line in enumerate(wrapped(block.text, style, INNER - indent, fonts)):
        y = page.take(BODY * LEADING)
        if number == 0:
            page.put(Mark(x=MARGIN, y=y - 1, block=block, width=BOX))
        page.put(Mark(x=MARGIN + indent, y=y, block=style, text=line))
    page.take(AFTER)


def _yes_no(page: _Page, block: YesNo, fonts: Fonts) -> None:
    """Set the question, then yes and no on a line of their own: as far from it, as large."""
    style = Text(text=block.text)
    for line in wrapped(block.text, style, INNER, fonts):
        page.put(Mark(x=MARGIN, y=page.take(BODY * LEADING), block=style, text=line))
    y = page.take(BODY * LEADING * 1.3)
    for place, word in enumerate((block.yes, block.no)):
        x = MARGIN + place * LABEL
        page.put(Mark(x=x, y=y - 1, block=Choice(text=word), width=BOX))
        page.put(Mark(x=x + BOX * 2, y=y, block=style, text=word))
    page.take(AFTER * 2)


def _foot(footer: str, number: int, of: int, fonts: Fonts) -> Mark:
    said = f"{footer}  ·  {number} / {of}" if footer else f"{number} / {of}"
    wide = fonts.width(said, SMALL, bold=False)
    style = Text(text=said, size=SMALL * min(1.0, INNER / wide))
    return Mark(x=MARGIN, y=MARGIN - SMALL, block=style, text=said)
