"""Sessions: an event or shoot with its own roster and photo rules. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from consent.errors import NaiveInstant
from consent.ids import Actor, NoticeId, PersonId, SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRule:
    """Which photos belong to a session: a place in a host, optionally a capture-time window."""

    host: str
    folder: str
    """Path below the host's root; empty = the whole host. Or the host's name of a collection."""
    begins: datetime | None = None
    ends: datetime | None = None
    """UTC instants of capture, both included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllAsked:
    """Somebody attests that everybody present was asked."""

    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An event or shoot."""

    id: SessionId
    name: str = field(repr=False)
    rules: tuple[SessionRule, ...] = ()
    roster: frozenset[PersonId] = frozenset()
    all_asked: AllAsked | None = None
    notice: NoticeId | None = None
    """The text that is signed here; None = nobody chose it yet."""


def is_inside(inner: str, outer: str) -> bool:
    """Tell whether a path is another or lies below it; an empty path is the whole host."""
    within = outer.strip("/")
    return not within or f"{inner.strip('/')}/".startswith(f"{within}/")


def rule_matches(
    rule: SessionRule,
    host: str,
    place: str,
    captured_at: datetime | None,
    collections: frozenset[str] = frozenset(),
) -> bool:
    """Tell whether a photo belongs to a rule.

    `place`: path below the host's root; `collections`: collections and searches of the host that
    contain it. A photo with an unknown time of capture is in no window. Raises `NaiveInstant` for
    a time without a zone.
    """
    in_place = is_inside(place, rule.folder) or rule.folder in collections
    return rule.host == host and in_place and _in_window(rule, captured_at)


def _in_window(rule: SessionRule, captured_at: datetime | None) -> bool:
    if rule.begins is None and rule.ends is None:
        return True
    if captured_at is None:
        return False
    if captured_at.tzinfo is None:
        raise NaiveInstant("Read the time of capture in the host's time zone first.")
    begun = rule.begins is None or rule.begins <= captured_at
    return begun and (rule.ends is None or captured_at <= rule.ends)
