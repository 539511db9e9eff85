"""What hosts told us: feed cursors and changed photos (implements `scheduler.ports.Notes`)."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from connector.values import (
    ContentHash,
    HashKind,
    HostId,
    HostName,
    Known,
    MediaKind,
    PhotoChange,
    PhotoRef,
)
from consent.ids import AssetId
from likeness.storage.content import Before, Effect, best_hash, effect_of, tells_more
from likeness.storage.hashes import add_hashes, hashes_of, replace_hashes
from likeness.storage.note_rows import known_after, new_row, reported_facts
from likeness.storage.raising import SHOWS_A_YES, SHOWS_SOMETHING, first_where, raised
from likeness.storage.sight import SqlSight
from likeness.storage.tables.assets import asset_hashes, assets
from likeness.storage.tables.installation import hosts
from likeness.storage.upsert import upsert
from scheduler.ports.sight import Leaving
from scheduler.values import Noted, Priority

CHUNK = 400


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
            row.place: _to_known(host, row, known.get(row.id, {}))
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
            counts += self._note_chunk(chunk, (priority, now))
        return Noted(
            new=counts[Effect.NEW],
            changed=counts[Effect.CHANGED] + counts[Effect.RETURNED],
            moved=counts[Effect.MOVED],
            deleted=counts[Effect.DELETED],
            unchanged=counts[Effect.UNCHANGED] + counts[Effect.TOUCHED] + counts[Effect.UNSURE],
        )

    def _note_chunk(
        self, chunk: Sequence[PhotoChange], urgency: tuple[Priority, datetime]
    ) -> Counter[Effect]:
        """Note some changes; new photos are written together, unless the same one comes again."""
        counts: Counter[Effect] = Counter()
        before = self._load(chunk)
        new: dict[PhotoRef, tuple[str, PhotoChange]] = {}
        for change in chunk:
            if change.ref in new:
                self._insert(new, urgency)
            asset, known = before.get(change.ref, ("", None))
            effect = effect_of(change, known)
            counts[effect] += 1
            if effect is Effect.NEW:
                asset = secrets.token_hex(16)
                new[change.ref] = (asset, change)
            elif known is not None:
                self._apply((asset, known), change, effect, urgency)
            before[change.ref] = (asset, known_after(change, effect, known))
        self._insert(new, urgency)
        return counts

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
                    captured_at=row.captured_at,
                    hashes=hashes.get(row.id, {}),
                ),
            )
            for row in rows
        }

    def _apply(
        self,
        known: tuple[str, Before],
        change: PhotoChange,
        effect: Effect,
        urgency: tuple[Priority, datetime],
    ) -> None:
        asset, before = known
        match effect:
            case Effect.DELETED:
                SqlSight(self._connection).leave(AssetId(asset), Leaving(at=urgency[1]))
                first = raised(Priority.WITHDRAWAL, urgency[1])
                self._update(asset, first | {"deleted_at": urgency[1]})
            case Effect.CHANGED:
                values = raised(*urgency, look=True) | reported_facts(change)
                values |= first_where(SHOWS_A_YES, urgency[0])
                self._update(asset, values | {"content_no": assets.c.content_no + 1})
                replace_hashes(self._connection, asset, change.hashes)
            case Effect.UNSURE:
                values = raised(*urgency, look=True) | reported_facts(change)
                self._update(asset, values | first_where(SHOWS_A_YES, urgency[0]))
                add_hashes(self._connection, asset, change.hashes)
            case Effect.MOVED | Effect.RETURNED | Effect.TOUCHED:
                values = raised(*urgency, look=change.look_again)
                values |= first_where(SHOWS_SOMETHING)
                self._update(asset, values | reported_facts(change))
                add_hashes(self._connection, asset, change.hashes)
            case _ if not change.deleted and tells_more(change, before):
                self._update(asset, reported_facts(change))
                add_hashes(self._connection, asset, change.hashes)
            case _:
                pass

    def _insert(
        self, new: dict[PhotoRef, tuple[str, PhotoChange]], urgency: tuple[Priority, datetime]
    ) -> None:
        """Write the new photos collected so far."""
        if not new:
            return
        rows = [new_row(asset, change, urgency) for asset, change in new.values()]
        self._connection.execute(sa.insert(assets), rows)
        hashes = [
            {"asset": asset, "kind": one.kind.value, "value": one.value}
            for asset, change in new.values()
            for one in change.hashes
        ]
        if hashes:
            self._connection.execute(sa.insert(asset_hashes), hashes)
        new.clear()

    def _update(self, asset: str, values: Mapping[str, object]) -> None:
        self._connection.execute(sa.update(assets).where(assets.c.id == asset).values(**values))


def _to_known(
    host: HostName, row: sa.Row[Any, Any, Any, Any], hashes: Mapping[HashKind, str]
) -> Known:
    best = best_hash(hashes)
    return Known(
        ref=PhotoRef(host=host, id=HostId(row.host_id)),
        version=row.version,
        place=row.place,
        content=best,
        also=tuple(
            ContentHash(kind=kind, value=value)
            for kind, value in hashes.items()
            if best is None or kind is not best.kind
        ),
    )


def _chunks(changes: Sequence[PhotoChange]) -> Iterable[Sequence[PhotoChange]]:
    rest = iter(changes)
    while chunk := tuple(islice(rest, CHUNK)):
        yield chunk
