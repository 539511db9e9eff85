"""The pictures of ResourceSpace: the best preview, checked to be one, of the file it stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus

from connector import frames
from connector.errors import (
    AnswerTooLarge,
    HostUnavailable,
    PhotoChanged,
    PhotoGone,
    PhotoUnreadable,
)
from connector.resourcespace import judging, pictures
from connector.resourcespace.api import Api
from connector.resourcespace.rows import DELETED, Picture, Ref, Resource
from connector.transport import Sending
from connector.values import ContentHash, HashKind, MediaKind, PhotoFile, PhotoRef

LIMIT = 100_000_000
"""Bytes of a picture at most."""
TOTAL_S = 60.0
_NOT_FOUND = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpacePhotos:
    """The photos of one ResourceSpace."""

    api: Api
    now: Callable[[], datetime]
    originals: bool = True
    limit: int = LIMIT

    def fetch(self, ref: PhotoRef, want_px: int) -> PhotoFile:
        """Give a preview whose long side is `want_px` or more, or the best there is.

        The original only where no preview will do: that is logged as a download. Raises
        `PhotoUnreadable`, `PhotoChanged`, `PhotoGone`, `HostUnavailable`, `HostRefused` and
        `HostConfused`.
        """
        number = judging.ref_of(ref.id)
        if number is None:
            raise PhotoGone("not a photo of this host")
        api = self.api.within(TOTAL_S)
        before = _look(api, number)
        _check_readable(before)
        self._refuse_others(api, number)
        picture, data = self._best(api, number, want_px)
        if not picture.original:
            self._refuse_several(api, number, before.extension)
        kind = pictures.media_type(data, picture)
        if judging.version(_look(api, number)) != judging.version(before):
            raise PhotoChanged("another file came while this one was fetched")
        return PhotoFile(
            ref=ref,
            data=data,
            media_type=kind,
            version=judging.version(before),
            content=judging.content(before)
            or ContentHash(kind=HashKind.PREVIEW, value=sha256(data).hexdigest()),
        )

    def _refuse_others(self, api: Api, number: Ref) -> None:
        """Refuse a resource that has other files with pictures: whoever may use it may take them.

        Raises `PhotoUnreadable` also where the host does not tell.
        """
        others = api.alternatives(number)
        if others is None or any(judging.shows_people(one) for one in others):
            raise PhotoUnreadable("other-files")

    def _refuse_several(self, api: Api, number: Ref, extension: str) -> None:
        """Refuse a preview of what may hold more pictures than the one it shows."""
        if extension not in frames.MANY:
            return
        original = next((one for one in api.pictures(number) if one.original), None)
        data = self._fetch(api, original) if self.originals and original else None
        if data is None or frames.holds_several(data):
            raise PhotoUnreadable(frames.REASON)

    def _best(self, api: Api, number: Ref, want_px: int) -> tuple[Picture, bytes]:
        """Fetch the best picture; once more with fresh keys where those were no longer good."""
        for _ in range(2):
            sizes = api.pictures(number)
            picture = pictures.choose(sizes, want_px, originals=self.originals)
            if picture is None:
                raise PhotoUnreadable("not-looked" if sizes else "no-permission")
            if pictures.is_stale(picture, sizes, self.now().timestamp()):
                raise PhotoChanged("its previews are still being made")
            data = self._fetch(api, picture)
            if data is not None:
                return picture, data
        raise PhotoUnreadable("no-permission")

    def _fetch(self, api: Api, picture: Picture) -> bytes | None:
        """Fetch one picture; None where we are sent to log in."""
        sending = Sending(
            url=pictures.address(picture.url, api.url), total_s=api.left_s(), limit=self.limit
        )
        try:
            reply = api.sender.send(sending)
        except AnswerTooLarge:
            raise PhotoUnreadable("too-large") from None
        if reply.status == HTTPStatus.OK:
            return reply.data
        if reply.status in _NOT_FOUND:
            raise PhotoUnreadable("not-looked")
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise HostUnavailable(f"pictures: status {reply.status}")
        return None


def _look(api: Api, number: Ref) -> Resource:
    found = api.resource(number)
    if found is None or found.archive == DELETED:
        raise PhotoGone("not in this host any more")
    return found


def _check_readable(resource: Resource) -> None:
    """Raise `PhotoUnreadable` for what has no picture (yet: the feed tells when it comes)."""
    if not resource.extension:
        raise PhotoUnreadable("empty")
    if judging.media(resource) is MediaKind.VIDEO:
        raise PhotoUnreadable("video")
    if not resource.has_image:
        raise PhotoUnreadable("not-looked")
