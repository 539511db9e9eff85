"""What is kept of a person besides consents. Held only encrypted under that person's own key."""

from dataclasses import dataclass, field
from datetime import date

from consent.ids import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The personal data of one person. Never logged; `repr` shows nothing."""

    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    """Declared, never inferred."""
    minor_until: date | None = field(default=None, repr=False)
    """The hand-over birthday: the birth date plus the age set for the country; None: an adult."""
    language: str = ""
    """Of letters and pages; empty = the installation's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One enrolled or invited person with their profile."""

    id: PersonId
    profile: Profile
