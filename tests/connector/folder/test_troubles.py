"""What errors of the operating system mean."""

import errno

import pytest

from connector.errors import (
    DiskFull,
    HostError,
    HostRefused,
    HostUnavailable,
    MarkRefused,
    PhotoGone,
    PhotoUnreadable,
)
from connector.folder import troubles

Outcome = tuple[type[HostError], str]


def outcome(error: HostError) -> Outcome:
    return type(error), getattr(error, "reason", "")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.ENOENT, (PhotoGone, "")),
        (errno.ENOTDIR, (PhotoGone, "")),
        (errno.EIO, (HostUnavailable, "")),
        (errno.ESTALE, (HostUnavailable, "")),
        (errno.EACCES, (PhotoUnreadable, "no-permission")),
        (errno.ENXIO, (PhotoUnreadable, "unsupported-format")),
        (errno.ELOOP, (PhotoUnreadable, "unreadable")),
    ],
)
def test_what_an_error_while_reading_means(code: int, expected: Outcome) -> None:
    assert outcome(troubles.of_reading(OSError(code, ""))) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.ENOENT, (PhotoGone, "")),
        (errno.EIO, (HostUnavailable, "")),
        (errno.ENOSPC, (DiskFull, "")),
        (errno.EDQUOT, (DiskFull, "")),
        (errno.EACCES, (MarkRefused, "read-only")),
        (errno.EROFS, (MarkRefused, "read-only")),
        (errno.ENAMETOOLONG, (MarkRefused, "name-too-long")),
        (errno.EBUSY, (MarkRefused, "failed")),
    ],
)
def test_what_an_error_while_writing_means(code: int, expected: Outcome) -> None:
    assert outcome(troubles.of_writing(OSError(code, ""))) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [(errno.EPERM, HostRefused), (errno.ENOENT, HostUnavailable), (errno.EIO, HostUnavailable)],
)
def test_what_an_error_of_the_root_means(code: int, expected: type[HostError]) -> None:
    assert type(troubles.of_root(OSError(code, ""))) is expected


@pytest.mark.parametrize(
    ("code", "word"),
    [(errno.ENOENT, "vanished"), (errno.EACCES, "no-permission"), (errno.EIO, "unreadable")],
)
def test_the_word_for_a_folder_that_cannot_be_looked_into(code: int, word: str) -> None:
    assert troubles.word(OSError(code, "")) == word
