"""Tells in which encoding a text was written: in the one in which its letters make words. Pure.

Files of spreadsheets and school systems do not say it. Where two readings are as good as each
other, a human says which it is: a guess would go into letters and evidence.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from scheduler.errors import EncodingUnclear, TableRefused

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES: Final[Mapping[str, str]] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows, western Europe",
    "mac_roman": "Macintosh, western Europe",
    "cp850": "DOS, western Europe",
    "iso8859-15": "ISO 8859-15, western Europe",
    "cp1250": "Windows, central Europe",
    "iso8859-2": "ISO 8859-2, central Europe",
    "mac_latin2": "Macintosh, central Europe",
    "cp852": "DOS, central Europe",
    "cp1254": "Windows, Turkish",
}
"""Encodings by Python's name, with what people may know them by."""
EIGHT_BITS: Final = tuple(name for name in NAMES if not name.startswith("utf"))
"""The likeliest first: where two read a text alike, the first is named."""
_USUAL: Final = frozenset("éèëêïöüäáàçñóíúôåøßûãõ" + "ąćęłńóśźżčěřšťůýžáíőű" + "ğışşțșăâî")
"""Letters that are common in names of some language."""
_PER_LANGUAGE: Final = tuple(
    frozenset(letters)
    for letters in (
        "éèëêïöüäáóíúôçàñ",  # Dutch
        "éèêëàâçîïôùûüœæÿ",  # French
        "äöüßéàèê",  # German
        "áéíóúñüçï",  # Spanish, Catalan
        "ãõáéíóúâêôàç",  # Portuguese
        "àèéìíòóù",  # Italian
        "åäöæøéüáíóúýðþ",  # the north
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýžäľĺŕô",  # Czech, Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîșțşţ",  # Romanian
        "čćšžđ",  # Croatian, Slovene
        "çğıöşüâîéİ",  # Turkish
    )
)
_MARKS_ALONE: Final = frozenset("°§±²³½¼¾€£¢©®™µ×÷ªº«»“”‘–—…")  # noqa: RUF001 - as they stand
"""Signs that people write between words."""
_VOWELS: Final = frozenset("aeiouyœæø\N{LATIN SMALL LETTER DOTLESS I}")
_WORD: Final = re.compile(r"[^\s;,|\t\"()<>/]*[^\x00-\x7f][^\s;,|\t\"()<>/]*")
_MOST_WORDS: Final = 2_000
_MARGIN: Final = 0.25
"""By how much a reading must be better, per word, to be taken without asking."""
_BROKEN, _SIGN, _CASE, _STRANGE, _RARE, _RUN = 10.0, 5.0, 3.0, 2.0, 0.5, 1.0
_MOST_VOWELS, _MOST_CONSONANTS = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, and how it was read."""

    text: str = field(repr=False)
    encoding: str


def decoded(data: bytes, encoding: str = "") -> Decoded:
    """Read a text; `encoding`: as somebody says. Raises `TableRefused` and `EncodingUnclear`."""
    if encoding:
        return _as_said(data, encoding)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", *_wide(data)):
        text = _read(data, name)
        if text is not None and "\x00" not in text:
            return _sure(data, Decoded(text=text, encoding=name))
    if marked:
        raise TableRefused(
            "The letters cannot be read. Save the sheet as CSV (UTF-8) and try again."
        )
    if b"\x00" in data:
        raise TableRefused("This is no text file. Save the sheet as CSV (UTF-8) and try again.")
    return _best(data)


def _sure(data: bytes, wide: Decoded) -> Decoded:
    """Ask where a text may be UTF-8 by accident: short, of strange letters, and words otherwise."""
    cost = _cost(wide.text) if wide.encoding == "utf-8" else 0.0
    if cost < _STRANGE:
        return wide
    try:
        other = _best(data)
    except EncodingUnclear:
        return wide
    if cost - _cost(other.text) < _STRANGE:
        return wide
    raise _unclear({one.encoding: _shown(one.text) for one in (other, wide)})


def _as_said(data: bytes, encoding: str) -> Decoded:
    if encoding not in NAMES:
        raise TableRefused(f"There is no such encoding here. Choose: {', '.join(NAMES)}.")
    text = _read(data, encoding)
    if text is None:
        raise TableRefused(f"The letters cannot be read as {encoding}. Say another, or none.")
    return Decoded(text=text.removeprefix("\ufeff"), encoding=encoding)


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> tuple[str, ...]:
    """Give the kind of UTF-16 that a text without its mark may be: every second byte is zero."""
    half = len(data) // 2
    zeros = (data[1::2].count(0), data[::2].count(0))
    return tuple(
        name
        for name, count in zip(("utf-16-le", "utf-16-be"), zeros, strict=True)
        if half and count > half * 0.7
    )


def _best(data: bytes) -> Decoded:
    """Choose between the encodings of eight bits. Raises `EncodingUnclear`."""
    read = {name: text for name in EIGHT_BITS if (text := _read(data, name)) is not None}
    costs = sorted((round(_cost(read[name]), 3), at, name) for at, name in enumerate(read))
    cost, _, best = costs[0]
    rivals = [
        name
        for other, _, name in costs
        if other - cost < _MARGIN and _words(read[name]) != _words(read[best])
    ]
    if not rivals and cost < _CASE:
        return Decoded(text=read[best], encoding=best)
    raise _unclear({name: _shown(read[name]) for name in (best, *rivals)[:6]})


def _unclear(samples: Mapping[str, str]) -> EncodingUnclear:
    return EncodingUnclear(
        "The letters can be read in more than one way. Say which is right (encoding), or save the"
        " sheet as CSV (UTF-8).",
        samples=samples,
    )


def _shown(text: str) -> str:
    return ", ".join(_words(text)[:3])


def _words(text: str) -> list[str]:
    """Give the words with other letters than a to z, each once."""
    return list(dict.fromkeys(_WORD.findall(text)))[:_MOST_WORDS]


def _cost(text: str) -> float:
    """Say how little a text looks like words, per word that tells; 0 = it is all words."""
    words = [unicodedata.normalize("NFC", word) for word in _words(text)]
    if not words:
        return 0.0
    return sum(map(_of_word, words)) / len(words) + _of_languages(words)


def _of_word(word: str) -> float:
    around = f" {word} "
    signs = (
        _of_sign(around[at - 1], sign, around[at + 1])
        for at, sign in enumerate(around[1:-1], start=1)
        if not sign.isascii()
    )
    return sum(signs) + _of_runs(word)


def _of_sign(before: str, sign: str, after: str) -> float:
    if unicodedata.category(sign) in {"Cc", "Co", "Cn"}:
        return _BROKEN
    if not sign.isalpha():
        return _of_mark(before, sign, after)
    low = sign.lower()[0]
    inside = before.isalpha() and (before.islower() or (after.isalpha() and after.islower()))
    small = sign == low and not before.isalpha() and after.isalpha()
    case = _CASE if sign != low and inside else _RARE * small
    usual = low in _USUAL or low.isascii()
    alone = not before.isalpha() and not after.isalpha() and after != "."
    return case + _STRANGE * alone + (0.0 if usual else _RARE if _is_known(low) else _STRANGE)


def _of_mark(before: str, sign: str, after: str) -> float:
    """Say how odd a sign is where it stands: an apostrophe belongs between letters."""
    if sign == "\N{RIGHT SINGLE QUOTATION MARK}":
        return 0.0 if before.isalpha() or after.isalpha() else _STRANGE
    if sign in "\u2013\u2014\u00b7":
        return _RARE
    if sign in "\u2018\u201c\u201e\u00ab":
        return _SIGN if before.isalpha() else 0.0
    if sign in "\u201d\u00bb\u2026":
        return _SIGN if after.isalpha() else 0.0
    if before.isalpha() or after.isalpha():
        return _SIGN
    return _RARE if sign in _MARKS_ALONE else _STRANGE


def _of_runs(word: str) -> float:
    """Say how many letters of one kind, vowels or not, stand in a row around a telling one."""
    cost = 0.0
    for vowels, run in groupby(filter(str.isalpha, word.lower()), key=_is_vowel):
        letters, most = "".join(run), _MOST_VOWELS if vowels else _MOST_CONSONANTS
        if not letters.isascii() and len(letters) > most:
            cost += _RUN * (len(letters) - most)
    return cost


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter)[0] in _VOWELS


def _is_known(letter: str) -> bool:
    return any(letter in letters for letters in _PER_LANGUAGE)


def _of_languages(words: Iterable[str]) -> float:
    """Say how much is left over where each word is in the language that has most of them."""
    told = [
        frozenset(letter for letter in word.lower() if letter.isalpha() and not letter.isascii())
        for word in words
    ]
    told = [letters for letters in told if letters]
    if not told:
        return 0.0
    best = max(sum(letters <= language for letters in told) for language in _PER_LANGUAGE)
    return 1.0 - best / len(told)
