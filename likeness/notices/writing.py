"""Writes a text as a file to be translated: whole, whatever it was based on. Pure."""

import json
from collections.abc import Iterator, Sequence

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_month_names

from likeness.i18n.page_words import direction
from likeness.notices.files import Length, NoticeFile, Spoken

_HEAD = """# A text to translate into: {language}. Keep what stands in braces: it is filled in.
# Take the line starting_text out when it is translated, and somebody who knows the law has read it.
direction = "{way}"
starting_text = true"""


def to_translate(file: NoticeFile, language: str) -> str:
    """Write a text out for a translator: everything it says, in the order it is read."""
    head = _HEAD.format(language=language, way=direction(language))
    parts = [head, f"authority = {_text(file.authority)}"]
    parts += ["", "[title]", *_spoken(file.title)]
    parts += ["", "[duration]", *_length(file.duration, language)]
    for kind, section in file.sections.items():
        parts += ["", f"[sections.{kind.value}]", f"title = {_text(section.title)}"]
        for name in ("both", "adult", "guardian"):
            if lines := getattr(section, name):
                parts.append(f"{name} = {_list(lines)}")
    parts += ["", "[recognition]", *_spoken(file.recognition)]
    for channel, use in file.uses.items():
        parts += ["", f"[uses.{channel}]", f"label = {_text(use.label)}"]
        parts.append(f"explanation = {_text(use.explanation)}")
    return "\n".join([*parts, *_poster(file), ""])


def _poster(file: NoticeFile) -> Iterator[str]:
    if file.poster is None:
        return
    yield from ("", "[poster]")
    for name, said in file.poster.model_dump().items():
        yield f"{name} = {_text(said) if isinstance(said, str) else _list(said)}"


def _length(length: Length, language: str) -> Iterator[str]:
    if length.months:
        yield f"months = {length.months}"
    if length.school_year:
        yield "school_year = true"
        yield f"day = {_text(length.day)}"
        yield f"names = {_list(_months(language) or length.names)}"


def _months(language: str) -> tuple[str, ...]:
    """Give the names of the months; empty for a language we do not know."""
    try:
        names = get_month_names("wide", locale=Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return ()
    return tuple(names[month] for month in range(1, 13))


def _spoken(spoken: Spoken) -> Iterator[str]:
    for name in ("adult", "guardian"):
        if said := getattr(spoken, name):
            yield f"{name} = {_text(said)}"


def _list(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return f"[{_text(lines[0])}]"
    return "\n".join(["[", *(f"    {_text(line)}," for line in lines), "]"])


def _text(said: str) -> str:
    """Write a string; what JSON escapes, TOML escapes alike."""
    return json.dumps(said, ensure_ascii=False)
