"""Eyes: pairs of decoder and recogniser, one per core, for any number of threads."""

import os
import queue
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Self

from recognition.child_pair import EyesSettings, Pair
from recognition.child_values import PhotoHeader
from recognition.limits import Guard
from recognition.recogniser import PackPlace
from recognition.shared_gallery import SharedGallery
from recognition.values import Box, Enrolment, MatchRequest, PackId, PhotoTrouble, Seen


def cores() -> int:
    """Tell how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Eyes:
    """Looks at photos. Thread-safe; a call waits while all pairs are busy.

    All calls may raise `ChildLost` (retry) and `PackRefused` (stop).
    """

    def __init__(
        self, place: PackPlace, settings: EyesSettings | None = None, pairs: int | None = None
    ) -> None:
        """Prepare so many pairs, one per core unless told otherwise; none is started yet."""
        # One thread for life starts all children: Linux ends a child with the thread it came from.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="child-starter")
        self._pairs = [
            Pair(place, settings or EyesSettings(), self._starter)
            for _ in range(max(1, pairs or cores()))
        ]
        # The pair used last comes first: a quiet product needs only one.
        self._idle: queue.LifoQueue[Pair] = queue.LifoQueue()
        for pair in self._pairs:
            self._idle.put(pair)

    def __enter__(self) -> Self:
        """Use as a context: closed at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def start(self) -> frozenset[Guard]:
        """Open the pack in one pair, and tell the guards in force. Raises `PackRefused`."""
        with self.pair() as pair:
            return pair.start()

    @property
    def pack_id(self) -> PackId:
        """The vector space of the pack in use; starts a child where none runs."""
        with self.pair() as pair:
            return pair.recogniser.pack_id

    def scan(
        self, data: bytes, request: MatchRequest, gallery: SharedGallery | None
    ) -> Seen | PhotoTrouble:
        """Find all faces and compare them with the people of the request; nobody: only count.

        `gallery` is the one the keys of the request belong to; raises `GalleryGone` where it was
        replaced, `GalleryRefused` where it is of another pack.
        """
        with self.pair() as pair:
            return pair.scan(data, request, gallery)

    def enrol(self, data: bytes, box: Box) -> Enrolment | PhotoTrouble:
        """Make a template of the face at a box, or say what speaks against it.

        Only for a person whose recognition consent was proved. Raises `FaceNotThere`.
        """
        with self.pair() as pair:
            return pair.enrol(data, box)

    def header(self, data: bytes) -> PhotoHeader | PhotoTrouble:
        """Read size and capture time, without looking at anybody."""
        with self.pair() as pair:
            return pair.header(data)

    def crop(self, data: bytes, box: Box, px: int) -> bytes | PhotoTrouble:
        """Cut a face out with a margin, as a JPEG of about `px` on its long side."""
        with self.pair() as pair:
            return pair.crop(data, box, px)

    def covered(self, data: bytes, boxes: Iterable[Box], px: int) -> bytes | PhotoTrouble:
        """Make an upright JPEG of at most `px` in which these boxes cannot be seen."""
        with self.pair() as pair:
            return pair.covered(data, boxes, px)

    def picture(self, data: bytes, px: int) -> bytes | PhotoTrouble:
        """Make an upright JPEG of the photo of at most `px`, without its metadata."""
        with self.pair() as pair:
            return pair.picture(data, px)

    @contextmanager
    def pair(self) -> Iterator[Pair]:
        """Borrow a pair; nobody else uses it meanwhile."""
        pair = self._idle.get()
        try:
            yield pair
        finally:
            self._idle.put(pair)

    def close(self) -> None:
        """End all children, whatever they are doing. Safe to call twice."""
        # First the thread that starts children, so that nobody starts another one meanwhile.
        self._starter.shutdown()
        for pair in self._pairs:
            pair.close()
