"""Words of pages by command: a file to translate, checked, and then spoken."""

from pathlib import Path

import pytest

from tests.likeness.cli.calls import Command
from tests.likeness.i18n.words import po


def test_a_language_is_written_checked_and_listed(ready: Command) -> None:
    absent = ready("words", "check", "ar")
    made = ready("words", "template", "ar", "--json")
    file = Path(made.json["file"])
    told = file.read_text().replace('msgid "Yes"\nmsgstr ""', 'msgid "Yes"\nmsgstr "نعم"')
    file.write_text(
        told.replace('msgid "until {day}"\nmsgstr ""', 'msgid "until {day}"\nmsgstr "x"')
    )

    checked = ready("words", "check", "ar")
    again = ready("words", "template", "ar", "--json")
    listed = {row["language"]: row for row in ready("words", "list", "--json").json}

    assert (absent.code, "likeness words template ar" in absent.err) == (2, True)
    assert file == ready.data / "words" / "ar.po"
    assert checked.code == 1
    assert 'Wrong: "until {day}": Write these in it' in checked.out
    assert "more." in checked.out
    assert again.json["missing"] == made.json["missing"] - 1
    assert listed["ar"] == {"language": "ar", "ours": "-", "own_file": True, "direction": "rtl"}
    assert listed["de"]["ours"] == "starting texts"


def test_our_own_words_are_complete(ready: Command) -> None:
    called = ready("words", "check", "fr", "--json")

    assert (called.code, called.json["missing"], called.json["wrong"]) == (0, [], [])


@pytest.mark.parametrize("language", ["en", "../nl", "german", "a"])
def test_what_is_no_language_to_translate_is_refused(ready: Command, language: str) -> None:
    assert ready("words", "template", language).code == 2


def test_doctor_tells_of_a_file_that_cannot_be_read(ready: Command) -> None:
    folder = ready.data / "words"
    folder.mkdir()
    (folder / "ar.po").write_bytes(b"\xff\xfe")
    (folder / "tr.po").write_text(po("tr", {"Yes": "Evet"}))

    checks = {row["check"]: row for row in ready("doctor", "--json").json}

    assert not checks["words ar"]["ok"]
    assert "UTF-8" in checks["words ar"]["advice"]
    assert checks["words tr"]["ok"]
    assert "likeness words check tr" in checks["words tr"]["advice"]
