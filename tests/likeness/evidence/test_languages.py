"""Evidence in any language: whose words stood around the text, and what paper cannot print."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consent.notices import canonical_text
from likeness.evidence.make import EvidencePress
from likeness.evidence.package import from_bytes
from likeness.i18n.page_words import PageWords
from tests.fakes.evidence import press
from tests.likeness.evidence.signatures import ANSWER, NOTICE, facts
from tests.likeness.i18n.words import po
from tests.likeness.pdf.reading import text_of

WORDS = po("ar", {"Record of an answer": "سجل", "Time": "الوقت"})
ARABIC = replace(NOTICE, language="ar", direction="rtl", title="هل يمكننا استخدام صور لك؟")


def made(maker: EvidencePress, language: str = "ar") -> tuple[dict[str, Any], str]:
    notice = replace(ARABIC, language=language)
    package = from_bytes(maker.make(facts(notice, replace(ANSWER, name="سارة"))).package)
    return dict(package.record), " ".join(text_of(package.printed).split())


def test_the_record_notes_the_file_of_the_words_around_the_text(tmp_path: Path) -> None:
    (tmp_path / "ar.po").write_text(WORDS)

    record, _ = made(replace(press(), words=PageWords(own=tmp_path)))

    assert record["notice"]["words_sha256"] == hashlib.sha256(WORDS.encode()).hexdigest()


@pytest.mark.parametrize("language", ["ar", "nl", "en"])
def test_where_the_words_were_ours_nothing_is_noted(language: str, tmp_path: Path) -> None:
    record, _ = made(replace(press(), words=PageWords(own=tmp_path)), language)

    assert "words_sha256" not in record["notice"]


def test_what_paper_cannot_print_is_said_and_stands_in_the_record(tmp_path: Path) -> None:
    (tmp_path / "ar.po").write_text(WORDS)

    record, printed = made(replace(press(), words=PageWords(own=tmp_path)))

    assert "Record of an answer" in printed, "our words stay in letters that can be printed"
    assert "stand here as numbers, such as [U+0905]" in printed
    assert "[U+0633][U+0627][U+0631][U+0629]" in printed
    assert ARABIC.title not in printed
    assert record["notice"]["shown"] == canonical_text(ARABIC)
