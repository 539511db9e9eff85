"""Files of words: what there is to translate, a file to do it in, and what is wrong with one."""

import io
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from config.sections import default_channels
from likeness.i18n.page_words import CHECKED, fits, our_words, read_words, said, sources
from likeness.i18n.phrases import STATUSES
from likeness.i18n.places import AND

KEYWORDS: Final = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "translate": None}
PLACES: Final = (
    ("pages", "web/templates/public/*.j2"),
    ("signing", "web/signing/*.py"),
    ("signing", "i18n/unfit.py"),
    ("own page", "web/personal/*.py"),
    ("letters", "mail/writing.py"),
    ("letters", "mail/asking.py"),
    ("letters", "mail/answers.py"),
    ("letters", "mail/ends.py"),
    ("letters", "mail/holds.py"),
    ("paper", "pdf/forms.py"),
    ("paper", "pdf/receipts.py"),
    ("evidence", "evidence/document.py"),
    ("download", "exporting/person.py"),
)
"""Where people portrayed, their parents and guardians read our own words."""
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_HOW = """Words of the pages, letters and papers for people, in: {language}.
Write the translation after msgstr. What you leave empty is shown in English, marked as such.
Keep what stands in braces, such as {{day}}, as it is: it is filled in.
Check it with: likeness words check {language}"""
Id = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What is wrong with one text of a file, or with the whole (no text)."""

    text: str
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a file is worth."""

    texts: int
    """How many there are to translate."""
    missing: tuple[str, ...]
    """Shown in English."""
    flaws: tuple[Flaw, ...]
    """Not shown: English is, too."""


def page_texts(language: str, labels: Iterable[str] = ()) -> dict[Id, str]:
    """Give every text for people in the order of their way, with where it is read.

    `labels`: what the installation calls its uses, in English, besides the usual ones. In Dutch
    the settings say it.
    """
    found: dict[Id, str] = {}
    with as_file(files("likeness")) as root:
        for place, pattern in PLACES:
            for file in sorted(root.glob(pattern)):
                for text in _texts(file):
                    found.setdefault(text, place)
    for status in STATUSES.values():
        found.setdefault(status, "own page")
    found.setdefault(AND, "letters")
    usual = (label.en for label in default_channels().values())
    for label in () if language in CHECKED else (*usual, *labels):
        found.setdefault(label, "uses")
    return found


def to_translate(language: str, known: bytes | None, labels: Iterable[str] = ()) -> bytes:
    """Write the file to translate: what is known is filled in. Raises `BrokenWords`.

    `known`: the installation's own file so far; else ours.
    """
    earlier = known if known is not None else our_words(language)
    told = {} if earlier is None else {one.id: one for one in read_words(earlier) if one.id}
    made = _catalog(language)
    for text, place in page_texts(language, labels).items():
        before = told.get(text)
        given = before.string if before and not before.fuzzy and fitting(before) else None
        made.add(text, given, locations=[(place, 0)])
    out = io.BytesIO()
    write_po(out, made, width=100, include_lineno=False)
    return out.getvalue()


def check_words(language: str, data: bytes, labels: Iterable[str] = ()) -> Checked:
    """Say what is missing and what is wrong in a file. Raises `BrokenWords`.

    What we have in this language is not missing.
    """
    ours = our_words(language)
    before = () if ours is None else read_words(ours)
    there = {one.id: one for one in read_words(data) if one.id}
    texts = page_texts(language, labels)
    good = {one.id for one in (*before, *there.values()) if said(one) and fitting(one)}
    flaws = tuple(
        Flaw(text=sources(message)[0], wrong=wrong)
        for id_, message in there.items()
        for wrong in _wrong(message, known=id_ in texts)
    )
    flawed = {flaw.text for flaw in flaws}
    missing = [_first(text) for text in texts if text not in good and _first(text) not in flawed]
    return Checked(texts=len(texts), missing=tuple(missing), flaws=flaws)


def fitting(message: Message) -> bool:
    """Tell whether a translation has the right places to fill in; true where there is none."""
    return fits(sources(message), said(message)) if said(message) else True


def _wrong(message: Message, *, known: bool) -> Iterator[str]:
    if not known:
        yield "There is no such text. Was it changed? Take it out, or make the file anew."
    elif message.fuzzy:
        yield "It is marked as doubtful (fuzzy). Look at it, then take the mark away."
    elif not fitting(message):
        names = ", ".join(sorted(f"{{{name}}}" for name in _names(sources(message))))
        yield f"Write these in it, as they are, and no other: {names or 'nothing in braces'}."


def _names(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def _first(text: Id) -> str:
    return text if isinstance(text, str) else text[0]


def _texts(file: Path) -> Iterator[Id]:
    method = "jinja2.ext:babel_extract" if file.suffix == ".j2" else "python"
    for _, text, _, _ in extract_from_file(method, file, keywords=KEYWORDS):
        yield text if isinstance(text, str) else tuple(text)


def _catalog(language: str) -> Catalog:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = None
    return Catalog(
        locale=locale,
        project="Likeness",
        charset="utf-8",
        header_comment=_commented(_HOW.format(language=language)),
        creation_date=_ANY_DAY,
        revision_date=_ANY_DAY,
        fuzzy=False,
    )


def _commented(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.split("\n"))
