"""A text written out for a translator: all of it, and read as the same text again."""

import tomllib
from pathlib import Path

import pytest

from consent.ids import NoticeId
from consent.notices import canonical_text
from likeness.notices.files import Shelf
from likeness.notices.texts import drafts
from likeness.notices.writing import to_translate
from tests.likeness.notices.test_texts import TERMS


@pytest.mark.parametrize("name", ["general", "municipality", "school"])
def test_what_is_written_out_says_the_same_and_needs_no_other_file(
    name: str, tmp_path: Path
) -> None:
    whole = Shelf().read(NoticeId(name), "en")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "en.toml").write_text(to_translate(whole, "en"))

    copied = drafts(Shelf(own=tmp_path), NoticeId("mine"), TERMS)
    original = [
        one for one in drafts(Shelf(), NoticeId(name), TERMS) if one.notice.language == "en"
    ]

    assert all(one.starting_text for one in copied)
    assert [canonical_text(one.notice).split("\n", 1)[1] for one in copied] == [
        canonical_text(one.notice).split("\n", 1)[1] for one in original
    ]


@pytest.mark.parametrize(
    ("language", "way", "january"),
    [("ar", "rtl", "يناير"), ("tr", "ltr", "Ocak"), ("xx", "ltr", "January")],
)
def test_direction_and_months_are_those_of_the_language(
    language: str, way: str, january: str
) -> None:
    made = tomllib.loads(to_translate(Shelf().read(NoticeId("school"), "en"), language))

    assert made["direction"] == way
    assert made["duration"]["names"][0] == january
    assert set(made["poster"]) == {"title", "no", "yes", "off", "detect", "session", "gallery"}
