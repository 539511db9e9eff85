"""The days of a column are read in one order, which the column itself tells."""

from datetime import date

import pytest

from scheduler.lists.days import Doubt, Order, Reading, order_of

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        pytest.param(["31-05-2015", "05-04-2015"], Order.DAY_FIRST, id="a day past the twelfth"),
        pytest.param(["05/31/2015", "05/04/2015"], Order.MONTH_FIRST, id="the second past it"),
        pytest.param(["2015-05-31", ""], Order.YEAR_FIRST, id="the year first"),
        pytest.param(["1.3.2015"], Order.DAY_FIRST, id="with dots"),
        pytest.param(["5/31/2015", "1.3.2015"], Order.MONTH_FIRST, id="dots beside strokes"),
        pytest.param(["5/5/2015", "12/12/15"], Order.DAY_FIRST, id="the same either way"),
        pytest.param(["05/04/2015"], Doubt.EITHER, id="either way, and it matters"),
        pytest.param(["05/04/2015", "2015-05-31"], Doubt.EITHER, id="another form tells nothing"),
        pytest.param(["05-04-2015"], Order.DAY_FIRST, id="with hyphens, the usual order"),
        pytest.param(["05-04-2015", "05-31-2015"], Order.MONTH_FIRST, id="unless another tells"),
        pytest.param(["31/05/2015", "05/31/2015"], Doubt.BOTH, id="mixed"),
        pytest.param(["99/05/2015", "05/04/2015", "0/5/2015"], Doubt.EITHER, id="no days at all"),
        pytest.param(["unknown", ""], Order.YEAR_FIRST, id="nothing to read"),
    ],
)
def test_a_column_tells_its_order(cells: list[str], order: Order | Doubt) -> None:
    assert order_of(cells) is order


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("05/04/2015", Order.DAY_FIRST, date(2015, 4, 5)),
        ("05/04/2015", Order.MONTH_FIRST, date(2015, 5, 4)),
        ("5.4.15", Order.MONTH_FIRST, date(2015, 4, 5)),
        ("2015-04-05", Order.MONTH_FIRST, date(2015, 4, 5)),
        ("2015/04/05 00:00:00", Order.DAY_FIRST, date(2015, 4, 5)),
        ("2.3.26", Order.DAY_FIRST, date(2026, 3, 2)),
        ("3.3.26", Order.DAY_FIRST, date(1926, 3, 3)),
        ("29-02-00", Order.DAY_FIRST, date(2000, 2, 29)),
        ("31-05-2015 12:00", Order.DAY_FIRST, date(2015, 5, 31)),
        ("31/05-2015", Order.DAY_FIRST, None),
        ("31-02-2015", Order.DAY_FIRST, None),
        ("05/31/2015", Order.DAY_FIRST, None),
        ("1-1-215", Order.DAY_FIRST, None),
        ("soon", Order.DAY_FIRST, None),
    ],
)
def test_a_day_is_read_in_the_order_of_its_column(
    text: str, order: Order, day: date | None
) -> None:
    assert Reading(order=order, latest=TODAY).day(text) == day


def test_a_year_of_two_digits_without_a_latest_day_is_of_this_century() -> None:
    assert Reading(order=Order.DAY_FIRST).day("31.12.30") == date(2030, 12, 31)
