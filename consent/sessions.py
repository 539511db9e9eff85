"""Sessions: an event or shoot with its own roster and photo rules. Pure."""

from dataclasses import dataclass
from datetime import datetime

from consent.ids import Actor, PersonId, SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRule:
    """Which photos belong to a session: a host and a folder (or collection), optionally a capture-time window."""

    host: str
    folder: str
    """Path below the host's root; empty = the whole host."""
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAsked:
    """Somebody attests that everybody present was asked."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An event or shoot."""

    id: SessionId
    name: str
    rules: tuple[SessionRule, ...] = ()
    roster: frozenset[PersonId] = frozenset()
    all_asked: AllAsked | None = None
