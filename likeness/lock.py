"""The exclusive lock of a data folder: one process works on it; freed when that process ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from likeness.bootstrap.errors import AlreadyRunning

LOCK_NAME = "likeness.lock"
_MAX_BYTES = 400


@contextmanager
def hold_lock(data_folder: Path, command: str) -> Iterator[None]:
    """Hold the data folder while the block runs; `command` is what others are told to stop.

    Not on network shares: they may not lock. Raises `AlreadyRunning`.
    """
    path = data_folder / LOCK_NAME
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
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
