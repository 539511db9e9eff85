"""A list of people: its fields, its rows, and what it changes. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from consent.ids import PersonId
from consent.persons import Profile
from consent.same_person import Candidate, Everybody
from scheduler.lists.cells import Form, Problem

PERSON = "person"
GUARDIANS: Final = (1, 2)
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "key": ("key", "number", "nummer", "leerlingnummer", "personeelsnummer", "id"),
    "name": ("name", "naam", "full name", "volledige naam"),
    "email": ("email", "e-mail", "mail", "e-mailadres", "emailadres"),
    "language": ("language", "taal"),
    "born": ("birth date", "date of birth", "birth_date", "geboortedatum"),
    "under_age": ("under age", "under 16", "minor", "minderjarig", "onder 16"),
    "groups": ("group", "groups", "groep", "groepen", "klas", "class", "team"),
    "guardian1_name": ("guardian", "guardian name", "ouder", "ouder 1", "verzorger 1"),
    "guardian1_email": ("guardian email", "e-mail ouder", "e-mail ouder 1", "email ouder 1"),
    "guardian2_name": ("guardian 2", "ouder 2", "verzorger 2"),
    "guardian2_email": ("guardian 2 email", "e-mail ouder 2", "email ouder 2"),
}
"""Our fields, and the names that columns usually have."""
FORM: Final = Form(
    fields=FIELDS,
    needed=("name",),
    days=("born",),
    joined={
        "name": (
            ("roepnaam", "voornaam", "first name", "given name", "vorname", "prénom", "prenom"),
            ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "infix"),
            ("achternaam", "last name", "surname", "family name", "nachname", "nom"),
        )
    },
)


class Change(StrEnum):
    """What a row does."""

    ADD = "add"
    UPDATE = "update"
    SAME = "same"
    HELD = "held"
    """Somebody new who may be somebody here: held until a human says who it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A guardian in a list."""

    name: str = field(repr=False)
    email: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One good row."""

    line: int
    change: Change
    person: PersonId | None
    """None: somebody new."""
    key: str = field(repr=False)
    profile: Profile = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    parents: tuple[Parent, ...] = field(repr=False)
    candidates: tuple[Candidate, ...] = ()
    """Who it may be, of one that is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePlan:
    """What a list changes."""

    rows: tuple[PersonRow, ...]
    problems: tuple[Problem, ...]

    def count(self, change: Change) -> int:
        """Count the rows that do this."""
        return sum(row.change is change for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who is here already."""

    keys: Mapping[str, PersonId] = field(repr=False)
    """By the key of an earlier import, of the keys in this list."""
    profiles: Mapping[PersonId, Profile] = field(repr=False)
    groups: Mapping[PersonId, frozenset[str]] = field(repr=False)
    parents: Mapping[PersonId, frozenset[Parent]] = field(repr=False)
    everybody: Everybody = field(default_factory=lambda: Everybody({}), repr=False)
    numbered: frozenset[PersonId] = frozenset()
    """Who came with a key of a list: another key is another person."""
    held: frozenset[PersonId] = frozenset()
    """Who is held already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What planning needs to know besides."""

    today: date
    age: int
    """From which birthday only the person's own answer counts."""
    languages: frozenset[str]
    wide: bool
    """Whether our mail server takes other letters than Latin ones in an address."""
