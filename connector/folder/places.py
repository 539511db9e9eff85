r"""Places: file names as text that any file name survives. No file is touched here.

A place is the path below the root, with `/` between its parts. What cannot be shown or stored as
text (bytes that are not UTF-8, control characters) is written as `\xNN` per byte, and a backslash
as `\\`; reading it back gives the very same bytes.
"""

import os
import re

_ESCAPED = re.compile(rb"\\(?:x([0-9a-f]{2})|\\)")
_SPECIAL = re.compile("[\x00-\x1f\x7f\\\\\udc80-\udcff]")
_FIRST_ESCAPE = 0xDC00


def escape(name: str) -> str:
    """Turn a name as the operating system gave it (surrogates for odd bytes) into text."""
    if name.isprintable() and "\\" not in name:
        return name
    return _SPECIAL.sub(_escaped, name)


def raw(place: str) -> str:
    """Turn a place (or one part of it) back into the name that the operating system knows."""
    if "\\" not in place:
        return place
    data = _ESCAPED.sub(_unescaped, place.encode("utf-8", "surrogateescape"))
    return data.decode("utf-8", "surrogateescape")


def parts(place: str) -> tuple[str, ...]:
    """Split a place into names for the system. Raises ValueError for one that leaves the root."""
    names = tuple(raw(part) for part in place.split("/"))
    if any(name in {"", ".", ".."} or "/" in name or "\0" in name for name in names):
        raise ValueError("a place never leaves the folder")
    return names


def join(folder: str, name: str) -> str:
    """Give the place of a name, as the system knows it, in a folder (empty = root)."""
    return f"{folder}/{escape(name)}" if folder else escape(name)


def path(root: str, place: str) -> str:
    """Give the whole path of a place, for calls that take no folder handle."""
    return os.path.join(root, raw(place)) if place else root  # noqa: PTH118 - names may not be text


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] == "\\":
        return "\\\\"
    return f"\\x{code - _FIRST_ESCAPE if code > _FIRST_ESCAPE else code:02x}"


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match[1].decode()) if match[1] else b"\\"
