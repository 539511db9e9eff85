"""A clock that stands still until a test moves it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(slots=True)
class FakeClock:
    """Time as the test says; days are local to `zone`."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    zone: str = "Europe/Amsterdam"

    def now(self) -> datetime:
        """Give the present instant."""
        return self.moment

    def today(self) -> date:
        """Give the present local day."""
        return self.moment.astimezone(ZoneInfo(self.zone)).date()

    def forward(self, **time: float) -> None:
        """Move on: `clock.forward(days=1)`."""
        self.moment += timedelta(**time)
