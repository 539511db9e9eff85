"""How far recognition may go for one photo, and what a mode needs before it may be set. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consent.ids import Actor, SessionId
from consent.sessions import Session, is_inside
from consent.states import Mode


class ScopeKind(StrEnum):
    """Where a mode is set, from widest to narrowest."""

    INSTALLATION = "installation"
    HOST = "host"
    MEDIA = "media"
    COLLECTION = "collection"
    """A folder or a collection of a host."""
    SESSION = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeScope:
    """One place a mode can be set for."""

    kind: ScopeKind
    host: str = ""
    """For hosts and collections; an asset type without a host is meant in every host."""
    value: str = ""
    """Folder path below the host's root, collection, asset type, or session id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeSetting:
    """A mode that somebody set for a scope."""

    scope: ModeScope
    mode: Mode
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """The recorded ground and DPIA reference without which `session` and `gallery` refuse."""

    scope: ModeScope
    basis: str
    dpia: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFacts:
    """Where one photo lies."""

    host: str
    place: str
    """Path below the host's root."""
    media: str
    sessions: frozenset[SessionId] = frozenset()
    collections: frozenset[str] = frozenset()
    """Collections of the host it is in, besides its folders."""


class Missing(StrEnum):
    """What must be recorded before a mode may be used."""

    LEGAL_BASIS = "legal-basis"
    DPIA = "dpia"
    ALL_ASKED = "all-asked"
    SESSION = "session"
    """The photo is in no session: there is nobody to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveMode:
    """The mode of one photo, and why."""

    mode: Mode
    because: ModeSetting | None = None
    """The setting that decided; None = the default after install."""
    ceiling: ModeSetting | None = None
    """The setting that kept a session from lifting the mode, if one did."""
    missing: tuple[Missing, ...] = ()
    """What the wanted mode lacks; where it lacks anything, faces are only counted."""


RANK: Mapping[Mode, int] = {Mode.OFF: 0, Mode.DETECT: 1, Mode.SESSION: 2, Mode.GALLERY: 3}
"""How far each mode goes; the higher one goes further."""
_LEVEL = {
    ScopeKind.INSTALLATION: 0,
    ScopeKind.HOST: 1,
    ScopeKind.MEDIA: 2,
    ScopeKind.COLLECTION: 2,
    ScopeKind.SESSION: 3,
}
_NEEDS_BASIS = frozenset({Mode.SESSION, Mode.GALLERY})


def missing_for(
    mode: Mode, scope: ModeScope, bases: Iterable[LegalBasis], sessions: Iterable[Session]
) -> tuple[Missing, ...]:
    """Say what must be recorded before `mode` may be set for `scope`; empty = nothing.

    Only the session that `scope` names is asked whether everybody present was asked: for a wider
    scope that is checked photo by photo, in `effective_mode`.
    """
    named = [entry for entry in sessions if scope.kind is ScopeKind.SESSION]
    asked = [entry for entry in named if entry.id == scope.value]
    missing = _missing_basis(mode, scope, bases)
    if mode is not Mode.SESSION or scope.kind is not ScopeKind.SESSION:
        return missing
    return missing if asked and _all_asked(asked) else (*missing, Missing.ALL_ASKED)


def effective_mode(
    photo: AssetFacts,
    settings: Iterable[ModeSetting],
    bases: Iterable[LegalBasis],
    sessions: Iterable[Session],
    *,
    default: Mode = Mode.DETECT,
) -> EffectiveMode:
    """Give the mode of one photo: the most specific setting that nothing holds down or lacks.

    `sessions`: all known ones or those of the photo. A mode that lacks something counts faces only.
    """
    applying = [setting for setting in settings if _applies(setting.scope, photo)]
    wanted = _wanted(applying, default)
    scope = wanted.because.scope if wanted.because else ModeScope(kind=ScopeKind.INSTALLATION)
    missing = _missing_basis(wanted.mode, scope, bases)
    if wanted.mode is Mode.SESSION:
        own = [entry for entry in sessions if entry.id in photo.sessions]
        missing = (*missing, *_missing_session(photo, own))
    if not missing:
        return wanted
    return EffectiveMode(
        mode=Mode.DETECT, because=wanted.because, ceiling=wanted.ceiling, missing=missing
    )


def _missing_basis(
    mode: Mode, scope: ModeScope, bases: Iterable[LegalBasis]
) -> tuple[Missing, ...]:
    """Look for legal basis and DPIA of this scope or a wider one."""
    if mode not in _NEEDS_BASIS:
        return ()
    wider = [basis for basis in bases if _is_within(scope, basis.scope)]
    lacks_basis = not any(basis.basis.strip() for basis in wider)
    lacks_dpia = not any(basis.dpia.strip() for basis in wider)
    return (
        *((Missing.LEGAL_BASIS,) if lacks_basis else ()),
        *((Missing.DPIA,) if lacks_dpia else ()),
    )


def _missing_session(photo: AssetFacts, own: list[Session]) -> tuple[Missing, ...]:
    """Compare only where every session of the photo is known and says that everybody was asked."""
    if not photo.sessions:
        return (Missing.SESSION,)
    known = {entry.id for entry in own} == photo.sessions
    return () if known and _all_asked(own) else (Missing.ALL_ASKED,)


def _all_asked(sessions: Iterable[Session]) -> bool:
    return all(entry.all_asked is not None for entry in sessions)


def _wanted(settings: list[ModeSetting], default: Mode) -> EffectiveMode:
    """Let a session lower or lift what its surroundings say; never lift it above a ceiling."""
    around = [setting for setting in settings if setting.scope.kind is not ScopeKind.SESSION]
    base = _most_specific(around)
    present = base.mode if base else default
    session = _least(setting for setting in settings if setting not in around)
    if session is None:
        return EffectiveMode(mode=present, because=base)
    ceiling = _least(setting for setting in around if _is_ceiling(setting))
    if ceiling is None or RANK[session.mode] <= RANK[present]:
        return EffectiveMode(mode=session.mode, because=session)
    return EffectiveMode(mode=present, because=base, ceiling=ceiling)


def _most_specific(settings: list[ModeSetting]) -> ModeSetting | None:
    """Give the setting that no other is more specific than; among equals the lesser."""
    return _least(
        setting
        for setting in settings
        if not any(_is_more_specific(other.scope, setting.scope) for other in settings)
    )


def _is_more_specific(one: ModeScope, other: ModeScope) -> bool:
    """Tell whether one scope beats another: a deeper level, or a folder inside the other's."""
    if _LEVEL[one.kind] != _LEVEL[other.kind]:
        return _LEVEL[one.kind] > _LEVEL[other.kind]
    return one != other and _is_within(one, other)


def _is_ceiling(setting: ModeSetting) -> bool:
    """Tell whether a setting is an explicit off or detect that no session lifts."""
    explicit = setting.scope.kind is not ScopeKind.INSTALLATION
    return explicit and setting.mode not in _NEEDS_BASIS


def _least(settings: Iterable[ModeSetting]) -> ModeSetting | None:
    """Give the setting with the least mode; the order of the settings does not matter."""
    return min(settings, key=_order, default=None)


def _order(setting: ModeSetting) -> tuple[int, str, str, str]:
    scope = setting.scope
    return RANK[setting.mode], scope.kind.value, scope.host, scope.value


def _applies(scope: ModeScope, photo: AssetFacts) -> bool:
    """Tell whether a photo lies in a scope."""
    match scope.kind:
        case ScopeKind.INSTALLATION:
            return True
        case ScopeKind.HOST:
            return scope.host == photo.host
        case ScopeKind.MEDIA:
            return scope.value == photo.media and scope.host in {"", photo.host}
        case ScopeKind.COLLECTION:
            inside = is_inside(photo.place, scope.value) or scope.value in photo.collections
            return scope.host == photo.host and inside
        case _:
            return scope.value in photo.sessions


def _is_within(inner: ModeScope, outer: ModeScope) -> bool:
    """Tell whether a scope is another or lies wholly in it; a session spans hosts."""
    match outer.kind:
        case ScopeKind.INSTALLATION:
            return True
        case ScopeKind.HOST:
            return inner.host == outer.host and inner.kind is not ScopeKind.SESSION
        case ScopeKind.MEDIA:
            same = inner.kind is outer.kind and inner.value == outer.value
            return same and outer.host in {"", inner.host}
        case ScopeKind.COLLECTION:
            same = inner.kind is outer.kind and inner.host == outer.host
            return same and is_inside(inner.value, outer.value)
        case _:
            return inner == outer
