"""The life of each consent, step by step (implements `scheduler.ports.asking.Transitions`)."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.ids import Actor, PersonId, QuitclaimId, SignatureId
from consent.lifecycle import Transition
from consent.signing import Means
from consent.states import ConsentState
from likeness.storage.tables.consents import quitclaim_events
from likeness.storage.tables.people import recognition_events


class SqlTransitions:
    """Events of consents in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def of_quitclaim(self, quitclaim: QuitclaimId) -> tuple[Transition, ...]:
        """Give every step of a quitclaim, oldest first."""
        table = quitclaim_events
        query = sa.select(table).where(table.c.quitclaim == quitclaim).order_by(table.c.id)
        return _steps(quitclaim, self._connection.execute(query))

    def of_recognition(self, person: PersonId) -> tuple[Transition, ...]:
        """Give every step of a recognition consent, oldest first."""
        table = recognition_events
        query = sa.select(table).where(table.c.person == person).order_by(table.c.id)
        return _steps(person, self._connection.execute(query))


def _steps(subject: str, rows: Iterable[Row[Any]]) -> tuple[Transition, ...]:
    steps: list[Transition] = []
    before = ConsentState.UNKNOWN
    for row in rows:
        after = ConsentState(row.state)
        step = Transition(
            subject=subject,
            before=before,
            after=after,
            at=row.at,
            by=Actor(row.by),
            means=Means(row.means),
            evidence=SignatureId(row.evidence) if row.evidence else None,
        )
        steps.append(step)
        before = after
    return tuple(steps)
