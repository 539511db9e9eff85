"""Where on the photo: ordinals, lists and dates in the reader's language."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from consent.decisions import Place
from likeness.i18n.catalogs import catalog

FEW = 3
_TEENS = range(11, 14)
_ENGLISH = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int, language: str) -> str:
    """Write 2 as "2nd" or "2e"."""
    if language == "nl":
        return f"{number}e"
    ending = "th" if number % 100 in _TEENS else _ENGLISH.get(number % 10, "th")
    return f"{number}{ending}"


def listed(words: Sequence[str], language: str) -> str:
    """Join words: "a, b and c"."""
    *most, last = words
    if not most:
        return last
    # TRANSLATORS: between the last two of a list
    both = catalog(language).gettext("{most} and {last}")
    return both.format(most=", ".join(most), last=last)


def where(places: Sequence[Place], language: str) -> str:
    """Say which faces: "2nd face from the left of 5"; several in one phrase; empty for none."""
    if not places:
        return ""
    text = catalog(language)
    numbers = sorted({place.ordinal for place in places})
    of = max(place.of for place in places)
    if of == 1:
        return text.gettext("the only face")
    if len(numbers) > FEW:
        return text.gettext("{count} of {of} faces").format(count=len(numbers), of=of)
    nth = listed([ordinal(number, language) for number in numbers], language)
    return text.gettext("{nth} face from the left of {of}").format(nth=nth, of=of)


def day(value: date, language: str) -> str:
    """Write a day: "30 June 2026"."""
    return format_date(value, "d MMMM y", locale="nl" if language == "nl" else "en")
