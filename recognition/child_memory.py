"""Memory without a name that parent and children share by an open descriptor; Linux only.

It is on no disk and in no directory: when the last process lets go, it is gone.
"""

import fcntl
import mmap
import os

import numpy as np
import numpy.typing as npt

from recognition.errors import ChildLost, SystemRefused

Pixels = npt.NDArray[np.uint8]

_FUTURE_WRITE_SEAL = 0x0010
"""F_SEAL_FUTURE_WRITE of linux/fcntl.h: who maps it from now on may only read."""

_CHANNELS = 3


def sealed_size(name: str, size: int) -> int:
    """Make shared memory whose size nobody can change any more; return its descriptor.

    Raises `SystemRefused` where the system has no such memory.
    """
    if not hasattr(os, "memfd_create"):
        raise SystemRefused("Faces are looked at on Linux only; elsewhere run the container.")
    descriptor = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, size)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    return descriptor


def seal_for_readers(descriptor: int) -> None:
    """Let everybody who maps it from now on only read; mappings made before stay writable."""
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, _FUTURE_WRITE_SEAL | fcntl.F_SEAL_SEAL)


class PixelMemory:
    """A child's view of the memory in which the decoder puts one picture for the recogniser."""

    def __init__(self, descriptor: int, *, writable: bool) -> None:
        """Map all of it."""
        protection = mmap.PROT_READ | (mmap.PROT_WRITE if writable else 0)
        size = os.fstat(descriptor).st_size
        self._map = mmap.mmap(descriptor, size, mmap.MAP_SHARED, protection)
        os.close(descriptor)

    def put(self, pixels: Pixels) -> tuple[int, int]:
        """Copy uint8 (h, w, 3) in; return height and width."""
        height, width = pixels.shape[:2]
        _view(self._map, height, width)[:] = pixels
        return height, width

    def take(self, height: int, width: int) -> Pixels:
        """Look at the picture where it lies; it is there until the next one is put.

        Raises `ChildLost` when the numbers do not fit.
        """
        if height < 1 or width < 1 or height * width * _CHANNELS > len(self._map):
            raise ChildLost("the decoder told an impossible size")
        return _view(self._map, height, width)


def _view(memory: mmap.mmap, height: int, width: int) -> Pixels:
    count = height * width * _CHANNELS
    return np.frombuffer(memory, np.uint8, count).reshape(height, width, _CHANNELS)
