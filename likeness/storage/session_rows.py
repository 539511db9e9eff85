"""Sessions, rules, modes and bases as rows and back. Pure."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.engine import Row

from consent.ids import Actor, NoticeId, PersonId, SessionId
from consent.modes import LegalBasis, ModeScope, ModeSetting, ScopeKind
from consent.sessions import AllAsked, Session, SessionRule
from consent.states import Mode

FOLDER = "folder"
"""The only kind of place a rule names today; collections and searches of a host come with it."""


def rule_row(session: SessionId, position: int, rule: SessionRule) -> dict[str, Any]:
    """Give the columns of one rule."""
    return {
        "session": session,
        "position": position,
        "host": rule.host,
        "kind": FOLDER,
        "place": rule.folder,
        "begins": rule.begins,
        "ends": rule.ends,
    }


def to_session(row: Row[Any], rules: Iterable[Row[Any]], roster: Iterable[str]) -> Session:
    """Make a session of its rows."""
    asked = None
    if row.asked_at is not None:
        asked = AllAsked(by=Actor(row.asked_by), at=row.asked_at)
    return Session(
        id=SessionId(row.id),
        name=row.name,
        rules=tuple(_to_rule(rule) for rule in rules),
        roster=frozenset(PersonId(person) for person in roster),
        all_asked=asked,
        notice=NoticeId(row.notice) if row.notice else None,
    )


def _to_rule(row: Row[Any]) -> SessionRule:
    return SessionRule(
        host=row.host,
        folder=row.place,
        begins=row.begins,
        ends=row.ends,
    )


def mode_row(setting: ModeSetting) -> dict[str, Any]:
    """Give the columns of a mode setting."""
    return {
        **_scope_row(setting.scope),
        "mode": setting.mode.value,
        "by": setting.by,
        "at": setting.at,
    }


def to_mode(row: Row[Any]) -> ModeSetting:
    """Make a mode setting of a row."""
    return ModeSetting(scope=_to_scope(row), mode=Mode(row.mode), by=Actor(row.by), at=row.at)


def basis_row(basis: LegalBasis) -> dict[str, Any]:
    """Give the columns of a legal basis."""
    return {
        **_scope_row(basis.scope),
        "basis": basis.basis,
        "dpia": basis.dpia,
        "by": basis.by,
        "at": basis.at,
    }


def to_basis(row: Row[Any]) -> LegalBasis:
    """Make a legal basis of a row."""
    return LegalBasis(
        scope=_to_scope(row), basis=row.basis, dpia=row.dpia, by=Actor(row.by), at=row.at
    )


def _scope_row(scope: ModeScope) -> dict[str, Any]:
    return {"kind": scope.kind.value, "host": scope.host, "name": scope.value}


def _to_scope(row: Row[Any]) -> ModeScope:
    return ModeScope(kind=ScopeKind(row.kind), host=row.host, value=row.name)
