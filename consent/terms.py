"""How long a consent lasts: from a first day and a number of months to the last good day. Pure."""

from datetime import date, timedelta

_YEAR = 12


def last_day(first: date, months: int) -> date:
    """Give the last day of so many months, both days included.

    60 months from 1 July 2026 end on 30 June 2031. Where the month they end in is too short, the
    day before its first day after: one month from 31 January ends on the last day of February.
    """
    years, month = divmod(first.month - 1 + months, _YEAR)
    try:
        following = date(first.year + years, month + 1, first.day)
    except ValueError:
        years, month = divmod(first.month + months, _YEAR)
        following = date(first.year + years, month + 1, 1)
    return following - timedelta(days=1)


def next_such_day(first: date, month: int, day: int) -> date:
    """Give the next day of this month and day on or after `first`: the end of a school year.

    29 February is 28 February in a year without it.
    """
    for year in (first.year, first.year + 1):
        found = _in_year(year, month, day)
        if found >= first:
            return found
    return _in_year(first.year + 1, month, day)


def birthday(born: date, years: int) -> date:
    """Give the birthday on which somebody is so many years old; 1 March for 29 February."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _in_year(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month + 1, 1) - timedelta(days=1)
