"""The parent's side of one child process: start it, ask it, end it at any breach.

What a child may be asked and what its answers mean is known to `decoder` and `recogniser`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from recognition.child_frames import Channel, Frame, Words
from recognition.child_start import BOOT, OUT_OF_MEMORY_CODE, Orders, Role
from recognition.errors import ChildLost

START_S = 120.0
"""A cold disk and a machine under load: onnxruntime and OpenCV are 200 MB to read."""

_INHERITED = ("LD_LIBRARY_PATH", "SYSTEMROOT", "PATH")
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "33554432",
    "OPENCV_LOG_LEVEL": "SILENT",
    "ORT_DISABLE_TELEMETRY": "1",
}
"""The two thresholds keep memory that a photo gave back for the next one, up to 32 MiB.

Fetching it from the kernel anew cost 5 ms per photo in each child. Larger pieces go back at once.
"""


class Ending(StrEnum):
    """Why a child is gone. After any of these it has been ended and buried."""

    OUT_OF_TIME = "out-of-time"
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"
    KILLED = "killed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildKind:
    """How to start one kind of child. Sizes in bytes; `memory` is the descriptor of the pixels."""

    role: Role
    memory: int
    address_space: int | None
    open_files: int
    most_payload_in: int
    most_payload_out: int
    settings: Words
    environment: tuple[tuple[str, str], ...] = ()


class Child:
    """One running child; used by one thread at a time."""

    def __init__(self, process: subprocess.Popen[bytes], channel: Channel) -> None:
        """Take over a started process and its channel."""
        self._process, self._channel = process, channel
        self.hello: Words = {}

    @classmethod
    def start(cls, kind: ChildKind, starter: Executor) -> Self:
        """Start a child from the thread of `starter`, which must stay: its end ends the child.

        Raises `ChildLost` when it does not get ready.
        """
        ours, theirs = socket.socketpair()
        try:
            process = starter.submit(_spawn, kind, theirs.fileno()).result()
        except (OSError, RuntimeError) as error:
            # No memory for a process, or everything is being closed down.
            ours.close()
            raise ChildLost(f"the {kind.role} process could not be started") from error
        finally:
            theirs.close()
        child = cls(process, Channel(ours, kind.most_payload_out))
        try:
            child.hello = child._channel.receive(time.monotonic() + START_S).words
        except (ChildLost, TimeoutError) as error:
            child.close()
            raise ChildLost(f"the {kind.role} process did not start") from error
        return child

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def tell(self, frame: Frame, *, seconds: float) -> Ending | None:
        """Send a frame that has no answer."""
        try:
            self._channel.send(frame, time.monotonic() + seconds)
        except (ChildLost, TimeoutError) as error:
            return self._ended(late=isinstance(error, TimeoutError))
        return None

    def ask(self, frame: Frame, *, seconds: float) -> Frame | Ending:
        """Send a frame and wait for the answer; a child that gives none in time is ended."""
        deadline = time.monotonic() + seconds
        try:
            self._channel.send(frame, deadline)
            return self._channel.receive(deadline)
        except (ChildLost, TimeoutError) as error:
            return self._ended(late=isinstance(error, TimeoutError))

    def private_bytes(self) -> int | None:
        """Tell how much memory is this process's own; None where the system does not say."""
        try:
            fields = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()
            resident, shared = int(fields[1]), int(fields[2])
        except (OSError, IndexError, ValueError):
            return None
        return (resident - shared) * os.sysconf("SC_PAGESIZE")

    def close(self) -> None:
        """End the process at once and wait until it is gone. Safe to call twice."""
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _ended(self, *, late: bool) -> Ending:
        """Bury a child that broke off, and tell why; a short wait lets its own end be seen."""
        code = None if late else _wait(self._process)
        self.close()
        if late or code == -signal.SIGXCPU:
            return Ending.OUT_OF_TIME
        endings = {-signal.SIGKILL: Ending.KILLED, OUT_OF_MEMORY_CODE: Ending.OUT_OF_MEMORY}
        return endings.get(code or 0, Ending.CRASHED)


def _wait(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(timeout=2.0)
    except subprocess.TimeoutExpired:
        return None


def _spawn(kind: ChildKind, channel: int) -> subprocess.Popen[bytes]:
    orders = Orders(
        role=kind.role,
        channel=channel,
        memory=kind.memory,
        parent=os.getpid(),
        address_space=kind.address_space,
        open_files=kind.open_files,
        most_payload=kind.most_payload_in,
        settings=kind.settings,
    )
    root = str(Path(__file__).resolve().parent.parent)
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own code, no shell
        [sys.executable, "-I", "-B", "-c", BOOT, root, orders.written()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(channel, kind.memory),
        env={**kept, **_ENVIRONMENT, **dict(kind.environment)},
        cwd="/",
    )
