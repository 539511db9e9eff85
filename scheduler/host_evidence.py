"""A host's consent record as bytes for the vault, and back: what a quitclaim rests on. Pure.

The photos it is linked to are no personal data and kept beside, not in here.
"""

import json
from datetime import date

from connector.records import HostRecord

FORMAT = "likeness-host-record/1"


def to_bytes(host: str, record: HostRecord) -> bytes:
    """Write a record."""
    body = {
        "format": FORMAT,
        "host": host,
        "record": record.id,
        "name": record.name,
        "email": record.email,
        "born": _text(record.born),
        "guardian": record.guardian,
        "mediums": list(record.mediums),
        "given_on": _text(record.given_on),
        "ends": _text(record.ends),
        "over": record.over,
        "document": record.document,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def from_bytes(data: bytes) -> HostRecord:
    """Read a record; without its photos."""
    body = json.loads(data)
    return HostRecord(
        id=body["record"],
        name=body["name"],
        email=body["email"],
        born=_day(body["born"]),
        guardian=body["guardian"],
        mediums=tuple(body["mediums"]),
        given_on=_day(body["given_on"]),
        ends=_day(body["ends"]),
        over=body["over"],
        document=body["document"],
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
