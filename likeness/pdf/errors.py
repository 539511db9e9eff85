"""What cannot be printed; messages say what to do, and repeat nothing of the text."""

import unicodedata

from likeness.errors import LikenessError

_HTML = "Write to a file that ends in .html instead, open it in a browser, and print it there."
_FONTS = "Install DejaVu Sans (Debian: fonts-dejavu-core), or write to a file that ends in .html"


class LettersMissing(LikenessError):
    """Stop: there are letters that cannot be set in a PDF here."""

    def __init__(self, letters: str) -> None:
        """Say what to do; `letters` are those that are missing."""
        super().__init__(_advice(letters))


def _advice(letters: str) -> str:
    scripts = sorted({_script(letter) for letter in letters})
    named = ", ".join(scripts[:3])
    if any(is_shaped(letter) for letter in letters):
        return f"A PDF from here cannot show these letters as they are read: {named}. {_HTML}"
    return f"No font here has these letters: {named}. {_FONTS}, open it in a browser, and print it."


def is_shaped(letter: str) -> bool:
    """Tell whether a letter runs from right to left, or joins or stacks with others."""
    return (
        unicodedata.bidirectional(letter) in {"R", "AL", "AN"}
        or unicodedata.category(letter) in {"Mn", "Mc", "Me"}
        or _script(letter) in _JOINED
    )


_JOINED = frozenset(
    {"Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada"}
    | {"Malayalam", "Sinhala", "Thai", "Lao", "Tibetan", "Myanmar", "Khmer", "Mongolian"}
)


def _script(letter: str) -> str:
    """Name a script by the first word of a letter's name: `Arabic`."""
    return unicodedata.name(letter, "unknown").partition(" ")[0].capitalize()
