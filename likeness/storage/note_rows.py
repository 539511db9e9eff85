"""Reported changes as rows, and what a row holds after one. Pure."""

from dataclasses import replace
from datetime import datetime

from connector.values import PhotoChange
from likeness.storage.content import Before, Effect, by_kind
from scheduler.values import Priority


def new_row(
    asset: str, change: PhotoChange, urgency: tuple[Priority, datetime]
) -> dict[str, object]:
    """Give all columns of a photo seen for the first time."""
    priority, now = urgency
    return {
        "id": asset,
        "host": change.ref.host,
        "host_id": change.ref.id,
        "first_seen_at": now,
        "content_no": 1,
        "wanted": 1,
        "done": 0,
        "scan_wanted": 1,
        "scan_done": 0,
        "rank": -int(priority),
        "due_at": now,
        "attempts": 0,
        "told": "",
        "held": "",
        "link_version": 1,
        **reported_facts(change),
    }


def reported_facts(change: PhotoChange) -> dict[str, object]:
    """Give the columns that a report of a photo that is there overwrites."""
    return {
        "version": change.version,
        "place": change.place,
        "media": change.media.value,
        "captured_at": change.captured_at,
        "deleted_at": None,
    }


def known_after(change: PhotoChange, effect: Effect, before: Before | None) -> Before | None:
    """Know what the row holds now, for a second change of the same photo on the same page."""
    if change.deleted:
        return None if before is None else replace(before, deleted=True)
    kept = {} if before is None or effect is Effect.CHANGED else dict(before.hashes)
    kept |= by_kind(change.hashes)
    return Before(
        version=change.version,
        place=change.place,
        media=change.media,
        captured_at=change.captured_at,
        hashes=kept,
    )
