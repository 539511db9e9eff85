"""The frame of the command."""

import subprocess
import sys
from collections.abc import Sequence

import pytest

from likeness.cli.main import hoist
from tests.likeness.cli.calls import Command

HEAVY = ("alembic", "babel", "cryptography", "cv2", "fastapi", "numpy", "onnxruntime", "pydantic")


@pytest.mark.parametrize(
    ("given", "hoisted"),
    [
        pytest.param(["a", "--json", "b"], ["--json", "a", "b"], id="flag"),
        pytest.param(["a", "--data", "d", "b"], ["--data", "d", "a", "b"], id="value"),
        pytest.param(["a", "--data=d"], ["--data=d", "a"], id="value with equals"),
        pytest.param(["a", "--", "--json"], ["a", "--", "--json"], id="after two dashes"),
        pytest.param(["a", "--data"], ["--data", "a"], id="value missing"),
    ],
)
def test_global_options_may_stand_anywhere(given: Sequence[str], hoisted: list[str]) -> None:
    assert hoist(given) == hoisted


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom likeness.cli.main import run\nrun(['--help'])\n"
        f"print('heavy:', sorted(set(sys.modules) & set({HEAVY!r})))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_help_explains_the_exit_codes(likeness: Command) -> None:
    called = likeness("--help")

    assert called.code == 0
    assert "5 another process" in called.out


def test_without_a_command_help_is_shown(likeness: Command) -> None:
    assert "Usage: likeness" in likeness().out + likeness().err


def test_the_version_is_told(likeness: Command) -> None:
    called = likeness("--version")

    assert (called.code, called.out.split()[0]) == (0, "likeness")


@pytest.mark.parametrize("words", [["cofig"], ["config", "shw"], ["init", "--no-such"]])
def test_what_is_not_understood_is_a_usage_error(likeness: Command, words: list[str]) -> None:
    called = likeness(*words)

    assert called.code == 2
    assert "Error" in called.err
    assert "Traceback" not in called.err
