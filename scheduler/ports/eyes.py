"""What the jobs need from recognition: eyes and the gallery in memory."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from consent.ids import PersonId
from recognition.values import (
    Box,
    Enrolment,
    LookAlike,
    MatchRequest,
    PersonKey,
    PhotoTrouble,
    Seen,
)


class Eyes(Protocol):
    """Decoder and recogniser, one pair per core.

    Thread-safe. Strangers' vectors never come out of it.
    """

    def scan(
        self, data: bytes, request: MatchRequest, gallery: "GalleryView | None"
    ) -> Seen | PhotoTrouble:
        """Find all faces and compare them with the persons in the request; nobody: only count.

        `gallery` is the view the keys of the request belong to. Raises `ChildLost` (retry) and
        `PackRefused` (stop).
        """
        ...

    def enrol(self, data: bytes, box: Box) -> Enrolment | PhotoTrouble:
        """Make a template of the face at this box, or say why not.

        Only the enrol job may call this.

        Raises `FaceNotThere`, `ChildLost` and `PackRefused`.
        """
        ...

    def crop(self, data: bytes, box: Box, px: int) -> bytes | PhotoTrouble:
        """Cut out one face with a margin as a JPEG of `px` on its long side, for human eyes."""
        ...

    def picture(self, data: bytes, px: int) -> bytes | PhotoTrouble:
        """Make an upright JPEG of at most `px`, without its metadata, for human eyes."""
        ...

    def covered(self, data: bytes, boxes: Iterable[Box], px: int) -> bytes | PhotoTrouble:
        """Make an upright JPEG of at most `px` on its long side; nothing is left in the boxes."""
        ...


class Galleries(Protocol):
    """The gallery in memory: opaque keys, never names."""

    def current(self) -> "GalleryView":
        """Give the gallery of the database's present version, reloading it where it is older."""
        ...


class GalleryView(Protocol):
    """One version of the gallery."""

    @property
    def version(self) -> int: ...
    @property
    def keys(self) -> Mapping[PersonId, PersonKey]: ...
    @property
    def templates(self) -> Mapping[PersonId, int]:
        """How many templates each person has."""
        ...

    @property
    def look_alikes(self) -> tuple[LookAlike, ...]:
        """Pairs that always go to a human."""
        ...
