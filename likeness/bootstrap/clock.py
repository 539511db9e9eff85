"""The system's clock in the installation's time zone: the only place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class SystemClock:
    """Implements `scheduler.ports.Clock`."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Tell days in this time zone."""
        self._zone = zone

    def now(self) -> datetime:
        """Give the present instant, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Give the present day in the installation's time zone."""
        return self.now().astimezone(self._zone).date()
