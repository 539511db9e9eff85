"""The parent's view of the decoder child: each photo gets an answer, whatever happens to the child.

A photo that crashed the child is hostile, one that ran over its time is out of time; the next photo
meets a fresh child.
"""

import re
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass

from recognition.child_frames import Frame, Words
from recognition.child_process import Child, ChildKind, Ending
from recognition.child_start import Role
from recognition.child_values import PhotoHeader
from recognition.values import Box, PhotoTrouble

_MEBI = 2**20
_TELL_S = 5.0
_TAKEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecoderLimits:
    """What one photo may cost. `address_space` and `max_bytes` in bytes, times in seconds."""

    max_bytes: int = 128 * _MEBI
    max_pixels: int = 100_000_000
    address_space: int = 700 * _MEBI
    cpu_s: int = 10
    wall_s: float = 30.0
    most_jpeg: int = 16 * _MEBI


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A picture lies in the shared memory: uint8 (rows, columns, 3) RGB, upright."""

    header: PhotoHeader
    rows: int
    columns: int


class Decoder:
    """One decoder child, replaced when it ends; used by one thread at a time."""

    def __init__(self, memory: int, limits: DecoderLimits, starter: Executor) -> None:
        """Keep what is needed to start a child; `memory` is the descriptor for the pixels."""
        self._limits, self._starter = limits, starter
        self._kind = _kind(memory, limits)
        self._child: Child | None = None
        self._held: bytes | None = None

    @property
    def child(self) -> Child:
        """The running child, started where there is none. Raises `ChildLost`."""
        if self._child is None:
            self._child = Child.start(self._kind, self._starter)
        return self._child

    def header(self, data: bytes) -> PhotoHeader | PhotoTrouble:
        """Read size and capture time without decoding. Raises `ChildLost`."""
        answer = self._ask(data, {"ask": "header"})
        return answer if isinstance(answer, PhotoTrouble) else answer.header

    def pixels(self, data: bytes, px: int, most_px: int = 0) -> Decoded | PhotoTrouble:
        """Decode into the shared memory, long side at most `px`; up to `most_px` if that is faster.

        Raises `ChildLost`.
        """
        answer = self._ask(data, {"ask": "pixels", "px": px, "most": most_px})
        if isinstance(answer, PhotoTrouble):
            return answer
        return Decoded(header=answer.header, rows=answer.rows, columns=answer.columns)

    def picture(self, data: bytes, px: int) -> bytes | PhotoTrouble:
        """Make a small upright JPEG of the photo, without its metadata. Raises `ChildLost`."""
        answer = self._ask(data, {"ask": "picture", "px": px})
        return answer if isinstance(answer, PhotoTrouble) else answer.payload

    def crop(self, data: bytes, box: Box, px: int) -> bytes | PhotoTrouble:
        """Make a JPEG of one box, long side about `px`. Raises `ChildLost`."""
        place = {"x": box.x, "y": box.y, "w": box.w, "h": box.h}
        answer = self._ask(data, {"ask": "crop", "px": px, **place})
        return answer if isinstance(answer, PhotoTrouble) else answer.payload

    def covered(self, data: bytes, boxes: Iterable[Box], px: int) -> bytes | PhotoTrouble:
        """Make a small upright JPEG with these boxes filled. Raises `ChildLost`."""
        places = [{"x": box.x, "y": box.y, "w": box.w, "h": box.h} for box in boxes]
        answer = self._ask(data, {"ask": "covered", "px": px, "boxes": places})
        return answer if isinstance(answer, PhotoTrouble) else answer.payload

    def forget(self) -> None:
        """Let the child drop the photo it holds."""
        if self._child is not None and self._held is not None:
            gone = self._child.tell(Frame(words={"ask": "forget"}), seconds=_TELL_S)
            self._child = None if gone else self._child
        self._held = None

    def close(self) -> None:
        """End the child."""
        self._held = None
        if self._child is not None:
            self._child.close()
            self._child = None

    def _ask(self, data: bytes, words: Words) -> "_Answer | PhotoTrouble":
        """Ask about a photo; once more where something outside killed the child."""
        if len(data) > self._limits.max_bytes:
            return PhotoTrouble.TOO_LARGE
        for _ in range(2):
            answer = self._ask_once(data, words)
            if isinstance(answer, Frame):
                return self._checked(answer)
            self._child, self._held = None, None
            if answer is Ending.OUT_OF_TIME:
                return PhotoTrouble.OUT_OF_TIME
            if answer is Ending.CRASHED:
                return PhotoTrouble.HOSTILE
            if answer is Ending.OUT_OF_MEMORY:
                break
        return PhotoTrouble.OUT_OF_MEMORY

    def _ask_once(self, data: bytes, words: Words) -> Frame | Ending:
        new = self._held is not data
        payload = data if new else b""
        answer = self.child.ask(
            Frame(words={**words, "new": new}, payload=payload), seconds=self._limits.wall_s
        )
        self._held = data
        return answer

    def _checked(self, frame: Frame) -> "_Answer | PhotoTrouble":
        """Believe nothing that is not one of the words a decoder says; end one that says others."""
        try:
            answer = _answer(frame)
        except ValueError:
            self.close()
            return PhotoTrouble.HOSTILE
        if answer is PhotoTrouble.OUT_OF_MEMORY:
            # What it has left is in pieces; the next photo deserves all of it.
            self.close()
        elif isinstance(answer, PhotoTrouble):
            # The child may hold no photo now: the next request sends it again.
            self._held = None
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What a decoder may say; rows and columns are 1 where no pixels were asked for."""

    header: PhotoHeader
    rows: int
    columns: int
    payload: bytes


def _kind(memory: int, limits: DecoderLimits) -> ChildKind:
    return ChildKind(
        role=Role.DECODER,
        memory=memory,
        address_space=limits.address_space,
        open_files=32,
        most_payload_in=limits.max_bytes,
        most_payload_out=limits.most_jpeg,
        settings={"max_pixels": limits.max_pixels, "cpu_s": limits.cpu_s},
        environment=(("OPENCV_IO_MAX_IMAGE_PIXELS", str(limits.max_pixels)),),
    )


def _answer(frame: Frame) -> _Answer | PhotoTrouble:
    """Read an answer. Raises `ValueError` for anything a decoder never says."""
    words = frame.words
    if "trouble" in words:
        return PhotoTrouble(str(words["trouble"]))
    taken = words.get("taken")
    header = PhotoHeader(
        width=_number(words, "width"),
        height=_number(words, "height"),
        taken=taken if isinstance(taken, str) and _TAKEN.fullmatch(taken) else None,
    )
    rows, columns = _number(words, "rows", 1), _number(words, "columns", 1)
    return _Answer(header=header, rows=rows, columns=columns, payload=frame.payload)


def _number(words: Words, name: str, default: int = 0) -> int:
    value = words.get(name, default)
    if not isinstance(value, int) or not 0 < value < 2**31:
        raise ValueError(name)
    return value
