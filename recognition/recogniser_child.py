"""The recogniser child: pixels and gallery in, faces out; it opens its models first, then no file.

Only `enrol` gives a vector away, of one face that its parent pointed at; the answer to `match` has
no place for one. A larger decode is asked of the parent, who owns the decoder.
"""

import ctypes
import gc
from pathlib import Path

import cv2
import numpy as np

from recognition.child_frames import Channel, Frame, Words
from recognition.child_memory import PixelMemory
from recognition.child_start import Orders
from recognition.child_wire import from_plain, to_plain
from recognition.engine import LoadedPack
from recognition.errors import FaceNotThere, GalleryRefused, PackRefused
from recognition.gallery import Gallery
from recognition.geometry import Pixels
from recognition.pack_store import load_pack
from recognition.shared_gallery import attached
from recognition.values import Box, Exclusion, LookAlike, MatchRequest, PersonKey


class RecogniserDesk:
    """Answers for one opened pack and the gallery at hand."""

    descriptors = 1

    def __init__(self, memory: PixelMemory, pack: LoadedPack) -> None:
        """Take the memory in which pictures arrive, and the pack."""
        self._memory, self._pack = memory, pack
        self._gallery: Gallery | None = None

    def hello(self) -> Words:
        """Say which pack is open and how large a picture its looks need."""
        looks = self._pack.pack.looks
        sides = [look.side for look in (*looks.first, *looks.larger)]
        return {"pack_id": self._pack.pack.id, "px": max(sides)}

    def answer(self, frame: Frame, channel: Channel) -> Frame | None:
        """Do what one frame asks."""
        try:
            match frame.words["ask"]:
                case "gallery":
                    return self._attach(frame)
                case "enrol":
                    return self._enrol(frame, channel)
                case _:
                    return self._match(frame, channel)
        except (FaceNotThere, GalleryRefused) as refusal:
            return Frame(words={"refused": type(refusal).__name__, "why": str(refusal)})

    def _attach(self, frame: Frame) -> Frame:
        """Compare with this gallery from now on."""
        self._gallery = None
        if frame.descriptor is None:
            raise GalleryRefused("The gallery did not arrive; build it again.")
        rows, dimension = _number(frame.words, "rows"), _number(frame.words, "dimension")
        vectors, persons = attached(frame.descriptor, rows, dimension)
        self._gallery = Gallery(vectors, persons, self._pack.pack.id)
        return Frame(words={"attached": rows})

    def _match(self, frame: Frame, channel: Channel) -> Frame:
        words = frame.words
        keys = np.frombuffer(frame.payload, "<i4").tolist()
        request = MatchRequest(
            persons=frozenset(PersonKey(key) for key in keys),
            excluded=from_plain(tuple[Exclusion, ...], words["excluded"]),
            look_alikes=from_plain(tuple[LookAlike, ...], words["look_alikes"]),
            careful=bool(words["careful"]),
        )
        gallery = self._gallery if request.persons else None
        larger = _Larger(self._memory, channel)
        seen = self._pack.match(self._first(words), request, gallery, larger)
        return Frame(words={"seen": to_plain(seen)})

    def _enrol(self, frame: Frame, channel: Channel) -> Frame:
        box = from_plain(Box, frame.words["box"])
        larger = _Larger(self._memory, channel)
        enrolment = self._pack.enrol(self._first(frame.words), box, larger)
        template = enrolment.template
        words = {"quality": to_plain(enrolment.quality)}
        return Frame(words=words, payload=b"" if template is None else template.vector)

    def _first(self, words: Words) -> Pixels:
        # A larger decode will lie in the same place.
        return self._memory.take(_number(words, "rows"), _number(words, "columns")).copy()


class _Larger:
    """Asks the parent for the same photo with more pixels; each answer replaces the one before."""

    def __init__(self, memory: PixelMemory, channel: Channel) -> None:
        self._memory, self._channel = memory, channel

    def __call__(self, px: int) -> Pixels | None:
        self._channel.send(Frame(words={"larger": px}))
        words = self._channel.receive(descriptors=RecogniserDesk.descriptors).words
        if "rows" not in words:
            return None
        return self._memory.take(_number(words, "rows"), _number(words, "columns"))


class _RefusedDesk:
    """Stands where a pack could not be opened: all it can do is say why."""

    descriptors = 0

    def __init__(self, refusal: PackRefused) -> None:
        self._refusal = refusal

    def hello(self) -> Words:
        refusal = self._refusal
        return {
            "refused": type(refusal).__name__,
            "pack_id": refusal.pack_id,
            "why": str(refusal),
        }

    def answer(self, _frame: Frame, _channel: Channel) -> Frame | None:
        return None


def desk(orders: Orders) -> RecogniserDesk | _RefusedDesk:
    """Open and verify the pack; afterwards no file needs to be opened any more."""
    cv2.setNumThreads(1)
    memory = PixelMemory(orders.memory, writable=False)
    try:
        pack = load_pack(Path(str(orders.settings["folder"])), str(orders.settings["pack"]))
    except PackRefused as refusal:
        return _RefusedDesk(refusal)
    # One look at an empty picture loads what libraries load late.
    pack.match(np.full((64, 64, 3), 127, np.uint8), MatchRequest())
    _give_memory_back()
    return RecogniserDesk(memory, pack)


def _give_memory_back() -> None:
    """Return what reading and checking the models left free: 46 MB with the GNU C library."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _number(words: Words, name: str) -> int:
    value = words[name]
    if not isinstance(value, int):
        raise TypeError(name)
    return value
