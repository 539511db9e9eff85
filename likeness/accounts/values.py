"""What is known of a login and of a session. Values only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NewType

from consent.ids import Actor

AccountId = NewType("AccountId", str)
SessionHash = NewType("SessionHash", str)
"""SHA-256 of the secret in the cookie; the secret itself is kept nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's login. One login per person: never shared."""

    id: AccountId
    name: str = field(repr=False)
    """What the person is called, and types when logging in."""
    email: str = field(default="", repr=False)
    language: str = ""
    """Empty = as the browser asks."""
    password_hash: str = field(default="", repr=False)
    """Empty until the first login, and after a reset."""
    made_at: datetime
    disabled_at: datetime | None = None
    seen_at: datetime | None = None
    """When somebody logged in with it last."""

    @property
    def actor(self) -> Actor:
        """Give who acts, for the audit log."""
        return Actor(f"account:{self.id}")

    @property
    def may_log_in(self) -> bool:
        """Tell whether it is usable."""
        return self.disabled_at is None and bool(self.password_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """One browser that is logged in."""

    hash: SessionHash = field(repr=False)
    id: str
    account: AccountId
    made_at: datetime
    seen_at: datetime
    proved_at: datetime
    """When the password was typed last."""
    ends_at: datetime
    """The latest end, however busy the person is."""
    revoked_at: datetime | None = None

    def holds(self, now: datetime, idle: timedelta) -> bool:
        """Tell whether it may be used now."""
        return self.revoked_at is None and now < min(self.ends_at, self.seen_at + idle)

    def proved_lately(self, now: datetime, within: timedelta) -> bool:
        """Tell whether the password was typed recently enough for a dangerous act."""
        return now < self.proved_at + within


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One line of the access log."""

    seq: int
    at: datetime
    who: Actor
    what: str
    reason: str
    subjects: tuple[str, ...]
