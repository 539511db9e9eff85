"""Printed matter by the name of its file: a PDF, or a page to print from a browser."""

from pathlib import Path
from typing import Final

from likeness.pdf.blocks import Document
from likeness.pdf.fonts import system_fonts
from likeness.pdf.paper import render
from likeness.pdf.web_page import to_page

PAGE: Final = frozenset({".html", ".htm"})


def printed(document: Document, into: Path) -> bytes:
    """Give what is to be written into this file. Raises `LettersMissing` for a PDF."""
    return to_page(document) if into.suffix.lower() in PAGE else render(document, system_fonts())
