"""Install packs: read and convert the sources, check the answers, write all files or none."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from recognition.errors import PackRefused, PackUnknown
from recognition.insightface_engine import Fetch, resolve
from recognition.known_answer import answers_of
from recognition.pack_build import Built, build_folder, build_named, build_open
from recognition.pack_catalogue import ask_licence, available_packs
from recognition.pack_manifest import MANIFEST, Manifest, written
from recognition.pack_sources import sha256
from recognition.pack_store import check_answers, opened
from recognition.packs import Pack
from recognition.packs_insightface import FOLDER, NAMED, pack_of
from recognition.packs_open import OPEN

Progress = Callable[[str], None]
"""Is told, in a few words, what is being done now."""


def install(
    name: str,
    into: Path,
    *,
    sources: Path | None = None,
    accept_licence: bool = False,
    progress: Progress | None = None,
) -> Pack:
    """Make the files of a pack under `into`/name and check them. Safe to run twice.

    `sources` is a folder with the files to make it from; left out, `open` takes them from
    installed packages and the insightface packs are fetched by insightface.
    Raises a `PackRefused` that says what to do; then nothing was changed.
    """
    say = progress or _silent
    say("reading the sources")
    with tempfile.TemporaryDirectory(prefix="likeness-models-") as fetched:
        fetch = partial(resolve, root=Path(fetched))
        built = _built(name, sources, accept_licence=accept_licence, fetch=fetch)
    say("checking the answers")
    nets = opened(built.pack, built.files)
    manifest = Manifest(
        pack=name,
        pack_id=built.pack.id,
        licence=built.pack.licence,
        licence_accepted=accept_licence,
        files={file: sha256(content) for file, content in built.files.items()},
        made_from=built.made_from,
        answers=answers_of(nets),
        declaration=built.declaration,
    )
    check_answers(built.pack, manifest, nets)
    say("writing the files")
    _write(into, name, {**built.files, MANIFEST: written(manifest)})
    return built.pack


def _built(name: str, sources: Path | None, *, accept_licence: bool, fetch: Fetch) -> Built:
    """Read and convert the files of a pack; ask for its licence before anything is fetched."""
    named = next((known for known in NAMED if known.name == name), None)
    if named is not None:
        ask_licence(pack_of(name, named.declaration), accepted=accept_licence)
        return build_named(named, sources or fetch(name))
    if name == OPEN.name:
        return build_open(sources)
    if name == FOLDER and sources is not None:
        built = build_folder(sources)
        ask_licence(built.pack, accepted=accept_licence)
        return built
    known = ", ".join((*(pack.name for pack in available_packs()), FOLDER))
    hint = "Give the folder with its files." if name == FOLDER else f"Choose one of: {known}."
    raise PackUnknown(name, f"The pack {name} cannot be installed like this. {hint}")


def _write(into: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write all files beside the old pack, then change places: a crash leaves one whole or none."""
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in into.glob(f".{name}-*"):
            shutil.rmtree(left, ignore_errors=True)
        _change(into, name, files)
    except OSError as error:
        raise PackRefused(
            name,
            f"The files of pack {name} cannot be written ({error.strerror}). Make room, or let "
            "this user write to the folder of the models; then run the command again.",
        ) from error


def _change(into: Path, name: str, files: Mapping[str, bytes]) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=into))
    try:
        for file, content in files.items():
            with (fresh / file).open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        old = fresh.with_name(fresh.name + ".old")
        if (into / name).exists():
            (into / name).rename(old)
        fresh.rename(into / name)
        shutil.rmtree(old, ignore_errors=True)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _silent(_: str) -> None:
    """Say nothing."""
