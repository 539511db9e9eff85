"""Where everybody stands, for lists of people: in the office, for scripts, on the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from consent.ids import PersonId
from consent.standing import AnswerLine, Standing, standing
from consent.states import ConsentState

if TYPE_CHECKING:
    from likeness.storage.store import SqlTx

SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """What is known of everybody, read at once."""

    answers: Mapping[PersonId, Sequence[AnswerLine]]
    asked: frozenset[PersonId]
    recognition: Mapping[PersonId, ConsentState]
    uses: int
    today: date

    def standing(self, person: PersonId) -> Standing:
        """Give one word for a person."""
        return standing(
            self.answers.get(person, ()),
            self.today,
            SOON,
            self.uses,
            asked=person in self.asked,
        )


def standings_of(tx: "SqlTx", uses: int, today: date) -> Standings:
    """Read where everybody stands."""
    return Standings(
        answers=tx.overview.answers(),
        asked=tx.overview.asked(),
        recognition=tx.overview.recognised(),
        uses=uses,
        today=today,
    )
