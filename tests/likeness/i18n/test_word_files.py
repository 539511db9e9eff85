"""Files to translate: everything people read is in them, and what is wrong is told."""

import re
from pathlib import Path

import pytest

from likeness.i18n.page_words import OURS, PageWords, our_words, read_words
from likeness.i18n.word_files import PLACES, check_words, page_texts, to_translate
from tests.likeness.i18n.words import po

DAYS = "until {day}"
OURS_BY_FILE = [language for language in OURS if language != "en"]
HARD = re.compile(
    r"quitclaim|templat|sjablo|vorlage|gabarit|vector|vektor|vecteur|channel|kanaal|kanal|\bcana"
    r"|biometr|embedding",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", OURS_BY_FILE)
def test_our_own_languages_have_every_word_that_people_read(language: str) -> None:
    ours = our_words(language)
    assert ours is not None
    found = check_words(language, ours, ("Website",))

    assert not found.missing
    assert language == "nl" or not found.flaws


@pytest.mark.parametrize("language", OURS)
def test_no_word_that_people_read_is_hard(language: str) -> None:
    words = PageWords().of(language)
    texts = [words.gettext(text) for text in page_texts(language) if isinstance(text, str)]

    assert [text for text in texts if HARD.search(text)] == []


def test_the_file_to_translate_has_every_text_and_the_uses_of_the_installation() -> None:
    made = read_words(to_translate("ar", None, ("School paper",)))

    assert {one.id for one in made if one.id} == set(page_texts("ar", ("School paper",)))
    assert (made.num_plurals, str(made.locale)) == (6, "ar")
    assert {"Save my answers", "Dear {name},", "Signature"} <= {one.id for one in made if one.id}


def test_a_file_is_brought_up_to_date_and_keeps_what_is_translated() -> None:
    before = po("ar", {"Yes": "نعم", "This text is no more.": "x", "No": "#, fuzzy"})

    made = {one.id: one.string for one in read_words(to_translate("ar", before.encode()))}

    assert (made["Yes"], made["No"]) == ("نعم", "")
    assert "This text is no more." not in made


def test_a_language_of_ours_begins_with_our_words() -> None:
    made = {one.id: one.string for one in read_words(to_translate("de", None))}

    assert made["Save my answers"] == "Meine Antworten speichern"


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        pytest.param({DAYS: "x"}, "Write these in it, as they are, and no other: {day}", id="gap"),
        pytest.param({"Yes": "{x}"}, "no other: nothing in braces", id="a place too many"),
        pytest.param({"Yes": "#, fuzzy"}, "marked as doubtful", id="doubtful"),
        pytest.param({"Never said": "x"}, "There is no such text", id="unknown"),
    ],
)
def test_what_is_wrong_is_told_once_and_is_not_missing(told: dict[str, str], wrong: str) -> None:
    (text,) = told

    found = check_words("ar", po("ar", told).encode())

    (flaw,) = found.flaws
    assert flaw.text == text
    assert wrong in flaw.wrong
    assert text not in found.missing


def test_what_is_translated_is_not_missing() -> None:
    found = check_words("ar", po("ar", {DAYS: "حتى {day}"}).encode())

    assert DAYS not in found.missing
    assert len(found.missing) == found.texts - 1


def test_what_people_read_takes_its_words_from_the_languages_of_the_installation() -> None:
    root = Path(__file__).parents[3] / "likeness"
    files = [file for _, pattern in PLACES for file in root.glob(pattern)]

    assert len(files) > 30
    assert [file.name for file in files if "catalog(" in file.read_text(encoding="utf-8")] == []


def test_no_template_puts_a_mark_inside_a_tag() -> None:
    root = Path(__file__).parents[3] / "likeness" / "web" / "templates" / "public"
    inside = re.compile(r'<[^<>{}]*="[^"{}]*\{\{ _\((?![^{}]*\| plain \}\})')
    title = re.compile(r"block title %\}(?:[^{]|\{%)*\{\{ _\((?![^{}]*\| plain \}\})")

    for file in root.glob("*.j2"):
        text = file.read_text(encoding="utf-8")
        assert inside.search(text) is None, file.name
        assert title.search(text) is None, file.name


def test_no_letter_and_no_paper_for_people_is_left_out() -> None:
    root = Path(__file__).parents[3] / "likeness"
    there = {file for _, pattern in PLACES for file in root.glob(pattern)}
    said = {
        file
        for folder in ("mail", "pdf", "evidence", "exporting", "web/signing", "web/personal")
        for file in (root / folder).glob("*.py")
        if re.search(
            r"""\b(N_|n?gettext|translate|say)\(\s*["']""", file.read_text(encoding="utf-8")
        )
    }
    for_staff = {root / "mail/digests.py", root / "mail/screens.py", root / "pdf/no_photo.py"}

    assert said - there == for_staff
