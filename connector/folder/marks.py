"""Our marks beside a photo: read, written and taken away in its XMP sidecar."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from connector.errors import (
    DiskFull,
    HostError,
    MarkRefused,
    PhotoChanged,
    PhotoGone,
    PhotoUnreadable,
)
from connector.folder import exif, marking, sidecars, troubles
from connector.folder.sidecars import Sidecar
from connector.folder.tree import Folder, Tree
from connector.folder.xmp import Packet
from connector.values import HostId, MarkSet, PhotoRef, Written

_TRIES = 5
_NOT_ASSESSED = "not-assessed"
_USABLE = frozenset({"cleared", "partly", "no-people"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderMarks:
    """The marks of one folder host."""

    tree: Tree
    locate: Callable[[HostId], str | None]
    now: Callable[[], datetime]
    """The moment that is written as `Checked`."""

    def read(self, ref: PhotoRef) -> MarkSet | None:
        """Give what the sidecar says of ours; None = nothing.

        Raises `MarkRefused`, `PhotoChanged`, `PhotoGone` and `HostUnavailable`.
        """
        with self.tree.folder(self._place(ref)) as folder:
            sidecar = sidecars.load(folder.fd, sidecars.names(folder).target)
        return marking.found(Packet(sidecar.data)) if sidecar else None

    def write(self, ref: PhotoRef, marks: MarkSet) -> Written:
        """Make the sidecar say exactly this; not-assessed takes ours away. Safe to run twice.

        Raises `MarkRefused`, `DiskFull`, `PhotoChanged`, `PhotoGone` and `HostUnavailable`; the
        sidecar is then what it was. But on a full disk one that is ours alone and calls the
        photo usable is gone: an older answer must not outlive the newer one.
        """
        place = self._place(ref)
        orientation = self._orientation(place) if marks.regions else 1
        with self.tree.folder(place) as folder:
            try:
                photo = os.stat(folder.name, dir_fd=folder.fd, follow_symlinks=False)
                for _ in range(_TRIES - 1):
                    with contextlib.suppress(PhotoChanged):
                        return self._write(folder, marks, orientation, photo)
                return self._write(folder, marks, orientation, photo)
            except OSError as error:
                trouble = troubles.of_writing(error)
                if isinstance(trouble, DiskFull):
                    with contextlib.suppress(HostError, OSError):
                        _drop_usable(folder)
                raise trouble from error

    def clear(self, ref: PhotoRef) -> Written:
        """Take our marks away, and the sidecar where nothing else is in it. Safe to run twice."""
        return self.write(ref, MarkSet(status=_NOT_ASSESSED))

    def _write(
        self, folder: Folder, marks: MarkSet, orientation: int, photo: os.stat_result
    ) -> Written:
        names = sidecars.names(folder)
        before = sidecars.load(folder.fd, names.target)
        packet = Packet(before.data) if before else Packet()
        shown = marking.found(packet)
        said = packet.meaning()
        if marks.status == _NOT_ASSESSED:
            changed = _take_off(folder.fd, before) if before else False
        else:
            marking.put(packet, marks, orientation)
            changed = packet.meaning() != said
            if changed:
                marking.stamp(packet, self.now(), made_file=before is None)
                _replace(folder.fd, names.target, packet, before, photo)
        stray = sidecars.load(folder.fd, names.stray) if names.stray else None
        cleaned = _take_off_stray(folder.fd, stray) if stray else False
        return Written(changed=changed or cleaned, found=shown.status if shown else "")

    def _place(self, ref: PhotoRef) -> str:
        place = self.locate(ref.id)
        if place is None:
            raise PhotoGone("not a photo of this folder")
        return place

    def _orientation(self, place: str) -> int:
        """Read how the photo is turned; one that cannot be read has no regions worth turning."""
        try:
            with self.tree.file(place) as opened:
                facts = exif.read(lambda at, count: os.pread(opened.fd, count, at))
        except PhotoUnreadable:
            return 1
        return facts.orientation


def _take_off(fd: int, before: Sidecar) -> bool:
    """Take our marks out of a sidecar, and the sidecar away where nothing else is in it."""
    packet = Packet(before.data)
    said = packet.meaning()
    empty = marking.take_off(packet)
    if empty:
        sidecars.remove(fd, before)
    elif packet.meaning() != said:
        _replace(fd, before.name, packet, before)
    return packet.meaning() != said


def _drop_usable(folder: Folder) -> None:
    """Delete a sidecar that is ours alone and calls the photo usable; that needs no room."""
    before = sidecars.load(folder.fd, sidecars.names(folder).target)
    if before is None:
        return
    packet = Packet(before.data)
    shown = marking.found(packet)
    if shown and shown.status in _USABLE and marking.take_off(packet):
        sidecars.remove(folder.fd, before)


def _take_off_stray(fd: int, stray: Sidecar) -> bool:
    """Take marks out of a sidecar we no longer use; one that nobody can read says nothing."""
    try:
        return _take_off(fd, stray)
    except MarkRefused:
        return False


def _replace(
    fd: int,
    name: str,
    packet: Packet,
    before: Sidecar | None,
    photo: os.stat_result | None = None,
) -> None:
    """Write a sidecar and read it back. Raises `PhotoChanged` and OSError."""
    data = packet.to_bytes()
    sidecars.replace(fd, name, data, before, photo)
    sidecars.check_written(fd, name, data)
