"""Sessions, modes and legal bases (implements `scheduler.ports.Sessions`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from consent.ids import AssetId, PersonId, SessionId
from consent.modes import LegalBasis, ModeSetting
from consent.sessions import Session
from likeness.storage.session_rows import (
    basis_row,
    mode_row,
    rule_row,
    to_basis,
    to_mode,
    to_session,
)
from likeness.storage.standing import SqlStanding
from likeness.storage.tables.sessions import (
    legal_bases,
    mode_settings,
    session_assets,
    session_roster,
    session_rules,
    sessions,
)
from likeness.storage.upsert import upsert

_OF_ASSET = sa.select(session_assets).where(session_assets.c.asset == sa.bindparam("asset"))


class SqlSessions:
    """Sessions in the database."""

    def __init__(self, connection: Connection, standing: SqlStanding) -> None:
        """Work in one transaction."""
        self._connection, self._standing = connection, standing

    def save(self, session: Session) -> None:
        """Insert or update a session with its rules, roster and all-asked attestation."""
        self._standing.renew()
        asked = session.all_asked
        row = {
            "id": session.id,
            "name": session.name,
            "asked_by": None if asked is None else asked.by,
            "asked_at": None if asked is None else asked.at,
            "notice": session.notice,
        }
        upsert(self._connection, sessions, row)
        for table in (session_rules, session_roster):
            self._connection.execute(sa.delete(table).where(table.c.session == session.id))
        rules = [rule_row(session.id, place, rule) for place, rule in enumerate(session.rules)]
        if rules:
            self._connection.execute(sa.insert(session_rules), rules)
        roster = [{"session": session.id, "person": person} for person in sorted(session.roster)]
        if roster:
            self._connection.execute(sa.insert(session_roster), roster)

    def join(self, session: SessionId, persons: Iterable[PersonId]) -> None:
        """Put persons on the roster who are not on it yet."""
        self._standing.renew()
        for person in sorted(set(persons)):
            row = {"session": session, "person": person}
            upsert(self._connection, session_roster, row, otherwise={"person": person})

    def all(self) -> tuple[Session, ...]:
        """Give all sessions."""
        return self._standing.get("sessions", self._all)

    def _all(self) -> tuple[Session, ...]:
        rules, roster = defaultdict(list), defaultdict(set)
        ordered = sa.select(session_rules).order_by(
            session_rules.c.session, session_rules.c.position
        )
        for row in self._connection.execute(ordered):
            rules[row.session].append(row)
        for row in self._connection.execute(sa.select(session_roster)):
            roster[row.session].add(row.person)
        rows = self._connection.execute(sa.select(sessions).order_by(sessions.c.id))
        return tuple(to_session(row, rules[row.id], roster[row.id]) for row in rows)

    def assets(self, session: SessionId) -> tuple[AssetId, ...]:
        """Give the assets of a session."""
        query = sa.select(session_assets.c.asset).where(
            session_assets.c.session == session, session_assets.c.belongs.is_(True)
        )
        return tuple(AssetId(asset) for asset in self._connection.scalars(query))

    def assign(self, asset: AssetId, wanted: Mapping[SessionId, str]) -> bool:
        """Make exactly these machine-made session rows (session -> why); human rows stay.

        True where it changed.
        """
        rows = self._connection.execute(_OF_ASSET, {"asset": asset}).all()
        human = {row.session for row in rows if row.by_human}
        before = {row.session: row.why for row in rows if not row.by_human}
        after = {session: why for session, why in wanted.items() if session not in human}
        if after == before:
            return False
        machine = (session_assets.c.asset == asset) & session_assets.c.by_human.is_(False)
        self._connection.execute(sa.delete(session_assets).where(machine))
        for session, why in after.items():
            self._put(asset, session, why, by_human=False, belongs=True)
        return after.keys() != before.keys()

    def place(self, asset: AssetId, session: SessionId, why: str, *, belongs: bool) -> None:
        """Put a photo into a session or take it out, as a human says; no rule changes that."""
        self._put(asset, session, why, by_human=True, belongs=belongs)

    def set_mode(self, setting: ModeSetting) -> None:
        """Keep one mode setting; replaces the one of the same scope."""
        self._standing.renew()
        upsert(self._connection, mode_settings, mode_row(setting))

    def modes(self) -> tuple[ModeSetting, ...]:
        """Give all mode settings."""
        return self._standing.get("modes", self._modes)

    def _modes(self) -> tuple[ModeSetting, ...]:
        query = sa.select(mode_settings).order_by(*mode_settings.primary_key)
        return tuple(to_mode(row) for row in self._connection.execute(query))

    def record_basis(self, basis: LegalBasis) -> None:
        """Keep a legal basis and DPIA reference for a scope; earlier ones stay."""
        self._standing.renew()
        self._connection.execute(sa.insert(legal_bases).values(**basis_row(basis)))

    def bases(self) -> tuple[LegalBasis, ...]:
        """Give all recorded bases, oldest first."""
        return self._standing.get("bases", self._bases)

    def _bases(self) -> tuple[LegalBasis, ...]:
        query = sa.select(legal_bases).order_by(legal_bases.c.id)
        return tuple(to_basis(row) for row in self._connection.execute(query))

    def _put(
        self, asset: AssetId, session: SessionId, why: str, *, by_human: bool, belongs: bool
    ) -> None:
        row = {
            "asset": asset,
            "session": session,
            "why": why,
            "by_human": by_human,
            "belongs": belongs,
        }
        upsert(self._connection, session_assets, row)
