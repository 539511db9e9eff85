"""A language that runs from right to left: its text published, its words in a file."""

from pathlib import Path

from consent.notices import Audience
from likeness.i18n.page_words import PageWords
from likeness.i18n.word_files import page_texts
from likeness.i18n.words import Wording
from scheduler.jobs.publish_notice import publish_notice
from tests.likeness.i18n.words import po
from tests.likeness.web.people.visitor import LABELS, Town
from tests.scheduler.asking import text
from tests.scheduler.world import ME


def spoken(before: str = "«") -> str:
    """Translate every text: a sign before it, and its places to fill in kept."""
    texts = page_texts("ar", [label["en"] for label in LABELS.values()])
    told = {
        each.replace("\n", "\\n"): f"{before}{each}".replace("\n", "\\n").replace('"', "'")
        for each in texts
        if isinstance(each, str)
    }
    many = {
        each: tuple(f"{before}{form}" for form in (*each, *(each[1],) * 4))
        for each in texts
        if isinstance(each, tuple)
    }
    return po("ar", told, plurals=many)


def speak_arabic(town: Town, folder: Path) -> None:
    """Publish a text in Arabic beside the English one, and put all words into a file."""
    texts = [text(language, who) for language in ("en", "ar") for who in Audience]
    publish_notice(town.world.deps, texts, ME)
    (folder / "ar.po").write_text(spoken("عر "))
    town.wording(Wording(labels=LABELS, pages=PageWords(own=folder)))
