"""API keys in memory."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeKey:
    """A key with its scopes, that may have ended."""

    scopes: frozenset[str]
    id: str = "fake"
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(slots=True)
class FakeKeys:
    """Finds keys by their secret."""

    known: dict[str, FakeKey] = field(default_factory=dict)

    def find(self, secret: str) -> FakeKey | None:
        return self.known.get(secret)
