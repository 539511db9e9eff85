"""Evidence taken out of the house: one file that proves itself, and the check of it. Pure.

The file holds record, PDF and the entries of the audit log from the one that carries both hashes.
What it cannot prove by itself is that nobody wrote the whole file anew. For that, compare with an
entry noted elsewhere (on the receipt, in a later export), or with the database.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from consent.evidence import make_receipt
from likeness.audit.chain import GENESIS, Link, hash_of
from likeness.evidence.errors import NotEvidence
from likeness.evidence.package import (
    Package,
    body_of,
    canonical,
    package_of,
    parsed,
    sha256,
)
from scheduler.evidence import KEPT

FORMAT = "likeness-proof/1"


class Flaw(StrEnum):
    """What speaks against a piece of evidence."""

    UNREADABLE = "unreadable"
    RECORD = "record-changed"
    PRINTED = "pdf-changed"
    SCAN = "scan-changed"
    CHAIN = "chain-broken"
    ANCHOR = "not-the-noted-entry"
    ELSEWHERE = "not-in-this-database"
    OTHER = "not-of-this-proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Evidence with its place in the audit log."""

    package: Package
    entries: tuple[str, ...]
    """Canonical texts; the first one carries the hashes."""
    hashes: tuple[str, ...]

    @property
    def first(self) -> Link:
        """Give the place of the entry that carries the hashes: what a receipt notes."""
        return Link(seq=_number(self.entries[0]), hash=self.hashes[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether evidence holds, by itself and by whatever else it was compared with."""

    flaws: tuple[Flaw, ...]
    record_sha256: str = ""
    printed_sha256: str = ""
    entry: Link | None = None

    @property
    def holds(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.flaws


def to_file(proof: Proof) -> bytes:
    """Write the file."""
    return canonical(
        {
            "format": FORMAT,
            **body_of(proof.package),
            "entries": list(proof.entries),
            "hashes": list(proof.hashes),
        }
    )


def from_file(data: bytes) -> Proof:
    """Read the file. Raises `NotEvidence`."""
    body = parsed(data)
    if body.pop("format", None) != FORMAT:
        raise NotEvidence("This is no evidence that this version knows.")
    entries, hashes = _texts(body.pop("entries", None)), _texts(body.pop("hashes", None))
    if not entries or len(entries) != len(hashes):
        raise NotEvidence("The entries of the audit log are missing.")
    return Proof(package=package_of(body), entries=entries, hashes=hashes)


def verify(data: bytes, anchor: Link | None = None) -> Verdict:
    """Check a file by itself, and against an entry noted elsewhere. Never raises."""
    try:
        proof = from_file(data)
        return _checked(proof, anchor)
    except NotEvidence:
        return Verdict(flaws=(Flaw.UNREADABLE,))


def is_proof(data: bytes) -> bool:
    """Tell whether a file is a proof, whatever it proves."""
    try:
        return bool(from_file(data).entries)
    except NotEvidence:
        return False


def verify_beside(data: bytes, beside: bytes, anchor: Link | None = None) -> Verdict:
    """Check a PDF, a receipt, a scan or a bare record by the proof it belongs to. Never raises."""
    verdict = verify(beside, anchor)
    if not verdict.holds or _belongs(data, from_file(beside)):
        return verdict
    return replace(verdict, flaws=(Flaw.OTHER,))


def _belongs(data: bytes, proof: Proof) -> bool:
    package, noted = proof.package, f"{proof.first.seq}:{proof.first.hash}"
    parts = {package.printed_sha256, package.record_sha256}
    if package.scan:
        parts.add(sha256(package.scan))
    return sha256(data) in parts or data == canonical(make_receipt(package.record, noted))


def _checked(proof: Proof, anchor: Link | None) -> Verdict:
    package, detail = proof.package, _detail(proof.entries[0])
    scan = sha256(package.scan) if package.scan else None
    found = {
        Flaw.RECORD: detail.get("evidence") != package.record_sha256,
        Flaw.PRINTED: detail.get("printed") != package.printed_sha256,
        Flaw.SCAN: scan != _noted_scan(package.record),
        Flaw.CHAIN: not _linked(proof.entries, proof.hashes),
        Flaw.ANCHOR: anchor is not None and anchor not in _places(proof),
    }
    return Verdict(
        flaws=tuple(flaw for flaw, bad in found.items() if bad),
        record_sha256=package.record_sha256,
        printed_sha256=package.printed_sha256,
        entry=proof.first,
    )


def _noted_scan(record: Mapping[str, Any]) -> object:
    signature = record.get("signature")
    scan = signature.get("scan") if isinstance(signature, dict) else None
    return scan.get("sha256") if isinstance(scan, dict) else None


def _linked(entries: Sequence[str], hashes: Sequence[str]) -> bool:
    """Tell whether every entry has its hash and follows the one before."""
    before, number = None, None
    for text, said in zip(entries, hashes, strict=True):
        body = _entry(text)
        follows = before is None or (body.get("previous"), body.get("seq")) == (before, number)
        if hash_of(text.encode()) != said or not follows:
            return False
        before, number = said, _number(text) + 1
    return len(str(_entry(entries[0]).get("previous"))) == len(GENESIS)


def _places(proof: Proof) -> list[Link]:
    return [
        Link(seq=_number(text), hash=said)
        for text, said in zip(proof.entries, proof.hashes, strict=True)
    ]


def _detail(text: str) -> dict[str, Any]:
    body = _entry(text)
    detail = body.get("detail")
    return detail if body.get("act") == KEPT and isinstance(detail, dict) else {}


def _number(text: str) -> int:
    number = _entry(text).get("seq")
    if not isinstance(number, int):
        raise NotEvidence("An entry of the audit log has no number.")
    return number


def _entry(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise NotEvidence("An entry of the audit log cannot be read.") from error
    if not isinstance(body, dict):
        raise NotEvidence("An entry of the audit log cannot be read.")
    return body


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise NotEvidence("The entries of the audit log cannot be read.")
    return tuple(value)
