"""One process works on a data folder; the next is told which to stop."""

import subprocess
import sys
from pathlib import Path

import pytest

from likeness.bootstrap.errors import AlreadyRunning, DataFolderRefused
from likeness.lock import LOCK_NAME, hold_lock
from tests.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from likeness.lock import hold_lock
with hold_lock(Path(sys.argv[1]), "likeness serve"):
    print("held", flush=True)
    sys.stdin.read()
"""


def _other(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_process_is_told_which_command_to_stop(tmp_path: Path) -> None:
    other = _other(tmp_path)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"

    said = rf"`likeness serve` \(process {other.pid}\).*Stop it"
    with pytest.raises(AlreadyRunning, match=said), hold_lock(tmp_path, "likeness scan"):
        pass

    other.kill()
    other.communicate(timeout=60)
    with hold_lock(tmp_path, "likeness scan"):
        pass


def test_a_freed_folder_can_be_held_again(tmp_path: Path) -> None:
    lock = tmp_path / LOCK_NAME
    held = []
    for _ in range(2):
        with hold_lock(tmp_path, "likeness scan"):
            held.append(lock.read_text())

    assert [text.partition(" ")[2] for text in held] == ["likeness scan\n"] * 2
    assert lock.read_text() == ""
    assert lock.stat().st_mode & 0o777 == 0o600


def test_the_same_process_cannot_hold_a_folder_twice(tmp_path: Path) -> None:
    with (
        hold_lock(tmp_path, "likeness serve"),
        pytest.raises(AlreadyRunning, match="likeness serve"),
        hold_lock(tmp_path, "likeness scan"),
    ):
        pass


def test_a_folder_that_cannot_be_written_to_is_told_in_words(tmp_path: Path) -> None:
    said = "cannot be written to .*Free some space"
    with pytest.raises(DataFolderRefused, match=said), hold_lock(tmp_path / "absent", "likeness"):
        pass
