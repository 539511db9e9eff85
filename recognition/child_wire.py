"""Values of recognition to plain JSON and back; what comes back is checked against their types.

The answer to a `match` can hold what `Seen` holds and nothing else: no field fits a vector.
"""

import math
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

MOST_ITEMS = 10_000
MOST_LETTERS = 200


def to_plain(value: object) -> object:
    """Turn a value into what JSON can say."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)  # type: ignore[type-var]
    return value


def from_plain(kind: type[T], plain: object) -> T:
    """Build a value of exactly this type. Raises `ValueError` for anything else."""
    return cast("T", _read(kind, plain))


def _read(kind: Any, plain: object) -> object:  # noqa: ANN401 - a type, or what typing makes of one
    if isinstance(kind, NewType):
        return _read(kind.__supertype__, plain)
    if get_origin(kind) in {Union, UnionType}:
        (kept,) = (part for part in get_args(kind) if part is not NoneType)
        return None if plain is None else _read(kept, plain)
    if get_origin(kind) in {tuple, frozenset}:
        return _read_many(kind, plain)
    if is_dataclass(kind):
        return _read_fields(cast("type[object]", kind), plain)
    return _read_one(kind, plain)


def _read_fields(kind: type[object], plain: object) -> object:
    hints = _hints(cast("Hashable", kind))
    if not isinstance(plain, dict) or set(plain) != set(hints):
        raise ValueError(kind.__name__)
    return kind(**{name: _read(hint, plain[name]) for name, hint in hints.items()})


def _read_many(kind: Any, plain: object) -> object:  # noqa: ANN401 - tuple[...] or frozenset[...]
    parts = get_args(kind)
    if not isinstance(plain, list) or len(plain) > MOST_ITEMS:
        raise ValueError(str(kind))
    if get_origin(kind) is frozenset:
        return frozenset(_read(parts[0], item) for item in plain)
    if parts[-1] is Ellipsis:
        return tuple(_read(parts[0], item) for item in plain)
    return tuple(_read(part, item) for part, item in zip(parts, plain, strict=True))


def _read_one(kind: type[object], plain: object) -> object:
    if issubclass(kind, StrEnum):
        return kind(str(plain))
    reader = _READERS.get(kind)
    if reader is None:
        raise ValueError(kind.__name__)
    return reader(plain)


def _read_float(plain: object) -> float:
    if isinstance(plain, bool) or not isinstance(plain, int | float) or math.isnan(plain):
        raise ValueError("not a number")
    return float(plain)


def _read_int(plain: object) -> int:
    if isinstance(plain, bool) or not isinstance(plain, int) or abs(plain) > 2**53:
        raise ValueError("not a whole number")
    return plain


def _read_str(plain: object) -> str:
    if not isinstance(plain, str) or len(plain) > MOST_LETTERS:
        raise ValueError("not a short text")
    return plain


def _read_bool(plain: object) -> bool:
    if not isinstance(plain, bool):
        raise ValueError("neither yes nor no")  # noqa: TRY004 - the one error of this module
    return plain


_READERS: dict[type[object], Callable[[object], object]] = {
    float: _read_float,
    int: _read_int,
    str: _read_str,
    bool: _read_bool,
}


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)
