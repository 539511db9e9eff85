"""The catalogues are complete and keep their placeholders."""

import string
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from likeness.i18n.catalogs import LANGUAGES, catalog

ROOT = Path(__file__).parents[3]
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "translate": None}
OTHERS = [language for language in LANGUAGES if language != "en"]


def used() -> set[str | tuple[str, ...]]:
    methods = [("**.py", "python"), ("**.j2", "jinja2")]
    folders = (ROOT / "likeness", ROOT / "connector")
    found = chain.from_iterable(
        extract_from_dir(one, methods, keywords=KEYWORDS) for one in folders
    )
    return {
        message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found
    }


def translated(language: str) -> Catalog:
    path = ROOT / "likeness" / "i18n" / "locales" / language / "LC_MESSAGES" / "likeness.po"
    with path.open("rb") as source:
        return read_po(source, locale=language)


def holes(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_no_other(language: str) -> None:
    known = {m.id if isinstance(m.id, str) else tuple(m.id) for m in translated(language) if m.id}

    assert known == used()


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_empty_doubtful_or_changes_the_placeholders(language: str) -> None:
    for message in translated(language):
        if not message.id:
            continue
        assert not message.fuzzy
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        targets = (
            [message.string] if isinstance(message.string, str) else list(message.string or ())
        )
        assert all(targets)
        assert {frozenset(holes(text)) for text in sources} == {
            frozenset(holes(text)) for text in targets
        }


def test_a_language_we_do_not_speak_gets_english() -> None:
    assert catalog("xx/../nl").gettext("no consent") == "no consent"


def test_dutch_is_dutch() -> None:
    assert catalog("nl").gettext("no consent") == "geen toestemming"
