"""Draws a document. The same document gives the same bytes: no time, no random id."""

import io
from typing import Final

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from likeness.pdf.blocks import Choice, Document, Picture, Qr, Rule, Text, texts_of
from likeness.pdf.errors import LettersMissing
from likeness.pdf.fonts import Fonts
from likeness.pdf.layout import HEIGHT, WIDTH, Mark, lay_out
from likeness.qr import matrix

PRODUCER: Final = "Likeness"
THIN = 0.6
QUIET = 4
"""Modules of empty border that a QR code needs."""


def render(document: Document, fonts: Fonts, *, numbers: bool = False) -> bytes:
    """Draw a document as a PDF with the fonts embedded.

    `numbers`: characters that no font has are printed as their numbers. Raises `LettersMissing`
    for them where it is not set.
    """
    if not numbers:
        require_letters(document, fonts)
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang=document.language
    )
    canvas.setTitle(document.title)
    canvas.setProducer(PRODUCER)
    canvas.setCreator(PRODUCER)
    for page in lay_out(document, fonts):
        canvas.setLineWidth(THIN)
        for mark in page:
            _draw(canvas, mark, fonts)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, mark: Mark, fonts: Fonts) -> None:
    match mark.block:
        case Text() as style:
            _words(canvas, mark, style, fonts)
        case Choice(ticked=ticked):
            _box(canvas, mark, ticked=ticked)
        case Rule():
            canvas.line(mark.x, mark.y, mark.x + mark.width, mark.y)
        case Qr(text=text):
            _code(canvas, mark, text)
        case Picture() as picture:
            _picture(canvas, mark, picture)
        case _:
            raise AssertionError("lay_out makes no such mark")


def _words(canvas: Canvas, mark: Mark, style: Text, fonts: Fonts) -> None:
    line = canvas.beginText(mark.x, mark.y)
    for font, part in fonts.runs(mark.text, bold=style.bold):
        line.setFont(font, style.size)
        line.textOut(part)
    canvas.drawText(line)


def _box(canvas: Canvas, mark: Mark, *, ticked: bool) -> None:
    x, y, side = mark.x, mark.y, mark.width
    canvas.rect(x, y, side, side)
    if ticked:
        canvas.setLineWidth(THIN * 3)
        canvas.lines(
            [
                (x + side * 0.18, y + side * 0.5, x + side * 0.42, y + side * 0.2),
                (x + side * 0.42, y + side * 0.2, x + side * 0.85, y + side * 0.85),
            ]
        )
        canvas.setLineWidth(THIN)


def _code(canvas: Canvas, mark: Mark, text: str) -> None:
    rows = matrix(text)
    step = mark.width / (len(rows) + 2 * QUIET)
    top = mark.y + mark.width - QUIET * step
    for down, row in enumerate(rows, start=1):
        for right, dark in enumerate(row):
            if dark:
                x = mark.x + (QUIET + right) * step
                canvas.rect(x, top - down * step, step, step, stroke=0, fill=1)


def _picture(canvas: Canvas, mark: Mark, picture: Picture) -> None:
    image = ImageReader(io.BytesIO(picture.data))
    wide, high = image.getSize()
    scale = min(mark.width / wide, picture.most / high, 1.0)
    canvas.drawImage(image, mark.x, mark.y, wide * scale, high * scale, mask="auto")


def require_letters(document: Document, fonts: Fonts) -> None:
    """Raise `LettersMissing` where a letter of a document cannot be printed as itself."""
    texts = (*texts_of(document.blocks), document.footer)
    found = "".join(fonts.missing("".join(line for text in texts for line in text.split("\n"))))
    if found:
        raise LettersMissing(found)
