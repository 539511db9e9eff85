"""How a person is called where people are chosen or listed: a name alone is not enough. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from consent.ids import PersonId
from consent.same_person import folded

DOT: Final = " · "
_NUMBERED: Final = re.compile(r"\(\d+\)\s*$")
"""A name that itself ends as a number of ours: it always gets one behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What tells one person from another in a list."""

    name: str = field(repr=False)
    groups: tuple[str, ...] = field(default=(), repr=False)
    year: int | None = field(default=None, repr=False)
    """Of birth; None where nobody said it."""
    number: int = 0
    """In which order people came here. Somebody who comes later never renumbers others."""


def labels(people: Mapping[PersonId, Described]) -> Mapping[PersonId, str]:
    """Give the label of each: name, groups, birth year; those that read alike get a number."""
    alike: defaultdict[tuple[str, str], list[PersonId]] = defaultdict(list)
    for person, told in people.items():
        alike[folded(told.name), folded(_rest(told))].append(person)
    found = {}
    for persons in alike.values():
        persons.sort(key=lambda person: (people[person].number, person))
        for place, person in enumerate(persons, start=1):
            found[person] = _label(people[person], place)
    return found


def _label(told: Described, place: int) -> str:
    plain = place == 1 and not _NUMBERED.search(told.name)
    name = told.name if plain else f"{told.name} ({place})"
    return DOT.join(part for part in (_undotted(name), _rest(told)) if part)


def _undotted(text: str) -> str:
    """Take our own sign out of what people wrote."""
    return text.replace("·", "-")


def _rest(told: Described) -> str:
    year = () if told.year is None else (str(told.year),)
    return DOT.join((*map(_undotted, _sorted(told.groups)), *year))


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name.casefold(), name)))
