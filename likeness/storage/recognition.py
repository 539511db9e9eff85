"""Recognition consents with every state they had."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from consent.ids import PersonId, SignatureId
from consent.lifecycle import How
from consent.quitclaims import RecognitionConsent
from consent.states import ConsentState
from likeness.storage.standing import SqlStanding
from likeness.storage.tables.people import recognition_consents, recognition_events
from likeness.storage.upsert import upsert


class SqlRecognition:
    """Recognition consents in the database."""

    def __init__(self, connection: Connection, standing: SqlStanding) -> None:
        """Work in one transaction."""
        self._connection, self._standing = connection, standing

    def all(self) -> Mapping[PersonId, RecognitionConsent]:
        """Give the present recognition consent of every person who was ever asked."""
        return self._standing.get("recognition", self._all)

    def _all(self) -> Mapping[PersonId, RecognitionConsent]:
        rows = self._connection.execute(sa.select(recognition_consents))
        return MappingProxyType({PersonId(row.person): _to_consent(row) for row in rows})

    def of(self, person: PersonId) -> RecognitionConsent | None:
        """Give the present recognition consent of one person; None where nobody asked."""
        query = sa.select(recognition_consents).where(recognition_consents.c.person == person)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _to_consent(row)

    def save(self, consent: RecognitionConsent, how: How) -> None:
        """Keep the new state, and the earlier ones as history."""
        self._standing.renew()
        row = {
            "person": consent.person,
            "state": consent.state.value,
            "at": consent.at,
            "begins": consent.begins,
            "ends": consent.ends,
            "evidence": consent.evidence,
        }
        upsert(self._connection, recognition_consents, row)
        event = {**row, "by": how.by, "means": how.means.value}
        self._connection.execute(sa.insert(recognition_events).values(**event))


def _to_consent(row: Row[Any]) -> RecognitionConsent:
    return RecognitionConsent(
        person=PersonId(row.person),
        state=ConsentState(row.state),
        at=row.at,
        begins=row.begins,
        ends=row.ends,
        evidence=SignatureId(row.evidence) if row.evidence else None,
    )
