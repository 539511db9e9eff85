"""Reads the days of a column: one order for the whole column, told by its own cells. Pure.

A cell alone does not say whether 05/04/2015 is in April or in May; a column does, as soon as one
of its days is past the twelfth. Where it does not, a human says it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_SHORT: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?: .*)?")
_DOT: Final = "."
"""Between the numbers of a day, nobody writes the month before it."""
_STROKE: Final = "/"
"""Between them, half of the world writes the month first; with other marks hardly anybody does."""
_MONTHS: Final = 12
_CENTURY: Final = 100


class Order(StrEnum):
    """In which order a column writes its days; a year of four digits may always come first."""

    YEAR_FIRST = "year-first"
    """Every cell has the year first."""
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Doubt(StrEnum):
    """Why the order of a column is not known."""

    BOTH = "both"
    """Some cells can only have the day first, others only the month: the column is mixed."""
    EITHER = "either"
    """Every cell can be read both ways, and it matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the days of a column are read."""

    order: Order
    latest: date | None = None
    """No day is later than this: says the century of a year of two digits."""

    def day(self, text: str) -> date | None:
        """Read one cell; None where it is no day."""
        if iso := _ISO.fullmatch(text):
            return _made(*iso.groups())
        short = _SHORT.fullmatch(text)
        if short is None:
            return None
        first, mark, second, year = short.groups()
        month_first = self.order is Order.MONTH_FIRST and mark != _DOT
        day, month = (second, first) if month_first else (first, second)
        return _made(year, month, day) if len(year) > len("15") else self._near(year, month, day)

    def _near(self, year: str, month: str, day: str) -> date | None:
        """Put a year of two digits into the last hundred years, or the hundred to come."""
        if self.latest is None:
            return _made(f"20{year}", month, day)
        century = self.latest.year // _CENTURY
        found = _made(f"{century}{year}", month, day)
        late = found is not None and found > self.latest
        return _made(f"{century - 1}{year}", month, day) if late or found is None else found


def order_of(texts: Iterable[str]) -> Order | Doubt:
    """Say in which order a column writes its days, or why that is not known."""
    found = [match for text in texts if (match := _SHORT.fullmatch(text)) and not _is_sure(match)]
    pairs = [(int(match[1]), int(match[3])) for match in found if match[2] != _DOT]
    days = any(first > _MONTHS >= second for first, second in pairs)
    months = any(second > _MONTHS >= first for first, second in pairs)
    if days and months:
        return Doubt.BOTH
    if days or months:
        return Order.DAY_FIRST if days else Order.MONTH_FIRST
    if any(int(match[1]) != int(match[3]) and match[2] == _STROKE for match in found):
        return Doubt.EITHER
    return Order.DAY_FIRST if found else Order.YEAR_FIRST


def _is_sure(match: re.Match[str]) -> bool:
    """Tell whether a cell is no day in any order, and so says nothing."""
    return max(int(match[1]), int(match[3])) > len(range(31)) or not int(match[1]) * int(match[3])


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
