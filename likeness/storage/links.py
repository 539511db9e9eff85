"""Doors by the hash of their secret (implements `scheduler.ports.asking.Links`)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.asks import Link, LinkKind
from consent.ids import AskId, LinkHash, NoticeId, PersonId, SessionId, SignerId
from likeness.storage.members import members_of, save_members
from likeness.storage.tables.asking import link_persons, links


class SqlLinks:
    """Links in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def put(self, link: Link) -> None:
        """Keep one; the same hash again changes nothing."""
        if self.find(link.hash) is None:
            self._connection.execute(sa.insert(links).values(**_row(link)))
            save_members(self._connection, link_persons, link.hash, link.persons)

    def find(self, link: LinkHash) -> Link | None:
        """Give one, whether it opens or not; None where it is unknown."""
        return next(iter(self._read(links.c.hash == link)), None)

    def kill(self, link: LinkHash, at: datetime) -> bool:
        """End one; False where it had ended. Of two at once exactly one is told True."""
        return self._kill(links.c.hash == link, at) > 0

    def kill_of(self, ask: AskId, at: datetime) -> int:
        """End every link of an ask; gives how many."""
        return self._kill(links.c.ask == ask, at)

    def of_session(self, session: SessionId) -> tuple[Link, ...]:
        """Give the links of a session that were not killed."""
        theirs = (links.c.session == session) & (links.c.kind == LinkKind.SESSION.value)
        return self._read(theirs & links.c.killed_at.is_(None))

    def kill_person(self, person: PersonId, kinds: Collection[LinkKind], at: datetime) -> int:
        """End every link of these kinds that opens a page with this person; gives how many."""
        theirs = sa.select(link_persons.c.link).where(link_persons.c.person == person)
        wanted = links.c.kind.in_([kind.value for kind in kinds])
        return self._kill(wanted & links.c.hash.in_(theirs), at)

    def _kill(self, where: sa.ColumnElement[bool], at: datetime) -> int:
        statement = sa.update(links).where(where, links.c.killed_at.is_(None))
        return self._connection.execute(statement.values(killed_at=at)).rowcount

    def _read(self, where: sa.ColumnElement[bool]) -> tuple[Link, ...]:
        query = sa.select(links).where(where).order_by(links.c.made_at, links.c.hash)
        rows = self._connection.execute(query).all()
        inside = sa.select(links.c.hash).where(where)
        persons = members_of(self._connection, link_persons, link_persons.c.link.in_(inside))
        return tuple(_to_link(row, persons.get(row.hash, ())) for row in rows)


def _row(link: Link) -> dict[str, object]:
    return {
        "hash": link.hash,
        "kind": link.kind.value,
        "ask": link.ask,
        "session": link.session,
        "notice": link.notice,
        "signer": link.signer,
        "made_at": link.made_at,
        "ends_at": link.ends_at,
        "killed_at": link.killed_at,
    }


def _to_link(row: Row[Any], persons: Sequence[PersonId]) -> Link:
    return Link(
        hash=LinkHash(row.hash),
        kind=LinkKind(row.kind),
        made_at=row.made_at,
        ends_at=row.ends_at,
        killed_at=row.killed_at,
        ask=AskId(row.ask) if row.ask else None,
        session=SessionId(row.session) if row.session else None,
        notice=NoticeId(row.notice) if row.notice else None,
        persons=tuple(persons),
        signer=SignerId(row.signer) if row.signer else None,
    )
