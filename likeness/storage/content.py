"""What a change that a host reports means for an asset. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from connector.values import ContentHash, HashKind, MediaKind, PhotoChange

_WHOLE_FILE = frozenset({HashKind.ORIGINAL, HashKind.HOST})


class Effect(StrEnum):
    """What to do about one reported change."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    RETURNED = "returned"
    """Deleted before, and here again with the same content."""
    DELETED = "deleted"
    TOUCHED = "touched"
    """The photo is the same; what is shown of ours may not be."""
    UNSURE = "unsure"
    """Nothing tells whether the content is the same: what humans said stays, and it is looked at
    again."""
    UNCHANGED = "unchanged"


class Comparison(StrEnum):
    """What hashes kept and hashes told say about each other."""

    SAME = "same"
    CHANGED = "changed"
    UNKNOWN = "unknown"
    """No kind that could tell is known on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is known of a photo before the change."""

    version: str
    place: str
    media: MediaKind
    deleted: bool = False
    captured_at: datetime | None = None
    hashes: Mapping[HashKind, str] = field(default_factory=dict)


def best_hash(hashes: Mapping[HashKind, str]) -> ContentHash | None:
    """Choose the hash an asset is known by: the strongest."""
    kind = next((kind for kind in HashKind if kind in hashes), None)
    return None if kind is None else ContentHash(kind=kind, value=hashes[kind])


def compare(
    then: Mapping[HashKind, str], now: Mapping[HashKind, str], *, same_version: bool
) -> Comparison:
    """Let the strongest kind known on both sides decide alone.

    Of the whole file, else the host's own word that nothing was written (`same_version`), else the
    preview, which another program may have made. A part of the file only tells a change.
    """
    common = [kind for kind in HashKind if kind in then and kind in now]
    strongest = common[0] if common else None
    if same_version and strongest not in _WHOLE_FILE:
        return Comparison.SAME
    if strongest is None:
        return Comparison.UNKNOWN
    if then[strongest] != now[strongest]:
        return Comparison.CHANGED
    return Comparison.UNKNOWN if strongest is HashKind.PARTIAL else Comparison.SAME


def effect_of(change: PhotoChange, before: Before | None) -> Effect:
    """Say what a change does.

    Where nothing tells whether the content is the same, it has changed.
    """
    if before is None:
        return Effect.UNCHANGED if change.deleted else Effect.NEW
    if change.deleted:
        return Effect.UNCHANGED if before.deleted else Effect.DELETED
    match _compared(change, before):
        case Comparison.CHANGED:
            return Effect.CHANGED
        case Comparison.UNKNOWN:
            return Effect.UNSURE
        case Comparison.SAME:
            return _same(change, before)


def _same(change: PhotoChange, before: Before) -> Effect:
    if before.deleted:
        return Effect.RETURNED
    if change.place != before.place:
        return Effect.MOVED
    return Effect.TOUCHED if change.touched else Effect.UNCHANGED


def tells_more(change: PhotoChange, before: Before) -> bool:
    """Tell whether a change without effect still says something that is not known yet."""
    known = all(before.hashes.get(one.kind) == one.value for one in change.hashes)
    same = (change.version, change.captured_at) == (before.version, before.captured_at)
    return not (known and same)


def by_kind(hashes: Iterable[ContentHash]) -> dict[HashKind, str]:
    """Index hashes by their kind."""
    return {one.kind: one.value for one in hashes}


def _compared(change: PhotoChange, before: Before) -> Comparison:
    if change.media is not before.media:
        return Comparison.CHANGED
    same_version = change.version == before.version
    if not same_version and not (change.hashes and before.hashes):
        return Comparison.CHANGED
    return compare(before.hashes, by_kind(change.hashes), same_version=same_version)
