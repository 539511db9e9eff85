"""The only module that knows the library insightface, and only to fetch its model packs by name.

It is imported when a pack is fetched, never to look at a photo; of a pack only the detector and
the embedder are taken: no age, no gender, no other guess about a person.
"""

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

from recognition.errors import PackMissing
from recognition.packs_insightface import Named

Fetch = Callable[[str], Path]
"""Get the folder of a pack by name, downloading it."""


class _Ensure(Protocol):
    def __call__(self, sub_dir: str, name: str, *, root: str) -> str: ...


def resolve(name: str, root: Path) -> Path:
    """Let insightface find or download a pack under `root`/models.

    Raises `PackMissing` when it cannot, with the way around.
    """
    ensure = _insightface(name)
    try:
        # It prints; standard output belongs to the command that runs.
        with redirect_stdout(sys.stderr):
            return Path(ensure("models", name, root=str(root)))
    except (OSError, RuntimeError, ValueError, BadZipFile) as error:
        raise PackMissing(
            name,
            f"insightface could not get {name} ({type(error).__name__}). On a machine with "
            f"internet, download {name}.zip from the insightface model zoo, unpack it, copy the "
            f"folder here and run `likeness models install {name} --from FOLDER`.",
        ) from error


def _insightface(name: str) -> _Ensure:
    try:
        from insightface.utils.storage import (  # noqa: PLC0415 - 0.5 s that only this needs
            ensure_available,
        )
    except ImportError as error:
        raise PackMissing(
            name,
            "The package insightface is not installed. Install it, or give the folder with the "
            f"files of {name}: `likeness models install {name} --from FOLDER`.",
        ) from error
    found: _Ensure = ensure_available
    return found


def folder_of(named: Named, folder: Path) -> Path:
    """Find the folder that holds both files: some archives have a folder of the same name inside.

    Raises `PackMissing` when neither has them.
    """
    wanted = (named.detector.member, named.embedder.member)
    for place in (folder, folder / named.name):
        if all((place / member).is_file() for member in wanted):
            return place
    raise PackMissing(
        named.name, f"The folder has not both files of {named.name}: {wanted[0]} and {wanted[1]}."
    )
