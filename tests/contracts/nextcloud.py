"""Nextcloud on a stage: the fake one, and a live one where LIKENESS_LIVE_NEXTCLOUD names it.

The variable holds `url,user,password` and then, if there are any, numbers of tags: `cleared=11` and
so on; `folder=Photo Desk` for a folder to work in; `editor=alice` and `editor_password=...` for
somebody else, who can share with that user. Everything happens in a new folder in there,
or in the home of that user, which goes again at the end.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote

import pytest
import requests

from config.nextcloud import NextcloudHost, NextcloudTags
from connector.host import Host, Marks, Photos, Setup, Wiring
from connector.nextcloud.book import OurTags, TagBook
from connector.nextcloud.connect import client
from connector.nextcloud.feed import NextcloudFeed
from connector.nextcloud.rows import TagId
from connector.nextcloud.setup import NextcloudSetup
from connector.registry import KINDS
from connector.values import HashKind, HostName, MarkSet, Page, PhotoChange
from tests.fakes.library import Library
from tests.fakes.nextcloud.server import running
from tests.fakes.nextcloud.site import PASSWORD, TEAM, USER, Site

LIVE = "LIKENESS_LIVE_NEXTCLOUD"
PAGE = 3
STATUSES = ("cleared", "partly", "review", "blocked", "no-people")
CHANNELS = {"website": "Website", "press": "Press", "social-media": "Social media"}
_FOUND = 409


def settings_of(url: str, user: str = USER, **more: object) -> NextcloudHost:
    """Give settings that look at everything at once."""
    quick = {"walk_s": 0.0, "absence_s": 0.0}
    return NextcloudHost.model_validate(
        {"kind": "nextcloud", "url": url, "user": user} | quick | more
    )


def connected(settings: NextcloudHost, password: str, library: Library, **more: object) -> Host:
    """Connect the way the product does, but with small pages."""
    wiring = Wiring(
        name=HostName("cloud"),
        where=settings.url,
        locate=library.locate,
        new_id=lambda: pytest.fail("a file has its number"),
        now=lambda: datetime.now(UTC),  # noqa: TID251 - a live host has the present time
        zone=UTC,
        secret=password,
        settings=settings,
        channels=CHANNELS,
    )
    host = KINDS["nextcloud"].connect(replace(wiring, **more))  # type: ignore[arg-type]
    assert isinstance(host.feed, NextcloudFeed)
    return replace(host, feed=replace(host.feed, pacing=replace(host.feed.pacing, page=PAGE)))


class Hands(Protocol):
    """What people do in Nextcloud."""

    def put(self, place: str, data: bytes) -> object: ...
    def move(self, place: str, to: str) -> None: ...
    def copy(self, place: str, to: str) -> object: ...
    def delete(self, place: str) -> None: ...
    def share(self, place: str) -> object: ...


@dataclass(slots=True)
class NextcloudStage:
    """A Nextcloud; everything happens below one folder."""

    host: Host
    hands: Hands
    library: Library
    root: str
    editor: "LiveHands | None" = None
    """Somebody else, where there is one."""
    moves: bool = True
    hash_kind: HashKind = HashKind.HOST
    exact: bool = True
    cursor: str = ""
    site: Site = field(default_factory=Site)

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
        self.hands.put(self.where(place), data)

    def move(self, place: str, to: str) -> None:
        self.hands.move(self.where(place), self.where(to))

    def copy(self, place: str, to: str) -> None:
        self.hands.copy(self.where(place), self.where(to))

    def delete(self, place: str) -> None:
        self.hands.delete(self.where(place))

    def share(self, place: str) -> None:
        """Make a public link."""
        self.hands.share(self.where(place))

    def where(self, place: str) -> str:
        return f"{self.root}/{place}"

    def kept(self, marks: MarkSet) -> MarkSet | None:
        """Faces, sizes and releases have no place here; a status without a tag is not shown."""
        if marks.status == "not-assessed":
            return None
        return MarkSet(
            status=marks.status,
            word=marks.word or marks.status,
            channels=marks.channels,
            until=marks.until,
            note=marks.note,
            warning=marks.warning,
            link=marks.link,
        )


@contextmanager
def fake_stage(**more: object) -> Iterator[NextcloudStage]:
    """Serve a fake Nextcloud while the test runs."""
    with running() as site:
        tags = {status: site.tag(f"!{status}").id for status in STATUSES}
        settings = settings_of(site.url, USER, **{"tags": NextcloudTags(status=tags), **more})
        library = Library()
        host = connected(settings, PASSWORD, library)
        yield NextcloudStage(host, site, library, TEAM, site=site)


@dataclass(slots=True)
class LiveHands:
    """The account itself, at a live one."""

    url: str
    user: str
    session: requests.Session

    def put(self, place: str, data: bytes) -> None:
        self._folders(place)
        checksum = f"SHA1:{hashlib.sha1(data, usedforsecurity=False).hexdigest()}"
        self.ask("PUT", self.at(place), data=data, headers={"OC-Checksum": checksum})

    def move(self, place: str, to: str) -> None:
        self._folders(to)
        self.ask("MOVE", self.at(place), headers={"Destination": self.at(to)})

    def copy(self, place: str, to: str) -> None:
        self._folders(to)
        self.ask("COPY", self.at(place), headers={"Destination": self.at(to)})

    def delete(self, place: str) -> None:
        self.ask("DELETE", self.at(place))

    def share(self, place: str) -> None:
        self.ask(
            "POST",
            f"{self.url}/ocs/v2.php/apps/files_sharing/api/v1/shares",
            data={"path": f"/{place}", "shareType": "3", "permissions": "1"},
            headers={"OCS-APIRequest": "true", "Accept": "application/json"},
        )

    def at(self, place: str) -> str:
        return f"{self.url}/remote.php/dav/files/{quote(self.user)}/{quote(place)}"

    def ask(self, method: str, url: str, **more: object) -> requests.Response:
        answer = self.session.request(method, url, timeout=60, **more)  # type: ignore[arg-type]
        assert answer.ok or (method, answer.status_code) == ("MKCOL", 405), answer.status_code
        return answer

    def _folders(self, place: str) -> None:
        parts = place.split("/")[:-1]
        for end in range(1, len(parts) + 1):
            self.ask("MKCOL", self.at("/".join(parts[:end])))


@contextmanager
def live_stage() -> Iterator[NextcloudStage]:
    """Use a live Nextcloud; leave it as it was, but for tags for tests where none were named."""
    said = os.environ.get(LIVE, "")
    if not said:
        pytest.skip(f"no live Nextcloud: set {LIVE} to url,user,password")
    url, user, password, *more = said.split(",")
    named = dict(one.split("=") for one in more)
    root = f"{named.pop('folder', '')}/likeness-{uuid.uuid4().hex[:8]}".strip("/")
    other = (named.pop("editor", ""), named.pop("editor_password", ""))
    with requests.Session() as session, requests.Session() as others:
        session.auth, others.auth = (user, password), other
        hands = LiveHands(url, user, session)
        editor = LiveHands(url, other[0], others) if all(other) else None
        given = {status: TagId(int(tag)) for status, tag in named.items()}
        open_to_all = {} if set(STATUSES) <= set(given) else _tags_for_tests(hands, password)
        tags = open_to_all | given
        settings = settings_of(url, user, folders=(root,), tags=NextcloudTags(status=tags))
        hands.ask("MKCOL", hands.at(root))
        library = Library()
        host = connected(settings, password, library)
        if isinstance(host.setup, NextcloudSetup):
            # Everybody may put the tags made for tests, and the probe would rightly say so.
            host = replace(
                host,
                setup=replace(
                    host.setup, book=TagBook(api=host.setup.api, tags=OurTags(status=given))
                ),
            )
        try:
            yield NextcloudStage(host, hands, library, root, editor)
        finally:
            hands.ask("DELETE", hands.at(root))


def _tags_for_tests(hands: LiveHands, password: str) -> dict[str, TagId]:
    """Make public tags, or find those of an earlier run: without an admin none can be deleted."""
    for status in STATUSES:
        said = {"name": f"likeness test {status}", "userVisible": True, "userAssignable": True}
        answer = hands.session.post(
            f"{hands.url}/remote.php/dav/systemtags/",
            data=json.dumps(said),
            headers={"Content-Type": "application/json"},
            timeout=60,
        )
        assert answer.ok or answer.status_code == _FOUND
    account = settings_of(hands.url, hands.user)
    known = {tag.name: tag.id for tag in client(account, password).tags()}
    return {status: known[f"likeness test {status}"] for status in STATUSES}
