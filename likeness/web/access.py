"""Who may use a route: API keys with scopes, sent as `Authorization: Bearer`."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Protocol

from fastapi import Depends, HTTPException, Security, params
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

Now = Callable[[], datetime]
"""Gives the present instant, UTC."""


class Scope(StrEnum):
    """What a key may be used for. Values are stored: never rename one."""

    HEALTH = "health"
    METRICS = "metrics"
    DOCS = "docs"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    PEOPLE_ERASE = "people:erase"
    PHOTOS_READ = "photos:read"
    PHOTOS_WRITE = "photos:write"
    REVIEW = "review"
    SESSIONS_READ = "sessions:read"
    SESSIONS_WRITE = "sessions:write"


class Key(Protocol):
    """A key that was found."""

    @property
    def id(self) -> str:
        """Its id, for the logs."""
        ...

    @property
    def scopes(self) -> frozenset[str]:
        """What it may be used for."""
        ...

    def holds(self, now: datetime) -> bool:
        """Tell whether it is neither revoked nor past its end."""
        ...


class Keys(Protocol):
    """Where keys are found."""

    def find(self, secret: str) -> Key | None:
        """Give the key with this secret, also a revoked or expired one."""
        ...


_bearer = HTTPBearer(auto_error=False, description="An API key: `likeness key add`")
_Sent = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def key_with(
    scope: Scope, keys: Keys, now: Now
) -> Callable[[HTTPAuthorizationCredentials | None], Key]:
    """Make a dependency that lets only keys with this scope through, and gives the key.

    Unknown, expired and revoked keys are told apart by nobody: all get the same 401.
    """

    def allow(sent: _Sent) -> Key:
        key = keys.find(sent.credentials) if sent else None
        if key is None or not key.holds(now()):
            raise HTTPException(
                401,
                "Send an API key with the header Authorization: Bearer.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if scope not in key.scopes:
            raise HTTPException(403, f"This key lacks the scope {scope}.")
        return key

    return allow


def needs(scope: Scope, keys: Keys, now: Now) -> list[params.Depends]:
    """Give the dependencies of a route that needs this scope."""
    allow: params.Depends = Depends(key_with(scope, keys, now))
    return [allow]
