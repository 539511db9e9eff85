"""A document as one HTML file, to be printed from a browser: browsers set every script there is.

Nothing is fetched from elsewhere; every text is escaped.
"""

import base64
import unicodedata
from html import escape

from likeness.i18n.page_words import direction
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
from likeness.pdf.pictures import SIGNATURE
from likeness.qr import svg

_STYLE = """@page { size: A4; margin: 18mm; }
body { font-family: sans-serif; font-size: 10.5pt; line-height: 1.35; max-width: 174mm;
  margin: 0 auto; overflow-wrap: anywhere; color: #000; background: #fff; }
p { margin: 0 0 4pt; white-space: pre-line; }
.pair, .yes-no { display: flex; gap: 24pt; break-inside: avoid; }
.pair b { flex: 0 0 150pt; }
.write { border-top: 1px solid; width: 60%; margin-top: 30pt; font-size: 8.5pt; }
.code { text-align: center; }
.code svg { width: var(--side); height: var(--side); }
footer { margin-top: 12pt; font-size: 8.5pt; }
hr { border: 0; border-top: 1px solid; }"""
_RIGHT = frozenset({"R", "AL"})
_EMPTY, _TICKED = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH CHECK}"


def to_page(document: Document) -> bytes:
    """Write a document as HTML."""
    body = "\n".join(_block(block) for block in document.blocks)
    way = direction(document.language)
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}" dir="{way}">\n'
        f'<head><meta charset="utf-8"><title>{escape(document.title)}</title>\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        f"<style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n<footer>{_way(document.footer)}</footer>\n</body>\n</html>\n"
    ).encode()


def _block(block: Block) -> str:
    match block:
        case Text():
            return _text(block)
        case Pair():
            return f'<p class="pair"><b>{escape(block.label)}</b> {_way(block.value)}</p>'
        case Choice():
            return f"<p>{_TICKED if block.ticked else _EMPTY} {escape(block.text)}</p>"
        case YesNo():
            boxes = "".join(f"<span>{_EMPTY} {escape(one)}</span>" for one in (block.yes, block.no))
            return f'<p>{escape(block.text)}</p><p class="yes-no">{boxes}</p>'
        case _:
            return _shape(block)


def _shape(block: WriteHere | Rule | Gap | Qr | Picture) -> str:
    match block:
        case WriteHere():
            return f'<p class="write">{escape(block.label)}</p>'
        case Rule():
            return "<hr>"
        case Gap():
            return f'<div style="height: {block.height:g}pt"></div>'
        case Qr():
            code = svg(block.text)
            return f'<p class="code" style="--side: {block.side:g}pt">{code}</p>'
        case Picture():
            kind = "png" if block.data.startswith(SIGNATURE) else "jpeg"
            data = base64.b64encode(block.data).decode()
            source = f"data:image/{kind};base64,{data}"
            return f'<p><img src="{source}" alt="" style="max-height: {block.most:g}pt"></p>'


def _text(block: Text) -> str:
    look = f"font-size: {block.size:g}pt"
    look += "; font-weight: bold" if block.bold else ""
    look += "; text-align: center" if block.centred else ""
    way = "rtl" if any(unicodedata.bidirectional(one) in _RIGHT for one in block.text) else "ltr"
    return f'<p style="{look}"><bdi dir="{way}">{escape(block.text)}</bdi></p>'


def _way(text: str) -> str:
    """Keep a name in its own direction, whatever stands around it."""
    return f"<bdi>{escape(text)}</bdi>"
