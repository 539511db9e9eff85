"""Storage port of alerts: which consents must be looked at, and which steps were told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from consent.ids import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStep:
    """A step that was put into a letter."""

    key: str
    letter: str
    """The key of the letter."""
    about: str
    """The quitclaim, `recognition-<person>`, or what else the step is about."""
    last: date
    """The last good day of what it is about, or the day it is about."""
    word: str
    audience: str
    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMark:
    """When one consent must be looked at again."""

    about: str
    person: PersonId
    at: datetime
    """Of the state of the consent that was looked at."""
    plan: str
    """Digest of the settings it was looked at with."""
    next_on: date | None
    """None: never again, unless the consent changes."""


class Alerts(Protocol):
    """What alerts remember."""

    def persons_due(self, today: date, plan: str) -> tuple[PersonId, ...]:
        """Give persons with a consent that changed since it was looked at, or is due today."""
        ...

    def told(self, abouts: Collection[str]) -> frozenset[str]:
        """Give the keys of every step that was told about these."""
        ...

    def tell(self, steps: Iterable[ToldStep]) -> None:
        """Note steps, in the transaction that puts their letter into the outbox."""
        ...

    def steps_of(self, letter: str) -> tuple[ToldStep, ...]:
        """Give the steps a letter tells, by its key."""
        ...

    def mark(self, marks: Iterable[AlertMark]) -> None:
        """Note when to look again."""
        ...
