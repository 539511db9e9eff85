"""How parent and child talk: some JSON and raw bytes, both with their length, both with a cap.

No pickle and no code crosses in either direction, so a child that was taken over can only send
words that the parent checks. What words there are is the business of the modules that send them.
"""

import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from recognition.errors import ChildLost

_LENGTHS = struct.Struct(">II")
_MOST_WORDS = 8 * 2**20
_CHUNK = 2**20

Words = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message. `descriptor` is an open file that came with it."""

    words: Words
    payload: bytes = b""
    descriptor: int | None = None


class Channel:
    """One end of a connected pair of local sockets. Deadlines are instants of `time.monotonic`."""

    def __init__(self, end: socket.socket, most_payload: int) -> None:
        """Take over one end; frames with a larger payload than `most_payload` break the channel."""
        self._end, self._most_payload = end, most_payload

    def send(self, frame: Frame, deadline: float | None = None) -> None:
        """Send one frame. Raises `ChildLost`, and `TimeoutError` past the deadline."""
        words = json.dumps(frame.words, separators=(",", ":")).encode()
        head = _LENGTHS.pack(len(words), len(frame.payload))
        try:
            self._wait_until(deadline)
            if frame.descriptor is None:
                self._end.sendall(head)
            elif socket.send_fds(self._end, [head], [frame.descriptor]) != len(head):
                raise ChildLost("the child talks nonsense")
            self._end.sendall(words)
            self._wait_until(deadline)
            self._end.sendall(frame.payload)
        except TimeoutError:
            raise
        except OSError as error:
            raise ChildLost("the channel to the child is gone") from error

    def receive(self, deadline: float | None = None, *, descriptors: int = 0) -> Frame:
        """Wait for one frame. Raises `ChildLost`, and `TimeoutError` past the deadline."""
        descriptor: int | None = None
        try:
            if descriptors:
                self._wait_until(deadline)
                begin, given, _, _ = socket.recv_fds(self._end, _LENGTHS.size, descriptors)
                descriptor = given[0] if given else None
                head = begin + self._exactly(_LENGTHS.size - len(begin), deadline)
            else:
                head = self._exactly(_LENGTHS.size, deadline)
            words_size, payload_size = _LENGTHS.unpack(head)
            if words_size > _MOST_WORDS or payload_size > self._most_payload:
                raise ChildLost("the child talks nonsense")
            words = _parsed(self._exactly(words_size, deadline))
            payload = self._exactly(payload_size, deadline)
        except TimeoutError:
            raise
        except OSError as error:
            raise ChildLost("the channel to the child is gone") from error
        return Frame(words=words, payload=payload, descriptor=descriptor)

    def close(self) -> None:
        """Hang up; the other side sees the end of the channel."""
        self._end.close()

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        parts = []
        while size:
            self._wait_until(deadline)
            part = self._end.recv(min(size, _CHUNK))
            if not part:
                raise ChildLost("the other side hung up")
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _wait_until(self, deadline: float | None) -> None:
        if deadline is None:
            # A child's end blocks as it is; its filter has no call that could change that.
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._end.settimeout(left)


def _parsed(words: bytes) -> Words:
    try:
        found = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise ChildLost("the channel to the child is gone") from error
    if not isinstance(found, dict):
        raise ChildLost("the child talks nonsense")
    return cast("Words", found)
