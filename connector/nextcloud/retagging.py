"""Which tags to put on a file and which to take off, and in which order. Pure.

What says more than is allowed goes first: in between a file says less than it may, never more.
While something is in the way of a tag of ours, only what makes a file stricter is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from connector.nextcloud.book import OurTags
from connector.nextcloud.rows import TagId

Tags = frozenset[TagId]

_BLOCKED = "blocked"
_SEVERITY = {"no-people": 0, "cleared": 1, "partly": 2, _BLOCKED: 4}
_UNSURE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What to put and what to take. `first`: put before taking, so that it is closed at once."""

    put: Tags
    take: Tags
    first: bool
    milder: bool

    def ordered(self) -> Iterator[tuple[str, Tags]]:
        """Give both in the order to do them."""
        both = [("put", self.put), ("take", self.take)]
        yield from both if self.first else reversed(both)


def is_milder(status: str, shown: str) -> bool:
    """Tell whether a status allows more than the one that is shown."""
    return _SEVERITY.get(status, _UNSURE) < _SEVERITY.get(shown, _UNSURE)


def steps(ours: OurTags, present: Tags, wanted: Tags, status: str, bad: Tags) -> Steps:
    """Say what to do. `bad`: tags that something is in the way of; `status` empty = leave it."""
    milder = bool(status) and is_milder(status, ours.said_by(present))
    put, take = wanted - present - bad, present - wanted - bad
    if bad and status:
        allowed = frozenset() if milder else frozenset(ours.status.values())
        put = put & allowed
        if milder:
            take = take & frozenset(ours.channels.values())
    return Steps(put=put, take=take, first=status == _BLOCKED, milder=milder)
