"""The list of an installed pack's files, beside them: written once, read at each start."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from recognition.errors import PackChanged, PackMissing
from recognition.packs_insightface import Declaration
from recognition.rules import RateThreshold

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Which files a pack has, what they were made from, and what they are known to answer.

    `files` and `made_from` map names to SHA-256; `answers` a file to its known answer;
    `declaration` is set for packs whose models were not known beforehand.
    """

    pack: str
    pack_id: str
    licence: str
    licence_accepted: bool
    files: Mapping[str, str]
    made_from: Mapping[str, str]
    answers: Mapping[str, tuple[float, ...]]
    declaration: Declaration | None


def written(manifest: Manifest) -> bytes:
    """Write a manifest as JSON."""
    fields = {"format": FORMAT, **asdict(manifest)}
    return _json({**fields, "check": _check(fields)})


def _json(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, indent=1, sort_keys=True).encode()


def _check(fields: Mapping[str, object]) -> str:
    """Compute what notices a flipped bit in the list itself; it is no protection from malice."""
    return hashlib.sha256(_json(fields)).hexdigest()


def read_manifest(name: str, folder: Path) -> Manifest:
    """Read the manifest of an installed pack.

    Raises `PackMissing` when there is none, `PackChanged` when it is not one we wrote.
    """
    try:
        raw = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise PackMissing(
            name, f"Pack {name} is not installed. Run `likeness models install {name}`."
        ) from error
    try:
        return _parsed(json.loads(raw))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackChanged(name, changed(name, MANIFEST)) from error


def changed(name: str, file: str) -> str:
    """Say that a file of a pack is not the one that was installed, and what to do."""
    return (
        f"The file {file} of pack {name} is not the one that was installed. Nothing is recognised "
        f"until this is put right: run `likeness models install {name}`. If it happens again, "
        "check the disk, and who may write to the folder of the models."
    )


def _parsed(fields: dict[str, object]) -> Manifest:
    if fields.pop("check") != _check(fields) or fields.pop("format") != FORMAT:
        raise ValueError("a damaged manifest, or one of another format")
    declared = fields.pop("declaration")
    declaration = _declaration(declared) if isinstance(declared, dict) else None
    answers = _mapping(fields.pop("answers"))
    return Manifest(
        pack=str(fields["pack"]),
        pack_id=str(fields["pack_id"]),
        licence=str(fields["licence"]),
        licence_accepted=fields["licence_accepted"] is True,
        files={name: str(digest) for name, digest in _mapping(fields["files"]).items()},
        made_from={name: str(digest) for name, digest in _mapping(fields["made_from"]).items()},
        answers={name: tuple(map(float, _numbers(kept))) for name, kept in answers.items()},
        declaration=declaration,
    )


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _numbers(value: object) -> list[float]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _declaration(fields: dict[str, object]) -> Declaration:
    side = fields["detector_side"]
    return Declaration(
        title=str(fields["title"]),
        licence=str(fields["licence"]),
        non_commercial=fields["non_commercial"] is not False,
        provenance=str(fields["provenance"]),
        fingerprint=str(fields["fingerprint"]),
        detector_side=None if side is None else int(str(side)),
        middle=float(str(fields["middle"])),
        span=float(str(fields["span"])),
        dimension=int(str(fields["dimension"])),
        rates=tuple(_rate(rate) for rate in _numbers(fields["rates"])),
        suggest_lower=float(str(fields["suggest_lower"])),
        auto_limit=int(str(fields["auto_limit"])),
    )


def _rate(value: object) -> RateThreshold:
    rate, cosine = map(float, _numbers(value))
    return rate, cosine
