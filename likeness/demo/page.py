"""The demo's contact sheet: the library as it is now, and what changed on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from likeness.demo.cards import Cards, changes, spread
from likeness.demo.library import USED
from likeness.sheet.view import Sheet, SheetChange, SheetEvent, SheetPhoto

_SHOWN = 4
_INVENTED = (
    "All names are invented labels, and every consent here rests on a ground called DEMO "
    "that counts in no other installation."
)
_EASY = "Each person's photos are crops of one picture, so recognition is easier here than in life."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """The library at four moments."""

    first: Cards
    answered: Cards
    withdrawn: Cards
    now: Cards


def page_of(scenes: Scenes, today: date) -> Sheet:
    """Make the page."""
    return Sheet(
        title="Who may be shown, and where",
        intro=(
            "A library of real photos, six people and what they agreed to. Then one of them "
            "withdrew and one asked to be erased: the photos changed by themselves."
        ),
        made_on=today,
        photos=_people_first(scenes.now),
        language="en",
        events=(
            _event(
                "A human answered about four faces",
                "One suggestion accepted, one refused, one face named by hand, and one reflection "
                "in a spoon told from a face. Each answer holds when the photo is looked at again.",
                changes(scenes.first, scenes.answered),
            ),
            _event(
                "Daan withdrew his consent",
                "Every photo of him changed at once; nobody had to look for them.",
                changes(scenes.answered, scenes.withdrawn),
            ),
            _event(
                "Grace asked to be erased",
                "Her name, her consents, her templates and the key they were under are gone. That "
                "a face is there stays known, without a person, so nothing is cleared by it.",
                changes(scenes.withdrawn, scenes.now),
            ),
        ),
        remarks=(
            _INVENTED,
            f"The pictures: {'; '.join(USED)}. {_EASY}",
        ),
    )


def _people_first(cards: Cards) -> tuple[SheetPhoto, ...]:
    """Put folders with the fullest photos first; the order within a folder stays."""
    fullest: dict[str, int] = {}
    for card in cards.values():
        fullest[card.folder] = max(fullest.get(card.folder, 0), len(card.faces))
    return tuple(sorted(cards.values(), key=lambda card: (-fullest[card.folder], card.folder)))


def _event(title: str, text: str, found: Sequence[SheetChange]) -> SheetEvent:
    shown = spread(found, _SHOWN)
    return SheetEvent(title=title, text=text, changes=shown, others=len(found) - len(shown))
