"""Which field holds what, and which option means what: the admin's mapping, checked at the host."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from connector.errors import HostConfused, HostRefused
from connector.resourcespace.api import Api, Search
from connector.resourcespace.request import tidy
from connector.resourcespace.rows import FieldRef, Fields, FieldType, FieldValue, Option, Ref

_NOWHERE = Ref(2_000_000_000)
"""A resource that is not there has every field that is for all types."""
NO_PHOTO = (
    "It shows no photo yet, and which fields photos have shows only on one: upload one, then look "
    "again."
)


class Part(StrEnum):
    """What we write. The order is that of writing towards a stricter answer."""

    STATUS = "status"
    WARNING = "warning"
    CHANNELS = "channels"
    END = "end"
    NOTE = "note"
    PEOPLE = "people"
    LINK = "link"
    CHECKED = "checked"


_TEXTS = frozenset({FieldType.TEXT, FieldType.MULTI_LINE, FieldType.LARGE_TEXT})
_KINDS: Mapping[Part, tuple[frozenset[FieldType], str]] = {
    Part.STATUS: (frozenset({FieldType.DROPDOWN, FieldType.RADIO}), "a dropdown"),
    Part.WARNING: (_TEXTS | {FieldType.WARNING}, "a warning message"),
    Part.CHANNELS: (frozenset({FieldType.CHECKBOX}), "check boxes"),
    Part.END: (frozenset({FieldType.DATE, FieldType.DATE_TIME, FieldType.EXPIRY}), "a date"),
    Part.NOTE: (_TEXTS, "a text"),
    Part.PEOPLE: (frozenset({FieldType.DYNAMIC}), "a dynamic keywords list"),
    Part.LINK: (_TEXTS, "a text"),
    Part.CHECKED: (frozenset({FieldType.DATE, FieldType.DATE_TIME}), "a date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The mapping as the admin wrote it."""

    fields: Mapping[Part, FieldRef]
    status: Mapping[str, str]
    """Status -> name of its option."""
    channels: Mapping[str, str]
    """Channel -> name of its option."""
    names: bool = True
    """False: names are only taken back, where the field can be seen."""

    @property
    def written(self) -> Mapping[Part, FieldRef]:
        """Give the fields that answers are written into."""
        every = self.fields.items()
        return {part: ref for part, ref in every if self.names or part is not Part.PEOPLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The mapping as the host has it. Use it only where there are no troubles."""

    fields: Mapping[Part, FieldValue]
    status: Mapping[str, Option]
    channels: Mapping[str, Option]
    troubles: tuple[str, ...] = ()
    """What an admin has to put right, one sentence each."""


def resolve(
    wanted: Wanted, seen: Fields, options: Mapping[Part, tuple[Option, ...] | None]
) -> Mapped:
    """Find fields by number and options by name, raw or translated, whatever their case. Pure."""
    found = {part: seen[ref] for part, ref in wanted.fields.items() if ref in seen}
    troubles = [
        f"Field {ref} ({part}) cannot be seen: give the service user f{ref} (or f*), and let the "
        "field apply to photos."
        for part, ref in wanted.written.items()
        if ref not in seen
    ]
    for part, one in found.items():
        kinds, word = _KINDS[part]
        if one.type not in kinds and part in wanted.written:
            troubles.append(f"Field {one.ref} ({part}) must be {word}.")
    status, missing = _match(Part.STATUS, wanted.status, options.get(Part.STATUS))
    channels, more = _match(Part.CHANNELS, wanted.channels, options.get(Part.CHANNELS))
    shown = [*(missing if Part.STATUS in found else ()), *(more if Part.CHANNELS in found else ())]
    return Mapped(fields=found, status=status, channels=channels, troubles=(*troubles, *shown))


def _match(
    part: Part, names: Mapping[str, str], options: tuple[Option, ...] | None
) -> tuple[dict[str, Option], list[str]]:
    """Match options; nothing may be taken for two things, or a yes could be read as a no."""
    found: dict[str, Option] = {}
    troubles = []
    for word, name in names.items():
        fitting = [one for one in options or () if tidy(name).casefold() in one.names()]
        if len(fitting) != 1:
            how = "no option" if not fitting else "several options"
            troubles.append(
                f"The {part} field has {how} “{name}”: add it, or name yours in "
                f"options.{part}.{word}."
            )
        else:
            found[word] = fitting[0]
    if len({one.ref for one in found.values()}) != len(found):
        troubles.append(f"Two words of options.{part} name the same option.")
    return found, troubles


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
    """Looks the mapping up once, and again when told to."""

    api: Api
    wanted: Wanted
    photos: Search
    """Finds photos, to see which fields they have."""
    _known: list[Mapped] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def mapped(self) -> Mapped:
        """Give the mapping. Raises `HostRefused` where it is not fit to be written by."""
        with self._lock:
            if not self._known:
                found = self.look()
                if found.troubles:
                    raise HostRefused(found.troubles[0])
                self._known.append(found)
            return self._known[0]

    def again(self) -> bool:
        """Look the mapping up anew; tell whether it is another one. Raises `HostRefused`."""
        with self._lock:
            before = self._known.copy()
            self._known.clear()
        return [self.mapped()] != before

    def whatever(self) -> Mapped:
        """Give the mapping also where it has troubles: enough to take values back by."""
        with self._lock:
            return self._known[0] if self._known else self.look()

    def look(self) -> Mapped:
        """Look the mapping up, with its troubles."""
        seen, sure = seen_by(self.api, self.photos)
        lists = (Part.STATUS, Part.CHANNELS)
        options = {
            part: self._options(self.wanted.fields[part])
            for part in lists
            if self.wanted.fields.get(part) in seen
        }
        found = resolve(self.wanted, seen, options)
        unsure = not sure and not found.fields.keys() >= self.wanted.written.keys()
        return replace(found, troubles=(NO_PHOTO,)) if unsure else found

    def _options(self, ref: FieldRef) -> tuple[Option, ...] | None:
        try:
            return self.api.options(ref)
        except HostConfused:
            return None
