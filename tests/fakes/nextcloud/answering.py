"""Requests and answers as values, and the shapes that errors and OCS have."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.nextcloud.markup import (
    Props,
    asked,
    error,
    multistatus,
    response,
)

XML = "application/xml; charset=utf-8"
_DAV = "Sabre\\DAV\\Exception\\"


@dataclass(slots=True)
class Request:
    """What came in; header names in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


@dataclass(slots=True)
class Answer:
    """What goes out."""

    status: int
    body: bytes = b""
    media_type: str = XML
    headers: dict[str, str] = field(default_factory=dict)
    share: float = 1.0
    """How much of it gets through before the connection is cut; 0 = not even its status."""


def failure(status: int, kind: str, message: str = "") -> Answer:
    return Answer(status, error(_DAV + kind, message))


def as_json(status: int, value: object) -> Answer:
    return Answer(status, json.dumps(value).encode(), "application/json; charset=utf-8")


def as_ocs(data: object, status: int = 200, code: int | None = None, message: str = "OK") -> Answer:
    meta = {"status": "ok", "statuscode": code or status, "message": message}
    return as_json(status, {"ocs": {"meta": meta, "data": data}})


def collection(request: Request, members: list[tuple[str, Props]]) -> Answer:
    """Give the members of a collection; it comes first itself, and has none of the properties."""
    wanted = asked(request.body)
    base = request.path.rstrip("/") + "/"
    parts = [response(base, {}, wanted)]
    parts += [response(base + path, props, wanted) for path, props in members]
    return Answer(207, multistatus(parts))
