"""Sidecar files: choosing, reading and replacing them so that nothing of another tool is ever lost.

A sidecar is replaced as a whole: written beside, synced, renamed over the old one. Just before
that the old one must still be what was read. What is left between that look and the rename is
microseconds; POSIX knows no rename on condition.
"""

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from connector import suffixes
from connector.errors import MarkRefused, PhotoChanged, PhotoUnreadable
from connector.folder.content import read_whole
from connector.folder.tree import Folder, Opened, version
from connector.values import MediaKind

LIMIT = 16 << 20
"""Bytes of a sidecar that are read at most."""
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_READ_WRITE = 0o666
_OWNER = 0o600
_REFUSED = {
    errno.ELOOP: "not-a-file",
    errno.ENXIO: "not-a-file",
    errno.EACCES: "no-permission",
}
_CANNOT_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """One sidecar as it was read."""

    name: str
    data: bytes
    at: os.stat_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The sidecar that a photo's marks belong in, and one that may hold older marks of ours."""

    target: str
    stray: str = ""


def names(folder: Folder) -> Names:
    """Choose `photo.jpg.xmp`, or an existing `photo.xmp` where it can mean no other photo."""
    stem = suffixes.stem(folder.name)
    full, short = f"{folder.name}.xmp", f"{stem}.xmp"
    # The stem of `a.jpg.png` is a photo's name: `a.jpg.xmp` belongs to that photo.
    if suffixes.media(stem) is not MediaKind.OTHER or not _exists(folder.fd, short):
        return Names(target=full)
    if _exists(folder.fd, full):
        return Names(target=full, stray=short)
    with os.scandir(folder.fd) as found:
        alone = suffixes.owns_stem(folder.name, (entry.name for entry in found))
    return Names(target=short) if alone else Names(target=full, stray=short)


def load(fd: int, name: str) -> Sidecar | None:
    """Read a sidecar; None where there is none. Raises `MarkRefused`, `PhotoChanged`, OSError."""
    try:
        file = os.open(name, _OPEN, dir_fd=fd)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in _REFUSED:
            raise MarkRefused(_REFUSED[error.errno]) from error
        raise
    try:
        at = os.fstat(file)
        if not stat.S_ISREG(at.st_mode):
            raise MarkRefused("not-a-file")
        return Sidecar(name=name, data=read_whole(Opened(fd=file, at=at), LIMIT), at=at)
    except PhotoUnreadable as refusal:
        word = "too-large" if refusal.reason == "too-large" else "broken-sidecar"
        raise MarkRefused(word) from None
    finally:
        os.close(file)


def replace(
    fd: int, name: str, data: bytes, before: Sidecar | None, photo: os.stat_result | None = None
) -> None:
    """Put a new sidecar in the place of what was read. Raises `PhotoChanged` and OSError.

    It keeps owner and mode of the old one; a first sidecar gets group and mode of its photo,
    whatever the umask: the programs that read the photo are to read what is said about it.
    """
    with _written_beside(fd, name, data) as beside:
        if before:
            _keep_rights(fd, beside, before.at)
        elif photo:
            _take_rights(fd, beside, photo)
        check_unedited(fd, name, before)
        os.replace(beside, name, src_dir_fd=fd, dst_dir_fd=fd)
        sync(fd)


def remove(fd: int, before: Sidecar) -> None:
    """Delete a sidecar that is still what was read. Raises `PhotoChanged` and OSError."""
    check_unedited(fd, before.name, before)
    os.unlink(before.name, dir_fd=fd)
    sync(fd)


def check_unedited(fd: int, name: str, before: Sidecar | None) -> None:
    """Make sure that a sidecar is what was read: size, time and inode. Raises `PhotoChanged`."""
    try:
        now = version(os.stat(name, dir_fd=fd, follow_symlinks=False))
    except FileNotFoundError:
        now = None
    if now != (version(before.at) if before else None):
        raise PhotoChanged("another tool changed the sidecar")


def check_written(fd: int, name: str, data: bytes) -> None:
    """Read back what was written. Raises `PhotoChanged` and OSError."""
    after = load(fd, name)
    if after is None or after.data != data:
        raise PhotoChanged("another tool changed the sidecar")


def sync(fd: int) -> None:
    """Make a rename last; some network shares cannot sync a folder, and need not."""
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


@contextlib.contextmanager
def _written_beside(fd: int, name: str, data: bytes) -> Iterator[str]:
    """Write a hidden file beside the sidecar; it is gone afterwards, renamed or deleted.

    Its name is always the same for one sidecar: what a crash left is replaced the next time.
    """
    beside = f".likeness-{hashlib.sha256(os.fsencode(name)).hexdigest()[:24]}.tmp"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(beside, dir_fd=fd)
    file = os.open(beside, _CREATE, _READ_WRITE, dir_fd=fd)
    try:
        with os.fdopen(file, "wb") as writer:
            writer.write(data)
            writer.flush()
            os.fsync(file)
        yield beside
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside, dir_fd=fd)


def _keep_rights(fd: int, name: str, like: os.stat_result) -> None:
    """Give the new file the owner and mode of the old one, as far as we may."""
    with contextlib.suppress(PermissionError):
        os.chown(name, like.st_uid, like.st_gid, dir_fd=fd, follow_symlinks=False)
    os.chmod(name, stat.S_IMODE(like.st_mode), dir_fd=fd)


def _take_rights(fd: int, name: str, photo: os.stat_result) -> None:
    """Give a first sidecar the group of its photo, and its mode without the right to execute."""
    with contextlib.suppress(PermissionError):
        os.chown(name, -1, photo.st_gid, dir_fd=fd, follow_symlinks=False)
    os.chmod(name, stat.S_IMODE(photo.st_mode) & _READ_WRITE | _OWNER, dir_fd=fd)


def _exists(fd: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=fd, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
