"""How long sessions and links last, and how often somebody may try. Values only."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of logging in."""

    idle: timedelta = timedelta(minutes=60)
    """A session ends when nobody used it for so long."""
    longest: timedelta = timedelta(hours=12)
    """A session ends then, however busy the person is."""
    proof: timedelta = timedelta(minutes=5)
    """For so long after typing the password, dangerous acts are allowed."""
    link: timedelta = timedelta(days=7)
    window: timedelta = timedelta(minutes=15)
    per_name: int = 10
    """Tries for one name in a window, right or wrong."""
    per_address: int = 60
    """People behind one proxy that is not trusted share an address."""
    everybody: int = 600
