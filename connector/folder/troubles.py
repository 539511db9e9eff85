"""What an error of the operating system means for a photo, in the words of connector.errors."""

import errno

from connector.errors import (
    DiskFull,
    HostError,
    HostRefused,
    HostUnavailable,
    MarkRefused,
    PhotoGone,
    PhotoUnreadable,
)

_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_AWAY = frozenset(
    {
        errno.EIO,
        errno.ESTALE,
        errno.ENOTCONN,
        errno.ETIMEDOUT,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENODEV,
        errno.ESHUTDOWN,
    }
)
"""A share or disk that went away."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOT_A_FILE = frozenset({errno.ENXIO, errno.EISDIR, errno.EOPNOTSUPP})


def of_root(error: OSError) -> HostError:
    """Say what it means that the root itself cannot be opened."""
    if error.errno in _FORBIDDEN:
        return HostRefused("no permission to read the folder of this host")
    return HostUnavailable("the folder of this host is not there")


def of_reading(error: OSError) -> HostError:
    """Say what it means that a photo cannot be opened or read."""
    match error.errno:
        case code if code in _GONE:
            return PhotoGone("the file is not there any more")
        case code if code in _AWAY:
            return HostUnavailable(errno.errorcode[code or errno.EIO])
        case code if code in _FORBIDDEN:
            return PhotoUnreadable("no-permission")
        case code if code in _NOT_A_FILE:
            return PhotoUnreadable("unsupported-format")
        case _:
            return PhotoUnreadable("unreadable")


def of_writing(error: OSError) -> HostError:
    """Say what it means that a sidecar cannot be written."""
    match error.errno:
        case code if code in _GONE:
            return PhotoGone("the folder of the photo is not there any more")
        case code if code in _AWAY:
            return HostUnavailable(errno.errorcode[code or errno.EIO])
        case code if code in _FULL:
            return DiskFull("no room left beside the photo")
        case code if code in _FORBIDDEN | {errno.EROFS}:
            return MarkRefused("read-only")
        case errno.ENAMETOOLONG:
            return MarkRefused("name-too-long")
        case _:
            return MarkRefused("failed")


def word(error: OSError) -> str:
    """Give the reason word for a folder that cannot be looked into."""
    if error.errno in _GONE:
        return "vanished"
    return "no-permission" if error.errno in _FORBIDDEN else "unreadable"
