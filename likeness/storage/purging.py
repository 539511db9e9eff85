"""What goes by its age alone (implements `scheduler.ports.evidence.Purges`)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import SessionId
from likeness.storage.tables.accounts import access_log
from likeness.storage.tables.assets import assets, findings
from likeness.storage.tables.sessions import session_assets

NO_SCORE = {"best": None, "second": None, "threshold": None, "gallery_persons": None}


class SqlPurges:
    """Old rows in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def looks(self, before: datetime) -> int:
        """Count who-looked lines older than this instant."""
        return self._count(sa.select(access_log.c.seq).where(access_log.c.at < before))

    def drop_looks(self, before: datetime) -> int:
        """Delete them; gives how many."""
        old = sa.delete(access_log).where(access_log.c.at < before)
        return self._connection.execute(old).rowcount

    def scores(self, before: datetime) -> int:
        """Count the scores of faces in photos last looked at before this instant."""
        return self._count(sa.select(findings.c.id).where(_scored(before)))

    def drop_scores(self, before: datetime) -> int:
        """Take the scores off these faces; gives how many. Boxes, names and answers stay."""
        old = sa.update(findings).where(_scored(before)).values(**NO_SCORE)
        return self._connection.execute(old).rowcount

    def sessions_with_photos(self) -> frozenset[SessionId]:
        """Give the sessions that have a photo, deleted ones within their days of grace too."""
        query = sa.select(session_assets.c.session).where(session_assets.c.belongs).distinct()
        return frozenset(SessionId(one) for one in self._connection.execute(query).scalars())

    def _count(self, query: sa.Select[tuple[object]]) -> int:
        return (
            self._connection.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
        )


def _scored(before: datetime) -> sa.ColumnElement[bool]:
    old = sa.select(assets.c.id).where(assets.c.scan_at < before)
    return findings.c.best.is_not(None) & findings.c.asset.in_(old)
