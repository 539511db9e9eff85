"""The Dockerfile's own steps, from locks to a healthy service, in a clean folder of this machine."""

import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.docker.replay import Replay

pytestmark = pytest.mark.e2e

START_S = 120
PROBE = """
import importlib.metadata, sys
names = {found.name.lower().replace("_", "-") for found in importlib.metadata.distributions()}
import cv2, config, scheduler, likeness
print(sorted(names & {"mtcnn", "face-recognition-models", "opencv-python", "pytest", "hatchling", "setuptools"}))
print(config.__file__, scheduler.__file__)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What the steps made, and the settings it is started with."""

    replay: Replay
    settings: Mapping[str, str]

    def python(self, code: str) -> str:
        program = self.replay.root / "opt" / "likeness" / "bin" / "python"
        return subprocess.run(
            [program, "-c", code],
            cwd=self.replay.root,
            env=dict(self.replay.environment),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def written(self) -> dict[str, int]:
        folders = [self.replay.root / name for name in ("app", "opt")]
        return {
            str(path): path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*")
        }


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """Build in a folder that every user may enter: folders of pytest are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield _built(Path(folder))


def _built(root: Path) -> Image:
    replay = Replay(root=root)
    replay.build()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "LIKENESS_TIMEZONE": "Europe/Amsterdam",
        "LIKENESS_CONTROLLER": "Example Foundation",
        "LIKENESS_OFFICE__BIND": f"127.0.0.1:{port}",
    }
    return Image(replay=replay, settings=settings)


@pytest.fixture
def served(image: Image, tmp_path: Path) -> Iterator[Path]:
    """Serve as the image does until the test ends; give the log."""
    first = image.replay.run(["init"], image.settings)
    assert first.returncode == 0, first.stderr
    log = tmp_path / "log"
    process = image.replay.start(image.settings, log)
    try:
        _wait_until_healthy(image, process, log)
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_until_healthy(image: Image, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Ask as the health check does, until it is well, is dead, or the deadline is over."""
    over = threading.Event()
    deadline = threading.Timer(START_S, over.set)
    deadline.start()
    try:
        while not image.replay.healthy(image.settings):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert not over.is_set(), log.read_text(encoding="utf-8")
    finally:
        deadline.cancel()


def test_the_image_has_one_cv2_our_packages_and_no_model_sources(image: Image) -> None:
    unwanted, ours = image.python(PROBE).splitlines()

    assert unwanted == "[]"
    assert [path.startswith(f"{image.replay.root}/app/") for path in ours.split()] == [True, True]


def test_the_image_carries_the_converted_models(image: Image) -> None:
    pack = image.replay.root / "opt" / "models" / "open"

    assert (pack / "manifest.json").is_file()
    assert list(pack.glob("*.onnx"))


def test_it_gets_healthy_and_writes_nothing_but_data_and_keys(
    image: Image, request: pytest.FixtureRequest
) -> None:
    before = image.written()

    request.getfixturevalue("served")

    assert image.written() == before
    assert (image.replay.root / "data" / "models" / "open" / "manifest.json").is_file()
    assert (image.replay.root / "keys" / "kek").stat().st_mode & 0o077 == 0
