"""Posters, forms, receipts and lists say what they must, on paper, in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from consent.ids import Channel
from consent.notices import Audience, Notice
from likeness.i18n.page_words import PageWords
from likeness.pdf.blocks import Qr, Text, YesNo
from likeness.pdf.forms import Form, form_document
from likeness.pdf.layout import lay_out
from likeness.pdf.no_photo import Line, NoPhotoList, list_document
from likeness.pdf.paper import render
from likeness.pdf.poster import Poster, poster_document
from likeness.pdf.receipts import Receipt, receipt_document
from tests.fakes.evidence import own_fonts
from tests.likeness.evidence.signatures import NOTICE
from tests.likeness.pdf.reading import page_count, text_of

WORDS = PageWords()
ADDRESS = "https://consent.example.org/s/" + "x" * 43
POSTER = Poster(
    session="Summer party",
    title="Photos are taken here",
    yes="Scan the code to say for which uses we may show photos of you.",
    no="Do you not want to be in a photo? Tell the photographer, or us.",
    lines=("A computer compares the faces in photos of this event.",) * 2,
    address=ADDRESS,
    controller="Example School",
    language="en",
)


def said(pdf: bytes) -> str:
    return " ".join(text_of(pdf).split())


def test_a_poster_fits_on_one_page_with_yes_and_no_as_large() -> None:
    pdf = render(poster_document(POSTER), own_fonts())

    assert page_count(pdf) == 1
    assert POSTER.yes in said(pdf)
    assert POSTER.no in said(pdf)
    sizes = {b.text: b.size for b in poster_document(POSTER).blocks if isinstance(b, Text)}
    assert sizes[POSTER.yes] == sizes[POSTER.no]


def test_the_address_of_a_poster_is_its_code() -> None:
    (code,) = [block for block in poster_document(POSTER).blocks if isinstance(block, Qr)]

    assert code.text == ADDRESS
    assert ADDRESS in text_of(render(poster_document(POSTER), own_fonts())).replace("\n", "")


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_form_says_everything_and_ticks_nothing(audience: Audience, language: str) -> None:
    notice = replace(NOTICE, audience=audience, language=language)

    form = Form(notice=notice, session="Summer party", code="school/3")
    document = form_document(form, WORDS)
    text = said(render(document, own_fonts()))

    for part in (notice.title, notice.recognition, notice.contact, "school/3", "Summer party"):
        assert part in text
    for section in notice.sections:
        assert section.paragraphs[0] in text
    questions = [block for block in document.blocks if isinstance(block, YesNo)]
    assert len(questions) == len(notice.uses) + 1
    boxes = [
        m for page in lay_out(document, own_fonts()) for m in page if hasattr(m.block, "ticked")
    ]
    assert not any(getattr(mark.block, "ticked") for mark in boxes)  # noqa: B009


RECEIPT = Receipt(
    notice=NOTICE,
    name="Bo Canary",
    granted=frozenset({Channel("website")}),
    recognition=False,
    signed_on=date(2026, 7, 1),
    ends=date(2031, 6, 30),
    address="https://consent.example.org/me",
    code="ABCD-EFGH-JKMN-PQRS",
    entry="17:" + "a" * 64,
)


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        pytest.param(NOTICE, "Holds until 30 June 2031", id="English"),
        pytest.param(replace(NOTICE, language="nl"), "Geldig tot en met 30 juni 2031", id="Dutch"),
    ],
)
def test_a_receipt_says_what_holds_and_how_to_come_back(notice: Notice, words: str) -> None:
    text = said(render(receipt_document(replace(RECEIPT, notice=notice), WORDS), own_fonts()))

    for part in (words, "Bo Canary", RECEIPT.code, RECEIPT.address, "17:aaaa"):
        assert part in text


def test_a_receipt_of_a_no_says_no_last_day() -> None:
    no = replace(RECEIPT, granted=frozenset())

    assert "Holds until" not in said(render(receipt_document(no, WORDS), own_fonts()))


def test_a_list_says_names_and_uses_and_not_why() -> None:
    listed = NoPhotoList(
        title="3b",
        lines=(Line(name="Zoë", allowed=()), Line(name="Ann", allowed=("Print", "Internal"))),
        of=24,
        on=date(2026, 7, 1),
        language="nl",
        controller="Example School",
    )

    text = said(render(list_document(listed), own_fonts()))

    assert "2 van 24 personen" in text
    assert "Geen foto's van Zoë" in text
    assert "Ann Print, Internal" in text
