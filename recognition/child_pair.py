"""One decoder and one recogniser that work on the same photo, through memory of their own.

Photo bytes go in, values come out; pixels and strangers' vectors stay in the children.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TypeVar

from recognition.child_memory import sealed_size
from recognition.child_process import Ending
from recognition.child_values import PhotoHeader
from recognition.decoder import Decoded, Decoder, DecoderLimits
from recognition.errors import ChildLost
from recognition.limits import Guard
from recognition.recogniser import PackPlace, Recogniser, RecogniserLimits
from recognition.shared_gallery import SharedGallery
from recognition.values import Box, Enrolment, MatchRequest, PhotoTrouble, Seen

T = TypeVar("T")

_CHANNELS = 3
_CROP_MARGIN = 0.4
_SPARE = 1.5
"""How much larger than needed a first picture may be: it spares a second reduction."""
_GOES_ON = frozenset({PhotoTrouble.OUT_OF_MEMORY, PhotoTrouble.OUT_OF_TIME})
"""Troubles of a larger decode after which the pixels at hand must do: they were whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EyesSettings:
    """How a pair works.

    `first_px`: long side of the first decode; None = what the looks of the pack need.
    `largest_px`: the most that is decoded to cut out small faces (3000 = half of 24 megapixels).
    """

    decoder: DecoderLimits = field(default_factory=DecoderLimits)
    recogniser: RecogniserLimits = field(default_factory=RecogniserLimits)
    first_px: int | None = None
    largest_px: int = 3000
    pixel_bytes: int = 64 * 2**20


class Pair:
    """One decoder and one recogniser; used by one thread at a time."""

    def __init__(self, place: PackPlace, settings: EyesSettings, starter: Executor) -> None:
        """Make the shared memory; the children are started when they are first needed."""
        self._settings = settings
        self._memory = sealed_size("likeness-pixels", settings.pixel_bytes)
        self.decoder = Decoder(self._memory, settings.decoder, starter)
        self.recogniser = Recogniser(self._memory, place, settings.recogniser, starter)

    def start(self) -> frozenset[Guard]:
        """Start both children; tell the guards that are in force in both.

        Raises `ChildLost` and `PackRefused`.
        """
        told = [self.recogniser.child.hello["guards"], self.decoder.child.hello["guards"]]
        lists = [guards for guards in told if isinstance(guards, list)]
        return frozenset(guard for guard in Guard if all(guard in guards for guards in lists))

    def scan(
        self, data: bytes, request: MatchRequest, gallery: SharedGallery | None
    ) -> Seen | PhotoTrouble:
        """Find all faces and compare them with the people of the request; nobody: only count.

        Raises `ChildLost`, `GalleryGone`, `GalleryRefused` and `PackRefused`.
        """
        if gallery is None and request.persons:
            raise ChildLost("people are asked for without a gallery to compare with")
        compared = gallery if request.persons else None
        using = nullcontext() if compared is None else compared.in_use()
        with using, self._photo(data) as photo:
            if isinstance(photo, PhotoTrouble):
                return photo
            if compared is not None:
                self.recogniser.attach(compared)
            closer = _Closer(self, data, photo)
            return closer.outcome(self.recogniser.match(photo, request, closer))

    def enrol(self, data: bytes, box: Box) -> Enrolment | PhotoTrouble:
        """Make a template of the face at a box, or say what speaks against it.

        Only for a person whose recognition consent was proved. Raises `FaceNotThere`, `ChildLost`
        and `PackRefused`.
        """
        with self._photo(data) as photo:
            if isinstance(photo, PhotoTrouble):
                return photo
            closer = _Closer(self, data, photo)
            return closer.outcome(self.recogniser.enrol(photo, box, closer))

    def header(self, data: bytes) -> PhotoHeader | PhotoTrouble:
        """Read size and capture time, without looking at anybody. Raises `ChildLost`."""
        with self._forgetting():
            return self.decoder.header(data)

    def crop(self, data: bytes, box: Box, px: int) -> bytes | PhotoTrouble:
        """Cut a face out with a margin, as a JPEG of about `px`. Raises `ChildLost`."""
        wide, high = box.w * _CROP_MARGIN, box.h * _CROP_MARGIN
        place = Box.clipped(box.x - wide, box.y - high, box.x + box.w + wide, box.y + box.h + high)
        with self._forgetting():
            return self.decoder.crop(data, place, px)

    def covered(self, data: bytes, boxes: Iterable[Box], px: int) -> bytes | PhotoTrouble:
        """Make a small upright JPEG in which these boxes cannot be seen. Raises `ChildLost`."""
        with self._forgetting():
            return self.decoder.covered(data, boxes, px)

    def picture(self, data: bytes, px: int) -> bytes | PhotoTrouble:
        """Make a small upright JPEG of the photo, no metadata. Raises `ChildLost`."""
        with self._forgetting():
            return self.decoder.picture(data, px)

    def larger(self, data: bytes, header: PhotoHeader, px: int) -> Decoded | PhotoTrouble:
        """Decode more pixels of the same photo, as many as are allowed and fit."""
        area = header.width * header.height * _CHANNELS
        fits = int(max(header.width, header.height) * (self._settings.pixel_bytes / area) ** 0.5)
        return self.decoder.pixels(data, min(px, self._settings.largest_px, max(1, fits - 1)))

    def close(self) -> None:
        """End both children and give the memory back. Safe to call twice."""
        self.decoder.close()
        self.recogniser.close()
        if self._memory >= 0:
            os.close(self._memory)
            self._memory = -1

    @contextmanager
    def _photo(self, data: bytes) -> Iterator[Decoded | PhotoTrouble]:
        px = self._settings.first_px or self.recogniser.px
        with self._forgetting():
            yield self.decoder.pixels(data, px, round(px * _SPARE))
        self.recogniser.replace_if_bloated()

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        try:
            yield
        finally:
            self.decoder.forget()


class _Closer:
    """Decodes more pixels when the recogniser asks, and remembers what went wrong."""

    def __init__(self, pair: Pair, data: bytes, photo: Decoded) -> None:
        self._pair, self._data, self._photo = pair, data, photo
        self._trouble: PhotoTrouble | None = None

    def __call__(self, px: int) -> Decoded | None:
        found = self._pair.larger(self._data, self._photo.header, px)
        if not isinstance(found, PhotoTrouble):
            return found
        if found not in _GOES_ON:
            self._trouble = found
        return None

    def outcome(self, answer: T | Ending) -> T | PhotoTrouble:
        """Give the answer, unless more pixels showed that the photo is not what it seemed."""
        if self._trouble is not None:
            return self._trouble
        if not isinstance(answer, Ending):
            return answer
        if answer is Ending.OUT_OF_TIME:
            return PhotoTrouble.OUT_OF_TIME
        raise ChildLost(f"the recogniser ended: {answer}")
