"""The decision record as a document: what was decided, on which facts.

Pseudonymous ids only, never a name.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from consent.decisions import Decision
from consent.findings import Finding
from scheduler.values import Scan

FORMAT = "likeness-decision/1"
VOLATILE = ("at", "today")

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What the decision was made of, besides the consents its reasons name."""

    findings: Sequence[Finding]
    scan: Scan | None
    pack: str


def to_document(decision: Decision, inputs: Inputs) -> str:
    """Write a decision and its inputs as JSON with sorted keys; numbers are rounded to 6 places."""
    body = {
        "format": FORMAT,
        "decision": _plain(asdict(decision)),
        "findings": [_plain(asdict(finding)) for finding in inputs.findings],
        "scan": None if inputs.scan is None else _plain(asdict(inputs.scan)),
        "pack": inputs.pack,
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def says_the_same(one: str, other: str) -> bool:
    """Tell whether two documents differ in nothing but the moment they were made."""
    return _timeless(one) == _timeless(other)


def _timeless(document: str) -> Json:
    body: dict[str, Json] = json.loads(document)
    decision = body["decision"]
    if isinstance(decision, dict):
        body["decision"] = {key: value for key, value in decision.items() if key not in VOLATILE}
    return body


def _plain(value: object) -> Json:
    match value:
        case bool() | int() | str() | None:
            return value
        case float():
            return round(value, 6)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case frozenset() | set():
            return sorted((_plain(item) for item in value), key=repr)
        case Sequence():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(type(value).__name__)
