"""Calling the command inside this process."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from likeness.cli.main import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What one call gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command prints
        return json.loads(self.out)


class Command:
    """The command, bound to one data folder."""

    def __init__(self, data: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self._capture = capture

    def __call__(self, *words: str) -> Called:
        self._capture.readouterr()
        code = run(["--data", str(self.data), *words])
        said = self._capture.readouterr()
        return Called(code=code, out=said.out, err=said.err)
