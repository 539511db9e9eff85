"""What a change that a host reports means for an asset. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from connector.values import ContentHash, HashKind, MediaKind, PhotoChange


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
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is known of a photo before the change."""

    version: str
    place: str
    media: MediaKind
    deleted: bool = False
    captured_at: datetime | None = None
    hashes: Mapping[HashKind, str] = field(default_factory=dict)


PREFERENCE = (HashKind.ORIGINAL, HashKind.HOST, HashKind.PREVIEW)


def best_hash(hashes: Mapping[HashKind, str]) -> ContentHash | None:
    """Choose the hash an asset is known by.

    Of the original bytes, else the host's own, else of the preview.
    """
    kind = next((kind for kind in PREFERENCE if kind in hashes), None)
    return None if kind is None else ContentHash(kind=kind, value=hashes[kind])


def is_other_content(content: ContentHash, hashes: Mapping[HashKind, str]) -> bool:
    """Tell whether a hash contradicts what is known. A kind not known yet contradicts nothing."""
    known = hashes.get(content.kind)
    return known is not None and known != content.value


def effect_of(change: PhotoChange, before: Before | None) -> Effect:
    """Say what a change does.

    Where nothing tells whether the content is the same, it has changed.
    """
    if before is None:
        return Effect.UNCHANGED if change.deleted else Effect.NEW
    if change.deleted:
        return Effect.UNCHANGED if before.deleted else Effect.DELETED
    if _changed(change, before):
        return Effect.CHANGED
    if before.deleted:
        return Effect.RETURNED
    if change.place != before.place:
        return Effect.MOVED
    return Effect.TOUCHED if change.touched else Effect.UNCHANGED


def tells_more(change: PhotoChange, before: Before) -> bool:
    """Tell whether a change without effect still says something that is not known yet."""
    known = change.content is None or change.content.kind in before.hashes
    same = (change.version, change.captured_at) == (before.version, before.captured_at)
    return not (known and same)


def _changed(change: PhotoChange, before: Before) -> bool:
    if change.media is not before.media:
        return True
    if change.content is None or not before.hashes:
        return change.version != before.version
    return is_other_content(change.content, before.hashes)
