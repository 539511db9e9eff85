"""Read the settings: one file, then LIKENESS_* over it. All that is wrong is told at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config import problems
from config.errors import Problem, SettingsRefused
from config.layers import (
    PREFIX,
    EnvironmentLayer,
    Tree,
    dotted,
    leaves,
    ours,
    over,
    secrets_in,
    without,
)
from config.sections import default_channels
from config.settings import Settings

DEFAULT = "default"
_NO_SECRETS = (
    "secrets do not belong in this file: take it out, and put it alone in the file secrets/{host} "
    "(mode 0600), in a Docker secret, or in the environment as LIKENESS_SECRET_{HOST}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Settings, and where each value that is not a default came from (dotted name -> origin)."""

    settings: Settings
    origins: Mapping[str, str] = field(default_factory=dict)


def load(*, data: Path, file: Path, environ: Mapping[str, str]) -> Loaded:
    """Read and check everything. Raises `SettingsRefused`.

    A file that is not there counts as empty.
    """
    return load_text(_text_of(file), data=data, file=file, environ=environ)


def load_text(text: bytes, *, data: Path, file: Path, environ: Mapping[str, str]) -> Loaded:
    """Check settings as if `file` held this text. Raises `SettingsRefused`."""
    written, troubles = _from_text(text, file)
    spoken = EnvironmentLayer(environ)()
    origins = {name: f"file {file.name}" for name, value in leaves(written) if value != {}}
    origins |= {dotted(name): f"environment {name}" for name in ours(environ)}
    troubles += _unknown_variables(environ)
    if spoken.get("channels") and not written.get("channels"):
        written["channels"] = {name: it.model_dump() for name, it in default_channels().items()}
    try:
        settings = Settings(**over(written, spoken))
    except ValidationError as error:
        raise SettingsRefused((*troubles, *problems.problems_of(error, origins))) from None
    troubles += _inside(settings, data)
    if troubles:
        raise SettingsRefused(tuple(troubles))
    return Loaded(settings=settings, origins=origins)


def _text_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        wrong = f"cannot be read ({type(error).__name__}); give its owner the right to read it"
        raise SettingsRefused((Problem(name=file.name, wrong=wrong),)) from None


def _from_text(text: bytes, file: Path) -> tuple[Tree, list[Problem]]:
    try:
        tree: dict[str, Any] = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefused((problems.syntax(error, file.name),)) from None
    secret = secrets_in(tree)
    return without(tree, secret), [_secret_problem(name, file) for name in secret]


def _secret_problem(name: str, file: Path) -> Problem:
    parts = name.split(".")
    host = parts[1] if parts[0] == "hosts" and len(parts) > 1 else "<name>"
    upper = host.upper().replace("-", "_")
    wrong = _NO_SECRETS.format(host=host, HOST=upper)
    return Problem(name=name, wrong=wrong, origin=f"file {file.name}")


def _unknown_variables(environ: Mapping[str, str]) -> list[Problem]:
    known = tuple(Settings.model_fields)
    found = []
    for name in ours(environ):
        section = dotted(name).split(".")[0]
        if section not in known:
            near = get_close_matches(section, known, n=1)
            meant = f"; did you mean {PREFIX}{near[0].upper()}?" if near else ""
            found.append(Problem(name=name, wrong=f"is not a setting{meant}", origin="environment"))
    return found


def _inside(settings: Settings, data: Path) -> list[Problem]:
    """Find folders that must not lie in each other."""
    found = []
    folder = data.expanduser().absolute()
    if settings.key_file and settings.key_file.absolute().is_relative_to(folder):
        wrong = "lies inside the data folder: who copies the data would copy its key, too"
        example = 'key_file = "/etc/likeness/kek"'
        found.append(Problem(name="key_file", wrong=wrong, example=example))
    for name, host in settings.folders.items():
        if folder.is_relative_to(host.root) or host.root.is_relative_to(folder):
            wrong = "the photos and our data folder lie in each other; keep them apart"
            found.append(Problem(name=f"hosts.{name}.root", wrong=wrong))
    return found
