"""Small files that only their owner may read, written so that they survive a power cut."""

import os
from pathlib import Path

PRIVATE = 0o600
OTHERS = 0o077


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet, with mode 0600, durably. Raises `FileExistsError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def write_private(path: Path, data: bytes) -> None:
    """Write a file with mode 0600 over what was there; not through a link, and not durably."""
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW, PRIVATE)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), PRIVATE)
        file.write(data)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path lies in a folder, once links are followed."""
    return path.resolve().is_relative_to(folder.resolve())
