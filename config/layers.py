"""The layers that settings are made of, as plain nested mappings: file and environment. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource
from typing_extensions import override

from config.settings import Settings

Tree = dict[str, Any]

PREFIX = "LIKENESS_"
RESERVED = (
    "LIKENESS_DATA",
    "LIKENESS_CONFIG",
    "LIKENESS_SECRET_",
    "LIKENESS_TEST_",
    "LIKENESS_SHIPPED_",
)
"""Names with our prefix that are no settings; those ending in an underscore are prefixes."""
_NAMED = ("hosts", "channels")

_SECRET = re.compile(
    r"(^|[_-])(secrets?|passwords?|passwd|tokens?|(api|private|secret|access)[_-]?keys?|credentials?)"
    r"($|[_-])|^key$",
    re.IGNORECASE,
)


class EnvironmentLayer(EnvSettingsSource):
    """Settings from LIKENESS_*, read from the mapping it is given."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """Take our names; host and channel ids may be written with _ for -."""
        super().__init__(Settings, case_sensitive=False)
        self.env_vars = {_dashed(name): value for name, value in ours(environ).items()}

    @override
    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """Take JSON lists and tables; leave other text to the field, which knows what is wrong."""
        try:
            decoded = json.loads(value)
        except ValueError:
            return value
        return decoded if isinstance(decoded, list | dict) else value


def ours(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the variables that are settings."""
    return {
        name: value
        for name, value in environ.items()
        if name.upper().startswith(PREFIX) and not _reserved(name.upper())
    }


def _reserved(name: str) -> bool:
    return any(name == word or (word.endswith("_") and name.startswith(word)) for word in RESERVED)


def _dashed(name: str) -> str:
    """Give the lower-case name with host and channel ids as they are written in the file."""
    parts = name.lower().split("__")
    if len(parts) > 1 and parts[0].removeprefix(PREFIX.lower()) in _NAMED:
        parts[1] = parts[1].replace("_", "-")
    return "__".join(parts)


def dotted(name: str) -> str:
    """Give the setting a variable is about: LIKENESS_OFFICE__BIND -> office.bind."""
    return _dashed(name).removeprefix(PREFIX.lower()).replace("__", ".")


def leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Walk a tree as (dotted name, value)."""
    for key, value in tree.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping) and value:
            yield from leaves(value, f"{name}.")
        else:
            yield name, value


def over(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> Tree:
    """Lay one tree over another."""
    merged: Tree = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = over(below, value)
        else:
            merged[key] = value
    return merged


def secrets_in(tree: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the dotted names of keys that look like secrets."""
    return tuple(name for name, _ in leaves(tree) if any(map(_SECRET.search, name.split("."))))


def without(tree: Mapping[str, Any], names: tuple[str, ...], above: str = "") -> Tree:
    """Give the tree without these leaves."""
    kept: Tree = {}
    for key, value in tree.items():
        name = f"{above}{key}"
        if name not in names:
            nested = isinstance(value, Mapping)
            kept[key] = without(value, names, f"{name}.") if nested else value
    return kept
