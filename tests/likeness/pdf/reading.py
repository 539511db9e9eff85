"""Reads our PDFs back far enough for tests: page streams, and the text that the fonts map to."""

import re
import zlib
from base64 import a85decode

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf|\((.*?)(?<!\\)\) Tj|\b(ET)\b", re.DOTALL)
_FONT = re.compile(rb"/(F\d+(?:\+\d+)?) (\d+) 0 R")
_MAP = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def text_of(pdf: bytes) -> str:
    """Give all words of a PDF of ours, one drawn line per line."""
    objects = {int(one[1]): one[2] for one in _OBJECT.finditer(pdf)}
    fonts = _fonts(objects)
    pages = [_unpacked(body) for body in objects.values() if b"stream" in body]
    return "\n".join(_words(page, fonts) for page in pages if b" Tf" in page)


def page_count(pdf: bytes) -> int:
    """Count the pages."""
    return len(re.findall(rb"/Type /Page\b", pdf))


def _fonts(objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    named = {}
    for body in objects.values():
        for name, number in _FONT.findall(body):
            link = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
            named[name] = {} if link is None else _mapping(_unpacked(objects[int(link[1])]))
    return named


def _mapping(cmap: bytes) -> dict[int, str]:
    body = cmap.partition(b"beginbfchar")[2] or cmap.partition(b"beginbfrange")[2]
    singles = {
        int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be")
        for code, char in _MAP.findall(body)
    }
    listed = re.search(rb"<00> <[0-9A-Fa-f]+> \[(.*?)\]", body, re.DOTALL)
    if listed is None:
        return singles
    chars = re.findall(rb"<([0-9A-Fa-f]+)>", listed[1])
    return {
        code: bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in enumerate(chars)
    }


def _words(page: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    out, font = [], b""
    for name, shown, end in _SHOWN.findall(page):
        if name:
            font = name
        elif end:
            out.append("\n")
        else:
            codes = _ESCAPE.sub(_unescape, shown)
            out.append("".join(fonts[font].get(code, chr(code)) for code in codes))
    return "".join(out)


def _unescape(match: re.Match[bytes]) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    code = match[1]
    return bytes([int(code, 8)]) if code[:1].isdigit() else named.get(code, code)


def _unpacked(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    data = found[1].strip(b"\r\n")
    if b"ASCII85Decode" in body:
        data = (
            a85decode(data.strip(), adobe=False)
            if not data.endswith(b"~>")
            else a85decode(b"<~" + data, adobe=True)
        )
    return zlib.decompress(data) if b"FlateDecode" in body else data
