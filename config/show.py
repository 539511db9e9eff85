"""Show settings: with origins, as a schema, as a commented example. One source: the models."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from config.hosts import FolderHost
from config.layers import leaves
from config.load import DEFAULT, Loaded
from config.nextcloud import NextcloudHost
from config.problems import model_of, toml_value
from config.resourcespace import ResourceSpaceHost
from config.secrets import Secrets
from config.sections import default_channels
from config.settings import Settings

HEAD = """\
# Settings of Likeness. What is commented out shows its default or an example.
# The environment wins: LIKENESS_OFFICE__BIND=127.0.0.1:9000 stands for [office] bind.
# Secrets never stand here: secrets/<host> (mode 0600), a Docker secret, or LIKENESS_SECRET_<HOST>.
"""
REDACTED = "********"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One setting as it is now."""

    name: str
    value: str
    origin: str


def schema() -> dict[str, Any]:
    """Give the JSON Schema of likeness.toml."""
    return Settings.model_json_schema()


def origins(loaded: Loaded, secrets: Secrets) -> tuple[Shown, ...]:
    """Give every setting, its value and where it came from; secrets as stars."""
    tree = loaded.settings.model_dump(mode="json")
    plain = [
        Shown(name=name, value=_shown(value), origin=_origin(name, loaded.origins))
        for name, value in leaves(tree)
    ]
    names = loaded.settings.hosts
    places = [(f"hosts.{name}.secret", name) for name in names]
    places += [(f"hosts.{name}.webhook-secret", f"{name}-webhook") for name in names]
    places += [("mail.secret", "mail")]
    found = [(shown, secrets.find(name)) for shown, name in places]
    hidden = [
        Shown(name=shown, value=REDACTED, origin=secret.origin) for shown, secret in found if secret
    ]
    return (*plain, *hidden)


def _shown(value: object) -> str:
    return "not set" if value is None else toml_value(value)


def _origin(name: str, known: Mapping[str, str]) -> str:
    """Find the origin of a setting or, for one given as a whole (JSON), of what it lies in."""
    while name:
        if name in known:
            return known[name]
        name = name.rpartition(".")[0]
    return DEFAULT


def example(values: Mapping[str, object] | None = None) -> str:
    """Write a commented likeness.toml.

    `values` (top-level names) are set in it; without them, what must be set has its example.
    """
    lines = [HEAD]
    sections: list[str] = []
    for name, field in Settings.model_fields.items():
        if name == "hosts":
            sections += [
                "# Hosts: any number. A name is never changed: findings are tied to it.",
                *_host("photos", FolderHost),
                *_host("dam", ResourceSpaceHost),
                *_host("cloud", NextcloudHost),
            ]
        elif name == "channels":
            sections += [
                "# Channels: the uses that need permission. Naming one replaces all.",
                *_channels(),
            ]
        elif model := model_of(field.annotation):
            doc = (model.__doc__ or "").strip()
            body = [line for key, item in model.model_fields.items() for line in _lines(key, item)]
            sections += [*_comment(doc), f"[{name}]", *body, ""]
        else:
            lines += [*_lines(name, field, values), ""]
    return "\n".join([*lines, *sections]).rstrip() + "\n"


def _lines(
    name: str, field: FieldInfo, values: Mapping[str, object] | None = None
) -> Iterator[str]:
    """Write one setting: what it means, then its line; commented out where it has a default."""
    yield from _comment(field.description or "")
    if values and name in values:
        yield f"{name} = {toml_value(values[name])}"
        return
    made = field.is_required() or field.default_factory is not None
    shown = None if made else field.get_default(call_default_factory=False)
    value = field.examples[0] if shown in (None, (), "") and field.examples else shown
    off = "# " if values is not None or not field.is_required() else ""
    yield f"{off}{name} = {toml_value(value)}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), width=96, initial_indent="# ", subsequent_indent="# "
    )


def _host(title: str, model: type[BaseModel]) -> Iterator[str]:
    """Write a host with everything commented out, then what it has in sections of its own."""
    yield f"# [hosts.{title}]"
    inner = {name: model_of(field.annotation) for name, field in model.model_fields.items()}
    for name, field in model.model_fields.items():
        if not inner[name]:
            first, *rest = tuple(_lines(name, field))
            yield from (line if line.startswith("#") else f"# {line}" for line in (first, *rest))
    for name, section in inner.items():
        if section:
            yield from _host(f"{title}.{name}", section)
    if "." not in title:
        yield ""


def _channels() -> Iterator[str]:
    yield "# [channels]"
    for name, label in default_channels().items():
        yield f"# {name} = {{ en = {toml_value(label.en)}, nl = {toml_value(label.nl)} }}"
    yield ""
