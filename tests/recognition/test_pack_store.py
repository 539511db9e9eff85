"""Packs are installed whole, and not used when one bit of them changed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from recognition.errors import (
    LicenceNotAccepted,
    PackAnswersWrong,
    PackChanged,
    PackMissing,
    PackRefused,
    PackUnknown,
)
from recognition.insightface_engine import folder_of, resolve
from recognition.known_answer import agrees
from recognition.pack_catalogue import available_packs, installed
from recognition.pack_install import install
from recognition.pack_manifest import MANIFEST, read_manifest, written
from recognition.pack_sources import read_source
from recognition.pack_store import load_pack, verify
from recognition.packs import Source
from recognition.packs_insightface import NAMED
from recognition.packs_open import OPEN
from tests.recognition.tiny_models import tiny_detector, tiny_embedder

FILES = ("pnet.onnx", "rnet.onnx", "onet.onnx", "resnet.onnx", MANIFEST)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder as an admin would point at: a detector and an embedder."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "det_tiny.onnx").write_bytes(tiny_detector())
    (folder / "rec_tiny.onnx").write_bytes(tiny_embedder())
    return folder


@pytest.fixture
def copy(models: Path, tmp_path: Path) -> Path:
    """Return a copy of the installed pack `open` that a test may spoil."""
    shutil.copytree(models, tmp_path / "models")
    return tmp_path / "models"


def _flip(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


@pytest.mark.model
@pytest.mark.parametrize("place", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("file", FILES)
def test_one_flipped_bit_is_refused_with_what_to_do(copy: Path, file: str, place: float) -> None:
    path = copy / "open" / file
    _flip(path, int(path.stat().st_size * place))

    with pytest.raises(PackChanged, match="models install open"):
        load_pack(copy, "open")


@pytest.mark.model
@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_refused(copy: Path, file: str) -> None:
    (copy / "open" / file).unlink()

    with pytest.raises(PackRefused, match="models install open"):
        load_pack(copy, "open")


@pytest.mark.model
def test_installing_again_repairs(copy: Path) -> None:
    _flip(copy / "open" / "onet.onnx", 999)

    install("open", copy)

    assert verify("open", copy) == OPEN
    assert [path.name for path in copy.iterdir()] == ["open"]


@pytest.mark.model
def test_what_an_interrupted_installation_left_is_cleared_away(copy: Path) -> None:
    (copy / ".open-left" / "sub").mkdir(parents=True)

    install("open", copy)

    assert [path.name for path in copy.iterdir()] == ["open"]


def test_a_folder_that_cannot_be_written_says_what_to_do(own: Path, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where a folder should be")

    with pytest.raises(PackRefused, match="run the command again"):
        install("folder", tmp_path / "models", sources=own, accept_licence=True)


def test_models_that_cannot_be_read_are_refused(own: Path, tmp_path: Path) -> None:
    (own / "rec_tiny.onnx").unlink()
    (own / "rec_tiny.onnx").mkdir()

    with pytest.raises(PackMissing, match="cannot be read"):
        install("folder", tmp_path / "models", sources=own, accept_licence=True)


@pytest.mark.model
def test_only_the_owner_may_enter_the_folder_of_a_pack(models: Path) -> None:
    assert (models / "open").stat().st_mode & 0o077 == 0


@pytest.mark.model
def test_a_pack_swapped_for_another_is_refused(copy: Path) -> None:
    manifest = read_manifest("open", copy / "open")
    (copy / "buffalo_l").mkdir()
    (copy / "buffalo_l" / MANIFEST).write_bytes(written(manifest))

    with pytest.raises(PackChanged):
        load_pack(copy, "buffalo_l")


@pytest.mark.model
def test_the_installed_pack_says_what_it_was_made_from(models: Path) -> None:
    manifest = read_manifest("open", models / "open")

    assert set(manifest.made_from.values()) == {source.sha256 for source in OPEN.sources}
    assert installed(models) == ("open",)


def test_a_pack_that_is_not_installed_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(PackMissing, match="likeness models install open"):
        load_pack(tmp_path, "open")


def test_an_unknown_pack_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(PackUnknown, match="buffalo_l"):
        install("no-such-pack", tmp_path)


def test_the_available_packs_say_their_licence() -> None:
    packs = {pack.name: pack for pack in available_packs()}

    assert set(packs) == {"open", "buffalo_l", "buffalo_s", "antelopev2"}
    assert [name for name, pack in packs.items() if not pack.non_commercial] == ["open"]
    assert all(pack.licence and pack.provenance for pack in packs.values())
    assert len({pack.id for pack in packs.values()}) == 4


@pytest.mark.parametrize("name", ["buffalo_l", "buffalo_s", "antelopev2"])
def test_a_non_commercial_pack_wants_its_licence_acknowledged(tmp_path: Path, name: str) -> None:
    with pytest.raises(LicenceNotAccepted, match="--accept-licence"):
        install(name, tmp_path)


def test_a_source_that_is_another_file_is_refused(tmp_path: Path) -> None:
    for name in ("pnet.lz4", "rnet.lz4", "onet.lz4"):
        (tmp_path / name).write_bytes(b"something else")

    with pytest.raises(PackChanged, match="SHA-256"):
        install("open", tmp_path / "models", sources=tmp_path)
    assert not (tmp_path / "models").exists()


def test_a_folder_without_the_sources_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackMissing, match=r"pnet\.lz4"):
        install("open", tmp_path / "models", sources=tmp_path)


@pytest.mark.parametrize(
    ("distribution", "words"),
    [
        pytest.param("no-such-distribution-at-all", "not installed", id="no package"),
        pytest.param("numpy", r"has no x\.bin", id="package without the file"),
        pytest.param(None, "needs a folder", id="no package known"),
    ],
)
def test_a_missing_package_says_what_to_install(distribution: str | None, words: str) -> None:
    source = Source(member="x.bin", distribution=distribution, sha256="0" * 64)

    with pytest.raises(PackMissing, match=words):
        read_source(OPEN, source, None)


def test_an_own_folder_is_installed_and_opened(own: Path, tmp_path: Path) -> None:
    made = install("folder", tmp_path / "models", sources=own, accept_licence=True)

    opened = load_pack(tmp_path / "models", "folder")

    assert opened.pack == made
    assert made.auto_limit == 0
    assert made.id.startswith("folder/")


def test_an_own_folder_needs_its_licence_acknowledged(own: Path, tmp_path: Path) -> None:
    with pytest.raises(LicenceNotAccepted):
        install("folder", tmp_path / "models", sources=own)


def test_an_own_folder_may_declare_itself(own: Path, tmp_path: Path) -> None:
    (own / "pack.toml").write_text(
        'title = "Ours"\nlicence = "bought"\nnon_commercial = false\nauto_limit = 80\n'
        "rates = [[1e-3, 0.3], [1e-5, 0.5]]\n"
    )

    made = install("folder", tmp_path / "models", sources=own)

    assert (made.title, made.auto_limit) == ("Ours", 80)
    assert load_pack(tmp_path / "models", "folder").pack.rule.rates == ((1e-3, 0.3), (1e-5, 0.5))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("title = ", id="not TOML"),
        pytest.param("autolimit = 5", id="unknown key"),
        pytest.param("auto_limit = true", id="not a number"),
        pytest.param("auto_limit = -1", id="negative"),
        pytest.param('non_commercial = "no"', id="not true or false"),
        pytest.param("rates = []", id="no rates"),
        pytest.param("rates = [[1e-5, 0.5], [1e-3, 0.3]]", id="rates the wrong way round"),
        pytest.param("rates = [[1e-5, 7.0]]", id="no cosine"),
        pytest.param("rates = [[1e-5]]", id="half a pair"),
    ],
)
def test_a_declaration_that_is_not_understood_is_refused(
    own: Path, tmp_path: Path, words: str
) -> None:
    (own / "pack.toml").write_text(words)

    with pytest.raises(PackRefused, match=r"pack\.toml"):
        install("folder", tmp_path / "models", sources=own, accept_licence=True)


def test_two_embedders_in_a_folder_are_refused(own: Path, tmp_path: Path) -> None:
    (own / "w600k_other.onnx").write_bytes(tiny_embedder())

    with pytest.raises(PackMissing, match="more than one"):
        install("folder", tmp_path / "models", sources=own, accept_licence=True)


def test_models_that_cannot_be_used_are_refused(own: Path, tmp_path: Path) -> None:
    (own / "rec_tiny.onnx").write_bytes(b"\xff\xff no model")

    with pytest.raises(PackRefused, match="Choose other files"):
        install("folder", tmp_path / "models", sources=own, accept_licence=True)


def test_a_changed_answer_is_refused(own: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    install("folder", models, sources=own, accept_licence=True)
    manifest = read_manifest("folder", models / "folder")
    answers = {**manifest.answers, "embedder.onnx": (9.0, 9.0, 9.0, 9.0)}
    lying = replace(manifest, answers=answers)
    (models / "folder" / MANIFEST).write_bytes(written(lying))

    with pytest.raises(PackAnswersWrong, match="models install folder"):
        load_pack(models, "folder")


@pytest.mark.parametrize(
    ("given", "known", "same"),
    [
        pytest.param((1.0, 2.0), (1.0, 2.0), True, id="equal"),
        pytest.param((1.0, 2.0001), (1.0, 2.0), True, id="rounding of another processor"),
        pytest.param((1.0, 2.1), (1.0, 2.0), False, id="another number"),
        pytest.param((1.0,), (1.0, 2.0), False, id="too short"),
        pytest.param((float("nan"), 2.0), (1.0, 2.0), False, id="no number"),
    ],
)
def test_an_answer_is_the_known_one_but_for_rounding(
    given: tuple[float, ...],
    known: tuple[float, ...],
    same: bool,  # noqa: FBT001
) -> None:
    assert agrees(given, known) is same


def test_both_files_of_a_named_pack_are_found_one_folder_down(tmp_path: Path) -> None:
    named = NAMED[2]
    inner = tmp_path / named.name
    inner.mkdir()
    for source in (named.detector, named.embedder):
        (inner / source.member).write_bytes(b"x")

    assert folder_of(named, tmp_path) == inner


def test_a_named_pack_with_other_files_is_refused(tmp_path: Path) -> None:
    named = NAMED[0]
    for source in (named.detector, named.embedder):
        (tmp_path / source.member).write_bytes(b"not the weights")

    with pytest.raises(PackChanged, match="SHA-256"):
        install(named.name, tmp_path / "models", sources=tmp_path, accept_licence=True)


def test_a_named_pack_without_its_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackMissing, match=r"det_10g\.onnx"):
        install("buffalo_l", tmp_path / "models", sources=tmp_path, accept_licence=True)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_insightface_resolves_a_pack_that_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "models" / "buffalo_l").mkdir(parents=True)

    assert resolve("buffalo_l", tmp_path) == tmp_path / "models" / "buffalo_l"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_a_pack_that_cannot_be_fetched_says_the_way_around(tmp_path: Path) -> None:
    with pytest.raises(PackMissing, match="--from FOLDER"):
        install("buffalo_s", tmp_path, accept_licence=True)


@pytest.mark.model
def test_the_testpack_is_used_as_a_folder(assets: Path, tmp_path: Path) -> None:
    install("folder", tmp_path, sources=assets / "models" / "testpack", accept_licence=True)

    opened = load_pack(tmp_path, "folder")

    assert opened.pack.embedder.dimension == 128
