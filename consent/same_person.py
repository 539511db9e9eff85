"""Tells who may be the same person under two numbers: a name alone never says that. Pure.

What comes out is a question for a human; nothing here decides it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from consent.ids import PersonId
from consent.invisible import bare

_UNFOLDED: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
        "\u0131": "i",
    }
)
"""Letters that are written with a mark but not composed of letter and mark."""
_INSIDE: Final = frozenset("'`.\u00b4\u2018\u2019\u02bc\u02b9")
"""Signs inside a word, apostrophes of every shape: O'Brien, d'Arc, J.P."""


class Likeness(StrEnum):
    """Why two numbers may be the same person."""

    NAME = "name"
    KEY = "key"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of one person."""

    name: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    keys: frozenset[str] = field(default=frozenset(), repr=False)
    """Keys of lists that this person came with."""
    addresses: frozenset[str] = field(default=frozenset(), repr=False)
    """Proved ones of somebody who comes in; of somebody here: theirs and their guardians'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody here who may be the one who comes in."""

    person: PersonId
    why: frozenset[Likeness]
    same_birth_date: bool
    """Whether both birth dates are known, and equal."""

    @property
    def clear(self) -> bool:
        """Tell whether a human may answer this together with others of its kind."""
        return self.same_birth_date and {Likeness.NAME, Likeness.ADDRESS} <= self.why


def folded(text: str) -> str:
    """Fold case, marks on letters, punctuation and what nobody sees; words stay apart."""
    wide = unicodedata.normalize("NFKD", bare(text).casefold())
    plain = unicodedata.normalize("NFKD", wide.casefold().translate(_UNFOLDED))
    letters = (sign for sign in plain if not unicodedata.combining(sign) and sign not in _INSIDE)
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def spellings(name: str) -> frozenset[str]:
    """Give the forms under which a name is looked for: two names are equal that share a form.

    One is without an order of its parts, one without gaps. A name of no letters has none.
    """
    parts = folded(name).split()
    if not parts:
        return frozenset()
    return frozenset({" ".join(sorted(parts)), "".join(folded(_in_order(name)).split())})


def first_name(name: str) -> str:
    """Give the folded first name: of "Boer, Mees de" it is "mees"."""
    return next(iter(folded(_in_order(name)).split()), "")


def contradict(one: date | None, other: date | None) -> bool:
    """Tell whether two birth dates are of two persons; an unknown one contradicts nothing."""
    return one is not None and other is not None and one != other


def likeness(incoming: Traits, here: Traits) -> frozenset[Likeness]:
    """Say why these two may be the same person; nothing: no reason to ask."""
    found = set()
    apart = contradict(incoming.birth_date, here.birth_date)
    if not apart and spellings(incoming.name) & spellings(here.name):
        found.add(Likeness.NAME)
    if incoming.keys & here.keys:
        found.add(Likeness.KEY)
    first = first_name(incoming.name)
    if first and first == first_name(here.name) and _shared(incoming, here):
        found.add(Likeness.ADDRESS)
    return frozenset(found)


def candidates(incoming: Traits, everybody: Mapping[PersonId, Traits]) -> tuple[Candidate, ...]:
    """Give everybody who may be the one who comes in, by id."""
    found = []
    for person, here in sorted(everybody.items()):
        why = likeness(incoming, here)
        if why:
            same = incoming.birth_date is not None and incoming.birth_date == here.birth_date
            found.append(Candidate(person=person, why=why, same_birth_date=same))
    return tuple(found)


class Everybody:
    """Everybody here, arranged so that looking for one person takes no look at each."""

    def __init__(self, traits: Mapping[PersonId, Traits]) -> None:
        """Arrange them."""
        self._traits = traits
        self._found: defaultdict[tuple[Likeness, str], set[PersonId]] = defaultdict(set)
        for person, one in traits.items():
            for mark in _marks(one):
                self._found[mark].add(person)

    def like(self, incoming: Traits) -> tuple[Candidate, ...]:
        """Give the same as `candidates`."""
        near: set[PersonId] = set()
        for mark in _marks(incoming):
            near |= self._found.get(mark, set())
        return candidates(incoming, {person: self._traits[person] for person in near})


def _marks(traits: Traits) -> Iterable[tuple[Likeness, str]]:
    yield from ((Likeness.NAME, one) for one in spellings(traits.name))
    yield from ((Likeness.KEY, one) for one in traits.keys)
    yield from ((Likeness.ADDRESS, one) for one in _plain(traits.addresses))


def _shared(one: Traits, other: Traits) -> bool:
    return bool(_plain(one.addresses) & _plain(other.addresses))


def _plain(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(bare(one).casefold() for one in addresses if bare(one))


def _in_order(name: str) -> str:
    """Turn "family name, first name" round."""
    last, comma, first = bare(name).partition(",")
    return f"{first} {last}" if comma and folded(first) else name
