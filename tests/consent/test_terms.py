"""How long a consent lasts."""

from datetime import date

import pytest

from consent.terms import last_day


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        pytest.param(date(2026, 7, 1), 60, date(2031, 6, 30), id="60 months"),
        pytest.param(date(2026, 3, 15), 1, date(2026, 4, 14), id="one month"),
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="into a short month"),
        pytest.param(date(2028, 1, 30), 1, date(2028, 2, 29), id="into a leap month"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="from a leap day"),
        pytest.param(date(2026, 12, 31), 2, date(2027, 2, 28), id="over the year"),
        pytest.param(date(2026, 12, 1), 12, date(2027, 11, 30), id="a year"),
    ],
)
def test_the_last_day_is_the_one_before_the_same_day_of_the_month(
    first: date, months: int, last: date
) -> None:
    assert last_day(first, months) == last
