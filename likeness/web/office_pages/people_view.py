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
    standing: Standing
    recognition: str
    """Name of the text for the state of the recognition consent."""

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

    def line(self, person: PersonId, name: str) -> PersonLine:
        """Make the line of a person."""
        state = self.recognition.get(person)
        return PersonLine(
            person=person,
            name=name,
            standing=self.standing(person),
            recognition=f"state-{state}" if state else "state-never",
        )
