"""Pictures of a Nextcloud: a preview where it makes one, the file itself where it does not.

A preview is upright, and never larger than 4096 pixels; sizes in between do not exist. Whether one
exists is only known by asking: a damaged photo promises one, and then there is none.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from connector import frames, magic, suffixes
from connector.errors import AnswerTooLarge, HostConfused, PhotoChanged, PhotoGone, PhotoUnreadable
from connector.nextcloud import answers
from connector.nextcloud.api import Api, file_id
from connector.nextcloud.rows import FileId, Node
from connector.nextcloud.walk import media
from connector.transport import Reply
from connector.values import ContentHash, HashKind, HostId, MediaKind, PhotoFile, PhotoRef

LIMIT = 200_000_000
"""Bytes of a file at most, as in the folder host."""
SMALL, LARGE = 1024, 4096
"""The boxes that show faces: others are rounded up to one of them by the server."""
_JPEG = frozenset({"jpg", "jpeg", "jpe", "jfif"})
_JPEG_END = b"\xff\xd9"
_LAST = 1024
"""Bytes in which a JPEG ends: cameras put a few more behind it."""
_PAGE = "text/html"
"""No preview is one: somebody else answered, a proxy perhaps."""
_PICTURES = {
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudPhotos:
    """The pictures of one Nextcloud."""

    api: Api
    locate: Callable[[HostId], str | None]
    originals: bool = True
    limit: int = LIMIT

    def fetch(self, ref: PhotoRef, want_px: int) -> PhotoFile:
        """Give a preview, or the file itself within the limit.

        Raises `PhotoUnreadable`, `PhotoChanged`, `PhotoGone` and whatever the client raises.
        """
        node = self.find(ref)
        if media(node) is MediaKind.VIDEO:
            raise PhotoUnreadable("video")
        if not node.size:
            raise PhotoUnreadable("empty")
        kind, data, own = self._bytes(node, want_px)
        return PhotoFile(
            ref=ref,
            data=data,
            media_type=kind,
            version=node.etag,
            content=_host(node) or _hash(own, data),
            also=(*self._also(node, own, data, want_px), size_of(node)),
        )

    def original(self, ref: PhotoRef, version: str) -> ContentHash | None:
        """Hash the file itself; None where it is too large for us, or closed to us.

        Raises `PhotoChanged` where it has another version by now.
        """
        node = self.find(ref)
        if node.etag != version:
            raise PhotoChanged("another version than the one looked at")
        if not self._readable(node):
            return None
        try:
            return _hash(HashKind.ORIGINAL, self._original(node)[1])
        except PhotoUnreadable:
            return None

    def find(self, ref: PhotoRef) -> Node:
        """Look at a photo where it was last, or wherever it was moved to. Raises `PhotoGone`."""
        wanted, place = file_id(ref.id), self.locate(ref.id)
        if place is None:
            raise PhotoGone("not a photo of this host")
        return self._at(place, wanted) or self._anywhere(wanted)

    def fingerprint(self, node: Node, *, original: bool) -> ContentHash:
        """Hash the file itself (`original`) where we may have it, else what `fetch` would give."""
        if original and self._readable(node):
            try:
                return _hash(HashKind.ORIGINAL, self._original(node)[1])
            except PhotoUnreadable:
                pass
        _, data, own = self._bytes(node, LARGE)
        return _hash(own, data)

    def _also(
        self, node: Node, own: HashKind, data: bytes, want_px: int
    ) -> tuple[ContentHash, ...]:
        """Hash the bytes, too, where the host's checksum comes first; a small preview is no key."""
        if not node.checksum or (own is HashKind.PREVIEW and want_px <= SMALL):
            return ()
        return (_hash(own, data),)

    def _at(self, place: str, wanted: FileId) -> Node | None:
        try:
            node = self.api.node(place)
        except PhotoGone:
            return None
        return node if node.id == wanted else None

    def _anywhere(self, wanted: FileId) -> Node:
        found = self.api.by_id(wanted)
        if found is None:
            raise PhotoGone("not in the tree of our account")
        return found

    def _bytes(self, node: Node, want_px: int) -> tuple[str, bytes, HashKind]:
        """Give media type, bytes, and what a hash of them is a hash of."""
        outdated = False
        if node.has_preview or suffixes.suffix(node.name) in suffixes.WEB:
            # A hash must be of the same box each time, or a photo would seem to change.
            box = SMALL if want_px <= SMALL and node.checksum else LARGE
            reply = self.api.preview(node.id, box)
            outdated = _is_outdated(reply, node)
            if reply.status != HTTPStatus.NOT_FOUND and not outdated:
                picture = _picture(reply)
                if not self._is_doubtful(node):
                    self._refuse_several(node)
                    return *picture, HashKind.PREVIEW
        if self._readable(node):
            return *self._original(node), HashKind.ORIGINAL
        if outdated and self._again(node).etag != node.etag:
            raise PhotoChanged("overwritten while it was fetched")
        raise PhotoUnreadable("unreadable" if outdated else "unsupported-format")

    def _is_doubtful(self, node: Node) -> bool:
        """Tell whether a JPEG does not end as one: then only decoding it tells what it is.

        It may be cut off, which its preview hides (34.0.1, measured: grey where nothing is), or
        have a film behind it. Nor does the preview of an animation tell of more than its first
        picture: what the decoder reads itself is left to it.
        """
        if suffixes.suffix(node.name) in frames.DECODED:
            return self._readable(node)
        if suffixes.suffix(node.name) not in _JPEG or not self._readable(node):
            return False
        try:
            reply = self.api.end(node.place, max(0, node.size - _LAST))
        except AnswerTooLarge:
            return False
        read = reply.status in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}
        return read and _JPEG_END not in reply.data[-_LAST:]

    def _refuse_several(self, node: Node) -> None:
        """Refuse a preview of what may hold more pictures than the one it shows."""
        kind = suffixes.suffix(node.name)
        if kind not in frames.MANY:
            return
        if not self._readable(node) or node.size > self.limit:
            raise PhotoUnreadable(frames.REASON)
        if frames.holds_several(self._original(node)[1]):
            raise PhotoUnreadable(frames.REASON)

    def _again(self, node: Node) -> Node:
        """Look once more at a photo. Raises `PhotoGone`."""
        return self._at(node.place, node.id) or self._anywhere(node.id)

    def _readable(self, node: Node) -> bool:
        """Tell whether the file itself may be fetched, and may be read by us."""
        return self.originals and suffixes.suffix(node.name) not in suffixes.RAW

    def _original(self, node: Node) -> tuple[str, bytes]:
        if node.size > self.limit:
            raise PhotoUnreadable("too-large")
        try:
            reply = self.api.original(node.place, self.limit)
        except AnswerTooLarge:
            raise PhotoUnreadable("too-large") from None
        if reply.status == HTTPStatus.NOT_FOUND and self._at(node.place, node.id):
            # An access rule that shuts us out says 404 for what it lists.
            raise PhotoUnreadable("no-permission")
        _check(reply)
        said = answers.etag(reply.headers.get("etag", ""))
        if said and said != node.etag:
            raise PhotoChanged("another version than the one looked at")
        return magic.media_type(node.name, reply.data), reply.data


def _is_outdated(reply: Reply, node: Node) -> bool:
    """Tell whether a preview may be of an earlier content.

    It keeps the etag the file had when it was made (34.0.1, lib/private/Preview/Generator.php:404).
    Since then the file may only have been locked, or changed on the server's disk: who knows.
    """
    said = answers.etag(reply.headers.get("etag", ""))
    return reply.status == HTTPStatus.OK and bool(said) and said != node.etag


def _picture(reply: Reply) -> tuple[str, bytes]:
    """Check that an answer is the picture it says it is."""
    _check(reply)
    if reply.media_type == _PAGE:
        raise HostConfused("a page instead of a picture")
    start = _PICTURES.get(reply.media_type)
    if start is None or not reply.data.startswith(start):
        raise PhotoUnreadable("unreadable")
    return reply.media_type, reply.data


def _check(reply: Reply) -> None:
    """Raise where this is no answer."""
    if reply.status in {HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST}:
        raise PhotoUnreadable("no-permission")
    answers.expect(reply, HTTPStatus.OK)


def size_of(node: Node) -> ContentHash:
    """Give what every listing tells of the content: another size is another content."""
    return ContentHash(kind=HashKind.PARTIAL, value=f"size:{node.size}")


def _host(node: Node) -> ContentHash | None:
    return ContentHash(kind=HashKind.HOST, value=node.checksum) if node.checksum else None


def _hash(kind: HashKind, data: bytes) -> ContentHash:
    return ContentHash(kind=kind, value=hashlib.sha256(data).hexdigest())
