"""Words of pages: ours, then those of a file; what is missing or does not fit is English."""

from datetime import date
from pathlib import Path

import pytest

from likeness.i18n.errors import BrokenWords
from likeness.i18n.page_words import OURS, English, PageWords, direction, read_words
from likeness.i18n.places import day
from tests.likeness.i18n.words import po

YES = "Yes"
DAYS = "until {day}"


def test_a_file_of_the_installation_speaks(tmp_path: Path) -> None:
    (tmp_path / "ar.po").write_text(po("ar", {YES: "نعم"}))

    words = PageWords(own=tmp_path).of("ar")

    assert words.gettext(YES) == "نعم"


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("", id="empty"),
        pytest.param("حتى", id="the place to fill in is missing"),
        pytest.param("حتى {tag}", id="another place"),
        pytest.param("حتى {day} {day.__class__}", id="a place that digs"),
        pytest.param("حتى {day:>9999999}", id="a place that swells"),
        pytest.param("حتى {day", id="half a place"),
    ],
)
def test_what_does_not_fit_is_english_and_says_so(tmp_path: Path, told: str) -> None:
    (tmp_path / "ar.po").write_text(po("ar", {DAYS: told}))

    said = PageWords(own=tmp_path).of("ar").gettext(DAYS)

    assert said == DAYS
    assert isinstance(said, English)
    assert isinstance(said.format(day="Monday"), English)


def test_a_doubtful_translation_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "ar.po").write_text(po("ar", {YES: "#, fuzzy"}))

    assert PageWords(own=tmp_path).of("ar").gettext(YES) == YES


def test_a_file_counts_before_ours_and_need_not_be_complete(tmp_path: Path) -> None:
    (tmp_path / "nl.po").write_text(po("nl", {YES: "Jazeker"}))

    words = PageWords(own=tmp_path).of("nl")

    assert words.gettext(YES) == "Jazeker"
    assert words.gettext("No") == "Nee"


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "ar.po"
    file.write_text(po("ar", {YES: "a"}))
    pages = PageWords(own=tmp_path)
    before = pages.of("ar").gettext(YES)

    file.write_text(po("ar", {YES: "longer"}))

    assert (before, pages.of("ar").gettext(YES)) == ("a", "longer")


def test_a_broken_file_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    (tmp_path / "ar.po").write_bytes(b"\xff\xfe")

    assert PageWords(own=tmp_path).of("ar").gettext(YES) == YES


@pytest.mark.parametrize(
    ("language", "known"),
    [("nl", "nl"), ("nl-BE", "nl"), ("pt-br", "pt-br"), ("pt", ""), ("xx", ""), ("../nl", "")],
)
def test_languages_are_known_by_their_files(tmp_path: Path, language: str, known: str) -> None:
    (tmp_path / "pt-br.po").write_text(po("pt_BR", {YES: "Sim"}))
    (tmp_path / "Notes.po").write_text("")
    pages = PageWords(own=tmp_path)

    assert pages.known(language) == known
    assert pages.languages() == (*OURS, "pt-br")
    assert pages.best(language) == known or pages.best(language) == "en"


def test_forms_for_numbers_are_those_of_the_language(tmp_path: Path) -> None:
    one, many = (
        "{count} photo in which a person confirmed the name.",
        "{count} photos in which a person confirmed the name.",
    )
    arabic = ("صفر", "واحدة", "صورتان", "{count} صور", "{count} صورة", "{count} صورة.")
    (tmp_path / "ar.po").write_text(po("ar", {}, plurals={(one, many): arabic}))

    words = PageWords(own=tmp_path).of("ar")

    assert [words.ngettext(one, many, n) for n in (1, 2, 3, 11)] == list(arabic[1:5])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"\xff\xfe\x00", "not written in UTF-8", id="another encoding"),
        pytest.param(b"hello", "Line 1", id="no file of words"),
        pytest.param(po("ar", {}, forms="nplurals=x").encode(), "no file of words", id="number"),
        pytest.param(
            po("ar", {}, forms="nplurals=2; plural=import os").encode(), "Plural-Forms", id="rule"
        ),
        pytest.param(po("xx-yy-zz", {}).encode(), "no file of words", id="language"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, said: str) -> None:
    with pytest.raises(BrokenWords, match=said):
        read_words(data)


@pytest.mark.parametrize(
    ("language", "way"),
    [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("nl", "ltr"), ("xx", "ltr")],
)
def test_the_direction_is_that_of_the_script(language: str, way: str) -> None:
    assert direction(language) == way


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "30 June 2026"),
        ("nl", "30 juni 2026"),
        ("de", "30. Juni 2026"),
        ("fr", "30 juin 2026"),
        ("ar", "30 يونيو 2026"),
        ("xx", "30 June 2026"),
    ],
)
def test_days_are_written_as_readers_do(language: str, said: str) -> None:
    assert day(date(2026, 6, 30), language) == said
