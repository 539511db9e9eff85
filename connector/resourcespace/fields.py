"""Looking the admin's mapping up at the host, once, and again where something does not fit."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from connector.causes import SENTENCES, Cause, Kind
from connector.errors import HostConfused
from connector.host import BriefMemory, Memory
from connector.resourcespace.api import Api, Search
from connector.resourcespace.matching import Host, Mapped, Options, resolve
from connector.resourcespace.parts import Part, Wanted
from connector.resourcespace.rows import FieldRef, Fields, Ref
from connector.resourcespace.writing import may_not_write

_NOWHERE = Ref(2_000_000_000)
"""A resource that is not there has every field that is for all types."""
NO_PHOTO = SENTENCES[Kind.NO_PHOTO]
STALE_S = 5.0
"""After so many seconds a mapping with troubles is looked up again before it is used."""


class Seen(NamedTuple):
    """The fields photos have, without what they hold."""

    fields: Fields
    sure: bool
    """False: there is no photo, and these are only those that every type has."""


def seen_by(api: Api, photos: Search) -> Seen:
    """Look at one photo for the fields it has. Raises `HostError`."""
    found = api.search(photos, 0, 1).resources
    every = api.fields(found[0].ref if found else _NOWHERE)
    bare = {ref: replace(one, value="", nodes=frozenset()) for ref, one in every.items()}
    return Seen(fields=bare, sure=bool(found))


@dataclass(slots=True, kw_only=True)
class Mapper:
    """Looks the mapping up once, and again when told to, or while something is in its way."""

    api: Api
    wanted: Wanted
    photos: Search
    """Finds photos, to see which fields they have."""
    memory: Memory = field(default_factory=BriefMemory)
    """Which number each option had, to follow one that is renamed."""
    _known: list[Mapped] = field(default_factory=list)
    _looked_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def mapped(self) -> Mapped:
        """Give the mapping, with what is in its way. Raises `HostError`."""
        with self._lock:
            stale = self.api.clock() - self._looked_at > STALE_S
            if not self._known or (self._known[0].causes and stale):
                self._look(rights=bool(self._known))
            return self._known[0]

    def again(self) -> bool:
        """Look the mapping up anew, and what we may write; tell whether it is another one.

        Raises `HostError`.
        """
        with self._lock:
            before = self._known.copy()
            self._look(rights=True)
            return self._known != before

    def causes(self) -> tuple[Cause, ...]:
        """Look anew, and give what is in the way. Raises `HostError`."""
        self.again()
        return self.mapped().causes

    def _look(self, *, rights: bool) -> None:
        self._known = [self.look(rights=rights)]
        self._looked_at = self.api.clock()

    def look(self, *, rights: bool = False) -> Mapped:
        """Look the mapping up; with `rights` also whether our user may write its fields."""
        seen, sure = seen_by(self.api, self.photos)
        lists = (Part.STATUS, Part.CHANNELS)
        options = {
            part: self._options(self.wanted.fields[part])
            for part in lists
            if self.wanted.fields.get(part) in seen
        }
        written = self.wanted.written.values()
        host = Host(
            fields=seen,
            options=options,
            sure=sure,
            gone=self._gone(ref for ref in written if ref not in seen),
            locked=may_not_write(self.api.may, written) if rights else frozenset(),
        )
        kept = self.memory.recall()
        mapped = resolve(self.wanted, host, kept)
        news = {key: node for key, node in mapped.nodes.items() if kept.get(key) != node}
        if news:
            self.memory.keep(news)
        return mapped

    def _gone(self, refs: Iterable[FieldRef]) -> frozenset[FieldRef]:
        """Tell fields that were deleted from those that are only hidden from our user."""
        return frozenset(ref for ref in refs if not self.api.has_field(ref))

    def _options(self, ref: FieldRef) -> Options | None:
        try:
            return self.api.options(ref)
        except HostConfused:
            return None
