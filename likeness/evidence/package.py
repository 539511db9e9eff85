"""What is sealed of a signature: record, PDF and scan in one canonical piece. Pure."""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from likeness.evidence.errors import NotEvidence

FORMAT = "likeness-evidence/1"
MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The evidence of one person's answer."""

    record: Mapping[str, Any] = field(repr=False)
    printed: bytes = field(repr=False)
    """PDF."""
    scan: bytes = field(default=b"", repr=False)
    """Of a form on paper; empty where there was none. The record says its media type."""

    @property
    def record_sha256(self) -> str:
        """Give the hash that the audit log carries."""
        return sha256(canonical(self.record))

    @property
    def printed_sha256(self) -> str:
        """Give the hash that the audit log carries."""
        return sha256(self.printed)


def to_bytes(package: Package) -> bytes:
    """Write a package, small."""
    return zlib.compress(canonical({"format": FORMAT, **body_of(package)}))


def from_bytes(data: bytes) -> Package:
    """Read a package. Raises `NotEvidence`."""
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise NotEvidence("The evidence cannot be read.") from error
    if not unpacking.eof or unpacking.unused_data:
        raise NotEvidence("The evidence was cut, or something was put behind it.")
    body = parsed(plain)
    if body.pop("format", None) != FORMAT:
        raise NotEvidence("This is no evidence that this version knows.")
    return package_of(body)


def body_of(package: Package) -> dict[str, Any]:
    """Give the parts as JSON values."""
    return {
        "record": dict(package.record),
        "printed": base64.b64encode(package.printed).decode(),
        "scan": base64.b64encode(package.scan).decode(),
    }


def package_of(body: Mapping[str, Any]) -> Package:
    """Read the parts; nothing else may be there. Raises `NotEvidence`."""
    if set(body) != {"record", "printed", "scan"}:
        raise NotEvidence("A part of the evidence is missing, or there is one too many.")
    if not isinstance(body["record"], dict):
        raise NotEvidence("The record cannot be read.")
    return Package(
        record=body["record"],
        printed=_decoded(body["printed"]),
        scan=_decoded(body["scan"]),
    )


def canonical(value: object) -> bytes:
    """Write JSON as RFC 8785 says: one way only."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def parsed(data: bytes) -> dict[str, Any]:
    """Read canonical JSON; anything written in another way was changed. Raises `NotEvidence`."""
    try:
        body = json.loads(data)
        same = isinstance(body, dict) and canonical(body) == data
    except (ValueError, RecursionError) as error:
        raise NotEvidence("The file cannot be read.") from error
    if not same:
        raise NotEvidence("The file is not as it was written.")
    return dict(body)


def sha256(data: bytes) -> str:
    """Give the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _decoded(text: object) -> bytes:
    if not isinstance(text, str):
        raise NotEvidence("A part of the evidence cannot be read.")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotEvidence("A part of the evidence cannot be read.") from error
    if base64.b64encode(data).decode() != text:
        raise NotEvidence("A part of the evidence is not as it was written.")
    return data
