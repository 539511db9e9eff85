"""Printed matter: the same bytes each time, every character said, nothing outside the page."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.pdf.blocks import (
    BIG,
    Choice,
    Document,
    Gap,
    Pair,
    Picture,
    Qr,
    Rule,
    Text,
    WriteHere,
)
from likeness.pdf.errors import LettersMissing
from likeness.pdf.fonts import load_fonts
from likeness.pdf.layout import HEIGHT, INNER, MARGIN, WIDTH, lay_out
from likeness.pdf.paper import render
from tests.likeness.pdf.reading import page_count, text_of

OWN = load_fonts(())
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def document(*blocks: object) -> Document:
    return Document(title="Title", language="en", footer="Foot", blocks=tuple(blocks))  # type: ignore[arg-type]


EVERYTHING = document(
    Text(text="Héllo, wôrld", bold=True, size=BIG, centred=True),
    Pair(label="Name", value="Çağla Öztürk"),
    Choice(text="Website", ticked=True),
    Choice(text="Press"),
    WriteHere(label="Your name"),
    Rule(),
    Gap(),
    Qr(text="https://example.org/s/abc"),
    Picture(data=PNG),
)


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(EVERYTHING, OWN) == render(EVERYTHING, load_fonts(()))


def test_everything_that_was_put_on_paper_can_be_read_from_it() -> None:
    text = text_of(render(EVERYTHING, OWN))

    for said in ("Héllo, wôrld", "Çağla Öztürk", "Website", "Press", "Your name", "1 / 1"):
        assert said in text


def test_a_character_no_font_has_is_printed_by_its_number() -> None:
    text = text_of(render(document(Text(text="Wałęsa नमस्ते")), OWN, numbers=True))

    assert "Wał[U+0119]sa [U+0928]" in text
    assert not OWN.covers("Wałęsa")
    assert OWN.covers("[U+0119] is said as itself")


@pytest.mark.parametrize("text", ["שלום", "سلام"], ids=["Hebrew", "Arabic"])
def test_scripts_from_right_to_left_are_never_set(text: str) -> None:
    fonts = load_fonts((DEJAVU,))

    assert not fonts.covers(text)


@pytest.mark.skipif(not DEJAVU.is_dir(), reason="needs DejaVu Sans (fonts-dejavu-core)")
@pytest.mark.parametrize("text", ["Ωμέγα", "Привет", "Zażółć gęślą jaźń", "Việt Nam"])
def test_greek_and_cyrillic_are_set_where_the_system_has_the_letters(text: str) -> None:
    fonts = load_fonts((DEJAVU,))

    assert fonts.covers(text)
    assert text in text_of(render(document(Text(text=text, bold=True)), fonts))


def test_a_long_text_goes_on_on_the_next_page() -> None:
    pages = page_count(render(document(*[Text(text="word " * 200)] * 12), OWN))

    assert pages >= 2


words = st.text(st.characters(codec="utf-8"), max_size=300)


@given(text=words, size=st.floats(6, 30), bold=st.booleans())
@settings(max_examples=60, deadline=None)
def test_nothing_leaves_the_page_and_no_word_is_lost(text: str, size: float, *, bold: bool) -> None:
    made = document(
        Text(text=text, size=size, bold=bold), Choice(text=text), Pair(label="L", value=text)
    )

    for page in lay_out(made, OWN):
        for mark in page:
            assert mark.x >= 0
            assert 0 < mark.y < HEIGHT - MARGIN
            if isinstance(mark.block, Text) and len(mark.text) > 1:
                wide = OWN.width(mark.text, mark.block.size, bold=mark.block.bold)
                assert mark.x + wide <= WIDTH - MARGIN + 0.01
    drawn = "".join(
        mark.text
        for page in lay_out(document(Text(text=text, size=size)), OWN)
        for mark in page[:-1]
    )
    assert drawn.replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert INNER > 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "سلام", "as they are read: Arabic. Write to a file that ends in .html", id="ar"
        ),
        pytest.param(
            "שלום", "as they are read: Hebrew. Write to a file that ends in .html", id="he"
        ),
        pytest.param("नमस्ते", "as they are read: Devanagari.", id="hi"),
        pytest.param("Wałęsa", "has these letters: Latin. Install DejaVu Sans", id="no font"),
    ],
)
@pytest.mark.parametrize("block", [Text, Choice], ids=["text", "choice"])
def test_letters_that_would_be_wrong_on_paper_are_refused_with_a_way_out(
    block: type[Text] | type[Choice], text: str, said: str
) -> None:
    with pytest.raises(LettersMissing, match=said) as refused:
        render(document(Text(text="Name"), block(text=text)), OWN)

    assert text not in str(refused.value)


def test_a_footer_is_looked_at_too() -> None:
    with pytest.raises(LettersMissing):
        render(Document(title="", language="en", footer="سلام", blocks=()), OWN)


def test_a_long_footer_is_set_smaller_and_said_to_its_end() -> None:
    digest = "0123456789abcdef" * 4
    made = Document(title="", language="en", footer=f"{'x' * 36} SHA-256 {digest}", blocks=())

    assert f"{digest}  ·  1 / 1" in text_of(render(made, OWN))
