"""The parent's view of the recogniser child: asks about one picture, checks all that returns.

A child that says anything but what it may say is ended: it may have been taken over by a photo.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from recognition.child_frames import Frame
from recognition.child_process import Child, ChildKind, Ending
from recognition.child_start import Role
from recognition.child_wire import to_plain
from recognition.decoder import Decoded
from recognition.errors import ChildLost, GalleryRefused
from recognition.recogniser_answers import enrolment, pack_refusal, raise_refusal, seen
from recognition.shared_gallery import SharedGallery
from recognition.values import Box, Enrolment, MatchRequest, PackId, Seen

T = TypeVar("T")

_MEBI = 2**20
_MOST_LARGER = 8
"""How often one photo may be asked for with more pixels."""

LargerDecode = Callable[[int], Decoded | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniserLimits:
    """What the recogniser may cost: seconds for one photo, bytes of its own memory between two."""

    wall_s: float = 120.0
    private_bytes: int = 1024 * _MEBI


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPlace:
    """Which installed pack to open, below which folder."""

    folder: Path
    name: str


class Recogniser:
    """One recogniser child, replaced when it ends; used by one thread at a time."""

    def __init__(
        self, memory: int, place: PackPlace, limits: RecogniserLimits, starter: Executor
    ) -> None:
        """Keep what is needed to start a child; `memory` is the descriptor of the pixels."""
        self._limits, self._starter, self._place = limits, starter, place
        self._kind = _kind(memory, place)
        self._child: Child | None = None
        self._gallery: SharedGallery | None = None

    @property
    def child(self) -> Child:
        """The running child. Raises `ChildLost`, and a `PackRefused` that says what to do."""
        if self._child is None:
            child = Child.start(self._kind, self._starter)
            if "refused" in child.hello:
                child.close()
                raise pack_refusal(child.hello, self._place.name)
            self._child = child
        return self._child

    @property
    def pack_id(self) -> PackId:
        """The vector space of the open pack."""
        return PackId(str(self.child.hello["pack_id"]))

    @property
    def px(self) -> int:
        """The long side in pixels that the looks of the pack need."""
        px = self.child.hello["px"]
        return px if isinstance(px, int) else 0

    def match(self, picture: Decoded, request: MatchRequest, larger: LargerDecode) -> Seen | Ending:
        """Find and compare the faces of the picture in the shared memory.

        Raises `ChildLost` and `GalleryRefused`.
        """
        words = {
            "ask": "match",
            "rows": picture.rows,
            "columns": picture.columns,
            "excluded": to_plain(request.excluded),
            "look_alikes": to_plain(request.look_alikes),
            "careful": request.careful,
        }
        keys = np.array(sorted(request.persons), "<i4").tobytes()
        answer = self._converse(Frame(words=words, payload=keys), larger)
        if isinstance(answer, Ending):
            return answer
        return self._believed(answer, seen)

    def enrol(self, picture: Decoded, box: Box, larger: LargerDecode) -> Enrolment | Ending:
        """Make a template of the face at a box. Raises `FaceNotThere` and `ChildLost`."""
        words = {
            "ask": "enrol",
            "rows": picture.rows,
            "columns": picture.columns,
            "box": to_plain(box),
        }
        answer = self._converse(Frame(words=words), larger)
        if isinstance(answer, Ending):
            return answer
        return self._believed(answer, lambda frame: enrolment(frame, self.pack_id))

    def attach(self, gallery: SharedGallery) -> None:
        """Compare with this gallery from now on. Raises `GalleryRefused` and `ChildLost`."""
        if self._child is not None and self._gallery is gallery:
            return
        if gallery.pack_id != self.pack_id:
            raise GalleryRefused(
                "The gallery was made with another model pack; enrol its people again."
            )
        self._gallery = None
        words = {"ask": "gallery", "rows": gallery.rows, "dimension": gallery.dimension}
        frame = Frame(words=words, descriptor=gallery.descriptor)
        answer = self.child.ask(frame, seconds=self._limits.wall_s)
        if isinstance(answer, Ending):
            self._child = None
            raise ChildLost("the recogniser ended while it took the gallery over")
        self._believed(answer, lambda found: found.words["attached"])
        self._gallery = gallery

    def replace_if_bloated(self) -> None:
        """End a child that holds more memory of its own than it may; the next photo starts one."""
        if self._child is None:
            return
        held = self._child.private_bytes()
        if held is not None and held > self._limits.private_bytes:
            self.close()

    def close(self) -> None:
        """End the child."""
        self._gallery = None
        if self._child is not None:
            self._child.close()
            self._child = None

    def _converse(self, frame: Frame, larger: LargerDecode) -> Frame | Ending:
        """Ask, and serve its wishes for more pixels, until the answer is there."""
        answer = self.child.ask(frame, seconds=self._limits.wall_s)
        for _ in range(_MOST_LARGER):
            if isinstance(answer, Ending) or "larger" not in answer.words:
                break
            px = answer.words["larger"]
            given = larger(px) if isinstance(px, int) and 0 < px < 2**31 else None
            words = {} if given is None else {"rows": given.rows, "columns": given.columns}
            answer = self.child.ask(Frame(words=words), seconds=self._limits.wall_s)
        if isinstance(answer, Ending):
            self._child = None
        return answer

    def _believed(self, answer: Frame, read: Callable[[Frame], T]) -> T:
        """Read an answer, or raise what it refuses; end a child that says anything else."""
        raise_refusal(answer.words)
        try:
            return read(answer)
        except (ValueError, KeyError, TypeError) as error:
            self.close()
            raise ChildLost("the recogniser talks nonsense") from error


def _kind(memory: int, place: PackPlace) -> ChildKind:
    return ChildKind(
        role=Role.RECOGNISER,
        memory=memory,
        address_space=None,
        open_files=64,
        most_payload_in=64 * _MEBI,
        most_payload_out=64 * 1024,
        settings={"folder": str(place.folder.absolute()), "pack": place.name},
    )
