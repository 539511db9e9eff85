"""The tree of a folder host: opening files so that nothing outside the root can be reached.

Every part of a path is opened by itself, relative to the one before, without following links. A
photo that is a link is read only where its target lies inside the root; folders that are links
are never entered.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from connector.errors import HostUnavailable, PhotoGone, PhotoUnreadable
from connector.folder import places, troubles

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""O_NONBLOCK: opening a pipe or device must never wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A regular file that is open for reading, as it was when it was opened."""

    fd: int
    at: os.stat_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """An open folder and the name of the one file in it that is meant."""

    fd: int
    name: str


def version(at: os.stat_result) -> str:
    """Give the quick version of a file: size, modification time in ns and inode."""
    return f"{at.st_size}-{at.st_mtime_ns}-{at.st_ino}"


def size(quick: str) -> int:
    """Give the size in bytes that a quick version was made with; -1 where it names none."""
    first = quick.partition("-")[0]
    return int(first) if first.isdecimal() else -1


class Tree:
    """The files below one root."""

    def __init__(self, root: Path) -> None:
        """Remember the root; nothing is opened yet."""
        self.root = os.fspath(root)

    @contextmanager
    def folder(self, place: str) -> Iterator[Folder]:
        """Open the folder that holds a place. Raises `HostError`s of reading."""
        try:
            *above, name = places.parts(place)
        except ValueError:
            raise PhotoGone("not a place in this folder") from None
        fd = self._root()
        try:
            for part in above:
                fd = _step(fd, part)
            yield Folder(fd=fd, name=name)
        except OSError as error:
            raise self._meaning(error) from error
        finally:
            os.close(fd)

    @contextmanager
    def file(self, place: str) -> Iterator[Opened]:
        """Open a photo for reading. Raises `HostError`s of reading."""
        with self.folder(self.target(place)) as folder:
            fd = os.open(folder.name, _FILE, dir_fd=folder.fd)
            try:
                at = os.fstat(fd)
                if not stat.S_ISREG(at.st_mode):
                    raise PhotoUnreadable("unsupported-format")
                yield Opened(fd=fd, at=at)
            finally:
                os.close(fd)

    def target(self, place: str) -> str:
        """Give the place itself or, for a link, the place it leads to. Raises `PhotoUnreadable`."""
        with self.folder(place) as folder:
            at = os.stat(folder.name, dir_fd=folder.fd, follow_symlinks=False)
        if not stat.S_ISLNK(at.st_mode):
            return place
        return self.inside(places.path(self.root, place))

    def inside(self, link: str) -> str:
        """Give the place a link leads to. Raises `PhotoUnreadable`: broken, a loop, or outside."""
        home = os.path.realpath(self.root)
        try:
            found = os.path.realpath(link, strict=True)
        except OSError:
            raise PhotoUnreadable("unreadable") from None
        if not found.startswith(f"{home.rstrip('/')}/"):
            raise PhotoUnreadable("no-permission")
        below = found[len(home.rstrip("/")) + 1 :]
        return "/".join(places.escape(part) for part in below.split("/"))

    def is_empty(self) -> bool:
        """Tell whether nothing at all lies in the root, as in the mount point of an absent share.

        Raises `HostUnavailable` and `HostRefused`.
        """
        try:
            with os.scandir(self.root) as found:
                return next(found, None) is None
        except OSError as error:
            raise troubles.of_root(error) from error

    def _root(self) -> int:
        try:
            return os.open(self.root, _FOLDER)
        except OSError as error:
            raise troubles.of_root(error) from error

    def _meaning(self, error: OSError) -> Exception:
        meaning = troubles.of_reading(error)
        if isinstance(meaning, PhotoGone) and self.is_empty():
            return HostUnavailable(
                "the folder of this host is empty: is its disk or share mounted?"
            )
        return meaning


def _step(fd: int, name: str) -> int:
    """Open a folder in a folder and close the outer one."""
    inner = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=fd)
    os.close(fd)
    return inner
