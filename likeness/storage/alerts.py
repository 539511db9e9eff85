"""What alerts remember (implements `scheduler.ports.alerts.Alerts`)."""

from collections.abc import Collection, Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import PersonId
from likeness.storage.tables.consents import quitclaims
from likeness.storage.tables.letters import alert_marks, alert_steps
from likeness.storage.tables.people import recognition_consents
from likeness.storage.upsert import upserting
from scheduler.ports.alerts import AlertMark, ToldStep

_MANY = 500
"""Ids asked for in one statement."""


class SqlAlerts:
    """Told steps and marks in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def persons_due(self, today: date, plan: str) -> tuple[PersonId, ...]:
        """Give persons with a consent that changed since it was looked at, or is due today."""
        changed = self._unmarked(quitclaims, quitclaims.c.id, plan)
        faces = self._unmarked(
            recognition_consents,
            sa.literal("recognition-") + recognition_consents.c.person,
            plan,
        )
        timed = sa.select(alert_marks.c.person).where(
            alert_marks.c.next_on <= today, alert_marks.c.plan == plan
        )
        rows = self._connection.scalars(sa.union(changed, faces, timed))
        return tuple(sorted(PersonId(person) for person in rows))

    def _unmarked(
        self, table: sa.Table, about: sa.ColumnElement[str], plan: str
    ) -> sa.Select[tuple[str]]:
        """Select persons of consents whose present state no mark of this plan knows."""
        seen = sa.exists().where(
            alert_marks.c.about == about,
            alert_marks.c.at == table.c.at,
            alert_marks.c.plan == plan,
        )
        return sa.select(table.c.person).where(~seen)

    def told(self, abouts: Collection[str]) -> frozenset[str]:
        """Give the keys of every step that was told about these."""
        asked, found = sorted(abouts), set[str]()
        for start in range(0, len(asked), _MANY):
            some = asked[start : start + _MANY]
            query = sa.select(alert_steps.c.key).where(alert_steps.c.about.in_(some))
            found.update(self._connection.scalars(query))
        return frozenset(found)

    def tell(self, steps: Iterable[ToldStep]) -> None:
        """Note steps, in the transaction that puts their letter into the outbox."""
        rows = [
            {
                "key": step.key,
                "letter": step.letter,
                "about": step.about,
                "last": step.last,
                "word": step.word,
                "audience": step.audience,
                "person": step.person,
            }
            for step in steps
        ]
        if rows:
            self._connection.execute(sa.insert(alert_steps), rows)

    def steps_of(self, letter: str) -> tuple[ToldStep, ...]:
        """Give the steps a letter tells, by its key."""
        query = sa.select(alert_steps).where(alert_steps.c.letter == letter)
        rows = self._connection.execute(query.order_by(alert_steps.c.last, alert_steps.c.key))
        return tuple(
            ToldStep(
                key=row.key,
                letter=row.letter,
                about=row.about,
                last=row.last,
                word=row.word,
                audience=row.audience,
                person=None if row.person is None else PersonId(row.person),
            )
            for row in rows
        )

    def mark(self, marks: Iterable[AlertMark]) -> None:
        """Note when to look again."""
        rows = [
            {
                "about": mark.about,
                "person": mark.person,
                "at": mark.at,
                "plan": mark.plan,
                "next_on": mark.next_on,
            }
            for mark in marks
        ]
        if rows:
            self._connection.execute(upserting(self._connection, alert_marks), rows)
