"""Local days as instants: when a day of the installation ends."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def end_of(day: date, timezone: str) -> datetime:
    """Give the instant, UTC, at which a local day is over."""
    following = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(timezone))
    return following.astimezone(UTC)
