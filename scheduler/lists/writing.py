"""Writes a CSV that every spreadsheet opens, and in which nothing runs. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from scheduler.lists.reading import is_formula

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write a table: UTF-8 with its mark, commas, CRLF. `None` is an empty cell.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it; reading takes
    it off again (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    out = io.StringIO(newline="")
    out.write(_MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_cell(name) for name in columns])
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    # Reading takes blanks off the ends: only what then remains may need an apostrophe.
    return f"'{text}" if is_formula(text.rstrip()) else text
