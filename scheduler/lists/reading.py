"""Reads a CSV as spreadsheets save it: any of the usual encodings and separators. Pure."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from consent.invisible import bare
from scheduler.errors import TableRefused
from scheduler.lists.days import Doubt, Order, order_of
from scheduler.lists.encodings import decoded

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 100_000
MOST_CELL: Final = 2_000
SEPARATORS: Final = ";,\t|"
_SEPARATOR_LINE: Final = "sep="
FORMULA: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet take a cell for a formula. See scheduler/lists/writing.py."""
_BEFORE: Final = (
    "' \n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What may stand before a formula: apostrophes, and the blanks that `str.strip` takes off."""


_HEAD_ROWS: Final = 20
"""Rows at the beginning in which titles, separators and the names of columns are looked for."""
_QUOTED: Final = re.compile(r'"[^"]*"')
_TOTAL: Final = re.compile(
    r"(sub)?(totaal|total|totaux|aantal|anzahl|gesamt|summe|somme)\b", re.IGNORECASE
)


class LeftOut(StrEnum):
    """Why a row is not read as a row."""

    TITLE = "title"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row with the number of the line it begins on."""

    number: int
    cells: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its first row as the names of its columns."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...] = field(repr=False)
    encoding: str
    """Python's name of it; `xlsx` for a workbook."""
    separator: str
    left_out: Mapping[int, LeftOut] = field(default_factory=dict)
    """Lines that are no rows: titles above the names of the columns, and totals."""
    days: Mapping[str, Order | Doubt] = field(default_factory=dict)
    """Column -> in which order it writes its days, told by all of its cells."""


PORTION: Final = 200
"""Lines that are taken over in one transaction: others can write in between."""


def portions(table: Table, good: frozenset[int]) -> Iterator[Table]:
    """Cut the good lines of a table into portions."""
    lines = [line for line in table.lines if line.number in good]
    for at in range(0, len(lines), PORTION):
        yield replace(table, lines=tuple(lines[at : at + PORTION]))


Rows = Sequence[tuple[int, Sequence[str]]]
"""Cells of each row with the number of the line it begins on."""


def read_table(data: bytes, *, encoding: str = "", dates: Order | None = None) -> Table:
    """Read a CSV. Raises `TableRefused`, and `EncodingUnclear` where somebody must say which.

    Empty rows are left out. `encoding` and `dates`: as somebody says.
    """
    if len(data) > MOST_BYTES:
        raise TableRefused("The file is larger than 20 MB: cut it into several.")
    text = decoded(data, encoding)
    first, rest, skipped = _separator_line(text.text)
    separator = first or _separator(rest)
    rows = _rows(rest, separator, skipped)
    return table_of(rows, encoding=text.encoding, separator=separator, dates=dates)


def table_of(
    rows: Rows, *, encoding: str, separator: str = "", dates: Order | None = None
) -> Table:
    """Make a table of rows: find the names of its columns, leave out titles and totals.

    Raises `TableRefused`.
    """
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise TableRefused("The file is empty. Its first line names the columns.")
    if len(filled) > MOST_ROWS + 1:
        raise TableRefused("The file has more than 100,000 rows: cut it into several.")
    head = _head(filled)
    columns = _columns(filled[head][1])
    left_out = {number: LeftOut.TITLE for number, _ in filled[:head]}
    left_out |= {number: LeftOut.TOTAL for number, cells in filled[head + 1 :] if _is_total(cells)}
    lines = tuple(
        _line(number, cells, columns)
        for number, cells in filled[head + 1 :]
        if number not in left_out
    )
    return Table(
        columns=columns,
        lines=lines,
        encoding=encoding,
        separator=separator,
        left_out=left_out,
        days={
            column: dates or order_of(line.cells[column] for line in lines) for column in columns
        },
    )


def _head(rows: Rows) -> int:
    """Give which row names the columns: the first that is about as wide as those behind it."""
    widths = [sum(map(bool, cells)) for _, cells in rows[:_HEAD_ROWS]]
    if max(widths) <= len(("name", "born")):
        return 0
    return next(at for at, width in enumerate(widths) if 2 * width >= max(widths))


def _is_total(cells: Sequence[str]) -> bool:
    """Tell whether a row counts the others: a word such as "total", a number, and nothing else."""
    filled = [cell for cell in cells if cell]
    if len(filled) > len(("Total", "25")) or not _TOTAL.match(filled[0]):
        return False
    rest = _TOTAL.sub("", " ".join(filled), count=1).strip(" :=.")
    return not rest or any(sign.isdigit() for sign in rest)


def _separator_line(text: str) -> tuple[str, str, int]:
    """Take off a first line such as `sep=;`, which Excel writes and reads."""
    line, _, rest = text.partition("\n")
    said = line.strip().lower().removeprefix(_SEPARATOR_LINE)
    if line.lower().startswith(_SEPARATOR_LINE) and said in {*SEPARATORS}:
        return said, rest, 1
    return "", text, 0


def _separator(text: str) -> str:
    """Give the separator that most lines have equally often, outside quotes; the comma for none."""
    bare_text = _QUOTED.sub("", text)
    lines = [line for line in re.split(r"[\r\n]+", bare_text) if line.strip()][:_HEAD_ROWS]
    best = {mark: _evenness(lines, mark) for mark in SEPARATORS}
    found = max(best, key=best.__getitem__)
    return found if any(best[found]) else ","


def _evenness(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """Say in how many lines a mark stands equally often, and how often."""
    counts = Counter(count for line in lines if (count := line.count(mark)))
    return max(((lines_, count) for count, lines_ in counts.items()), default=(0, 0))


def _rows(text: str, separator: str, skipped: int) -> list[tuple[int, list[str]]]:
    """Give all rows with the line that each begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = skipped + 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if rows or any(stripped):
                rows.append((begins, stripped))
            begins = skipped + reader.line_num + 1
            if len(rows) > MOST_ROWS + _HEAD_ROWS:
                break
    except csv.Error as error:
        raise TableRefused(
            f"Line {skipped + reader.line_num} cannot be read: look for a quote that does not end."
        ) from error
    return rows


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    names = tuple(bare(cell) for cell in cells)
    while names and not names[-1]:
        names = names[:-1]
    if not all(names):
        raise TableRefused("A column has no name. The first line names every column.")
    if len({name.casefold() for name in names}) != len(names):
        raise TableRefused("Two columns have the same name. Give each its own.")
    return names


def _line(number: int, cells: Sequence[str], columns: tuple[str, ...]) -> Line:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise TableRefused(
            f"Line {number} has more cells than there are columns: put quotes around a cell that "
            "holds the separator."
        )
    if any(len(cell) > MOST_CELL for cell in cells):
        raise TableRefused(f"Line {number} has a cell of more than {MOST_CELL} characters.")
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return Line(
        number=number,
        cells={name: _bare(cell) for name, cell in zip(columns, padded, strict=False)},
    )


def _bare(cell: str) -> str:
    """Take off the apostrophe that our own export puts before what looks like a formula."""
    return cell[1:].strip() if cell.startswith("'") and is_formula(cell[1:]) else cell


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet may run this, or what our export makes of it."""
    return cell.lstrip(_BEFORE).startswith(FORMULA)
