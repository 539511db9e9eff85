"""docker/start: the models of the image come into the data volume once, then likeness runs."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

START = Path(__file__).parent.parent.parent / "docker" / "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A folder that looks like the container, with a `likeness` that says what it was asked."""

    root: Path

    @property
    def installed(self) -> Path:
        return self.root / "data" / "models" / "open"

    def ship(self, weights: str) -> None:
        pack = self.root / "shipped" / "open"
        pack.mkdir(parents=True, exist_ok=True)
        (pack / "manifest.json").write_text(f'{{"files": "{weights}"}}', encoding="utf-8")
        (pack / "net.onnx").write_text(weights, encoding="utf-8")

    def start(self, *words: str) -> str:
        environment = {
            "PATH": f"{self.root}/bin:/usr/bin:/bin",
            "LIKENESS_DATA": str(self.root / "data"),
            "SHIPPED_MODELS": str(self.root / "shipped"),
        }
        return subprocess.run(
            [START, *words], env=environment, capture_output=True, text=True, check=True
        ).stdout


@pytest.fixture
def container(tmp_path: Path) -> Container:
    (tmp_path / "bin").mkdir()
    (tmp_path / "data").mkdir()
    program = tmp_path / "bin" / "likeness"
    program.write_text('#!/bin/sh\necho "asked: $*"\n', encoding="utf-8")
    program.chmod(0o755)
    return Container(root=tmp_path)


def test_likeness_gets_every_word(container: Container) -> None:
    container.ship("first")

    assert container.start("scan", "two words") == "asked: scan two words\n"


def test_an_empty_volume_gets_the_models(container: Container) -> None:
    container.ship("first")

    container.start("serve")

    assert (container.installed / "net.onnx").read_text(encoding="utf-8") == "first"


def test_models_that_are_there_already_are_left_alone(container: Container) -> None:
    container.ship("first")
    container.start("serve")
    (container.installed / "net.onnx").write_text("seen", encoding="utf-8")

    container.start("serve")

    assert (container.installed / "net.onnx").read_text(encoding="utf-8") == "seen"


def test_a_newer_image_brings_its_models(container: Container) -> None:
    container.ship("first")
    container.start("serve")
    (container.installed / "old.onnx").touch()
    container.ship("second")

    container.start("serve")

    assert (container.installed / "net.onnx").read_text(encoding="utf-8") == "second"
    assert not (container.installed / "old.onnx").exists()


def test_a_copy_that_was_cut_short_does_not_count(container: Container) -> None:
    container.ship("first")
    half = container.installed.parent / ".open.new"
    half.mkdir(parents=True)
    (half / "half.onnx").touch()

    container.start("serve")

    assert sorted(path.name for path in container.installed.iterdir()) == [
        "manifest.json",
        "net.onnx",
    ]
    assert not half.exists()
