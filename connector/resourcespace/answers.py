"""What ResourceSpace answers, told apart. Pure: bytes in, values or an error out.

The HTTP status says next to nothing: a refusal is 200 with `false`, an unknown function 200 with no
body, an SQL error 200 with a note (perhaps after the change was made), a plugin's trouble 200 with
text before or instead of JSON. Numbers come as numbers or as strings, depending on the call.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connector.errors import HostConfused, HostRefused, HostUnavailable, NoSuchCall
from connector.resourcespace.request import tidy
from connector.resourcespace.rows import (
    FieldRef,
    FieldValue,
    Found,
    HistoryRow,
    LogRow,
    NodeRef,
    Option,
    Picture,
    Ref,
    Resource,
)
from connector.transport import Reply

Json = Any

_SUCCESS = range(200, 300)
_REDIRECT = range(300, 400)
_VERSION = 40
_API_OFF = b"API not enabled"


def value_of(reply: Reply) -> Json:
    """Give the JSON value of an answer.

    Raises `HostRefused` (credentials, API switched off, administrators only), `HostUnavailable`
    (the address leads elsewhere, for now or for good) and `HostConfused` (this is no answer).
    """
    if reply.status == HTTPStatus.UNAUTHORIZED:
        raise HostRefused("the user or the key is wrong, or the user is not active")
    if reply.data.startswith(_API_OFF):
        raise HostRefused("the API is switched off: set $enable_remote_apis in its config.php")
    if reply.status == HTTPStatus.FORBIDDEN and reply.data.strip() == b"[]":
        raise HostRefused("this call is for administrators only")
    if reply.status in _REDIRECT:
        raise HostUnavailable("the address leads elsewhere: `url` must be the one it leads to")
    if reply.status == HTTPStatus.NOT_FOUND:
        raise HostUnavailable("there is no ResourceSpace at this address")
    if reply.status not in _SUCCESS:
        raise HostConfused(f"status {reply.status}")
    value = _json(reply)
    if isinstance(value, dict) and value.get("error"):
        raise HostConfused("error note")
    return value


def _json(reply: Reply) -> Json:
    if not reply.data.strip():
        raise NoSuchCall("nothing")
    try:
        return json.loads(reply.data)
    except ValueError:
        kind = "a page" if reply.data.lstrip().startswith(b"<") else "text"
        raise HostConfused(f"{kind} instead of JSON") from None


def data_of(value: Json, name: str) -> Json:
    """Read one entry of an answer that says success or failure in words; None where it failed."""
    said = value if isinstance(value, dict) else {}
    data = said.get("data")
    fine = said.get("status") == "success" and isinstance(data, dict)
    return data.get(name) if fine and isinstance(data, dict) else None


def version(value: Json) -> str:
    """Read the version in a long status; empty where it is not said."""
    results = value.get("results") if isinstance(value, dict) else None
    said = results.get("version") if isinstance(results, dict) else None
    text = said.get("info") if isinstance(said, dict) else None
    return "".join(char for char in str(text or "") if char.isprintable())[:_VERSION].strip()


def yes(value: Json) -> bool:
    """Read true or false; `false` has no reason, and may mean that nothing changed."""
    if isinstance(value, bool):
        return value
    raise HostConfused("text instead of yes or no")


def number(value: Json) -> int | None:
    """Read a number, of either type; None where the host says false or nothing."""
    if value is False or value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise HostConfused("text instead of a number") from None


def rows(value: Json) -> Sequence[Mapping[str, Json]]:
    """Read a list of rows; `false` is no row."""
    if value is False:
        return ()
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    raise HostConfused("no list")


def _int(row: Mapping[str, Json], name: str) -> int:
    return number(row.get(name)) or 0


def _text(row: Mapping[str, Json], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def resource(value: Json) -> Resource | None:
    """Read one resource; None where there is none, or none for us."""
    if value is False:
        return None
    if not isinstance(value, dict):
        raise HostConfused("no resource")
    ref = _int(value, "ref")
    if ref <= 0:
        raise HostConfused("a resource without its number")
    return Resource(
        ref=Ref(ref),
        type=_int(value, "resource_type"),
        archive=_int(value, "archive"),
        access=_int(value, "access"),
        extension=_text(value, "file_extension").lower(),
        has_image=_int(value, "has_image"),
        checksum=_text(value, "file_checksum"),
        size=_int(value, "file_size"),
        file_modified=_text(value, "file_modified"),
        modified=_text(value, "modified"),
        tweaks=_text(value, "preview_tweaks"),
        taken=_text(value, "field12"),
        locked_by=_int(value, "lock_user"),
    )


def found(value: Json) -> Found:
    """Read one page of a search that was asked for as "offset,limit"."""
    if value in (False, []):
        return Found(resources=(), total=0)
    if not isinstance(value, dict):
        raise HostConfused("no search result")
    here = (resource(row) for row in rows(value.get("data")))
    return Found(resources=tuple(one for one in here if one), total=_int(value, "total"))


def log(value: Json) -> tuple[LogRow, ...]:
    """Read the log, oldest first."""
    read = (
        LogRow(
            ref=_int(row, "ref"),
            resource=Ref(_int(row, "resource")),
            code=_text(row, "type"),
            field=_int(row, "field"),
            user=_int(row, "user"),
            at=_text(row, "date"),
        )
        for row in rows(value)
    )
    return tuple(sorted(read, key=lambda row: row.ref))


def history(value: Json) -> tuple[HistoryRow, ...]:
    """Read the log of one resource; it comes newest first, and is given oldest first."""
    read = sorted(rows(value), key=lambda row: _int(row, "ref"))
    return tuple(
        HistoryRow(
            user=_text(row, "username"),
            about=_int(row, "field"),
            code=_text(row, "type"),
            diff=_text(row, "diff"),
        )
        for row in read
    )


def fields(value: Json) -> Mapping[FieldRef, FieldValue]:
    """Read the fields of a resource. A resource that is not there has all fields, empty."""
    read = (
        FieldValue(
            ref=FieldRef(_int(row, "ref")),
            name=_text(row, "name"),
            title=_text(row, "title"),
            type=_int(row, "type"),
            value=tidy(_text(row, "value")),
            nodes=_nodes(row.get("nodes")),
        )
        for row in rows(value)
    )
    return {one.ref: one for one in read}


def field_list(value: Json, types: Iterable[int]) -> Mapping[FieldRef, FieldValue]:
    """Read a list of fields: those that each of these types of resource has."""
    wanted = {str(one) for one in types}
    fitting = [
        row
        for row in rows(value)
        if _int(row, "global") or wanted <= {*_text(row, "resource_types").split(",")}
    ]
    return fields(fitting)


def _nodes(value: Json) -> frozenset[NodeRef]:
    """Read nodes: a number for one, "304,306" for several, "" or nothing at all for none."""
    words = str(value or "").split(",")
    return frozenset(NodeRef(int(word)) for word in words if word.strip().isdecimal())


def options(value: Json) -> tuple[Option, ...] | None:
    """Read the options of a list field; None where it is no list, or not ours to see."""
    if value is False:
        return None
    return tuple(
        Option(
            ref=NodeRef(_int(row, "ref")),
            name=tidy(_text(row, "name")),
            translated=tidy(_text(row, "translated_name")),
        )
        for row in rows(value)
    )


def pictures(value: Json) -> tuple[Picture, ...]:
    """Read the sizes a picture can be had in."""
    return tuple(
        Picture(
            code=_text(row, "size_code"),
            extension=_text(row, "extension").lower(),
            width=_int(row, "width"),
            height=_int(row, "height"),
            url=_text(row, "url"),
            made=_made(_text(row, "url")),
        )
        for row in rows(value)
    )


def kinds(value: Json) -> tuple[str, ...]:
    """Read what the other files of a resource are, by their extensions; empty = it does not say."""
    return tuple(_text(row, "file_extension").lower() for row in rows(value))


def _made(url: str) -> int:
    """Read `v`, the moment the file was written; 0 where the address does not say."""
    said = parse_qs(urlsplit(url).query).get("v", [""])[0]
    return int(said) if said.isdecimal() else 0
