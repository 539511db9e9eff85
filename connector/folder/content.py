"""Reading files whole or through a hash, and noticing when they change meanwhile."""

import hashlib
import os

from connector.errors import PhotoChanged, PhotoUnreadable
from connector.folder.tree import Opened, Tree, version
from connector.values import ContentHash, HashKind

_CHUNK = 1 << 20


def read_whole(opened: Opened, limit: int) -> bytes:
    """Read all bytes. Raises `PhotoUnreadable` (empty, too large) and `PhotoChanged`."""
    if opened.at.st_size > limit:
        raise PhotoUnreadable("too-large")
    if opened.at.st_size == 0:
        raise PhotoUnreadable("empty")
    chunks: list[bytes] = []
    rest = opened.at.st_size + 1
    while rest > 0 and (chunk := os.read(opened.fd, min(rest, _CHUNK))):
        chunks.append(chunk)
        rest -= len(chunk)
    _check_unchanged(opened)
    return b"".join(chunks)


def hash_whole(opened: Opened) -> ContentHash:
    """Hash all bytes, a chunk at a time. Raises `PhotoChanged`."""
    digest = hashlib.sha256()
    rest = opened.at.st_size + 1
    while rest > 0 and (chunk := os.read(opened.fd, min(rest, _CHUNK))):
        digest.update(chunk)
        rest -= len(chunk)
    _check_unchanged(opened)
    return ContentHash(kind=HashKind.ORIGINAL, value=digest.hexdigest())


def hash_bytes(data: bytes) -> ContentHash:
    """Hash bytes that were read whole."""
    return ContentHash(kind=HashKind.ORIGINAL, value=hashlib.sha256(data).hexdigest())


def check_in_place(tree: Tree, place: str, opened: Opened) -> None:
    """Make sure that the place still shows what was read. Raises `PhotoChanged`, `PhotoGone`."""
    with tree.file(place) as again:
        if version(again.at) != version(opened.at):
            raise PhotoChanged("another file lies there now")


def _check_unchanged(opened: Opened) -> None:
    if version(os.fstat(opened.fd)) != version(opened.at):
        raise PhotoChanged("the file changed while it was read")
