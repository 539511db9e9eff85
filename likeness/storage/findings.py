"""Findings: one row per face (implements `scheduler.ports.Findings`)."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.findings import Finding
from consent.ids import AssetId, FindingId, PersonId, SessionId
from consent.states import FindingKind
from likeness.storage.finding_rows import from_row, to_row
from likeness.storage.tables.assets import findings
from likeness.storage.tables.sessions import session_assets
from scheduler.errors import NoSuchRow

SEEN = (FindingKind.MATCHED, FindingKind.NAMED)
OPEN = (FindingKind.AWAITING, FindingKind.SUGGESTED, FindingKind.UNKNOWN)
_LEFT_TO_RIGHT = (findings.c.x.is_(None), findings.c.x, findings.c.y, findings.c.id)
_OF_ASSET = (
    sa.select(findings).where(findings.c.asset == sa.bindparam("asset")).order_by(*_LEFT_TO_RIGHT)
)


class SqlFindings:
    """Findings in the database."""

    def __init__(self, connection: Connection) -> None:
        """Work in one transaction."""
        self._connection = connection

    def of(self, asset: AssetId) -> tuple[Finding, ...]:
        """Give the findings of one asset, left to right; those without a box last."""
        rows = self._connection.execute(_OF_ASSET, {"asset": asset})
        return tuple(from_row(row) for row in rows)

    def replace(self, asset: AssetId, rows: Sequence[Finding]) -> None:
        """Store exactly these findings."""
        self._connection.execute(sa.delete(findings).where(findings.c.asset == asset))
        if rows:
            values = [{"asset": asset} | to_row(finding) for finding in rows]
            self._connection.execute(sa.insert(findings), values)

    def of_person(self, person: PersonId) -> Mapping[AssetId, tuple[Finding, ...]]:
        """Give all findings linked to a person, by asset."""
        query = sa.select(findings).where(findings.c.person == person)
        return _by_asset(
            self._connection.execute(query.order_by(findings.c.asset, *_LEFT_TO_RIGHT))
        )

    def locate(self, finding: FindingId) -> AssetId:
        """Give the asset of a finding. Raises `NoSuchRow`."""
        query = sa.select(findings.c.asset).where(findings.c.id == finding)
        found = self._connection.execute(query).scalar_one_or_none()
        if found is None:
            raise NoSuchRow("there is no face with this id (any more): look at the photo again")
        return AssetId(found)

    def seen_in(self, sessions: Iterable[SessionId]) -> frozenset[PersonId]:
        """Give the persons with a matched or named finding in EVERY one of these sessions.

        None given: nobody.
        """
        wanted = sorted(set(sessions))
        query = (
            sa.select(findings.c.person)
            .join(session_assets, session_assets.c.asset == findings.c.asset)
            .where(
                session_assets.c.session.in_(wanted),
                session_assets.c.belongs.is_(True),
                findings.c.kind.in_([kind.value for kind in SEEN]),
                findings.c.person.is_not(None),
            )
            .group_by(findings.c.person)
            .having(sa.func.count(session_assets.c.session.distinct()) == len(wanted))
        )
        return frozenset(PersonId(person) for person in self._connection.execute(query).scalars())


def _by_asset(rows: Iterable[sa.Row[tuple[object, ...]]]) -> Mapping[AssetId, tuple[Finding, ...]]:
    found: dict[AssetId, tuple[Finding, ...]] = {}
    for row in rows:
        asset = AssetId(row.asset)
        found[asset] = (*found.get(asset, ()), from_row(row))
    return found
