"""When a local day ends."""

from datetime import UTC, date, datetime

from likeness.bootstrap.days import end_of


def test_a_day_ends_at_local_midnight_also_when_the_clock_changes() -> None:
    assert end_of(date(2026, 6, 30), "Europe/Amsterdam") == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert end_of(date(2026, 3, 29), "Europe/Amsterdam") == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert end_of(date(2026, 12, 31), "Europe/Amsterdam") == datetime(2026, 12, 31, 23, tzinfo=UTC)
