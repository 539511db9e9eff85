"""Whose record it is: a host's consent record matched with the persons we know. Pure.

Two persons are never taken for one: only the same address and the same name say so by themselves.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from consent.host_records import Record
from consent.ids import PersonId
from consent.persons import Profile


class Whose(StrEnum):
    """What matching came to."""

    KNOWN = "known-person"
    NEW = "new-person"
    SAME_NAME = "same-name"
    """Somebody has this name, and no address says whether it is them: a human must."""
    SAME_ADDRESS = "same-address-twice"
    """Several persons have this name and this address."""
    NO_NAME = "no-name"
    LEFT_OUT = "left-out"
    """A human decided that this record is not taken over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Whose a record is."""

    whose: Whose
    person: PersonId | None = None
    candidates: tuple[PersonId, ...] = ()


@dataclass(slots=True)
class People:
    """The persons known so far; grows while records are read. Personal data: never shown."""

    _known: dict[PersonId, tuple[str, str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, profiles: Mapping[PersonId, Profile]) -> "People":
        """Index profiles."""
        return cls({one: (plain(it.name), plain(it.email)) for one, it in profiles.items()})

    def add(self, person: PersonId, record: Record) -> None:
        """Know one person more."""
        self._known[person] = (plain(record.name), plain(record.email))

    def match(self, record: Record) -> Match:
        """Find whose record it is.

        The same address under another name is somebody else: a parent's, or a school's.
        """
        name, email = plain(record.name), plain(record.email)
        if not name:
            return Match(whose=Whose.NO_NAME)
        both = self._those((name, email)) if email else ()
        if both:
            sure = len(both) == 1
            whose = Whose.KNOWN if sure else Whose.SAME_ADDRESS
            return Match(whose=whose, person=both[0] if sure else None, candidates=both)
        namesakes = tuple(sorted(one for one, (known, _) in self._known.items() if known == name))
        if namesakes:
            return Match(whose=Whose.SAME_NAME, candidates=namesakes)
        return Match(whose=Whose.NEW)

    def _those(self, wanted: tuple[str, str]) -> tuple[PersonId, ...]:
        return tuple(sorted(one for one, known in self._known.items() if known == wanted))


def same_person(one: Record, other: Record) -> bool:
    """Tell whether two states of a record are about the same person."""
    return _identity(one) == _identity(other)


def _identity(record: Record) -> Iterable[object]:
    return plain(record.name), plain(record.email), record.born


def plain(text: str) -> str:
    """Fold case, accents and spaces: what people type differently."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())
