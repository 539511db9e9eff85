"""One entry of the chain, and the check of all of them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

from likeness.audit.errors import ChainBroken
from likeness.audit.words import check_act
from scheduler.values import Act

GENESIS = "0" * 64
"""What the first entry follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Place in the chain: a sequence number from 1 and the hash of that entry."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it is stored.

    `text` is its canonical JSON (RFC 8785); everything else repeats it.
    """

    seq: int
    at: datetime
    actor: str
    act: str
    text: str
    previous: str
    hash: str


START = Link(seq=0, hash=GENESIS)


def make_entry(after: Link, act: Act, at: datetime) -> Entry:
    """Make the entry that follows `after`.

    Raises `EntryRefused` for what could be personal data.
    """
    check_act(act)
    body: dict[str, Any] = {
        "seq": after.seq + 1,
        "at": _instant(at),
        "actor": act.actor,
        "act": act.act,
        "subjects": list(act.subjects),
        "detail": dict(act.detail),
        "previous": after.hash,
    }
    text = rfc8785.dumps(body)
    return Entry(
        seq=after.seq + 1,
        at=at,
        actor=act.actor,
        act=act.act,
        text=text.decode(),
        previous=after.hash,
        hash=hash_of(text),
    )


def verify_chain(entries: Iterable[Entry], anchor: Link | None = None) -> Link:
    """Check all entries in order and give the last one's place. Raises `ChainBroken`.

    An `anchor` kept elsewhere also tells a tail cut off and a chain rewritten from the start.
    """
    last, anchored = START, anchor is None or anchor == START
    for entry in entries:
        _check(entry, last)
        last = Link(seq=entry.seq, hash=entry.hash)
        anchored = anchored or last == anchor
    if not anchored and anchor is not None:
        raise ChainBroken(
            f"The audit log does not hold entry {anchor.seq} as it was noted elsewhere:"
            " it was cut off or rewritten. Compare with a backup."
        )
    return last


def hash_of(text: bytes) -> str:
    """Give the SHA-256 of an entry's canonical text, hex."""
    return hashlib.sha256(text).hexdigest()


def _check(entry: Entry, last: Link) -> None:
    body = _parse(entry)
    said = {
        "seq": entry.seq,
        "at": _instant(entry.at),
        "actor": entry.actor,
        "act": entry.act,
        "previous": entry.previous,
    }
    fits = (
        entry.seq == last.seq + 1
        and entry.previous == last.hash
        and entry.hash == hash_of(entry.text.encode())
        and all(body.get(key) == value for key, value in said.items())
    )
    if not fits:
        raise ChainBroken(
            f"The audit log is not as it was written, from entry {last.seq + 1} on."
            " Compare with a backup."
        )


def _parse(entry: Entry) -> dict[str, object]:
    try:
        body = json.loads(entry.text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
