"""The bytes of a photo, read whole and checked to be what the name says. Nothing is decoded."""

from collections.abc import Callable
from dataclasses import dataclass

from connector import magic, suffixes
from connector.errors import PhotoGone, PhotoUnreadable
from connector.folder import content
from connector.folder.tree import Tree, version
from connector.values import HostId, MediaKind, PhotoFile, PhotoRef

LIMIT = 200_000_000
"""Bytes of a photo at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderPhotos:
    """The photos of one folder host."""

    tree: Tree
    locate: Callable[[HostId], str | None]
    limit: int = LIMIT

    def fetch(self, ref: PhotoRef, want_px: int) -> PhotoFile:
        """Give the original; a folder has no previews, so `want_px` makes no difference.

        Raises `PhotoUnreadable`, `PhotoChanged`, `PhotoGone` and `HostUnavailable`.
        """
        del want_px
        place = self.locate(ref.id)
        if place is None:
            raise PhotoGone("not a photo of this folder")
        name = place.rpartition("/")[2]
        if suffixes.media(name) is MediaKind.VIDEO:
            raise PhotoUnreadable("video")
        with self.tree.file(place) as opened:
            data = content.read_whole(opened, self.limit)
            kind = magic.media_type(name, data)
        content.check_in_place(self.tree, place, opened)
        return PhotoFile(
            ref=ref,
            data=data,
            media_type=kind,
            version=version(opened.at),
            content=content.hash_bytes(data),
        )
