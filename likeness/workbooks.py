"""Lists as bytes of a file: a workbook (XLSX) or a CSV. Sole owner of openpyxl.

A workbook is a ZIP of XML from a stranger: how much it unpacks to is looked at first, and what is
a formula is taken by the value that the spreadsheet itself worked out, never run.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final, cast

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.errors import TableRefused
from scheduler.lists.days import Order
from scheduler.lists.reading import MOST_BYTES, MOST_ROWS, Table, read_table, table_of

XLSX: Final = "xlsx"
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED: Final = 200_000_000
MOST_PARTS: Final = 2_000
MOST_COLUMNS: Final = 200
_SAVE: Final = "Save the sheet as CSV (UTF-8) and try again."
_FORMULA: Final = "="


def read_list(
    data: bytes, *, encoding: str = "", dates: Order | None = None, sheet: str = ""
) -> Table:
    """Read a list, whatever it was saved as. Raises `TableRefused` and what it stands for.

    `sheet`: which of a workbook's, by name; else the only one that is not hidden.
    """
    if len(data) > MOST_BYTES:
        raise TableRefused("The file is larger than 20 MB: cut it into several.")
    if data.startswith(_OLD):
        raise TableRefused(
            "This is an old workbook (XLS), or one with a password. Save it as XLSX without a"
            " password, or as CSV (UTF-8)."
        )
    if not data.startswith(_ZIP):
        return read_table(data, encoding=encoding, dates=dates)
    _guard(data)
    return table_of(_rows(data, sheet), encoding=XLSX, dates=dates)


def _guard(data: bytes) -> None:
    """Refuse what unpacks to more than any list needs. Raises `TableRefused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableRefused(f"This workbook is broken. {_SAVE}") from error
    large = sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS
    if large:
        raise TableRefused(f"This workbook unpacks to far more than a list needs. {_SAVE}")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise TableRefused(f"This is a ZIP, but no workbook (XLSX). {_SAVE}")


def _rows(data: bytes, sheet: str) -> list[tuple[int, list[str]]]:
    """Give the cells of a sheet as text, with the number of each row. Raises `TableRefused`."""
    try:
        values, formulas = _opened(data, values=True), _opened(data, values=False)
        name = _sheet(values, sheet)
        return list(_cells(values[name], formulas[name]))
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise TableRefused(f"This workbook cannot be read. {_SAVE}") from error
    except (zipfile.BadZipFile, EOFError, OSError, SyntaxError) as error:  # SyntaxError: of XML
        raise TableRefused(f"This workbook is broken. {_SAVE}") from error


def _opened(data: bytes, *, values: bool) -> Workbook:
    return load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _sheet(book: Workbook, wanted: str) -> str:
    """Give the name of the sheet to read. Raises `TableRefused`."""
    seen = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    if wanted:
        if wanted not in book.sheetnames:
            raise TableRefused(f"The workbook has no such sheet. It has {len(seen)} others.")
        return wanted
    filled = [name for name in seen if _is_filled(book[name])]
    if len(filled) != 1:
        raise TableRefused(
            f"The workbook has {len(filled)} sheets with something on them. Say which (sheet), or"
            " save the one you mean as CSV (UTF-8)."
        )
    return filled[0]


def _is_filled(sheet: Worksheet) -> bool:
    return any(value is not None for row in _raw(sheet) for value in row)


def _raw(sheet: Worksheet) -> Iterator[Sequence[object]]:
    """Give the values of all rows, whatever size the file says the sheet has."""
    cast("ReadOnlyWorksheet", sheet).reset_dimensions()
    return sheet.iter_rows(values_only=True)


def _cells(values: Worksheet, formulas: Worksheet) -> Iterator[tuple[int, list[str]]]:
    pairs = zip(_raw(values), _raw(formulas), strict=False)
    for number, (row, said) in enumerate(pairs, start=1):
        if number > MOST_ROWS:
            raise TableRefused("The sheet has more than 100,000 rows: cut it into several.")
        if any(value is not None for value in row[MOST_COLUMNS:]):
            raise TableRefused(f"Row {number} has more than {MOST_COLUMNS} cells.")
        kept = zip(row[:MOST_COLUMNS], said[:MOST_COLUMNS], strict=False)
        yield number, [_text(value, formula, number) for value, formula in kept]


def _text(value: object, formula: object, number: int) -> str:
    """Give a cell as text. Raises `TableRefused` for a formula without a value."""
    if value is None and isinstance(formula, str) and formula.startswith(_FORMULA):
        raise TableRefused(
            f"Row {number} has a formula whose value was never worked out. Open the workbook in a"
            " spreadsheet, save it, and try again."
        )
    if isinstance(value, str) and value in ERROR_CODES:
        raise TableRefused(f"Row {number} has a formula that went wrong. Correct it.")
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.strftime("%Y-%m-%d")
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()
