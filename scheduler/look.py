"""Fetch one photo and have it looked at. Everything that can go wrong becomes a stated outcome."""

from collections.abc import Iterable
from dataclasses import dataclass

from connector.errors import (
    DiskFull,
    Forget,
    HostUnavailable,
    PhotoChanged,
    PhotoGone,
    PhotoUnreadable,
    Retry,
)
from connector.values import ContentHash, HashKind, MediaKind, PhotoFile
from consent.states import NotAssessed
from recognition.errors import ChildLost, GalleryGone, PhotoRefused
from recognition.values import MatchRequest, PhotoTrouble, Seen
from scheduler.deps import Deps
from scheduler.errors import StaleClaim
from scheduler.ports import GalleryView, Host
from scheduler.translate import to_not_assessed
from scheduler.values import Asset, Failure

_NOT_PICTURES = {MediaKind.VIDEO: NotAssessed.VIDEO, MediaKind.OTHER: NotAssessed.UNSUPPORTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A completed look at exactly this content."""

    seen: Seen
    content: ContentHash
    version: str
    also: tuple[ContentHash, ...] = ()
    """Hashes of other kinds, of the same content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLooked:
    """No answer for this content, and why. `retry` is set where another try may do better."""

    reason: NotAssessed
    retry: Failure | None = None


def look(
    deps: Deps, asset: Asset, request: MatchRequest, gallery: GalleryView | None
) -> Looked | NotLooked:
    """Look at one photo.

    Raises `HostRefused` (the host must be put right) and `PackRefused` (the models must be).
    """
    if asset.media in _NOT_PICTURES:
        return NotLooked(reason=_NOT_PICTURES[asset.media])
    try:
        return _look(deps, asset, request, gallery)
    except (Forget, PhotoRefused) as error:
        return NotLooked(reason=_why(error))
    except Retry as error:
        return NotLooked(reason=NotAssessed.HOST_DOWN, retry=_failure(error))
    except GalleryGone as error:
        raise StaleClaim("the gallery was replaced during the look") from error
    except ChildLost:
        return NotLooked(reason=NotAssessed.FAILED, retry=Failure.CRASHED)


def _look(
    deps: Deps, asset: Asset, request: MatchRequest, gallery: GalleryView | None
) -> Looked | NotLooked:
    host = deps.hosts[asset.ref.host]
    photo = host.photos.fetch(asset.ref, deps.rules.want_px)
    seen = deps.eyes.scan(photo.data, request, gallery)
    if isinstance(seen, PhotoTrouble):
        return NotLooked(reason=to_not_assessed(seen))
    also = (*photo.also, *_original(host, asset, photo))
    return Looked(seen=seen, content=photo.content, version=photo.version, also=also)


def _original(host: Host, asset: Asset, photo: PhotoFile) -> Iterable[ContentHash]:
    """Hash the original bytes once per version: by them photos are known as copies."""
    known = asset.content is not None and asset.content.kind is HashKind.ORIGINAL
    if host.originals is None or HashKind.ORIGINAL in {one.kind for one in photo.hashes}:
        return
    if known and asset.version == photo.version:
        return
    content = host.originals.original(asset.ref, photo.version)
    if content is not None:
        yield content


def _why(error: Forget | PhotoRefused) -> NotAssessed:
    match error:
        case PhotoRefused():
            return to_not_assessed(error.trouble)
        case PhotoGone():
            return NotAssessed.VANISHED
        case PhotoUnreadable() if error.reason in set(NotAssessed):
            return NotAssessed(error.reason)
        case _:
            return NotAssessed.UNREADABLE


def _failure(error: Retry) -> Failure:
    match error:
        case HostUnavailable():
            return Failure.HOST_UNAVAILABLE
        case PhotoChanged():
            return Failure.CHANGING
        case DiskFull():
            return Failure.DISK_FULL
        case _:
            return Failure.CRASHED
