"""A folder of photos to try things on, and a user without root's rights to try them as."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.contracts.stages import FolderStage

_NOBODY = 65534


@pytest.fixture
def stage(tmp_path: Path) -> FolderStage:
    return FolderStage(tmp_path)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """Give a folder that every user may enter, unlike tmp_path."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def ordinary() -> Callable[[], AbstractContextManager[None]]:
    """Give a context in which root's rights are laid down, so that permissions count."""

    @contextmanager
    def laid_down() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(_NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return laid_down
