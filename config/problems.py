"""Turn what pydantic finds wrong into problems a person can act on.

Never repeats a value: it may be a secret.
"""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from config.errors import Problem
from config.hosts import KINDS
from config.settings import Settings

_TAG = 2
_WORDS = {
    "missing": "is not set",
    "extra_forbidden": "is not a setting",
    "string_pattern_mismatch": "must be a short name of a-z, 0-9 and - (not at either end)",
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "union_tag_not_found": "needs a kind of host, such as folder or resourcespace",
    "union_tag_invalid": "must be a kind of host, such as folder or resourcespace",
}


def problems_of(error: ValidationError, origins: Mapping[str, str]) -> tuple[Problem, ...]:
    """Give one problem per wrong setting, in the order of the settings."""
    found = [_problem(detail, origins) for detail in error.errors(include_input=False)]
    return tuple(dict.fromkeys(found))


def _problem(detail: ErrorDetails, origins: Mapping[str, str]) -> Problem:
    parts = [str(part) for part in detail["loc"] if part != "[key]" and not isinstance(part, int)]
    name = ".".join(_plain(parts)) or "settings"
    wrong = _WORDS.get(detail["type"]) or _sentence(detail["msg"])
    if detail["type"] == "extra_forbidden":
        wrong += _meant(parts)
    return Problem(name=name, wrong=wrong, example=example_of(parts), origin=origins.get(name, ""))


def _plain(parts: list[str]) -> list[str]:
    """Leave out the kind of a host, which pydantic puts between its name and the setting."""
    tagged = len(parts) > _TAG and parts[0] == "hosts" and parts[_TAG] in _kinds()
    return [*parts[:_TAG], *parts[_TAG + 1 :]] if tagged else parts


def _kinds() -> dict[str, type[BaseModel]]:
    return {get_args(kind.model_fields["kind"].annotation)[0]: kind for kind in KINDS}


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").removeprefix("Input ")
    return text[:1].lower() + text[1:]


def _meant(parts: list[str]) -> str:
    names = tuple(fields_at(parts[:-1]))
    near = get_close_matches(parts[-1], names, n=1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; here are {', '.join(sorted(names))}" if names else ""


def fields_at(parts: list[str]) -> Mapping[str, FieldInfo]:
    """Give the fields of the section at this place; empty where there is none."""
    kind: Any = Settings
    for part in parts:
        if get_origin(kind) is dict:
            kind = get_args(kind)[1]
        elif get_origin(kind) is Annotated and part in _kinds():
            kind = _kinds()[part]
        elif (model := model_of(kind)) and part in model.model_fields:
            kind = model.model_fields[part].annotation
        else:
            return {}
    model = model_of(kind)
    return model.model_fields if model else {}


def model_of(kind: object) -> type[BaseModel] | None:
    """Give the kind itself where it is a model, or the model where it is one or nothing."""
    if isinstance(kind, UnionType):
        kind = next((one for one in get_args(kind) if model_of(one)), None)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def example_of(parts: list[str]) -> str:
    """Give a right line for a setting; empty where there is none."""
    field = fields_at(parts[:-1]).get(parts[-1]) if parts else None
    if field is None or not field.examples:
        return ""
    return f"{parts[-1]} = {toml_value(field.examples[0])}"


def toml_value(value: object) -> str:
    """Write one value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{key} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {pairs} }}"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Write control characters as TOML wants them."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04X}" for char in text)


def syntax(error: tomllib.TOMLDecodeError | UnicodeDecodeError, file: str) -> Problem:
    """Give the problem of a file that cannot be read as TOML."""
    wrong = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
    return Problem(name=file, wrong=f"is not TOML: {wrong}", example='language = "en"')
