"""Characters that nobody sees, or that make readers see something else. Pure."""

import unicodedata
from typing import Final

_JOINERS: Final = frozenset("\u200c\u200d")
"""Between two letters of scripts that join theirs they are part of the spelling."""
_FILLERS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\ufe0e\ufe0f"
)
"""Letters and marks without a picture."""
_SHAPES: Final = range(0xE0100, 0xE01F0)
"""Behind a Han letter they say which of its shapes is meant: names are spelled with them."""
_WHITE: Final = frozenset("\u2800")
"""What looks like a blank and is a sign."""
_OVERRIDES: Final = frozenset("\u202d\u202e")
"""They turn what stands behind them: `gpj.exe` is read as `exe.jpg`."""
_NEVER: Final = frozenset(range(0xFDD0, 0xFDF0))
"""Numbers that are no characters, besides the last two of every plane."""
_LAST: Final = 0xFFFE
_ONE_BY_ONE: Final = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CJK", "HIRAGANA")
"""Scripts whose letters are never joined."""


def bare(text: str) -> str:
    """Give a text as people see it: on one line, composed, without what is invisible."""
    shown = _bared(text)
    while shown != text:  # what was taken off may have stood between two others
        text, shown = shown, _bared(shown)
    return shown


def _bared(text: str) -> str:
    spaced = "".join(" " if sign.isspace() or sign in _WHITE else sign for sign in text)
    beside = zip(" " + spaced, spaced, spaced[1:] + " ", strict=False)
    seen = "".join(now for before, now, after in beside if _is_seen(before, now, after))
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def deceives(text: str) -> bool:
    """Tell whether a text turns its own order of reading, or holds what is no character."""
    return any(sign in _OVERRIDES or _is_no_character(sign) for sign in text)


def _is_seen(before: str, now: str, after: str) -> bool:
    if now in _JOINERS:
        return _joins(before) and _joins(after)
    if ord(now) in _SHAPES:
        return unicodedata.category(before) == "Lo"
    return now not in _FILLERS and unicodedata.category(now) not in {"Cf", "Cc", "Cs", "Co"}


def _joins(sign: str) -> bool:
    """Tell whether this is a letter or mark of a script that joins its letters."""
    name = unicodedata.name(sign, _ONE_BY_ONE[0])
    return unicodedata.category(sign)[0] in "LM" and not name.startswith(_ONE_BY_ONE)


def _is_no_character(sign: str) -> bool:
    """Tell whether this is half a character, one of somebody's own, or one that never will be."""
    own = unicodedata.category(sign) in {"Cs", "Co"}
    return own or ord(sign) & _LAST == _LAST or ord(sign) in _NEVER
