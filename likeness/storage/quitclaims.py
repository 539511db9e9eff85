"""Quitclaims with every state they had."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.ids import (
    AssetId,
    Channel,
    NoticeId,
    PersonId,
    QuitclaimId,
    SessionId,
    SignatureId,
    SignerId,
)
from consent.lifecycle import How
from consent.quitclaims import ForPhotos, ForSession, General, Quitclaim, Scope, Signer
from consent.states import ConsentState, Ground
from likeness.storage.tables.consents import (
    quitclaim_assets,
    quitclaim_events,
    quitclaims,
    same_signers,
)
from likeness.storage.upsert import upsert
from scheduler.errors import NoSuchRow

_ALL = sa.select(quitclaims, same_signers.c.same_as).outerjoin(
    same_signers, same_signers.c.signer == quitclaims.c.signer
)
GENERAL, SESSION, PHOTOS = "general", "session", "photos"


class SqlQuitclaims:
    """Quitclaims in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def save(self, quitclaim: Quitclaim, how: How) -> None:
        """Insert or update one quitclaim; its state is added to its history where it is new."""
        terms = _terms(quitclaim)
        before = self._connection.execute(
            sa.select(quitclaims).where(quitclaims.c.id == quitclaim.id)
        ).one_or_none()
        person = quitclaim.person if before is None else before.person  # two numbers of a person
        row = {"id": quitclaim.id, "person": person, **terms}
        upsert(self._connection, quitclaims, row)
        self._save_photos(quitclaim)
        if before is None or any(getattr(before, name) != terms[name] for name in terms):
            event = {"quitclaim": quitclaim.id, "by": how.by, "means": how.means.value, **terms}
            self._connection.execute(sa.insert(quitclaim_events).values(**event))

    def get(self, quitclaim: QuitclaimId) -> Quitclaim:
        """Give one quitclaim. Raises `NoSuchRow`."""
        query = _ALL.where(quitclaims.c.id == quitclaim)
        rows = self._connection.execute(query).all()
        if not rows:
            raise NoSuchRow("there is no quitclaim with this id")
        return self._to_values(rows)[0]

    def of_persons(self, persons: Iterable[PersonId]) -> Mapping[PersonId, Sequence[Quitclaim]]:
        """Give all quitclaims of some persons."""
        query = _ALL.where(quitclaims.c.person.in_(list(persons)))
        found: defaultdict[PersonId, list[Quitclaim]] = defaultdict(list)
        for quitclaim in self._to_values(
            self._connection.execute(query.order_by(quitclaims.c.id)).all()
        ):
            found[quitclaim.person].append(quitclaim)
        return found

    def over(self, today: date, limit: int) -> tuple[Quitclaim, ...]:
        """Give quitclaims that say given or renewed though their last day is over."""
        live = quitclaims.c.state.in_([ConsentState.GIVEN.value, ConsentState.RENEWED.value])
        query = _ALL.where(live, quitclaims.c.ends < today)
        rows = self._connection.execute(query.order_by(quitclaims.c.id).limit(limit)).all()
        return tuple(self._to_values(rows))

    def history(self, quitclaim: QuitclaimId) -> tuple[Quitclaim, ...]:
        """Give every state of one quitclaim, oldest first; with the photos it covers today."""
        present = self.get(quitclaim)
        photos = present.scope.assets if isinstance(present.scope, ForPhotos) else frozenset()
        same = same_signers.c.signer == quitclaim_events.c.signer
        query = (
            sa.select(quitclaim_events, same_signers.c.same_as)
            .outerjoin(same_signers, same)
            .where(quitclaim_events.c.quitclaim == quitclaim)
            .order_by(quitclaim_events.c.id)
        )
        rows = self._connection.execute(query)
        return tuple(_to_value(row, quitclaim, present.person, photos) for row in rows)

    def _save_photos(self, quitclaim: Quitclaim) -> None:
        mine = quitclaim_assets.c.quitclaim == quitclaim.id
        self._connection.execute(sa.delete(quitclaim_assets).where(mine))
        if isinstance(quitclaim.scope, ForPhotos) and quitclaim.scope.assets:
            rows = [
                {"quitclaim": quitclaim.id, "asset": asset}
                for asset in sorted(quitclaim.scope.assets)
            ]
            self._connection.execute(sa.insert(quitclaim_assets), rows)

    def _to_values(self, rows: Sequence[Row[Any]]) -> list[Quitclaim]:
        photos: defaultdict[str, set[AssetId]] = defaultdict(set)
        ids = [row.id for row in rows if row.scope == PHOTOS]
        query = sa.select(quitclaim_assets).where(quitclaim_assets.c.quitclaim.in_(ids))
        for row in self._connection.execute(query) if ids else ():
            photos[row.quitclaim].add(AssetId(row.asset))
        return [
            _to_value(row, QuitclaimId(row.id), PersonId(row.person), frozenset(photos[row.id]))
            for row in rows
        ]


def _terms(quitclaim: Quitclaim) -> dict[str, Any]:
    scope = quitclaim.scope
    kind = {General: GENERAL, ForSession: SESSION, ForPhotos: PHOTOS}[type(scope)]
    return {
        "state": quitclaim.state.value,
        "channels": sorted(quitclaim.channels),
        "at": quitclaim.at,
        "signer": quitclaim.signer.id,
        "guardian": quitclaim.signer.guardian,
        "entitled": quitclaim.signer.entitled,
        "scope": kind,
        "session": scope.session if isinstance(scope, ForSession) else None,
        "begins": quitclaim.begins,
        "ends": quitclaim.ends,
        "ground": quitclaim.ground.value,
        "notice_valid": quitclaim.notice_valid,
        "notice": quitclaim.notice,
        "notice_version": quitclaim.notice_version,
        "evidence": quitclaim.evidence,
        "asked": None if quitclaim.asked is None else sorted(quitclaim.asked),
        "signed_at": quitclaim.signed_at,
    }


def _to_value(
    row: Row[Any], quitclaim: QuitclaimId, person: PersonId, photos: frozenset[AssetId]
) -> Quitclaim:
    return Quitclaim(
        id=quitclaim,
        person=person,
        state=ConsentState(row.state),
        channels=frozenset(Channel(channel) for channel in row.channels),
        at=row.at,
        signer=_to_signer(row),
        scope=_to_scope(row, photos),
        begins=row.begins,
        ends=row.ends,
        ground=Ground(row.ground),
        notice_valid=row.notice_valid,
        notice=NoticeId(row.notice) if row.notice else None,
        notice_version=row.notice_version,
        evidence=SignatureId(row.evidence) if row.evidence else None,
        asked=None if row.asked is None else frozenset(map(Channel, row.asked)),
        signed_at=row.signed_at,
    )


def _to_signer(row: Row[Any]) -> Signer:
    return Signer(
        id=SignerId(row.signer),
        guardian=row.guardian,
        entitled=row.entitled,
        same_as=SignerId(row.same_as) if row.same_as else None,
    )


def _to_scope(row: Row[Any], photos: frozenset[AssetId]) -> Scope:
    match row.scope:
        case "general":
            return General()
        case "session":
            return ForSession(session=SessionId(row.session))
        case "photos":
            return ForPhotos(assets=photos)
        case _:
            raise ValueError("a quitclaim has a scope this version does not know")
