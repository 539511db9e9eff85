"""The gallery once per machine: memory without a name, written by the parent, read by recognisers.

Each version is a memory of its own that never changes. When a newer one is there the owner retires
the old, and its bytes are overwritten as soon as nobody is comparing with it any more.
"""

import mmap
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import numpy as np
import numpy.typing as npt

from recognition.child_memory import seal_for_readers, sealed_size
from recognition.errors import GalleryGone, GalleryRefused
from recognition.values import PackId

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.int32]

_NUMBER = 4
"""Bytes of a float32 and of an int32."""


class SharedGallery:
    """One published version: vectors float32 (n, d), then the person of each row, int32 (n,)."""

    def __init__(self, vectors: Floats, persons: Keys, pack_id: PackId, version: int) -> None:
        """Copy the rows into shared memory, sorted by person.

        Raises `GalleryRefused` when there is not one person per row.
        """
        if vectors.ndim != 2 or len(vectors) != len(persons):  # noqa: PLR2004 - rows, columns
            raise GalleryRefused("The gallery has not one person per template; build it again.")
        self.rows, self.dimension = vectors.shape
        self.pack_id, self.version = pack_id, version
        self._busy, self._retired, self._lock = 0, False, threading.Lock()
        size = max(1, (self.rows * self.dimension + self.rows) * _NUMBER)
        self.descriptor = sealed_size("likeness-gallery", size)
        self._memory = mmap.mmap(self.descriptor, size)
        seal_for_readers(self.descriptor)
        order = np.argsort(persons, kind="stable")
        inside = views(self._memory, self.rows, self.dimension)
        np.take(vectors, order, axis=0, out=inside[0])
        np.take(persons, order, out=inside[1])

    def __enter__(self) -> Self:
        """Use as a context: retired at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Retire."""
        self.retire()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the rows readable while one photo is compared with them.

        Raises `GalleryGone` when it was retired: take the present gallery.
        """
        with self._lock:
            if self._retired:
                raise GalleryGone("The gallery was replaced meanwhile; take the present one.")
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
                self._wipe_if_unused()

    def retire(self) -> None:
        """Let nobody start with this version; overwrite it once nobody uses it. Safe to repeat."""
        with self._lock:
            self._retired = True
            self._wipe_if_unused()

    def _wipe_if_unused(self) -> None:
        if not self._retired or self._busy or self._memory.closed:
            return
        np.frombuffer(self._memory, np.uint8).fill(0)
        self._memory.close()
        os.close(self.descriptor)


def attached(descriptor: int, rows: int, dimension: int) -> tuple[Floats, Keys]:
    """Map a published gallery for reading, without copying; takes over the descriptor."""
    size = os.fstat(descriptor).st_size
    memory = mmap.mmap(descriptor, size, mmap.MAP_SHARED, mmap.PROT_READ)
    os.close(descriptor)
    return views(memory, rows, dimension)


def views(memory: mmap.mmap, rows: int, dimension: int) -> tuple[Floats, Keys]:
    """Look at the memory as vectors (n, d) and persons (n,)."""
    vectors = np.frombuffer(memory, np.float32, rows * dimension).reshape(rows, dimension)
    return vectors, np.frombuffer(memory, np.int32, rows, offset=vectors.nbytes)
