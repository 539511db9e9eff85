"""Which passwords are good enough: long, and none that everybody tries first. Pure.

No rules about digits and signs: they make passwords worse (NIST SP 800-63B, section 3.1.1.2).
"""

import re
import unicodedata
from enum import StrEnum

from likeness.accounts.weak_passwords import WORDS

SHORTEST, LONGEST = 12, 200
_FEW_LETTERS = 4
_ROWS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm" * 2)
_LOOKS = str.maketrans("013457@$!", "oieastasi")
_NO_LETTERS = "0123456789 !?.,-_#*+=/"
_PLAIN = re.compile(r"[^a-z]")


class Weak(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    PERSONAL = "personal"
    """It is mostly the person's own name or address."""


def normal(password: str) -> str:
    """Give the same letters the same form, whatever keyboard they came from."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, name: str, email: str = "") -> Weak | None:
    """Say why a password is too weak; None where it is good enough."""
    text = normal(password)
    if len(text) < SHORTEST:
        return Weak.SHORT
    if len(text) > LONGEST:
        return Weak.LONG
    folded = text.casefold()
    if _is_repeated(folded) or _in_a_row(folded) or _is_common(folded):
        return Weak.COMMON
    return Weak.PERSONAL if _is_personal(folded, name, email) else None


def _is_repeated(text: str) -> bool:
    """Tell whether it is a few characters, over and over."""
    units = range(1, len(text) // 2 + 1)
    same = any(text == (text[:unit] * len(text))[: len(text)] for unit in units)
    return same or len(set(text)) <= _FEW_LETTERS


def _in_a_row(text: str) -> bool:
    return any(text in row or text in row[::-1] for row in _ROWS)


def _is_common(text: str) -> bool:
    """Tell whether all its letters are known words, whatever digits and signs stand between."""
    bare = text.strip(_NO_LETTERS)
    words = {_PLAIN.sub("", bare), _PLAIN.sub("", bare.translate(_LOOKS))}
    return any(word and _made_of_known(word) for word in words)


def _made_of_known(word: str) -> bool:
    """Tell whether a word is known words in a row."""
    reached = {0}
    for end in range(1, len(word) + 1):
        if any(word[begin:end] in WORDS for begin in reached):
            reached.add(end)
    return len(word) in reached


def _is_personal(text: str, name: str, email: str) -> bool:
    rest = text
    for own in sorted({*name.casefold().split(), *re.split(r"[@.]", email.casefold())}, key=len):
        if len(own) >= _FEW_LETTERS:
            rest = rest.replace(own, "")
    return rest != text and len(_PLAIN.sub("", rest)) < _FEW_LETTERS
