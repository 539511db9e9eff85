"""One command per test, in a data folder of its own, without settings of whoever runs the tests.

Installations are made once and copied: the first run is slow, and the same for every test.
"""

import io
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from PIL import Image

from likeness.cli.main import run
from tests.likeness.cli.calls import Command


@pytest.fixture
def likeness(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Command]:
    """Give the command; nothing is set up yet, and nobody answers questions."""
    _forget_settings(monkeypatch)
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    yield Command(tmp_path / "data", capsys)
    root.handlers[:], logging.raiseExceptions = before[0], before[2]
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def _forget_settings(patch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("LIKENESS_")]:
        patch.delenv(name)


@pytest.fixture(scope="session")
def made_without_host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an installation without a host, and without recognition."""
    folder = tmp_path_factory.mktemp("without-host")
    data = ["--data", str(folder / "data")]
    with pytest.MonkeyPatch.context() as patch:
        _forget_settings(patch)
        patch.setattr("sys.stdin", io.StringIO())
        patch.setenv("TZ", "Europe/Amsterdam")
        run([*data, "init", "--controller", "Example Foundation"])
        run([*data, "mode", "all", "off"])
    return folder


@pytest.fixture(scope="session")
def made(made_without_host: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one with one host of two pictures."""
    folder = copied(made_without_host, tmp_path_factory.mktemp("made"))
    (folder / "photos").mkdir()
    for name, shade in (("one.jpg", 60), ("two.jpg", 120)):
        Image.new("RGB", (64, 48), (shade, shade, shade)).save(folder / "photos" / name)
    settings = folder / "data" / "likeness.toml"
    host = f'\n[hosts.photos]\nkind = "folder"\nroot = "{folder / "photos"}"\n'
    settings.write_text(settings.read_text() + host)
    return folder


@pytest.fixture(scope="session")
def made_and_scanned(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one that knows both pictures."""
    folder = copied(made, tmp_path_factory.mktemp("scanned"))
    with pytest.MonkeyPatch.context() as patch:
        _forget_settings(patch)
        patch.setenv("TZ", "Europe/Amsterdam")
        run(["--data", str(folder / "data"), "scan"])
    return folder


def copied(source: Path, target: Path) -> Path:
    """Copy an installation to another place, where its host lies, too."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    settings = target / "data" / "likeness.toml"
    text = settings.read_text().replace(f'"{source}/photos"', f'"{target}/photos"')
    settings.write_text(text)
    return target


@pytest.fixture
def begun(likeness: Command, made_without_host: Path, tmp_path: Path) -> Command:
    """Give an installation without a host, and without recognition."""
    copied(made_without_host, tmp_path)
    return likeness


@pytest.fixture
def ready(likeness: Command, made: Path, tmp_path: Path) -> Command:
    """Give an installation with one host, `photos`, and no recognition at all."""
    copied(made, tmp_path)
    return likeness


@pytest.fixture
def scanned(likeness: Command, made_and_scanned: Path, tmp_path: Path) -> Command:
    """Give an installation that knows both pictures."""
    copied(made_and_scanned, tmp_path)
    return likeness


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Name the folder of the host."""
    return tmp_path / "photos"
