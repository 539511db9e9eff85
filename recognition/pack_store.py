"""Verify and open model packs that were installed in a folder of the data folder.

Every file was listed with its SHA-256 when it was installed and is checked each time it is opened;
the bytes that were checked are the bytes that are used. Then the networks must give a known answer.
"""

from collections.abc import Mapping
from pathlib import Path

from recognition.engine import LoadedPack
from recognition.errors import PackAnswersWrong, PackChanged
from recognition.known_answer import agrees, answers_of
from recognition.onnx_sessions import Net, OnnxNet
from recognition.pack_catalogue import declared_in
from recognition.pack_manifest import MANIFEST, Manifest, changed, read_manifest
from recognition.pack_sources import sha256
from recognition.packs import Pack, files_of
from recognition.packs_open import ANSWERS, OPEN


def load_pack(into: Path, name: str) -> LoadedPack:
    """Verify an installed pack and open its networks.

    Raises a `PackRefused` that says what to do when any bit of it is not as installed.
    """
    folder = into / name
    manifest = read_manifest(name, folder)
    pack = declared_in(name, manifest)
    if set(files_of(pack)) != set(manifest.files) or manifest.pack_id != pack.id:
        raise PackChanged(name, changed(name, MANIFEST))
    contents = {file: _content(name, folder, file, manifest.files[file]) for file in files_of(pack)}
    nets = opened(pack, contents)
    check_answers(pack, manifest, nets)
    return LoadedPack(pack, nets)


def verify(name: str, into: Path) -> Pack:
    """Check all files of an installed pack and its known answers, as each start does.

    Raises a `PackRefused` that says what to do.
    """
    return load_pack(into, name).pack


def _content(name: str, folder: Path, file: str, digest: str) -> bytes:
    try:
        content = (folder / file).read_bytes()
    except OSError as error:
        raise PackChanged(name, changed(name, file)) from error
    if sha256(content) != digest:
        raise PackChanged(name, changed(name, file))
    return content


def opened(pack: Pack, contents: Mapping[str, bytes]) -> dict[str, Net]:
    """Open every network of a pack. Raises `PackChanged` where one cannot be."""
    nets: dict[str, Net] = {}
    for file, content in contents.items():
        try:
            nets[file] = OnnxNet(content)
        except ValueError as error:
            raise PackChanged(
                pack.name, f"The file {file} of pack {pack.name} cannot be opened: {error}."
            ) from error
    return nets


def check_answers(pack: Pack, manifest: Manifest, nets: Mapping[str, Net]) -> None:
    """Refuse networks that do not give the known answer: from the code for `open`."""
    known = ANSWERS if pack.name == OPEN.name else manifest.answers
    given = answers_of(nets)
    wrong = [file for file in nets if not agrees(given[file], known.get(file, ()))]
    if wrong:
        raise PackAnswersWrong(
            pack.name,
            f"The models of pack {pack.name} give other answers than they should ({wrong[0]}). "
            "Nothing is recognised until this is put right: reinstall likeness and run "
            f"`likeness models install {pack.name}`.",
        )
