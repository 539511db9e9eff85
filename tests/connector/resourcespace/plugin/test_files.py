"""The files of the plugin: valid PHP, the same texts in both languages, nothing personal."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.connector.resourcespace.plugin.calling import DEADLINE_S, HARNESS, PLUGIN, php

FILES = sorted(PLUGIN.rglob("*.php"))
KEYS = re.compile(r"\$lang\['(\w+)'\] = ")
USED = re.compile(r"(?:\$lang|GLOBALS\['lang'\])\['(likeness_\w+)'\]")


def keys(language: str) -> list[str]:
    return KEYS.findall((PLUGIN / "languages" / f"{language}.php").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*FILES, HARNESS], ids=lambda path: path.name)
def test_every_file_is_valid_php(path: Path) -> None:
    done = subprocess.run(
        [php(), "-l", str(path)],
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_the_plugin_is_one_folder_to_copy() -> None:
    assert {path.name for path in PLUGIN.iterdir()} == {
        "api",
        "config",
        "css",
        "hooks",
        "include",
        "languages",
        "likeness.yaml",
        "pages",
    }


def test_both_languages_have_the_same_texts_once() -> None:
    assert keys("en") == keys("nl")
    assert len(keys("en")) == len(set(keys("en")))


def test_every_text_that_is_used_is_there() -> None:
    used = {key for path in FILES for key in USED.findall(path.read_text(encoding="utf-8"))}

    assert used
    assert used <= set(keys("en"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_printed_without_being_escaped(path: Path) -> None:
    printed = re.findall(r"echo\s+(.+?);", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    safe = ("escape(", "nl2br(escape(", "likeness_marker(", "$usable ? '")

    assert [what for what in printed if not what.startswith(safe)] == []
