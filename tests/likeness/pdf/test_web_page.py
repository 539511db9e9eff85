"""Printed matter as a page for a browser: everything is said, in its direction, and nothing runs."""

from pathlib import Path

import lxml.html
import pytest

from likeness.pdf.blocks import (
    Block,
    Choice,
    Document,
    Gap,
    Pair,
    Picture,
    Qr,
    Rule,
    Text,
    WriteHere,
    YesNo,
)
from likeness.pdf.files import printed
from likeness.pdf.web_page import to_page
from tests.likeness.pdf.test_paper import EVERYTHING

BLOCKS: tuple[Block, ...] = (
    Text(text="سلام", bold=True, centred=True),
    Pair(label="الاسم", value="<b>Bo</b>"),
    Choice(text="ticked", ticked=True),
    Choice(text="not ticked"),
    YesNo(text="question", yes="نعم", no="لا"),
    WriteHere(label="name"),
    Rule(),
    Gap(height=4),
    Qr(text="https://example.org/s/abc"),
    Picture(data=b"\x89PNG\r\n\x1a\nrest"),
)


def page(language: str = "ar") -> lxml.html.HtmlElement:
    made = Document(title="<i>T</i>", language=language, blocks=BLOCKS, footer="<u>F</u>")
    found = lxml.html.document_fromstring(to_page(made))
    assert isinstance(found, lxml.html.HtmlElement)
    return found


def test_every_block_is_said_and_nothing_of_it_is_markup() -> None:
    found = page()
    text = found.text_content()

    for said in ("سلام", "<b>Bo</b>", "☑ ticked", "☐ not ticked", "☐ نعم", "☐ لا", "<u>F</u>"):
        assert said in text
    assert found.xpath("//title")[0].text == "<i>T</i>"
    assert not found.xpath("//u | //i")
    assert len(found.xpath("//svg")) == 1
    assert found.xpath("//img/@src")[0].startswith("data:image/png;base64,")


def test_nothing_is_fetched_and_nothing_runs() -> None:
    found = page()

    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert not found.xpath("//script | //link")


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("he", "rtl"), ("nl", "ltr")])
def test_the_page_runs_in_the_direction_of_its_language(language: str, way: str) -> None:
    assert page(language).get("dir") == way


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.pdf", b"%PDF"), ("a", b"%PDF"), ("a.html", b"<!doctype"), ("a.HTM", b"<!doctype")],
)
def test_the_name_of_the_file_says_which_it_is(name: str, begins: bytes) -> None:
    assert printed(EVERYTHING, Path(name)).startswith(begins)


def test_a_code_is_as_large_as_on_paper() -> None:
    (code,) = page().xpath("//*[local-name()='svg']")

    assert code.get("viewbox") or code.get("viewBox")
    assert code.get("width") is None


@pytest.mark.parametrize(
    ("text", "way"), [("De Regenboog مسؤولة.", "rtl"), ("Sportdag <b>", "ltr"), ("2026", "ltr")]
)
def test_a_line_runs_as_its_letters_do(text: str, way: str) -> None:
    made = Document(title="", language="ar", blocks=(Text(text=text),))

    found = lxml.html.document_fromstring(to_page(made))

    assert found.xpath("string(//bdi/@dir)") == way
