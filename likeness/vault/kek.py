"""The key file: one key that wraps every person's key.

It lies outside the data folder and is never overwritten.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from likeness.vault.errors import (
    KekExists,
    KekExposed,
    KekInside,
    KekMissing,
    KekUnreadable,
)
from likeness.vault.private_files import OTHERS, is_inside, write_new

KEY_BYTES = 32
HEADER = "# Likeness key file 1. Keep it apart from every backup of the data folder."
_MAX_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Kek:
    """The key that wraps the persons' keys. Its id is safe to show; the key never is."""

    id: str
    key: bytes = field(repr=False)


def create_kek(path: Path, data_folder: Path) -> Kek:
    """Make the key file. Raises `KekExists` and `KekInside`."""
    _refuse_inside(path, data_folder)
    kek = _to_kek(secrets.token_bytes(KEY_BYTES))
    try:
        write_new(path, f"{HEADER}\n{kek.key.hex()}\n")
    except FileExistsError as error:
        raise KekExists(
            f"There is a key file at {path} already; it is never overwritten."
            " Use it, or name another place."
        ) from error
    return kek


def load_kek(path: Path, data_folder: Path, *, wrapped_keys_exist: bool) -> Kek:
    """Read the key file. Raises `KekMissing`, `KekInside`, `KekExposed` and `KekUnreadable`."""
    _refuse_inside(path, data_folder)
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError as error:
        raise KekMissing(_missing(path, wrapped_keys_exist=wrapped_keys_exist)) from error
    except PermissionError as error:
        raise KekExposed(
            f"The key file {path} cannot be read by this user."
            " Run Likeness as the user who owns it."
        ) from error
    try:
        _refuse_exposed(path, os.fstat(handle))
        text = os.read(handle, _MAX_BYTES)
    finally:
        os.close(handle)
    return _parse(path, text)


def _missing(path: Path, *, wrapped_keys_exist: bool) -> str:
    if wrapped_keys_exist:
        return (
            f"The key file {path} is missing. Restore it; without it the templates are lost, and"
            " every name and all evidence with them. Never make a new one in its place."
        )
    return f"There is no key file at {path} yet. Run `likeness init`."


def _refuse_inside(path: Path, data_folder: Path) -> None:
    if is_inside(path, data_folder):
        raise KekInside(
            f"The key file {path} lies inside the data folder, where one theft takes both."
            " Name a place outside it."
        )


def _refuse_exposed(path: Path, status: os.stat_result) -> None:
    if status.st_mode & OTHERS:
        raise KekExposed(f"Others may read the key file {path}. Run: chmod 600 {path}")
    if status.st_uid != os.geteuid():
        raise KekExposed(
            f"The key file {path} belongs to another user, who could replace it."
            " Run Likeness as its owner, or give it to the user who runs Likeness."
        )


def _parse(path: Path, text: bytes) -> Kek:
    lines = text.decode("ascii", errors="replace").splitlines()
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        key = bytes.fromhex(keys[0]) if len(keys) == 1 else b""
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KekUnreadable(
            f"{path} holds no Likeness key: one line of 64 hexadecimal digits is expected."
            " Restore the file from your copy."
        )
    return _to_kek(key)


def _to_kek(key: bytes) -> Kek:
    return Kek(id=hashlib.sha256(b"likeness/1 kek id" + key).hexdigest()[:16], key=key)
