"""The words of pages, letters and papers for people: ours, and those an installation adds by file.

What a language lacks stays English, as a text that says so: pages mark it.
"""

import gettext
import hashlib
import io
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from typing_extensions import override

from likeness.i18n.catalogs import DOMAIN, SOURCE
from likeness.i18n.errors import BrokenWords

OURS: Final = (SOURCE, "nl", "de", "fr")
CHECKED: Final = (SOURCE, "nl")
"""Ours that are no starting texts."""
SUFFIX: Final = ".po"
TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_KEPT_IN_MEMORY = 64


class English(str):
    """A text without a translation into the reader's language, filled in or not."""

    __slots__ = ()

    @override
    def format(self, *args: object, **kwargs: object) -> "English":
        return English(super().format(*args, **kwargs))


class _Missing(gettext.NullTranslations):
    """Gives English where a language has no words of its own."""

    @override
    def gettext(self, message: str) -> str:
        return English(message)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return English(msgid1 if n == 1 else msgid2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """The languages of one installation."""

    own: Path | None = None
    """Folder with files of its own. They count before ours; none needs to be complete."""

    def languages(self) -> tuple[str, ...]:
        """Give every language there are words in: ours first."""
        own = [] if self.own is None or not self.own.is_dir() else sorted(self.own.iterdir())
        added = [file.stem for file in own if file.suffix == SUFFIX and TAG.fullmatch(file.stem)]
        return (*OURS, *(one for one in added if one not in OURS))

    def best(self, language: str) -> str:
        """Give the language of our words for a reader: theirs, else English."""
        return self.known(language) or SOURCE

    def known(self, language: str) -> str:
        """Give the language as we know it: `pt` for `pt-BR`; empty where there are no words."""
        there = self.languages()
        tag = language.lower()
        return next((one for one in (tag, tag.partition("-")[0]) if one in there), "")

    def of(self, language: str) -> gettext.NullTranslations:
        """Give the words of a language: its own file, else ours, else English that says so."""
        tag = language.lower()
        for one in dict.fromkeys((tag, tag.partition("-")[0])):
            file = self.file(one)
            state = None if file is None else _state(file)
            if file is not None and state is not None:
                return _own(file, one, *state)
            if one in OURS:
                return _ours(one)
        return _ours(tag)

    def digest(self, language: str) -> str:
        """Give the SHA-256 of an installation's own file in use; empty where words are ours."""
        file = self.file(self.known(language))
        try:
            return "" if file is None else hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            return ""

    def file(self, language: str) -> Path | None:
        """Give where an installation's own words of a language lie, there or not."""
        if self.own is None or not TAG.fullmatch(language):
            return None
        return self.own / f"{language}{SUFFIX}"


def _state(file: Path) -> tuple[int, int] | None:
    """Give what changes with a file; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def direction(language: str) -> str:
    """Give the direction of a script: `ltr` or `rtl`."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


def read_words(data: bytes) -> Catalog:
    """Read a file of words. Raises `BrokenWords`."""
    try:
        text = data.decode("utf-8-sig")
        found = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    except UnicodeDecodeError:
        raise BrokenWords("It is not written in UTF-8.") from None
    except PoFileError as error:
        raise BrokenWords(f"Line {error.lineno + 1}: {error}.") from None
    except (ValueError, LookupError, UnknownLocaleError, SyntaxError) as error:
        raise BrokenWords(f"It is no file of words (.po): {error}.") from None
    try:
        gettext.c2py(found.plural_expr)
    except ValueError as error:
        raise BrokenWords(f"Its line Plural-Forms cannot be read: {error}.") from None
    return found


def our_words(language: str) -> bytes | None:
    """Give our own file of a language; None for English and for those we do not speak."""
    if language not in OURS or language == SOURCE:
        return None
    place = files("likeness.i18n").joinpath("locales", language, "LC_MESSAGES", f"{DOMAIN}.po")
    return place.read_bytes()


def said(message: Message) -> tuple[str, ...]:
    """Give the translation in all its forms; empty where it is missing or doubtful."""
    told = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return () if message.fuzzy or not all(told) else told


def fits(source: Sequence[str], told: Sequence[str]) -> bool:
    """Tell whether a translation has the places to fill in of its source: all, and no other.

    A form for one thing may leave out how many.
    """
    wanted = frozenset().union(*(_holes(text) for text in source))
    found = [_holes(text) for text in told]
    if len(source) == 1:
        return all(one == wanted for one in found)
    return all(one <= wanted for one in found) and wanted in found


def _holes(text: str) -> frozenset[tuple[str | None, str | None, str | None]]:
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return frozenset({("broken", None, None)})
    return frozenset((name, spec, how) for _, name, spec, how in parsed if name is not None)


def sources(message: Message) -> tuple[str, ...]:
    """Give the English text, in its two forms where it has two."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _ours(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    data = our_words(language)
    return _Missing() if data is None else _translations(read_words(data), _Missing())


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _own(file: Path, language: str, _changed: int, _size: int) -> gettext.NullTranslations:
    """Read a file anew whenever it changed; one that cannot be read is as if it were not there."""
    try:
        return _translations(read_words(file.read_bytes()), _ours(language))
    except (OSError, BrokenWords):
        return _ours(language)


def _translations(found: Catalog, otherwise: gettext.NullTranslations) -> gettext.NullTranslations:
    """Keep what can be shown: a translation with other places to fill in is as if it were not."""
    kept = Catalog(header_comment="")
    kept.mime_headers = found.mime_headers
    for message in found:
        if message.id and said(message) and fits(sources(message), said(message)):
            kept.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, kept)
    compiled.seek(0)
    made = gettext.GNUTranslations(compiled)
    made.add_fallback(otherwise)
    return made
