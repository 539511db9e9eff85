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
