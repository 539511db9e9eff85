"""The exclusive lock of a data folder: one process works on it; freed when that process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from likeness.bootstrap.errors import AlreadyRunning, DataFolderRefused

LOCK_NAME = "likeness.lock"
_MAX_BYTES = 400


@contextmanager
def hold_lock(data_folder: Path, command: str) -> Iterator[None]:
    """Hold the data folder while the block runs; `command` is what others are told to stop.

    Not on network shares: they may not lock. Raises `AlreadyRunning` and `DataFolderRefused`.
    """
    path = data_folder / LOCK_NAME
    with _refusing(data_folder):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with _refusing(data_folder):
            _lock(handle, path)
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()} {command}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        pid, _, command = os.pread(handle, _MAX_BYTES, 0).decode(errors="replace").partition(" ")
        who = f"`{command.strip()}` (process {pid})" if command.strip() else "another process"
        raise AlreadyRunning(
            f"{who} works on the data folder {path.parent}. Stop it first, then try again."
        ) from error


@contextmanager
def _refusing(data_folder: Path) -> Iterator[None]:
    """Say what to do where the data folder cannot be written to."""
    try:
        yield
    except OSError as error:
        raise DataFolderRefused(
            f"The data folder {data_folder} cannot be written to ({error.strerror}). Free some "
            "space, or run Likeness as its owner."
        ) from error
