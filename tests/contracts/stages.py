"""Hosts on a stage: each kind of host with the same way to put photos into it and take them away.

A further kind needs one class in here and one line in STAGES; live servers likewise.
"""

import itertools
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from connector.folder.feed import FolderFeed
from connector.host import Host, Marks, Photos, Setup, Wiring
from connector.registry import KINDS
from connector.values import HashKind, HostId, HostName, MarkSet, MediaKind, Page, PhotoChange
from tests.contracts import nextcloud, resourcespace
from tests.fakes.host import MemoryHost
from tests.fakes.library import Library

JPEG = b"\xff\xd8\xff\xe0" + b"not much of a photo, but it begins like one"
PAGE = 3
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


class Stage(Protocol):
    """A host that a test can act upon from outside."""

    library: Library
    moves: bool
    """Whether photos lie in places, and can be moved from one to another."""
    hash_kind: HashKind
    """What a new photo's hash is of."""
    exact: bool
    """Whether the very bytes that were put are fetched, and no preview of them."""

    @property
    def photos(self) -> Photos: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def setup(self) -> Setup: ...

    def page(self, cursor: str) -> Page:
        """Ask for one page and take it over."""
        ...

    def poll(self) -> list[PhotoChange]:
        """Ask for all pages and take them over."""
        ...

    def put(self, place: str, data: bytes) -> None: ...
    def move(self, place: str, to: str) -> None: ...
    def copy(self, place: str, to: str) -> None: ...
    def delete(self, place: str) -> None: ...

    def where(self, place: str) -> str:
        """Say how this host calls a place."""
        ...

    def kept(self, marks: MarkSet) -> MarkSet | None:
        """Say what this host shows of a mark set."""
        ...


def without_extras(marks: MarkSet) -> MarkSet | None:
    """Leave out what a folder has no place for, and all of what says nothing."""
    if marks.status == "not-assessed":
        return None
    return replace(marks, warning="", names=(), link="", checked_on=None)


@dataclass(slots=True)
class FolderStage:
    """A folder host in a temporary folder."""

    root: Path
    library: Library = field(default_factory=Library)
    moves: bool = True
    hash_kind: HashKind = HashKind.ORIGINAL
    exact: bool = True
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    def host(self) -> Host:
        """Connect it the way the product does, but with small pages."""
        wiring = Wiring(
            name=HostName("photos"),
            where=str(self.root),
            locate=self.library.locate,
            new_id=lambda: HostId(f"photo-{next(self._ids)}"),
            now=lambda: NOON,
            zone=UTC,
        )
        host = KINDS["folder"].connect(wiring)
        assert isinstance(host.feed, FolderFeed)
        return replace(host, feed=replace(host.feed, page=PAGE))

    @property
    def photos(self) -> Photos:
        return self.host().photos

    @property
    def marks(self) -> Marks:
        return self.host().marks

    @property
    def setup(self) -> Setup:
        return self.host().setup

    def page(self, cursor: str) -> Page:
        page = self.host().feed.changes(cursor, dict(self.library.known))
        self.library.apply(page)
        return page

    def poll(self) -> list[PhotoChange]:
        return self.library.poll(self.host().feed)

    def put(self, place: str, data: bytes) -> None:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def move(self, place: str, to: str) -> None:
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / place).rename(self.root / to)

    def copy(self, place: str, to: str) -> None:
        shutil.copyfile(self.root / place, self.root / to)

    def delete(self, place: str) -> None:
        (self.root / place).unlink()

    def where(self, place: str) -> str:
        return place

    def kept(self, marks: MarkSet) -> MarkSet | None:
        return without_extras(marks)


@dataclass(slots=True)
class MemoryStage:
    """The host in memory."""

    host: MemoryHost = field(default_factory=lambda: MemoryHost(page_size=PAGE))
    library: Library = field(default_factory=Library)
    moves: bool = True
    hash_kind: HashKind = HashKind.ORIGINAL
    exact: bool = True

    @property
    def photos(self) -> Photos:
        return self.host

    @property
    def marks(self) -> Marks:
        return self.host

    @property
    def setup(self) -> Setup:
        return self.host

    def page(self, cursor: str) -> Page:
        page = self.host.changes(cursor, dict(self.library.known))
        self.library.apply(page)
        return page

    def poll(self) -> list[PhotoChange]:
        return self.library.poll(self.host)

    def put(self, place: str, data: bytes) -> None:
        video = place.endswith(".mp4")
        self.host.put(place, data, media=MediaKind.VIDEO if video else MediaKind.PICTURE)

    def move(self, place: str, to: str) -> None:
        self.host.move(place, to)

    def copy(self, place: str, to: str) -> None:
        self.host.put(to, self.host.data(place))

    def delete(self, place: str) -> None:
        self.host.delete(place)

    def where(self, place: str) -> str:
        return place

    def kept(self, marks: MarkSet) -> MarkSet | None:
        return None if marks.status == "not-assessed" else marks


STAGES: Mapping[str, Callable[[Path], AbstractContextManager[Stage]]] = {
    "folder": lambda path: nullcontext(FolderStage(path)),
    "memory": lambda _: nullcontext(MemoryStage()),
    "nextcloud": lambda _: nextcloud.fake_stage(),
    "nextcloud-live": lambda _: nextcloud.live_stage(),
    "resourcespace": lambda _: resourcespace.fake_stage(),
    "resourcespace-live": lambda _: resourcespace.live_stage(),
}
