"""What the server keeps: files, tags, comments, shares; and faults that a test switches on."""

from dataclasses import dataclass
from enum import StrEnum

_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "tif": "image/tiff",
    "cr2": "image/x-dcraw",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "txt": "text/plain",
}
PREVIEWED = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


@dataclass(slots=True)
class Entry:
    """A file or folder in the view of our account."""

    id: int
    place: str
    folder: bool
    etag: str
    data: bytes = b""
    checksum: str = ""
    uploaded: int = 0
    permissions: str = "RMGDNVW"
    taken: int = 0
    size_px: tuple[int, int] = (0, 0)
    made: str = ""
    """The etag it had when its previews were made: they keep that, whatever changes its own."""
    locked: bool = False
    mount: bool = False
    """A team folder, or a share of somebody."""
    denied: bool = False
    """By an access rule: 403 for its preview, 404 for itself."""

    @property
    def media_type(self) -> str:
        """Nextcloud goes by the name; AVIF it does not know."""
        return _TYPES.get(self.place.rpartition(".")[2].lower(), "application/octet-stream")


@dataclass(slots=True)
class Tag:
    """A tag, as an admin made it."""

    id: int
    name: str
    visible: bool = True
    assignable: bool = False
    groups: tuple[str, ...] = ("consent-bots",)
    color: str = ""

    @property
    def ours_to_assign(self) -> bool:
        return self.assignable or "consent-bots" in self.groups


@dataclass(slots=True)
class Comment:
    """A comment on a file."""

    id: int
    file: int
    actor: str
    text: str


@dataclass(slots=True)
class Share:
    """A public link."""

    id: int
    place: str
    owner: str
    guarded: bool = False
    expiration: str | None = None
    kind: int = 3
    """3 = a link, 4 = sent by mail: its address is not told."""


class How(StrEnum):
    """What is wrong with an answer."""

    STATUS = "an error of WebDAV, with the status of the fault"
    PAGE = "a page of a proxy, as if all were well"
    EMPTY = "nothing, as if all were well"
    HALF = "half of the answer, and the connection is cut"
    HANG_UP = "none: the connection is cut before anything is done"
    HANG_UP_AFTER = "none: it is cut after it was done"
    DAWDLE = "none, for as long as the test likes"


@dataclass(slots=True)
class Fault:
    """Answers so instead, to requests whose method and path fit, so many times."""

    status: int
    method: str = ""
    path: str = ""
    times: int = 1_000_000
    headers: tuple[str, str] = ("", "")
    """Only to requests with this header: name in small letters, value."""
    how: How = How.STATUS
