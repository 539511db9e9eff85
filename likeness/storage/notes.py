"""What hosts told us: feed cursors and changed photos (implements `scheduler.ports.Notes`)."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from connector.values import HashKind, HostId, HostName, Known, MediaKind, PhotoChange, PhotoRef
from likeness.storage.content import Before, Effect, best_hash, effect_of
from likeness.storage.hashes import add_hash, hashes_of, replace_hashes
from likeness.storage.raising import raised
from likeness.storage.tables.assets import asset_hashes, assets
from likeness.storage.tables.installation import hosts
from likeness.storage.upsert import upsert
from scheduler.values import Noted, Priority

CHUNK = 400
_LOOKS = {Effect.CHANGED}


class SqlNotes:
    """Notes in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def known(self, host: HostName) -> Mapping[str, Known]:
        """Give every photo of the host that is not deleted, by place."""
        here = (assets.c.host == host) & assets.c.deleted_at.is_(None)
        known: dict[str, dict[HashKind, str]] = {}
        query = (
            sa.select(asset_hashes).join(assets, assets.c.id == asset_hashes.c.asset).where(here)
        )
        for row in self._connection.execute(query):
            known.setdefault(row.asset, {})[HashKind(row.kind)] = row.value
        columns = sa.select(assets.c.id, assets.c.host_id, assets.c.version, assets.c.place)
        return {
            row.place: Known(
                ref=PhotoRef(host=host, id=HostId(row.host_id)),
                version=row.version,
                place=row.place,
                content=best_hash(known.get(row.id, {})),
            )
            for row in self._connection.execute(columns.where(here))
        }

    def cursor(self, host: HostName) -> str:
        """Give the feed cursor; empty at first."""
        query = sa.select(hosts.c.cursor).where(hosts.c.name == host)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def save_cursor(self, host: HostName, cursor: str, *, complete: bool, now: datetime) -> None:
        """Remember how far the feed was read; `complete` = nothing more was waiting."""
        upsert(
            self._connection,
            hosts,
            {"name": host, "cursor": cursor, "complete": complete, "read_at": now},
        )

    def note(self, changes: Sequence[PhotoChange], priority: Priority, now: datetime) -> Noted:
        """Upsert assets, idempotent on (host, id, version). See the port for what raises what."""
        counts: Counter[Effect] = Counter()
        for chunk in _chunks(changes):
            before = self._load(chunk)
            for change in chunk:
                asset, known = before.get(change.ref, ("", None))
                effect = effect_of(change, known)
                counts[effect] += 1
                asset = self._apply(asset, change, effect, (priority, now))
                before[change.ref] = (asset, _after(change, effect, known))
        return Noted(
            new=counts[Effect.NEW],
            changed=counts[Effect.CHANGED] + counts[Effect.RETURNED],
            moved=counts[Effect.MOVED],
            deleted=counts[Effect.DELETED],
            unchanged=counts[Effect.UNCHANGED],
        )

    def _load(self, chunk: Sequence[PhotoChange]) -> dict[PhotoRef, tuple[str, Before | None]]:
        wanted = sa.tuple_(assets.c.host, assets.c.host_id).in_(
            {(change.ref.host, change.ref.id) for change in chunk}
        )
        rows = self._connection.execute(sa.select(assets).where(wanted).with_for_update()).all()
        hashes = hashes_of(self._connection, [row.id for row in rows])
        return {
            PhotoRef(host=HostName(row.host), id=HostId(row.host_id)): (
                row.id,
                Before(
                    version=row.version,
                    place=row.place,
                    media=MediaKind(row.media),
                    deleted=row.deleted_at is not None,
                    hashes=hashes.get(row.id, {}),
                ),
            )
            for row in rows
        }

    def _apply(
        self, asset: str, change: PhotoChange, effect: Effect, urgency: tuple[Priority, datetime]
    ) -> str:
        match effect:
            case Effect.NEW:
                return self._insert(change, urgency)
            case Effect.DELETED:
                self._update(asset, raised(*urgency) | {"deleted_at": urgency[1]})
            case Effect.CHANGED:
                values = raised(*urgency, look=True) | _facts(change)
                self._update(asset, values | {"content_no": assets.c.content_no + 1})
                replace_hashes(self._connection, asset, change.content)
            case Effect.MOVED | Effect.RETURNED:
                self._update(asset, raised(*urgency) | _facts(change))
                add_hash(self._connection, asset, change.content)
            case Effect.UNCHANGED if asset and not change.deleted:
                self._update(asset, _facts(change))
                add_hash(self._connection, asset, change.content)
            case Effect.UNCHANGED:
                pass
        return asset

    def _insert(self, change: PhotoChange, urgency: tuple[Priority, datetime]) -> str:
        asset = secrets.token_hex(16)
        priority, now = urgency
        self._connection.execute(
            sa.insert(assets).values(
                id=asset,
                host=change.ref.host,
                host_id=change.ref.id,
                first_seen_at=now,
                content_no=1,
                wanted=1,
                done=0,
                scan_wanted=1,
                scan_done=0,
                rank=-int(priority),
                due_at=now,
                attempts=0,
                **_facts(change),
            )
        )
        add_hash(self._connection, asset, change.content)
        return asset

    def _update(self, asset: str, values: Mapping[str, object]) -> None:
        self._connection.execute(sa.update(assets).where(assets.c.id == asset).values(**values))


def _facts(change: PhotoChange) -> dict[str, object]:
    return {
        "version": change.version,
        "place": change.place,
        "media": change.media,
        "captured_at": change.captured_at,
        "deleted_at": None,
    }


def _after(change: PhotoChange, effect: Effect, before: Before | None) -> Before | None:
    """Know what the row holds now, for a second change of the same photo on the same page."""
    if change.deleted:
        return (
            None
            if before is None
            else Before(
                version=before.version,
                place=before.place,
                media=before.media,
                deleted=True,
                hashes=before.hashes,
            )
        )
    kept = {} if before is None or effect in _LOOKS else dict(before.hashes)
    if change.content is not None:
        kept[change.content.kind] = change.content.value
    return Before(version=change.version, place=change.place, media=change.media, hashes=kept)


def _chunks(changes: Sequence[PhotoChange]) -> Iterable[Sequence[PhotoChange]]:
    rest = iter(changes)
    while chunk := tuple(islice(rest, CHUNK)):
        yield chunk
