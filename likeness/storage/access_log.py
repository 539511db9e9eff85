"""Who saw personal data, and when."""

import re
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import Actor
from likeness.accounts.values import Access
from likeness.storage.tables.accounts import access_log, access_subjects

MOST_REASON = 200
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class SqlAccessLog:
    """The access log. Ids only: no name, no place of a photo."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def add(
        self, who: Actor, what: str, subjects: Iterable[str], at: datetime, reason: str = ""
    ) -> None:
        """Note that somebody saw something of these persons, photos or faces.

        What is no id of ours is left out: it came from an address somebody made up.
        """
        made = self._connection.execute(
            sa.insert(access_log).values(at=at, who=who, what=what, reason=reason[:MOST_REASON])
        )
        number = made.inserted_primary_key[0] if made.inserted_primary_key else 0
        rows = [
            {"access": number, "subject": one}
            for one in sorted(set(subjects))
            if _ID.fullmatch(one)
        ]
        if rows:
            self._connection.execute(sa.insert(access_subjects), rows)

    def latest(self, most: int, *, about: str = "", who: str = "") -> tuple[Access, ...]:
        """Give the latest lines, newest first: about one id, or of one login."""
        query = sa.select(access_log).order_by(access_log.c.seq.desc()).limit(most)
        if about:
            mine = sa.select(access_subjects.c.access).where(access_subjects.c.subject == about)
            query = query.where(access_log.c.seq.in_(mine))
        if who:
            query = query.where(access_log.c.who == who)
        rows = self._connection.execute(query).all()
        subjects = self._subjects([row.seq for row in rows])
        return tuple(
            Access(
                seq=row.seq,
                at=row.at,
                who=Actor(row.who),
                what=row.what,
                reason=row.reason,
                subjects=tuple(subjects.get(row.seq, ())),
            )
            for row in rows
        )

    def purge(self, before: datetime) -> int:
        """Delete lines older than this instant; gives how many."""
        return self._connection.execute(
            sa.delete(access_log).where(access_log.c.at < before)
        ).rowcount

    def _subjects(self, numbers: list[int]) -> dict[int, list[str]]:
        query = sa.select(access_subjects).where(access_subjects.c.access.in_(numbers))
        found: dict[int, list[str]] = {}
        for row in self._connection.execute(query.order_by(access_subjects.c.subject)):
            found.setdefault(row.access, []).append(row.subject)
        return found
