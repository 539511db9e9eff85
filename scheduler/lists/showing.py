"""Says how a list was read, before anything of it is taken over: letters, names, days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.lists.cells import MOST_SHOWN, Cells, Form, rows_of
from scheduler.lists.days import Order
from scheduler.lists.encodings import NAMES
from scheduler.lists.reading import LeftOut, Table

MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysRead:
    """How the days of one column are read, with one of them."""

    column: str
    order: Order
    text: str = field(repr=False)
    day: date = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HowRead:
    """How a list was read."""

    encoding: str
    """As people may know it."""
    names: tuple[str, ...] = field(repr=False)
    """Some names, those with other letters than a to z first."""
    days: tuple[DaysRead, ...]
    left_out: Mapping[int, LeftOut]


def how_read(table: Table, form: Form, said: Mapping[str, str], today: date) -> HowRead:
    """Say how a list was read. Raises `TableRefused` and `DatesUnclear`."""
    rows = rows_of(table, form, said, today)
    shown = [text[:MOST_SHOWN] for row in rows if (text := row.text(form.needed[0]))]
    telling = sorted(dict.fromkeys(shown), key=str.isascii)
    days = (_days(rows, name) for name in form.days)
    return HowRead(
        encoding=NAMES.get(table.encoding, table.encoding),
        names=tuple(telling[:MOST_NAMES]),
        days=tuple(one for one in days if one is not None),
        left_out=table.left_out,
    )


def _days(rows: tuple[Cells, ...], name: str) -> DaysRead | None:
    """Show a day that tells the order: its day and month differ, where there is such a one."""
    found = [(row, day) for row in rows if (day := row.day(name))]
    if not found:
        return None
    row, day = next((it for it in found if it[1].day != it[1].month), found[0])
    return DaysRead(
        column=" + ".join(row.mapping[name]),
        order=row.days[name].order,
        text=row.text(name)[:MOST_SHOWN],
        day=day,
    )
