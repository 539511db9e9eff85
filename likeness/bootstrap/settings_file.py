"""Changing the settings file: checked before, in one step, and nothing of the admin's is lost."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.problems import toml_value
from likeness.bootstrap.configuration import check_settings
from likeness.bootstrap.errors import SettingsReadOnly
from likeness.bootstrap.places import Places

PRIVATE = 0o600
_BITS = 0o777


def text_of(places: Places) -> str:
    """Give the settings file as it is; empty where there is none."""
    file = places.settings_file
    return file.read_text(encoding="utf-8") if file.exists() else ""


def section(name: str, values: Mapping[str, object]) -> str:
    """Write one section."""
    lines = [f"{key} = {_value(value)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines]) + "\n"


def _value(value: object) -> str:
    return toml_value(value.isoformat() if isinstance(value, date) else value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What was added to the settings file, and how to take it back."""

    places: Places
    before: str

    def undo(self) -> None:
        """Make the file what it was."""
        replace_file(self.places.settings_file, self.before)


def append(places: Places, added: str) -> Appended:
    """Put sections at the end of the settings file; comments and order stay.

    Raises `SettingsRefused` where the file would not be right, and `SettingsReadOnly` with what to
    paste where it cannot be written.
    """
    before = text_of(places)
    text = f"{before.rstrip()}\n\n{added}"
    check_settings(text, places)
    try:
        replace_file(places.settings_file, text)
    except OSError as error:
        raise SettingsReadOnly(
            f"{places.settings_file} cannot be written ({error.strerror}). Put this at its end "
            f"yourself, then run the command again:\n\n{added}"
        ) from None
    return Appended(places=places, before=before)


def change(places: Places, name: str, values: Mapping[str, object]) -> None:
    """Give values of a section other values; comments, order and everything else stay.

    Raises `SettingsRefused` where the file would not be right, and `SettingsReadOnly` with what to
    change where the section is not written as one, or the file cannot be written.
    """
    lines, left = text_of(places).splitlines(), dict(values)
    inside = False
    for at, line in enumerate(lines):
        if line.lstrip().startswith("["):
            inside = line.partition("#")[0].strip() == f"[{name}]"
        key = line.partition("=")[0].strip().strip('"')
        if inside and "=" in line and key in left:
            lines[at] = _rewritten(line, left.pop(key))
    by_hand = section(name, values)
    if left:
        raise SettingsReadOnly(f"Change this in {places.settings_file} yourself:\n\n{by_hand}")
    text = "\n".join(lines) + "\n"
    check_settings(text, places)
    try:
        replace_file(places.settings_file, text)
    except OSError as error:
        raise SettingsReadOnly(
            f"{places.settings_file} cannot be written ({error.strerror}). Change this in it "
            f"yourself:\n\n{by_hand}"
        ) from None


def _rewritten(line: str, value: object) -> str:
    """Give the key of a line another value; a comment behind a number stays."""
    key, _, rest = line.partition("=")
    number, mark, comment = rest.partition("#")
    kept = f"  #{comment}" if mark and number.strip().isdecimal() else ""
    return f"{key.rstrip()} = {_value(value)}{kept}"


def replace_file(file: Path, text: str) -> None:
    """Write a file beside the old one and rename it over that; its mode stays."""
    mode = file.stat().st_mode & _BITS if file.exists() else PRIVATE
    handle, fresh = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    path = Path(fresh)
    path.chmod(mode)
    path.replace(file)


def keep_secret(places: Places, name: str, secret: str) -> Path:
    """Keep the secret of a host in a file that only its owner may read."""
    folder = places.secrets.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    path.unlink(missing_ok=True)
    replace_file(path, f"{secret}\n")
    return path
