"""Whether a folder is fit for use: looked at, never changed."""

import os
from dataclasses import dataclass

from connector.causes import Cause
from connector.errors import HostError
from connector.folder.tree import Tree
from connector.values import Health

_ROOM = 100_000_000
"""Bytes that should be free; a sidecar takes one block of the disk, mostly 4 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSetup:
    """The health of one folder host."""

    tree: Tree
    room: int = _ROOM

    def probe(self) -> tuple[Health, ...]:
        """Check that the folder is there, readable, not empty and writable, with room left."""
        try:
            empty = self.tree.is_empty()
        except HostError:
            return (Health(name="folder", ok=False, advice=_ADVICE["folder"]),)
        free = os.statvfs(self.tree.root)
        checks = {
            "folder": True,
            "photos": not empty,
            "sidecars": os.access(self.tree.root, os.W_OK | os.X_OK, effective_ids=True),
            "room": free.f_bavail * free.f_frsize >= self.room,
        }
        return tuple(
            Health(name=name, ok=ok, advice="" if ok else _ADVICE[name])
            for name, ok in checks.items()
        )

    def examine(self) -> tuple[Health, ...]:
        """Check the same: a folder has nothing else to go wrong."""
        return self.probe()

    def causes(self) -> tuple[Cause, ...]:
        """Give nothing: what is in the way of a sidecar is in the way of one photo."""
        return ()


_ADVICE = {
    "folder": "Mount the disk or share, or correct `root`; the service must be allowed to read it.",
    "photos": "The folder is empty: mount its disk or share, or put photos into it.",
    "sidecars": "Let the service write here, or no photo can show whether it may be used.",
    "room": "Free some disk space, or sidecars cannot be written.",
}
