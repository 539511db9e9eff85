"""What the jobs need besides: time and words."""

from datetime import date, datetime
from typing import Protocol

from consent.decisions import Decision
from consent.ids import AssetId


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Give the present instant, UTC."""
        ...

    def today(self) -> date:
        """Give the present day in the installation's time zone."""
        ...


class Words(Protocol):
    """The reader's language."""

    def status(self, status: str, language: str) -> str:
        """Give the status with its sign: "✓ Cleared"."""
        ...

    def note(self, decision: Decision, language: str) -> str:
        """Say why in one or two short sentences, without names."""
        ...

    def warning(self, decision: Decision, language: str) -> str:
        """Say what must not be done with the photo; empty where nothing stands against its use."""
        ...


class Links(Protocol):
    """Addresses of explanations."""

    @property
    def place(self) -> str:
        """Give what every address begins with; empty where there is none."""
        ...

    def address(self, asset: AssetId, version: int) -> str:
        """Give the address of a photo's explanation; empty where no address is configured."""
        ...
