"""Recognition as the jobs see it: the children behind the port `Eyes`."""

from collections.abc import Iterable

from likeness.galleries import OpenGallery
from recognition.child_pool import Eyes
from recognition.values import Box, Enrolment, MatchRequest, PhotoTrouble, Seen
from scheduler.ports import GalleryView


class ChildEyes:
    """Hands a gallery's shared rows to the children (implements `scheduler.ports.Eyes`)."""

    def __init__(self, eyes: Eyes) -> None:
        """Use these children."""
        self._eyes = eyes

    def scan(
        self, data: bytes, request: MatchRequest, gallery: GalleryView | None
    ) -> Seen | PhotoTrouble:
        """Find all faces and compare them with the persons in the request."""
        shared = gallery.shared if isinstance(gallery, OpenGallery) else None
        return self._eyes.scan(data, request, shared)

    def enrol(self, data: bytes, box: Box) -> Enrolment | PhotoTrouble:
        """Make a template of the face at this box, or say why not."""
        return self._eyes.enrol(data, box)

    def crop(self, data: bytes, box: Box, px: int) -> bytes | PhotoTrouble:
        """Cut out one face with a margin as a JPEG of `px` on its long side."""
        return self._eyes.crop(data, box, px)

    def picture(self, data: bytes, px: int) -> bytes | PhotoTrouble:
        """Make an upright JPEG of the whole photo, without its metadata."""
        return self._eyes.picture(data, px)

    def covered(self, data: bytes, boxes: Iterable[Box], px: int) -> bytes | PhotoTrouble:
        """Make an upright JPEG of at most `px` in which these boxes cannot be seen."""
        return self._eyes.covered(data, boxes, px)
