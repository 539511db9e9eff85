"""Where on the photo: ordinals, lists and dates in the reader's language."""

from collections.abc import Sequence
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date

from consent.decisions import Place
from likeness.i18n.catalogs import N_, SOURCE, catalog

AND = N_("{most} and {last}")
"""Between the last two of a list."""
FEW = 3
_OURS = (SOURCE, "nl")
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
    return joined(words, catalog(language).gettext(AND))


def joined(words: Sequence[str], both: str) -> str:
    """Join words, the last two with the translation of `AND`."""
    *most, last = words
    return both.format(most=", ".join(most), last=last) if most else last


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
    """Write a day: "30 June 2026"; in other languages as they do, in English if we do not know."""
    if language in _OURS:
        return format_date(value, "d MMMM y", locale=language)
    try:
        return format_date(value, "long", locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return format_date(value, "d MMMM y", locale=SOURCE)
