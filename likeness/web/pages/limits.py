"""How often somebody may come, counted in the database per network and per link.

An IPv6 network is a /64 (a household gets that many addresses), an IPv4 network one address: a
whole school may sit behind one, so the bounds are wide where nothing can be guessed.
"""

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from starlette.exceptions import HTTPException

from scheduler.ports import Store

_IPV6_BITS = 64
TEN_MINUTES_S = 600
DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """So many in a window."""

    name: str
    most: int
    window_s: int = TEN_MINUTES_S


class Bounds(Enum):
    """The limits of the public pages."""

    GUESS = Bound(name="guess", most=3_000)
    """Links of one network that open nothing: a link has 256 bits, this only bounds the load. Used
    links count, too, and so would families who look once more."""
    POST = Bound(name="post", most=3_000)
    """Forms of one network: 600 families on the wifi of one school."""
    LINK = Bound(name="link", most=3_000)
    """Forms of one link: everybody at an event has the same one."""
    LETTER = Bound(name="letter", most=1_200)
    """Letters one network can make us send: a code and one more for each of 600 families. They go
    to addresses we know, or that somebody with a link of ours typed; MAILBOX bounds each."""
    CODE = Bound(name="code", most=300)
    """Codes of paper receipts that one network may try; a code has 80 bits."""
    MAILBOX = Bound(name="mailbox", most=6, window_s=DAY_S)
    """Letters somebody can make us send to one person or address in a day."""


def network(address: str) -> str:
    """Give the network of a sender: the address, or its /64."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, _IPV6_BITS)))
    return str(parsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Counts and refuses."""

    store: Store

    def count(self, bound: Bounds, who: str, now: datetime) -> bool:
        """Count one and tell whether it is within bounds."""
        rule = bound.value
        with self.store.begin() as tx:
            return tx.knocks.count(rule.name, _short(who), now, rule.window_s) <= rule.most

    def require(self, bound: Bounds, who: str, now: datetime) -> None:
        """Count one. Raises 429 where there were too many."""
        self.require_all({bound: who}, now)

    def require_all(self, bounds: Mapping[Bounds, str], now: datetime) -> None:
        """Count one for each, in one transaction. Raises 429 where there were too many of one."""
        good = True
        with self.store.begin() as tx:
            for bound, who in bounds.items():
                rule = bound.value
                count = tx.knocks.count(rule.name, _short(who), now, rule.window_s)
                good = good and count <= rule.most
        if not good:
            raise HTTPException(429)

    def require_seen(self, bound: Bounds, who: str, now: datetime) -> None:
        """Raise 429 where there were too many before; counts nothing."""
        rule = bound.value
        with self.store.read() as tx:
            if tx.knocks.seen(rule.name, _short(who), now, rule.window_s) >= rule.most:
                raise HTTPException(429)


def _short(who: str) -> str:
    """Give something of fixed length that stands for a sender or a link."""
    return hashlib.sha256(who.encode()).hexdigest()
