"""One command per test, in a data folder of its own, without settings of whoever runs the tests."""

import os
from pathlib import Path

import pytest

from tests.likeness.cli.calls import Command


@pytest.fixture
def likeness(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Give the command; nothing is set up yet."""
    for name in [name for name in os.environ if name.startswith("LIKENESS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    return Command(tmp_path / "data", capsys)
