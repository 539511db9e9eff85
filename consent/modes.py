"""How far recognition may go for one photo, and what a mode needs before it may be set. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consent.ids import Actor
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
    value: str = ""
    """Folder path (trailing part of the place, `/`-separated), asset type, or session id."""


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
