"""Read a decision record back into values: what was said then, in the words of then.

Ids and words that are no longer configured stay as they were written.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from consent.decisions import Decision
from consent.findings import Finding

T = TypeVar("T")


def read_document(document: str) -> tuple[Decision, tuple[Finding, ...]]:
    """Give the decision of a record and the findings it was made on."""
    body: Mapping[str, Any] = json.loads(document)
    decision = _value(Decision, body["decision"])
    return decision, tuple(_value(Finding, finding) for finding in body["findings"])


def _value(kind: Any, plain: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Turn plain JSON into the value the type asks for."""
    if get_origin(kind) in {Union, UnionType}:
        inner = next(one for one in get_args(kind) if one is not type(None))
        return None if plain is None else _value(inner, plain)
    if get_origin(kind) in {tuple, frozenset}:
        return get_origin(kind)(_value(get_args(kind)[0], item) for item in plain)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)} & plain.keys()
        return kind(**{name: _value(hints[name], plain[name]) for name in known})  # type: ignore[operator]
    return _plain(kind, plain)


def _plain(kind: Any, plain: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if kind is datetime:
        return datetime.fromisoformat(plain)
    if kind is date:
        return date.fromisoformat(plain)
    return kind(plain) if isinstance(kind, type) and issubclass(kind, StrEnum) else plain
