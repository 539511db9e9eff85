"""What docs/hosts/folder.md says is what the code does."""

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from config.hosts import FolderHost
from connector import suffixes
from connector.folder import sidecars, words
from tests.contracts.stages import JPEG, FolderStage
from tests.contracts.test_hosts import MARKS

TEXT = (Path(__file__).parents[3] / "docs/hosts/folder.md").read_text(encoding="utf-8")


def test_every_field_of_ours_is_explained_and_no_other() -> None:
    ours = {
        value.removeprefix(f"{{{words.LIKENESS}}}")
        for name, value in vars(words).items()
        if name.isupper() and isinstance(value, str) and value.startswith(f"{{{words.LIKENESS}}}")
    }
    rows = TEXT.partition("### Our own namespace")[2].partition("To see them")[0]
    explained = {
        field
        for row in re.findall(r"^\| (`.*?`) \|", rows, re.MULTILINE)
        for field in re.findall(r"`(\w+)`", row)
    }

    assert explained == ours
    assert words.LIKENESS in TEXT


def test_the_settings_shown_are_settings() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)

    host = FolderHost.model_validate(tomllib.loads(block)["hosts"]["photos"])

    assert str(host.root) == "/srv/photos"


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_the_command_shown_shows_our_fields(stage: FolderStage) -> None:
    (command,) = re.findall(r"^exiftool .*$", TEXT, re.MULTILINE)
    stage.put("photo.jpg", JPEG)
    (change,) = stage.poll()
    stage.marks.write(change.ref, MARKS)

    shown = subprocess.run(
        shlex.split(command), cwd=stage.root, check=True, capture_output=True, text=True
    ).stdout

    assert re.search(r"\[XMP-likeness\] +Status +: partly", shown)


def test_every_refusal_is_explained() -> None:
    for reason in ("read-only", "no-permission", "broken-sidecar", "not-a-file", "name-too-long"):
        assert f"| `{reason}` |" in TEXT


def test_the_figures_are_those_of_the_code() -> None:
    assert f"over {sidecars.LIMIT >> 20} MiB" in TEXT
    for name in (*suffixes.WEB, *suffixes.TIFF, *suffixes.HEIF, *suffixes.VIDEO):
        assert re.search(rf"\b{name}\b", TEXT)
