"""Reads a CSV as spreadsheets save it: any of the usual encodings and separators. Pure."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from scheduler.errors import TableRefused

MOST_BYTES: Final = 20_000_000
MOST_ROWS: Final = 100_000
MOST_CELL: Final = 2_000
SEPARATORS: Final = ";,\t|"
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATOR_LINE: Final = "sep="
FORMULA: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet take a cell for a formula. See scheduler/lists/writing.py."""
_BEFORE: Final = (
    "' \n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What may stand before a formula: apostrophes, and the blanks that `str.strip` takes off."""


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
    separator: str


PORTION: Final = 200
"""Lines that are taken over in one transaction: others can write in between."""


def portions(table: Table, good: frozenset[int]) -> Iterator[Table]:
    """Cut the good lines of a table into portions."""
    lines = [line for line in table.lines if line.number in good]
    for at in range(0, len(lines), PORTION):
        yield replace(table, lines=tuple(lines[at : at + PORTION]))


def read_table(data: bytes) -> Table:
    """Read a table. Raises `TableRefused`.

    Encodings: UTF-8, UTF-16 with its mark, else Windows-1252. Empty rows are left out.
    """
    if len(data) > MOST_BYTES:
        raise TableRefused("The file is larger than 20 MB: cut it into several.")
    text, encoding = _decoded(data)
    if "\x00" in text:
        raise TableRefused("This is no text file. Save the sheet as CSV (UTF-8) and try again.")
    first, text, skipped = _separator_line(text)
    separator = first or _separator(text)
    rows = _rows(text, separator, skipped)
    if not rows:
        raise TableRefused("The file is empty. Its first line names the columns.")
    columns = _columns(rows[0][1])
    return Table(
        columns=columns,
        lines=tuple(_line(number, cells, columns) for number, cells in rows[1:] if any(cells)),
        encoding=encoding,
        separator=separator,
    )


def _decoded(data: bytes) -> tuple[str, str]:
    named = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise TableRefused("The letters cannot be read. Save the sheet as CSV (UTF-8) and try again.")


def _separator_line(text: str) -> tuple[str, str, int]:
    """Take off a first line such as `sep=;`, which Excel writes and reads."""
    line, _, rest = text.partition("\n")
    said = line.strip().lower().removeprefix(_SEPARATOR_LINE)
    if line.lower().startswith(_SEPARATOR_LINE) and said in {*SEPARATORS}:
        return said, rest, 1
    return "", text, 0


def _separator(text: str) -> str:
    """Give the separator that the first line has most of, outside quotes; the comma for none."""
    bare = "".join(text.lstrip("\r\n").partition("\n")[0].split('"')[::2])
    counts = Counter({mark: bare.count(mark) for mark in SEPARATORS})
    best, number = counts.most_common(1)[0]
    return best if number else ","


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
            if len(rows) > MOST_ROWS + 1:
                raise TableRefused("The file has more than 100,000 rows: cut it into several.")
    except csv.Error as error:
        raise TableRefused(
            f"Line {skipped + reader.line_num} cannot be read: look for a quote that does not end."
        ) from error
    return rows


def _columns(cells: list[str]) -> tuple[str, ...]:
    names = tuple(cells)
    while names and not names[-1]:
        names = names[:-1]
    if not all(names):
        raise TableRefused("A column has no name. The first line names every column.")
    if len({name.casefold() for name in names}) != len(names):
        raise TableRefused("Two columns have the same name. Give each its own.")
    return names


def _line(number: int, cells: list[str], columns: tuple[str, ...]) -> Line:
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
