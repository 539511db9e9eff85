"""What a resource and a log row mean for us. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from hashlib import sha256

from connector.resourcespace.rows import LogRow, Ref, Resource
from connector.values import (
    ContentHash,
    HashKind,
    HostId,
    HostName,
    MediaKind,
    PhotoChange,
    PhotoRef,
)

_PICTURES = frozenset(
    {"jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "avif", "heic"}
    | {"heif", "psd", "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "raf", "rw2", "orf", "pef"}
)
_VIDEOS = frozenset(
    {"mp4", "m4v", "mov", "avi", "mkv", "webm", "wmv", "mpg", "mpeg", "m2v", "mts", "m2ts", "3gp"}
    | {"flv", "ogv", "vob", "mxf"}
)
_NO_NEWS = frozenset({"d", "v", "E", "l", "X", "Y"})
"""Log codes of what changes nothing: downloads, views, mails, logins, locks."""
_EDITS = frozenset({"e", "m", "N", "r"})
_OTHER_FILES = frozenset({"b", "y"})
"""An alternative file was made, or deleted."""
_ACCESS = "a"
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What some log rows hint at."""

    resources: frozenset[Ref]
    touched: frozenset[Ref]
    """Where somebody else may have changed a value or an access of ours."""
    altered: frozenset[Ref]
    """Where another file of the resource came or went: it has to be looked at again."""
    since: str
    """The moment of the oldest of them, by the host's clock; empty without any."""


def hints(rows: Iterable[LogRow], own: int | None, ours: frozenset[int]) -> Hints:
    """Say which resources to look at. What we did ourselves is no news."""
    news = [row for row in rows if row.code not in _NO_NEWS and (own is None or row.user != own)]
    touched = (row.resource for row in news if _touches(row, ours))
    return Hints(
        resources=frozenset(row.resource for row in news),
        touched=frozenset(touched),
        altered=frozenset(row.resource for row in news if row.code in _OTHER_FILES),
        since=min((row.at for row in news), default=""),
    )


def _touches(row: LogRow, ours: frozenset[int]) -> bool:
    """Tell whether a row may be about what we wrote: one of our fields, or one it does not name."""
    return row.code == _ACCESS or (row.code in _EDITS and (row.field in ours or row.field == 0))


def ref_of(photo: HostId) -> Ref | None:
    """Read a host id; None where it is none of ResourceSpace."""
    return Ref(int(photo)) if photo.isascii() and photo.isdecimal() else None


def media(resource: Resource) -> MediaKind:
    """Tell what a resource is by its file; one without a file may still become a picture."""
    if not resource.extension or resource.extension in _PICTURES:
        return MediaKind.PICTURE
    return MediaKind.VIDEO if resource.extension in _VIDEOS else MediaKind.OTHER


def shows_people(extension: str) -> bool:
    """Tell whether another file of a resource may show people: a picture, a film, or who knows."""
    return not extension or extension in _PICTURES or extension in _VIDEOS


def version(resource: Resource) -> str:
    """Digest everything that makes us look, or write, again."""
    return _digest(resource.type, resource.extension, _picture(resource))


def content(resource: Resource, known: Iterable[ContentHash] = ()) -> ContentHash | None:
    """Give what tells this picture from another; None while it has no file.

    The host's checksum covers 50 kB: size and time of the file are part of it, too. So is how the
    previews are turned: boxes found on a picture that lay on its side fit no upright one. Larger
    or brighter previews are of the same picture. `known`: what was kept of it; a hash written as
    it was before 2027 stays as long as it is right.
    """
    if not resource.extension or not resource.checksum:
        return None
    earlier = ContentHash(kind=HashKind.PARTIAL, value=_digest(_picture(resource)))
    if earlier in known:
        return earlier
    turned = resource.tweaks.partition("|")[0]
    parts = (resource.checksum, resource.size, resource.file_modified, turned)
    return ContentHash(kind=HashKind.PARTIAL, value=f"2:{_digest(parts)}")


def _picture(resource: Resource) -> tuple[str | int, ...]:
    """Give what tells pictures apart. `has_image` 2 means: only small previews yet."""
    return (
        resource.has_image,
        resource.checksum,
        resource.size,
        resource.file_modified,
        resource.tweaks,
    )


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:40]


def captured(resource: Resource, zone: tzinfo) -> datetime | None:
    """Read when the picture was taken; a bare year or month is no moment."""
    for pattern in _TIMES:
        try:
            return datetime.strptime(resource.taken.strip(), pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def change(
    host: HostName,
    resource: Resource,
    zone: tzinfo,
    *,
    touched: bool,
    known: Iterable[ContentHash] = (),
) -> PhotoChange:
    """Say what a resource is now. Its number is its place, too: it never moves."""
    number = str(resource.ref)
    return PhotoChange(
        ref=PhotoRef(host=host, id=HostId(number)),
        version=version(resource),
        place=number,
        media=media(resource),
        content=content(resource, known),
        captured_at=captured(resource, zone),
        touched=touched,
    )
