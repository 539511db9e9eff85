"""What the tests of recognition share: an opened pack, and a group photo from a package."""

import importlib.metadata
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.engine import LoadedPack
from recognition.geometry import Pixels
from recognition.pack_install import install
from recognition.pack_store import load_pack

GROUP_PHOTO = "insightface/data/images/t1.jpg"


def read_rgb(path: Path) -> Pixels:
    raw = np.frombuffer(path.read_bytes(), np.uint8)
    return np.asarray(cv2.imdecode(raw, cv2.IMREAD_COLOR_RGB), np.uint8)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which pack `open` is installed from the locked packages."""
    folder = tmp_path_factory.mktemp("models")
    install("open", folder)
    return folder


@pytest.fixture(scope="session")
def pack(models: Path) -> LoadedPack:
    cv2.setNumThreads(1)
    return load_pack(models, "open")


@pytest.fixture(scope="session")
def group_photo() -> Pixels:
    """Return insightface's own group photo: 1280 x 886, six people."""
    files = importlib.metadata.files("insightface") or []
    return read_rgb(next(Path(str(f.locate())) for f in files if f.as_posix() == GROUP_PHOTO))
