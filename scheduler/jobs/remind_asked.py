"""Remind everybody who was asked a text and has not answered, at most once a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consent.asks import Ask
from consent.ids import Actor
from consent.signing import Means
from scheduler.asking import Wish, open_asks
from scheduler.deps import Deps
from scheduler.jobs.ask_person import remind

PAUSE = timedelta(days=1)
"""Nobody gets a letter of a bulk reminder this soon after the letter before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """What happens to those who were asked this text already."""

    due: tuple[Ask, ...]
    """They get a reminder."""
    recent: tuple[Ask, ...]
    """Their last letter is too fresh; nothing is sent."""
    by_hand: tuple[Ask, ...]
    """Not asked by mail."""

    @property
    def all(self) -> tuple[Ask, ...]:
        """Give everybody who was asked already."""
        return (*self.due, *self.recent, *self.by_hand)

    @property
    def last_sent_at(self) -> datetime | None:
        """Give when the last of the fresh letters went out."""
        return max((ask.last_sent_at for ask in self.recent if ask.last_sent_at), default=None)


def preview_reminders(deps: Deps, wish: Wish) -> Reminders:
    """Say who of these was asked this text already, and would be reminded. Changes nothing."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        found = open_asks(tx, wish)
    mailed = [ask for ask in found if ask.way is Means.MAIL]
    recent = [ask for ask in mailed if ask.last_sent_at and now - ask.last_sent_at < PAUSE]
    return Reminders(
        due=tuple(ask for ask in mailed if ask not in recent),
        recent=tuple(recent),
        by_hand=tuple(ask for ask in found if ask.way is not Means.MAIL),
    )


def remind_many(deps: Deps, wish: Wish, actor: Actor) -> Reminders:
    """Remind who was asked this text already; whoever had a letter within a day gets none.

    Safe to run twice: the second run sends nothing.
    """
    found = preview_reminders(deps, wish)
    for ask in found.due:
        remind(deps, ask.id, actor)
    return found
