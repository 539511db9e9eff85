"""Hosts on a stage: each kind of host with the same way to put photos into it and take them away.

A further kind needs one class in here and one line in STAGES; live servers likewise.
"""

import itertools
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from connector.folder.feed import FolderFeed
from connector.host import Host, Marks, Photos, Setup, Wiring
from connector.registry import KINDS
from connector.values import HostId, HostName, MediaKind, Page, PhotoChange
from tests.fakes.host import MemoryHost
from tests.fakes.library import Library

JPEG = b"\xff\xd8\xff\xe0" + b"not much of a photo, but it begins like one"
PAGE = 3
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


class Stage(Protocol):
    """A host that a test can act upon from outside."""

    library: Library

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


@dataclass(slots=True)
class FolderStage:
    """A folder host in a temporary folder."""

    root: Path
    library: Library = field(default_factory=Library)
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


@dataclass(slots=True)
class MemoryStage:
    """The host in memory."""

    host: MemoryHost = field(default_factory=lambda: MemoryHost(page_size=PAGE))
    library: Library = field(default_factory=Library)

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


STAGES: Mapping[str, Callable[[Path], Stage]] = {
    "folder": FolderStage,
    "memory": lambda _: MemoryStage(),
}
