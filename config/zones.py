"""Time zones as settings: IANA names, checked against what this machine knows."""

from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator


def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        near = get_close_matches(name, available_timezones(), n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"is not a time zone this machine knows{meant}") from None
    return name


Zone = Annotated[str, AfterValidator(_known)]
"""An IANA time zone name such as Europe/Amsterdam."""
