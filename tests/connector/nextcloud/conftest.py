"""A fake Nextcloud and its parts, for each test."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from config.nextcloud import NextcloudTags
from connector.host import Host
from connector.values import HostId, PhotoChange, PhotoRef
from tests.contracts.nextcloud import connected, settings_of
from tests.fakes.library import Library
from tests.fakes.nextcloud.rows import Entry
from tests.fakes.nextcloud.server import running
from tests.fakes.nextcloud.site import PASSWORD, USER, Site

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TAGS = {"cleared": 1, "partly": 2, "review": 3, "blocked": 4}


def jpeg(width: int = 64, height: int = 48, exif: Image.Exif | None = None) -> bytes:
    """Make a real JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 120, 200)).save(out, "JPEG", exif=exif or b"")
    return out.getvalue()


@dataclass(slots=True)
class Watch:
    """A clock that a test moves."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass(slots=True)
class Cloud:
    """The fake, our host in it, and what storage would know."""

    site: Site
    watch: Watch = field(default_factory=Watch)
    library: Library = field(default_factory=Library)
    host: Host = field(init=False)
    cursor: str = ""

    def __post_init__(self) -> None:
        """Make the tags and connect."""
        for status in TAGS:
            self.site.tag(f"!{status}")
        self.connect()

    def connect(self, **more: object) -> Host:
        """Connect anew, with other settings, or another `password`."""
        usual: dict[str, object] = {"tags": NextcloudTags(status=TAGS), "password": PASSWORD}
        settings = usual | more
        password = str(settings.pop("password"))
        wanted = settings_of(self.site.url, USER, **settings)
        self.host = connected(wanted, password, self.library, now=self.watch)
        return self.host

    def poll(self) -> list[PhotoChange]:
        """Read to the end, and take it over."""
        changes: list[PhotoChange] = []
        complete = False
        while not complete:
            page = self.host.feed.changes(self.cursor, dict(self.library.known))
            self.library.apply(page)
            self.cursor, complete = page.cursor, page.complete
            changes += page.changes
        return changes

    def requests(self, act: Callable[[], object]) -> int:
        """Count the requests of something."""
        before = self.site.asked.total()
        act()
        return self.site.asked.total() - before

    def photo(self, entry: Entry) -> PhotoRef:
        """Give what we call a file."""
        return PhotoRef(host=self.host.name, id=HostId(str(entry.id)))

    def scanned(self, ref: PhotoRef) -> None:
        """Know the content of a photo as a look at it would."""
        file = self.host.photos.fetch(ref, 1280)
        self.library.known = {
            place: replace(entry, content=file.content, also=file.also)
            if entry.ref == ref
            else entry
            for place, entry in self.library.known.items()
        }


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with running() as site:
        yield Cloud(site)
