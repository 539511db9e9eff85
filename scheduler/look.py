"""Fetch one photo and have it looked at. Everything that can go wrong becomes a stated outcome."""

from dataclasses import dataclass

from connector.errors import Forget, PhotoGone, PhotoUnreadable, Retry
from connector.values import ContentHash, MediaKind
from consent.states import NotAssessed
from recognition.errors import ChildLost, PhotoRefused
from recognition.values import MatchRequest, PhotoTrouble, Seen
from scheduler.deps import Deps
from scheduler.translate import to_not_assessed
from scheduler.values import Asset, Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A completed look at exactly this content."""

    seen: Seen
    content: ContentHash
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLooked:
    """No answer for this content, and why. `retry` is set where another try may do better."""

    reason: NotAssessed
    retry: Failure | None = None


def look(
    deps: Deps, asset: Asset, request: MatchRequest, gallery_version: int
) -> Looked | NotLooked:
    """Look at one photo. Raises `HostRefused` (the host must be put right) and `PackRefused` (the models must be)."""
    if asset.media is MediaKind.VIDEO:
        return NotLooked(reason=NotAssessed.VIDEO)
    if asset.media is not MediaKind.PICTURE:
        return NotLooked(reason=NotAssessed.UNSUPPORTED)
    try:
        photo = deps.hosts[asset.ref.host].photos.fetch(asset.ref, deps.rules.want_px)
        seen = deps.eyes.scan(photo.data, request, gallery_version)
    except PhotoUnreadable as error:
        return NotLooked(reason=_reason(error.reason))
    except PhotoGone:
        return NotLooked(reason=NotAssessed.VANISHED)
    except Forget:
        return NotLooked(reason=NotAssessed.UNREADABLE)
    except Retry as error:
        return NotLooked(reason=NotAssessed.HOST_DOWN, retry=_failure(error))
    except PhotoRefused as error:
        return NotLooked(reason=to_not_assessed(error.trouble))
    except ChildLost:
        return NotLooked(reason=NotAssessed.FAILED, retry=Failure.CRASHED)
    if isinstance(seen, PhotoTrouble):
        return NotLooked(reason=to_not_assessed(seen))
    return Looked(seen=seen, content=photo.content, version=photo.version)


def _reason(word: str) -> NotAssessed:
    try:
        return NotAssessed(word)
    except ValueError:
        return NotAssessed.UNREADABLE


def _failure(error: Retry) -> Failure:
    from connector.errors import HostUnavailable, PhotoChanged  # noqa: PLC0415

    match error:
        case HostUnavailable():
            return Failure.HOST_UNAVAILABLE
        case PhotoChanged():
            return Failure.CHANGING
        case _:
            return Failure.DISK_FULL
