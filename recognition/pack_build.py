"""Make the model files of a pack from its sources: convert, rewrite, read off what is needed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from recognition.convert_dlib import convert_resnet
from recognition.convert_mtcnn import convert_onet, convert_pnet, convert_rnet
from recognition.errors import PackMissing, PackRefused
from recognition.free_size import with_free_size
from recognition.insightface_engine import folder_of
from recognition.model_facts import facts_of
from recognition.pack_sources import read_source, sha256
from recognition.packs import Pack
from recognition.packs_insightface import (
    CAREFUL_RATES,
    DETECTOR_FILE,
    EMBEDDER_FILE,
    FOLDER,
    Declaration,
    Named,
    pack_of,
)
from recognition.packs_open import OPEN
from recognition.prelu import without_prelu

OWN_DECLARATION = "pack.toml"
FINGERPRINT_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A pack and the files that were made for it; hashes of what they were made from."""

    pack: Pack
    files: Mapping[str, bytes]
    made_from: Mapping[str, str]
    declaration: Declaration | None = None


def build_open(folder: Path | None) -> Built:
    """Convert the four source files of pack `open`.

    Raises `PackMissing` or `PackChanged` for its sources.
    """
    sources = [read_source(OPEN, source, folder) for source in OPEN.sources]
    converters = (convert_pnet, convert_rnet, convert_onet, convert_resnet)
    names = ("pnet.onnx", "rnet.onnx", "onet.onnx", "resnet.onnx")
    return Built(
        pack=OPEN,
        files={
            name: convert(raw)
            for name, convert, raw in zip(names, converters, sources, strict=True)
        },
        made_from={source.member: source.sha256 for source in OPEN.sources},
    )


def build_named(named: Named, folder: Path) -> Built:
    """Take the two files of a pack that insightface names; all others stay untouched.

    Raises `PackMissing` or `PackChanged` for its files.
    """
    place = folder_of(named, folder)
    pack = pack_of(named.name, named.declaration)
    detector = read_source(pack, named.detector, place)
    embedder = read_source(pack, named.embedder, place)
    return _built(named.name, detector, embedder, named.declaration)


def build_folder(folder: Path) -> Built:
    """Take an admin's own pair of models: det_*.onnx, and w600k*, glint* or rec*.onnx.

    A file pack.toml beside them may declare title, licence, non_commercial, auto_limit and rates.
    Raises `PackRefused` when the folder has no such pair.
    """
    detector = _one(folder, ("det*.onnx", "scrfd*.onnx"), "detector (det_*.onnx)")
    embedder = _one(folder, ("w600k*.onnx", "glint*.onnx", "rec*.onnx"), "embedder (rec*.onnx)")
    contents = _read(detector), _read(embedder)
    fingerprint = sha256("".join(map(sha256, contents)).encode())[:FINGERPRINT_DIGITS]
    declaration = Declaration(
        title="models of an own folder",
        licence="not stated: declare it in pack.toml",
        non_commercial=True,
        provenance="chosen by the administrator",
        fingerprint=fingerprint,
        detector_side=None,
        middle=0.0,
        span=1.0,
        dimension=1,
        rates=CAREFUL_RATES,
        suggest_lower=0.05,
        auto_limit=0,
    )
    return _built(FOLDER, *contents, _own_words(folder, declaration))


def _built(name: str, detector: bytes, embedder: bytes, declaration: Declaration) -> Built:
    """Rewrite both for speed and complete the declaration with what the models say."""
    try:
        free = with_free_size(detector)
        facts = facts_of(free, embedder)
        faster = without_prelu(embedder)
    except ValueError as error:
        raise PackRefused(
            name, f"The models of {name} cannot be used: {error}. Choose other files."
        ) from error
    declaration = replace(
        declaration,
        detector_side=facts.detector_side,
        middle=facts.middle,
        span=facts.span,
        dimension=facts.dimension,
    )
    return Built(
        pack=pack_of(name, declaration),
        files={DETECTOR_FILE: free, EMBEDDER_FILE: faster},
        made_from={"detector": sha256(detector), "embedder": sha256(embedder)},
        declaration=declaration,
    )


def _one(folder: Path, patterns: tuple[str, ...], what: str) -> Path:
    found = sorted({path for pattern in patterns for path in folder.glob(pattern)})
    if len(found) == 1:
        return found[0]
    trouble = "no" if not found else "more than one"
    raise PackMissing(FOLDER, f"The folder has {trouble} {what}; put exactly one there.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackMissing(
            FOLDER, f"The file {path.name} cannot be read ({error.strerror}); mend that first."
        ) from error


def _own_words(folder: Path, declaration: Declaration) -> Declaration:
    """Apply what pack.toml declares; every key is optional, none may be unknown or ill-typed."""
    path = folder / OWN_DECLARATION
    if not path.is_file():
        return declaration
    try:
        return _declared(tomllib.loads(path.read_text("utf-8")), declaration)
    except (ValueError, TypeError) as error:
        raise PackRefused(
            FOLDER,
            "pack.toml is not understood. It may have title, licence (text), non_commercial "
            "(true or false), auto_limit (number of people) and rates (pairs of false match rate "
            "and cosine, the greatest rate first).",
        ) from error


def _declared(words: dict[str, object], declaration: Declaration) -> Declaration:
    own = {"title", "licence", "non_commercial", "auto_limit", "rates"}
    if not own.issuperset(words):
        raise ValueError("an unknown key")
    limit, kept = words.get("auto_limit", 0), words.get("non_commercial", True)
    if type(limit) is not int or limit < 0 or type(kept) is not bool:
        raise TypeError("a value of the wrong type")
    return replace(
        declaration,
        title=str(words.get("title", declaration.title)),
        licence=str(words.get("licence", declaration.licence)),
        non_commercial=kept,
        auto_limit=limit,
        rates=_rates(words["rates"]) if "rates" in words else declaration.rates,
    )


def _rates(value: object) -> tuple[tuple[float, float], ...]:
    if not isinstance(value, list) or not value:
        raise TypeError("rates are a list")
    rates = tuple((float(rate), float(cosine)) for rate, cosine in value)
    falling = all(a[0] > b[0] and a[1] < b[1] for a, b in pairwise(rates))
    if not falling or not all(0.0 < r < 1.0 and -1.0 < c < 1.0 for r, c in rates):
        raise ValueError("rates fall while cosines rise")
    return rates
