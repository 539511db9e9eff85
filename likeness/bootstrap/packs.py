"""Which model pack is in use: read from the settings, and changed in the settings file."""

import re

from config.errors import SettingsRefused
from likeness.bootstrap.configuration import check_settings, read_settings
from likeness.bootstrap.errors import SettingElsewhere
from likeness.bootstrap.places import Places
from likeness.bootstrap.settings_file import replace_file

DEFAULT = "open"
_VARIABLE = "LIKENESS_RECOGNITION__PACK"
_SECTION = re.compile(r"^[ \t]*\[recognition\][ \t]*(#.*)?$", re.MULTILINE)
_NEXT = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*(?:#[ \t]*)?pack[ \t]*=.*$", re.MULTILINE)


def chosen_pack(places: Places) -> str:
    """Give the pack in use; the default where there are no (right) settings yet."""
    try:
        return read_settings(places).settings.recognition.pack
    except SettingsRefused:
        return DEFAULT


def choose_pack(places: Places, name: str) -> None:
    """Write the pack into the settings file, checked before and in one step.

    Raises `SettingElsewhere` where the environment sets it, `SettingsRefused` where the file would
    not be right.
    """
    if places.environ.get(_VARIABLE):
        raise SettingElsewhere(f"{_VARIABLE} is set, and wins over the file. Change it there.")
    file = places.settings_file
    text = _with_pack(file.read_text(encoding="utf-8") if file.exists() else "", name)
    check_settings(text, places)
    replace_file(file, text)


def _with_pack(text: str, name: str) -> str:
    line = f'pack = "{name}"'
    section = _SECTION.search(text)
    if section is None:
        return f"{text.rstrip()}\n\n[recognition]\n{line}\n"
    following = _NEXT.search(text, section.end())
    end = following.start() if following else len(text)
    body = text[section.end() : end]
    changed, found = _LINE.subn(lambda _: line, body, count=1)
    return text[: section.end()] + (changed if found else f"\n{line}{body}") + text[end:]
