"""Profiles as bytes for the vault, and back. Pure."""

import json
from datetime import date

from consent.persons import Profile


def to_bytes(profile: Profile) -> bytes:
    """Write a profile."""
    body = {
        "name": profile.name,
        "email": profile.email,
        "birth_date": _day(profile.birth_date),
        "minor_until": _day(profile.minor_until),
        "language": profile.language,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Profile:
    """Read a profile."""
    body: dict[str, str | None] = json.loads(data)
    return Profile(
        name=body["name"] or "",
        email=body["email"] or "",
        birth_date=_to_day(body["birth_date"]),
        minor_until=_to_day(body["minor_until"]),
        language=body.get("language") or "",
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _to_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
