"""ResourceSpace on a stage: the fake one, and a live one where LIKENESS_LIVE_RESOURCESPACE names it.

The variable holds `url,user,key,admin,admin_key` and then numbers of fields, `status=88` and so on.
The user is the service user; the administrator is only used to put photos in and take them away.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Protocol

import pytest
from PIL import Image

from config.resourcespace import ResourceSpaceFields, ResourceSpaceHost
from connector.host import Host, Marks, Photos, Setup, Wiring
from connector.registry import KINDS
from connector.resourcespace import request
from connector.resourcespace.answers import value_of
from connector.resourcespace.feed import ResourceSpaceFeed
from connector.resourcespace.request import Account
from connector.transport import Sending, Transport
from connector.values import HashKind, HostName, MarkSet, Page, PhotoChange
from tests.fakes.library import Library
from tests.fakes.resourcespace.items import Upload
from tests.fakes.resourcespace.server import FakeHost, serving
from tests.fakes.resourcespace.site import Site

LIVE = "LIKENESS_LIVE_RESOURCESPACE"
PAGE = 3
NOTHING_ENDS_ON = date(2031, 12, 31)
FIELDS = {
    "status": 88,
    "channels": 89,
    "end": 90,
    "note": 91,
    "warning": 96,
    "checked": 93,
    "people": 29,
    "link": 97,
}
WORDS = {
    "cleared": "✓ Cleared",
    "partly": "◐ Cleared for some uses",
    "review": "? Not decided yet",
    "blocked": "✗ Not cleared",
    "no-people": "– No people",  # noqa: RUF001 - the sign of PRODUCT's table
    "not-assessed": "… Not checked",
}
CHANNELS = {
    "website": "Website",
    "social-media": "Social media",
    "print": "Print",
    "press": "Press",
    "internal": "Internal",
    "advertising": "Advertising",
}


class Hands(Protocol):
    """What people do in ResourceSpace."""

    def put(self, data: bytes, extension: str) -> int: ...
    def replace(self, ref: int, data: bytes, extension: str) -> None: ...
    def purge(self, ref: int) -> None: ...


def settings_of(url: str, user: str = "svc", **more: object) -> ResourceSpaceHost:
    """Give settings with every field."""
    values: dict[str, object] = {
        "kind": "resourcespace",
        "url": url,
        "user": user,
        "fields": ResourceSpaceFields(**FIELDS),
        "nothing_ends_on": NOTHING_ENDS_ON,
    }
    return ResourceSpaceHost.model_validate(values | more)


def connected(settings: ResourceSpaceHost, key: str, **more: object) -> Host:
    """Connect the way the product does, but with small pages."""
    wiring = Wiring(
        name=HostName("dam"),
        where=settings.url,
        locate=lambda _: pytest.fail("a resource knows where it is"),
        new_id=lambda: pytest.fail("a resource has its number"),
        now=lambda: datetime.now(UTC),  # noqa: TID251 - a live host has the present time
        zone=UTC,
        secret=key,
        settings=settings,
        words=WORDS,
        channels=CHANNELS,
        names=settings.names,
    )
    host = KINDS["resourcespace"].connect(replace(wiring, **more))  # type: ignore[arg-type]
    assert isinstance(host.feed, ResourceSpaceFeed)
    host.feed.page = PAGE
    return host


@dataclass(slots=True)
class ResourceSpaceStage:
    """A ResourceSpace. It has no places: the stage remembers which resource stands for which."""

    host: Host
    hands: Hands
    library: Library = field(default_factory=Library)
    moves: bool = False
    hash_kind: HashKind = HashKind.PARTIAL
    exact: bool = True
    cursor: str = ""
    refs: dict[str, int] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)

    @property
    def photos(self) -> Photos:
        return self.host.photos

    @property
    def marks(self) -> Marks:
        return self.host.marks

    @property
    def setup(self) -> Setup:
        return self.host.setup

    def page(self, cursor: str) -> Page:
        page = self.host.feed.changes(cursor, dict(self.library.known))
        self.library.apply(page)
        return page

    def poll(self) -> list[PhotoChange]:
        changes: list[PhotoChange] = []
        complete = False
        while not complete:
            page = self.page(self.cursor)
            self.cursor, complete = page.cursor, page.complete
            changes += page.changes
        return changes

    def put(self, place: str, data: bytes) -> None:
        extension = place.rpartition(".")[2]
        self.data[place] = data
        if place in self.refs:
            self.hands.replace(self.refs[place], data, extension)
        else:
            self.refs[place] = self.hands.put(data, extension)

    def move(self, place: str, to: str) -> None:
        pytest.fail(f"a resource has no place: {place} cannot become {to}")

    def copy(self, place: str, to: str) -> None:
        self.put(to, self.data[place])

    def delete(self, place: str) -> None:
        self.hands.purge(self.refs[place])

    def where(self, place: str) -> str:
        return str(self.refs[place])

    def kept(self, marks: MarkSet) -> MarkSet | None:
        """Faces, sizes and releases have no place here; the status is said in the host's words."""
        return MarkSet(
            status=marks.status,
            word=WORDS[marks.status],
            channels=marks.channels,
            until=marks.until,
            note=marks.note,
            warning=marks.warning,
            link=marks.link,
            checked_on=marks.checked_on,
        )


@dataclass(slots=True)
class FakeHands:
    """People at the fake."""

    site: Site

    def put(self, data: bytes, extension: str) -> int:
        return self.site.put(Upload(data, extension, previews=extension == "jpg"))

    def replace(self, ref: int, data: bytes, extension: str) -> None:
        self.site.replace(ref, Upload(data, extension))

    def purge(self, ref: int) -> None:
        self.site.purge(ref)


@contextmanager
def fake_stage() -> Iterator[ResourceSpaceStage]:
    """Serve a fake ResourceSpace while the test runs."""
    with serving(Site()) as fake:
        yield staged(fake)


def staged(fake: FakeHost) -> ResourceSpaceStage:
    """Put a fake on a stage."""
    host = connected(settings_of(fake.url), fake.site.users["svc"].key)
    return ResourceSpaceStage(host, FakeHands(fake.site))


@dataclass(slots=True)
class LiveHands:
    """An administrator at a live one. Every photo goes into one collection."""

    url: str
    account: Account
    collection: int = 0
    refs: list[int] = field(default_factory=list)
    transport: Transport = field(default_factory=Transport)

    def call(self, function: str, **params: request.Value) -> object:
        body = request.body(self.account, function, params)
        sending = Sending(method="POST", url=f"{self.url}/api/", body=body, headers=request.FORM)
        return value_of(self.transport.send(sending))

    def put(self, data: bytes, extension: str) -> int:
        ref = self.call("create_resource", resource_type=1, archive=0)
        assert isinstance(ref, int)
        self.refs.append(ref)
        self.call("add_resource_to_collection", resource=ref, collection=self.collection)
        if data:
            self.replace(ref, data, extension)
        return ref

    def replace(self, ref: int, data: bytes, extension: str) -> None:
        """Upload a real picture, with the bytes of the test behind its end."""
        params: dict[str, request.Value] = {"ref": ref, "no_exif": "1", "revert": "0"}
        query = request.query(self.account, "upload_multipart", params)
        picture = a_picture() + data if extension == "jpg" else data
        parts = {
            "query": query,
            "sign": request.sign(self.account, query),
            "user": self.account.user,
        }
        body = b"".join(
            f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in parts.items()
        )
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.{extension}"'
        body += f"{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode()
        body += picture + b"\r\n--edge--\r\n"
        headers = {"Content-Type": "multipart/form-data; boundary=edge"}
        sending = Sending(
            method="POST", url=f"{self.url}/api/", body=body, headers=headers, total_s=300.0
        )
        assert self.transport.send(sending).status == 204

    def purge(self, ref: int) -> None:
        for _ in range(2):
            self.call("delete_resource", resource=ref)


def a_picture() -> bytes:
    """Make a small real JPEG."""
    shown = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 120, 200)).save(shown, "JPEG")
    return shown.getvalue()


@contextmanager
def live_stage() -> Iterator[ResourceSpaceStage]:
    """Use a live ResourceSpace, in a collection of its own; leave it as it was."""
    said = os.environ.get(LIVE, "")
    if not said:
        pytest.skip(f"no live ResourceSpace: set {LIVE} to url,user,key,admin,admin_key")
    url, user, key, admin, admin_key, *numbers = said.split(",")
    hands = LiveHands(url, Account(user=admin, key=admin_key))
    name = f"likeness {sha256(os.urandom(8)).hexdigest()[:8]}"
    collection = hands.call("create_collection", name=name)
    assert isinstance(collection, int)
    hands.collection = collection
    hands.call("save_collection", ref=collection, coldata={"name": name, "users": user})
    fields = FIELDS | {part: int(ref) for part, ref in (one.split("=") for one in numbers)}
    settings = settings_of(
        url,
        user,
        scope=f"!collection{collection}",
        fields=ResourceSpaceFields(**fields),
    )
    try:
        yield ResourceSpaceStage(connected(settings, key), hands, exact=False)
    finally:
        for ref in hands.refs:
            hands.purge(ref)
        hands.call("delete_collection", ref=collection)
        hands.transport.close()
