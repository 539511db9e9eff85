"""One question: may this photo be used on this channel, asked at this moment? No answers here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consent.decisions import PhotoFacts, Rules
from consent.ids import Channel
from consent.newest import Matter
from consent.quitclaims import ForSession, General, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything but the faces and the persons."""

    channel: Channel
    photo: PhotoFacts
    rules: Rules
    at: datetime
    today: date

    def includes_photo(self, scope: Scope) -> bool:
        """Tell whether a scope includes this photo."""
        match scope:
            case General():
                return True
            case ForSession():
                return scope.session in self.photo.sessions
            case _:
                return self.photo.asset in scope.assets

    @property
    def matter(self) -> Matter:
        """Give what says which answers are about it."""
        return Matter(
            channel=self.channel, at=self.at, today=self.today, covers=self.includes_photo
        )

    def on(self, day: date) -> "Question":
        """Ask the same on another local day."""
        return Question(
            channel=self.channel, photo=self.photo, rules=self.rules, at=self.at, today=day
        )


def day_before(day: date) -> date:
    """Give the local day before."""
    return day - timedelta(days=1)


def day_after(day: date) -> date | None:
    """Give the local day after; None after the last day a calendar knows."""
    return None if day == date.max else day + timedelta(days=1)
