"""The time zone of this machine, as a first proposal."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALTIME = Path("/etc/localtime")
TIMEZONE = Path("/etc/timezone")
FALLBACK = "UTC"


def system_zone(
    environ: Mapping[str, str], *, localtime: Path = LOCALTIME, timezone: Path = TIMEZONE
) -> str:
    """Give the IANA name this machine uses; UTC where it cannot be told."""
    proposals = (environ.get("TZ", "").lstrip(":"), _linked(localtime), _written(timezone))
    return next((name for name in proposals if name and _known(name)), FALLBACK)


def _linked(localtime: Path) -> str:
    try:
        target = localtime.resolve(strict=True).as_posix()
    except OSError:
        return ""
    return target.partition("/zoneinfo/")[2]


def _written(timezone: Path) -> str:
    try:
        return timezone.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
