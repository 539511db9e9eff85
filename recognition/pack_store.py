"""Install, verify and open model packs in a folder of the data folder.

Every file is listed with its SHA-256 when it is installed and checked each time it is opened; the
bytes that were checked are the bytes that are used. Then the networks must give a known answer.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from recognition.engine import LoadedPack, files_of
from recognition.errors import LicenceNotAccepted, PackAnswersWrong, PackChanged, PackUnknown
from recognition.insightface_engine import Fetch, resolve
from recognition.known_answer import agrees, answers_of
from recognition.onnx_sessions import Net, OnnxNet
from recognition.pack_build import Built, build_folder, build_named, build_open
from recognition.pack_manifest import MANIFEST, Manifest, changed, read_manifest, written
from recognition.pack_sources import sha256
from recognition.packs import Pack
from recognition.packs_insightface import FOLDER, NAMED, pack_of
from recognition.packs_open import ANSWERS, OPEN

Progress = Callable[[str], None]
"""Is told, in a few words, what is being done now."""


def available_packs() -> tuple[Pack, ...]:
    """List the packs that can be installed by name; `folder` is one more, for an admin's own."""
    return (OPEN, *(pack_of(named.name, named.declaration) for named in NAMED))


def installed(into: Path) -> tuple[str, ...]:
    """List the names of the packs installed in a folder, without checking them."""
    names = (*(pack.name for pack in available_packs()), FOLDER)
    return tuple(name for name in names if (into / name / MANIFEST).is_file())


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
    nets = _opened(built.pack, built.files)
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
    _check_answers(built.pack, manifest, nets)
    say("writing the files")
    _write(into, name, {**built.files, MANIFEST: written(manifest)})
    return built.pack


def declared(into: Path, name: str) -> Pack:
    """Read what an installed pack declares, without opening or checking its networks.

    Raises a `PackRefused` that says what to do.
    """
    return _declared(name, read_manifest(name, into / name))


def load_pack(into: Path, name: str) -> LoadedPack:
    """Verify an installed pack and open its networks.

    Raises a `PackRefused` that says what to do when any bit of it is not as installed.
    """
    folder = into / name
    manifest = read_manifest(name, folder)
    pack = _declared(name, manifest)
    if set(files_of(pack)) != set(manifest.files) or manifest.pack_id != pack.id:
        raise PackChanged(name, changed(name, MANIFEST))
    contents = {file: _content(name, folder, file, manifest.files[file]) for file in files_of(pack)}
    nets = _opened(pack, contents)
    _check_answers(pack, manifest, nets)
    return LoadedPack(pack, nets)


def verify(name: str, into: Path) -> Pack:
    """Check all files of an installed pack and its known answers, as each start does.

    Raises a `PackRefused` that says what to do.
    """
    return load_pack(into, name).pack


def _built(name: str, sources: Path | None, *, accept_licence: bool, fetch: Fetch) -> Built:
    """Read and convert the files of a pack; ask for its licence before anything is fetched."""
    named = next((known for known in NAMED if known.name == name), None)
    if named is not None:
        _ask_licence(pack_of(name, named.declaration), accepted=accept_licence)
        return build_named(named, sources or fetch(name))
    if name == OPEN.name:
        return build_open(sources)
    if name == FOLDER and sources is not None:
        built = build_folder(sources)
        _ask_licence(built.pack, accepted=accept_licence)
        return built
    known = ", ".join((*(pack.name for pack in available_packs()), FOLDER))
    hint = "Give the folder with its files." if name == FOLDER else f"Choose one of: {known}."
    raise PackUnknown(name, f"The pack {name} cannot be installed like this. {hint}")


def _ask_licence(pack: Pack, *, accepted: bool) -> None:
    if pack.non_commercial and not accepted:
        raise LicenceNotAccepted(
            pack.name,
            f"The models of {pack.name} may not be used for everything: {pack.licence}. If your "
            "use is allowed, repeat the command with --accept-licence.",
        )


def _declared(name: str, manifest: Manifest) -> Pack:
    """Find what the pack declares: in the code, or for an admin's own folder in its manifest."""
    if name == OPEN.name:
        return OPEN
    if manifest.declaration is None:
        raise PackChanged(name, changed(name, MANIFEST))
    pack = pack_of(name, manifest.declaration)
    _ask_licence(pack, accepted=manifest.licence_accepted)
    return pack


def _content(name: str, folder: Path, file: str, digest: str) -> bytes:
    try:
        content = (folder / file).read_bytes()
    except OSError as error:
        raise PackChanged(name, changed(name, file)) from error
    if sha256(content) != digest:
        raise PackChanged(name, changed(name, file))
    return content


def _opened(pack: Pack, contents: Mapping[str, bytes]) -> dict[str, Net]:
    nets: dict[str, Net] = {}
    for file, content in contents.items():
        try:
            nets[file] = OnnxNet(content)
        except ValueError as error:
            raise PackChanged(
                pack.name, f"The file {file} of pack {pack.name} cannot be opened: {error}."
            ) from error
    return nets


def _check_answers(pack: Pack, manifest: Manifest, nets: Mapping[str, Net]) -> None:
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


def _write(into: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write all files beside the old pack, then change places, so that a crash leaves one whole."""
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
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
