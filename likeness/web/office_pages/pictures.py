"""Pictures for human eyes: through the host and the decoder, in memory for a short time only."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from connector.errors import HostError
from connector.values import PhotoRef
from consent.findings import Area
from recognition.errors import ChildLost, PhotoRefused
from recognition.values import Box, PhotoTrouble
from scheduler.deps import Deps
from scheduler.ports import Eyes

FACE_PX, PHOTO_PX, SMALL_PX = 360, 1280, 420
KEPT_S = 120.0
KEPT_BYTES = 48_000_000
_LOCKS = 16


@dataclass(slots=True)
class ShortMemory:
    """Bytes by name, for a short time and up to a size; the oldest go first. Thread-safe."""

    most_bytes: int = KEPT_BYTES
    kept_s: float = KEPT_S
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, bytes]] = field(default_factory=OrderedDict, repr=False)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def get(self, name: str) -> bytes | None:
        """Give what is kept under a name; what is too old is forgotten."""
        with self._lock:
            self._forget()
            found = self._kept.get(name)
            return found[1] if found else None

    def put(self, name: str, data: bytes) -> None:
        """Keep something for a while."""
        with self._lock:
            self._drop(name)
            self._kept[name] = (self.clock(), data)
            self._bytes += len(data)
            self._forget()

    def forget(self) -> None:
        """Forget what is too old, also where nobody asks for anything."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        oldest = self.clock() - self.kept_s
        while self._kept:
            name, (since, _) = next(iter(self._kept.items()))
            if since > oldest and self._bytes <= self.most_bytes:
                break
            self._drop(name)

    def _drop(self, name: str) -> None:
        gone = self._kept.pop(name, None)
        self._bytes -= len(gone[1]) if gone else 0


class Pictures:
    """Crops of faces, and whole photos, as JPEGs the decoder made. Thread-safe."""

    def __init__(self, deps: Deps, memory: ShortMemory | None = None) -> None:
        """Look at photos through these parts."""
        self._deps, self._memory = deps, memory or ShortMemory()
        self._locks = [threading.Lock() for _ in range(_LOCKS)]

    def face(self, ref: PhotoRef, version: str, area: Area) -> bytes | None:
        """Give a crop of one face; None where the photo cannot be looked at now."""
        where = f"{area.x:.4f},{area.y:.4f},{area.w:.4f},{area.h:.4f}"
        box = Box(x=area.x, y=area.y, w=area.w, h=area.h)
        return self._made(
            f"face|{ref.host}|{ref.id}|{version}|{where}",
            lambda: self._cut(ref, version, lambda data, eyes: eyes.crop(data, box, FACE_PX)),
        )

    def photo(self, ref: PhotoRef, version: str, px: int = PHOTO_PX) -> bytes | None:
        """Give the whole photo, upright and without its metadata; None as for faces."""
        return self._made(
            f"photo|{ref.host}|{ref.id}|{version}|{px}",
            lambda: self._cut(ref, version, lambda data, eyes: eyes.picture(data, px)),
        )

    def _made(self, name: str, make: Callable[[], bytes | None]) -> bytes | None:
        """Make something once, however many ask for it at the same time."""
        with self._locks[hash(name) % _LOCKS]:
            found = self._memory.get(name)
            if found is None and (found := make()) is not None:
                self._memory.put(name, found)
            return found

    def _cut(
        self,
        ref: PhotoRef,
        version: str,
        cut: Callable[[bytes, Eyes], bytes | PhotoTrouble],
    ) -> bytes | None:
        data = self._original(ref, version)
        if data is None:
            return None
        try:
            made = cut(data, self._deps.eyes)
        except (ChildLost, PhotoRefused):
            return None
        return None if isinstance(made, PhotoTrouble) else made

    def _original(self, ref: PhotoRef, version: str) -> bytes | None:
        """Fetch a photo once for all the faces on it."""
        name = f"original|{ref.host}|{ref.id}|{version}"
        found = self._memory.get(name)
        host = self._deps.hosts.get(ref.host)
        if found is not None or host is None:
            return found
        try:
            found = host.photos.fetch(ref, self._deps.rules.want_px).data
        except HostError:
            return None
        self._memory.put(name, found)
        return found
