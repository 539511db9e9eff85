"""Our tags as the host has them now: which may be used, and what is in the way of the others."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from connector.causes import Cause, Kind, cause
from connector.nextcloud.api import Api
from connector.nextcloud.rows import Tag, TagId

_MILDEST_FIRST = ("no-people", "cleared", "partly", "not-assessed", "review", "blocked")
STALE_S = 5.0
"""After so many seconds tags with troubles are looked up again before they are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OurTags:
    """Which tags are ours, and what they mean."""

    status: Mapping[str, TagId] = field(default_factory=dict)
    channels: Mapping[str, TagId] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[TagId]:
        """Give every tag of ours."""
        return frozenset((*self.status.values(), *self.channels.values()))

    @property
    def words(self) -> Mapping[TagId, str]:
        """Give what each tag stands for."""
        return {tag: word for word, tag in (*self.channels.items(), *self.status.items())}

    def said_by(self, tags: frozenset[TagId]) -> str:
        """Give the status that tags say; where there are several the mildest: it is believed."""
        said = {status for status, tag in self.status.items() if tag in tags}
        return next((status for status in _MILDEST_FIRST if status in said), "")

    def wanted(self, status: str, channels: tuple[str, ...]) -> frozenset[TagId]:
        """Give the tags a file should have of ours."""
        found = (self.status.get(status), *(self.channels.get(one) for one in channels))
        return frozenset(tag for tag in found if tag is not None)


def troubles(ours: OurTags, seen: Mapping[TagId, Tag]) -> dict[TagId, Cause]:
    """Say what is in the way of each tag that cannot be used. Pure."""
    found: dict[TagId, Cause] = {}
    for tag, word in ours.words.items():
        there = seen.get(tag)
        if there is None:
            found[tag] = cause(Kind.TAG_GONE, tag=tag, word=word)
        elif not there.ours_to_assign:
            found[tag] = cause(Kind.TAG_REFUSED, tag=tag, word=word)
    return found


@dataclass(slots=True, kw_only=True)
class TagBook:
    """Looks our tags up once, and again when told to, or while something is in their way."""

    api: Api
    tags: OurTags
    comments: bool = False
    """Whether we write comments."""
    _known: dict[TagId, Cause] | None = None
    _looked_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def troubles(self) -> Mapping[TagId, Cause]:
        """Give the tags that cannot be used, as far as is known. Raises `HostError`."""
        with self._lock:
            stale = self.api.clock() - self._looked_at > STALE_S
            if self._known is None or (self._known and stale):
                self._look()
            return self._known or {}

    def again(self) -> Mapping[TagId, Cause]:
        """Look our tags up anew. Raises `HostError`."""
        with self._lock:
            self._look()
            return self._known or {}

    def causes(self) -> tuple[Cause, ...]:
        """Look anew, and give what is in the way, comments included. Raises `HostError`."""
        off = self.comments and not self.api.has_comments()
        return (*self.again().values(), *((COMMENTS_OFF,) if off else ()))

    def _look(self) -> None:
        seen = {tag.id: tag for tag in self.api.tags()} if self.tags.all else {}
        self._known = troubles(self.tags, seen)
        self._looked_at = self.api.clock()


COMMENTS_OFF = cause(Kind.COMMENTS_OFF)
