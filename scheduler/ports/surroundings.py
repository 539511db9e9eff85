"""What the jobs need besides: time and words."""

from datetime import date, datetime
from typing import Protocol

from consent.decisions import Decision


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
