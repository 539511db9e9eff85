"""What lists of people show: one word for each. Pure but for the rows that are handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consent.ids import PersonId
from consent.standing import Standing
from likeness.standings import Standings

LOOKS: Mapping[Standing, tuple[str, str]] = {
    Standing.GIVEN: ("cleared", "✓"),
    Standing.PARTLY: ("partly", "◐"),
    Standing.EXPIRING: ("partly", "◷"),
    Standing.ASKED: ("review", "?"),
    Standing.REFUSED: ("blocked", "✗"),
    Standing.WITHDRAWN: ("blocked", "✗"),
    Standing.EXPIRED: ("blocked", "✗"),
    Standing.NOT_ASKED: ("not-assessed", "…"),
}
"""Colour and sign of each; never colour alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person in a list."""

    person: PersonId
    name: str = field(repr=False)
    """What the person is called in lists: no two are alike."""
    standing: Standing
    recognition: str
    """Name of the text for the state of the recognition consent."""
    picture: bool = False
    """Whether a picture of the person is kept to compare with."""

    @property
    def look(self) -> tuple[str, str]:
        """Give colour and sign."""
        return LOOKS[self.standing]

    @property
    def holds(self) -> bool:
        """Tell whether a permission holds today."""
        return self.standing in {Standing.GIVEN, Standing.PARTLY, Standing.EXPIRING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Standings):
    """What is known of everybody, and the line of each."""

    pictures: frozenset[PersonId] = frozenset()
    """Of whom a picture is kept to compare with."""

    def line(self, person: PersonId, name: str) -> PersonLine:
        """Make the line of a person: what every page shows where people are listed or chosen."""
        state = self.recognition.get(person)
        return PersonLine(
            person=person,
            name=name,
            standing=self.standing(person),
            recognition=f"state-{state}" if state else "state-never",
            picture=person in self.pictures,
        )
