"""Facts of photos (implements `scheduler.ports.Assets`)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from connector.values import ContentHash, HashKind, HostId, HostName, MediaKind, PhotoRef
from consent.ids import AssetId, PersonId, SessionId
from consent.states import Mode, NotAssessed, Status
from likeness.storage.content import Comparison, best_hash, by_kind, compare
from likeness.storage.hashes import add_hashes, hashes_of, replace_hashes
from likeness.storage.linked import assets_of_person
from likeness.storage.tables.assets import asset_hashes, assets
from likeness.storage.tables.sessions import session_assets
from likeness.storage.tables.sight import out_of_sight
from scheduler.errors import NoSuchRow
from scheduler.values import Asset, Scan, Told

PAGE = 500
SHORTEST_PREFIX = 4
MOST_FOUND = 20
_BELONGS = (session_assets.c.asset == assets.c.id) & session_assets.c.belongs.is_(True)
_WHOLE = (
    sa.select(
        assets,
        asset_hashes.c.kind.label("hash_kind"),
        asset_hashes.c.value.label("hash_value"),
        session_assets.c.session,
    )
    .outerjoin(asset_hashes, asset_hashes.c.asset == assets.c.id)
    .outerjoin(session_assets, _BELONGS)
    .where(assets.c.id == sa.bindparam("asset"))
)
"""One photo in one statement: a row for each of its hashes and sessions."""
_MINE, _OTHER = asset_hashes.alias("mine"), asset_hashes.alias("other")
_COPIES = (
    sa.select(_OTHER.c.asset)
    .join(_MINE, (_MINE.c.value == _OTHER.c.value) & (_MINE.c.kind == _OTHER.c.kind))
    .where(
        _MINE.c.asset == sa.bindparam("asset"),
        _MINE.c.kind == HashKind.ORIGINAL.value,
        _OTHER.c.asset != sa.bindparam("asset"),
    )
    .order_by(_OTHER.c.asset)
)
_PREFIX = re.compile(rf"[0-9a-f-]{{{SHORTEST_PREFIX},64}}")


class SqlAssets:
    """Assets in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def get(self, asset: AssetId) -> Asset:
        """Give one asset. Raises `NoSuchRow`."""
        rows = self._connection.execute(_WHOLE, {"asset": asset}).all()
        if not rows:
            raise NoSuchRow("there is no photo with this id")
        hashes = {HashKind(row.hash_kind): row.hash_value for row in rows if row.hash_kind}
        sessions = frozenset(SessionId(row.session) for row in rows if row.session)
        return _to_asset(rows[0], best_hash(hashes), sessions)

    def find(self, text: str) -> tuple[Asset, ...]:
        """Find by id, id prefix of 4 characters or more, exact place, or the host's own number.

        The first 20 where many fit.
        """
        where = sa.or_(
            assets.c.id == text,
            assets.c.place == text,
            (assets.c.host_id == text) & assets.c.deleted_at.is_(None),
        )
        if _PREFIX.fullmatch(text):
            where |= assets.c.id.startswith(text, autoescape=True)
        return tuple(self._load(where, MOST_FOUND))

    def place_of(self, host: HostName, photo: HostId) -> str | None:
        """Tell where a photo lies in its host; None where it is not known (any more)."""
        query = sa.select(assets.c.place).where(
            assets.c.host == host, assets.c.host_id == photo, assets.c.deleted_at.is_(None)
        )
        return self._connection.execute(query).scalar_one_or_none()

    def of_photo(self, ref: PhotoRef) -> Asset | None:
        """Give the asset of a host's photo; None where there is none, or it is deleted."""
        here = assets.c.deleted_at.is_(None)
        found = self._load(here & (assets.c.host == ref.host) & (assets.c.host_id == ref.id), 1)
        return found[0] if found else None

    def of_host(self, host: HostName | None) -> Iterable[Asset]:
        """Give all assets that are not deleted, in pages."""
        where: sa.ColumnElement[bool] = assets.c.deleted_at.is_(None)
        if host is not None:
            where &= assets.c.host == host
        return self._pages(where)

    def with_person(self, person: PersonId) -> tuple[AssetId, ...]:
        """Give the assets with a finding, attestation or answer of this person."""
        rows = self._connection.execute(assets_of_person(person, covered=False))
        return tuple(AssetId(row.asset) for row in rows)

    def same_content(self, asset: AssetId) -> tuple[AssetId, ...]:
        """Give other assets with the same SHA-256 of the original bytes."""
        rows = self._connection.execute(_COPIES, {"asset": asset})
        return tuple(AssetId(row.asset) for row in rows)

    def save_scan(
        self, asset: AssetId, scan: Scan, also: Iterable[ContentHash] = (), *, version: str = ""
    ) -> bool:
        """Keep what the last completed look was; clears `not_assessed`.

        `also`: hashes of other kinds. `version`: what the host called the file it gave. False where
        the hashes contradict what is known: then it is new content.
        """
        known = hashes_of(self._connection, [asset]).get(asset, {})
        hashes = (scan.content, *also)
        told = self._connection.scalar(sa.select(assets.c.version).where(assets.c.id == asset))
        compared = compare(known, by_kind(hashes), same_version=bool(version) and version == told)
        same = compared is not Comparison.CHANGED
        if same:
            add_hashes(self._connection, asset, hashes)
        else:
            self._update(asset, {"content_no": assets.c.content_no + 1})
            replace_hashes(self._connection, asset, hashes)
        self._update(
            asset,
            {
                "scan_content_no": assets.c.content_no,
                "scan_hash_kind": scan.content.kind.value,
                "scan_hash": scan.content.value,
                "scan_mode": scan.mode.value,
                "scan_pack": scan.pack,
                "scan_gallery": scan.gallery_version,
                "scan_second_pass": scan.second_pass,
                "scan_width": scan.width,
                "scan_height": scan.height,
                "scan_at": scan.at,
                "not_assessed": None,
            },
        )
        return same

    def save_trouble(self, asset: AssetId, reason: NotAssessed) -> None:
        """Keep why the last look gave nothing; while that is kept, the earlier scan does not count.

        The scan stays, so that the next look can tell whether it saw the same picture.
        """
        self._update(asset, {"not_assessed": reason.value})

    def purge(self, deleted_before: datetime) -> int:
        """Delete assets (with findings and answers) that are gone since before this instant.

        Decisions stay. So does what is still marked yes out of our sight, until somebody saw to it.
        """
        lost = sa.select(out_of_sight.c.asset).where(out_of_sight.c.ticked_at.is_(None))
        gone = (assets.c.deleted_at < deleted_before) & assets.c.id.not_in(lost)
        return self._connection.execute(sa.delete(assets).where(gone)).rowcount

    def _update(self, asset: AssetId, values: dict[str, object]) -> None:
        self._connection.execute(sa.update(assets).where(assets.c.id == asset).values(**values))

    def _pages(self, where: sa.ColumnElement[bool]) -> Iterator[Asset]:
        last = ""
        while page := self._load(where & (assets.c.id > last), PAGE):
            yield from page
            last = page[-1].id

    def _load(self, where: sa.ColumnElement[bool], limit: int) -> Sequence[Asset]:
        query = sa.select(assets).where(where).order_by(assets.c.id).limit(limit)
        rows = self._connection.execute(query).all()
        ids = [row.id for row in rows]
        hashes, sessions = hashes_of(self._connection, ids), self._sessions(ids)
        return [
            _to_asset(row, best_hash(hashes.get(row.id, {})), frozenset(sessions.get(row.id, ())))
            for row in rows
        ]

    def _sessions(self, ids: Sequence[str]) -> dict[str, set[SessionId]]:
        query = sa.select(session_assets.c.asset, session_assets.c.session).where(
            session_assets.c.asset.in_(ids), session_assets.c.belongs.is_(True)
        )
        found: dict[str, set[SessionId]] = {}
        for row in self._connection.execute(query):
            found.setdefault(row.asset, set()).add(SessionId(row.session))
        return found


def _to_asset(row: Row[Any], content: ContentHash | None, sessions: frozenset[SessionId]) -> Asset:
    return Asset(
        id=AssetId(row.id),
        ref=PhotoRef(host=HostName(row.host), id=HostId(row.host_id)),
        place=row.place,
        media=MediaKind(row.media),
        version=row.version,
        content=content,
        captured_at=row.captured_at,
        deleted_at=row.deleted_at,
        sessions=sessions,
        scan=_to_scan(row, content),
        not_assessed=None if row.not_assessed is None else NotAssessed(row.not_assessed),
        wanted=row.wanted,
        done=row.done,
        scan_wanted=row.scan_wanted,
        scan_done=row.scan_done,
        status=None if row.status is None else Status(row.status),
        status_reason=None if row.status_reason is None else NotAssessed(row.status_reason),
        decided_at=row.decided_at,
        redecide_on=row.redecide_on,
        told=Told(digest=row.told, held=row.held),
        link_version=row.link_version,
    )


def _to_scan(row: Row[Any], content: ContentHash | None) -> Scan | None:
    if row.scan_at is None:
        return None
    seen = ContentHash(kind=HashKind(row.scan_hash_kind), value=row.scan_hash)
    return Scan(
        content=_scanned(seen, content, same=row.scan_content_no == row.content_no),
        mode=Mode(row.scan_mode),
        pack=row.scan_pack,
        gallery_version=row.scan_gallery,
        second_pass=row.scan_second_pass,
        width=row.scan_width,
        height=row.scan_height,
        at=row.scan_at,
    )


def _scanned(seen: ContentHash, content: ContentHash | None, *, same: bool) -> ContentHash:
    """Give what a look saw, so that it compares: equal for the present content, else different.

    Hashes of two kinds cannot be compared, and a part of the file says too little: what was seen
    of another content then has an empty value, which counts as changed.
    """
    if content is None:
        return seen
    if same:
        return content
    comparable = seen.kind is content.kind and seen.kind is not HashKind.PARTIAL
    return seen if comparable else ContentHash(kind=content.kind, value="")
