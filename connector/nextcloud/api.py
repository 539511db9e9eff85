"""A thin client of Nextcloud's WebDAV and OCS: one method per call we use, nothing decided here."""

import base64
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol
from urllib.parse import quote, urlencode

from connector.errors import HostBusy, HostConfused, HostRefused, HostUnavailable, PhotoGone
from connector.nextcloud import answers, dav
from connector.nextcloud.answers import MULTI, NODE, REMARK, TAG, Json
from connector.nextcloud.dav import Found, Query
from connector.nextcloud.rows import FileId, Node, Remark, Status, Tag, TagId
from connector.transport import Method, Reply, Sending

XML = {"Content-Type": "text/xml; charset=utf-8"}
"""A SEARCH as application/json is a 501."""
JSON = {"Content-Type": "application/json"}
OCS = {"OCS-APIRequest": "true", "Accept": "application/json"}
SHARES = "apps/files_sharing/api/v1/shares"
AFTER_401_S = 3600.0
"""Ten failed logins close Nextcloud to our whole address, editors behind it included. So one, and
then none for this long (lib/public/Security/Bruteforce/IThrottler.php:30-42)."""
ORIGINAL_S = 120.0
END = 65_536
"""Bytes of the end of a file at most."""
_SHUT_OUT = (
    "answered 429: too many logins failed at our address; wait, or let an administrator run "
    "occ security:bruteforce:reset ADDRESS"
)


class Sender(Protocol):
    """What sends: connector.transport."""

    def send(self, sending: Sending) -> Reply:
        """Give the whole answer."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who asks."""

    user: str
    """The user id, as WebDAV addresses have it."""
    password: str = field(repr=False)
    """An app password: the real one costs a second per call."""
    bearer: bool = False

    @property
    def header(self) -> str:
        """Write the Authorization header."""
        if self.bearer:
            return f"Bearer {self.password}"
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


@dataclass(slots=True, kw_only=True)
class Api:
    """One Nextcloud, asked in the name of one user.

    Every call may raise `HostUnavailable`, `HostRefused`, `HostConfused` and `AnswerTooLarge`.
    """

    sender: Sender
    url: str
    """Address of the site, without a slash at its end."""
    account: Account
    clock: Callable[[], float] = time.monotonic
    _refused_at: float | None = None

    @property
    def prefix(self) -> str:
        """Give what hrefs of our files begin with: a Nextcloud may live below another folder."""
        below = self.url.split("//", 1)[1].partition("/")[2]
        return f"/{below}/".replace("//", "/") + f"remote.php/dav/files/{self.account.user}/"

    def send(self, sending: Sending) -> Reply:
        """Send in our name; after one 401 nothing, for a while."""
        since = None if self._refused_at is None else self.clock() - self._refused_at
        if since is not None and since < AFTER_401_S:
            raise HostRefused("Nextcloud refused our app password: correct it, then restart")
        try:
            reply = self.sender.send(sending)
        except HostBusy as error:
            if error.status == HTTPStatus.TOO_MANY_REQUESTS:
                raise HostBusy(_SHUT_OUT, status=error.status) from None
            if self.status().maintenance:
                raise HostUnavailable("Nextcloud is in maintenance mode") from None
            raise
        self._refused_at = self.clock() if reply.status == HTTPStatus.UNAUTHORIZED else None
        return reply

    def call(
        self,
        method: Method,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Send one call, to an address below that of the site."""
        own = {"Authorization": self.account.header, **(headers or {})}
        repeatable = method != "POST"
        return self.send(
            Sending(
                method=method,
                url=self.url + path,
                body=body,
                headers=own,
                repeatable=repeatable,
            )
        )

    def _multi(self, reply: Reply) -> tuple[Found, ...]:
        answers.expect(reply, MULTI)
        return dav.multistatus(reply.data)

    def files(self, place: str) -> str:
        """Give the address of a file or folder, below that of the site."""
        return f"/remote.php/dav/files/{quote(self.account.user)}/{quote(place)}"

    # Files

    def node(self, place: str) -> Node:
        """Look at one file or folder. Raises `PhotoGone`."""
        reply = self.call("PROPFIND", self.files(place), dav.propfind(NODE), {**XML, "Depth": "0"})
        found = self.nodes(self._multi(reply))
        if not found:
            raise HostConfused("a file without its number")
        return found[0]

    def search(
        self, where: tuple[str, str, str], *, below: str = "", first: int, count: int
    ) -> tuple[Node, ...]:
        """Search files; ordered by the time of upload."""
        scope = f"/files/{self.account.user}/{below}".rstrip("/")
        upload = dav.nc("upload_time")
        query = Query(select=NODE, scope=scope, where=where, order=upload, first=first, count=count)
        reply = self.call("SEARCH", "/remote.php/dav/", dav.search(query), XML)
        return self.nodes(self._multi(reply))

    def by_id(self, file: FileId) -> Node | None:
        """Find a file wherever it is in our tree now; None = nowhere."""
        found = self.search(("eq", dav.oc("fileid"), str(file)), first=0, count=1)
        return next((one for one in found if one.id == file), None)

    def nodes(self, found: Iterable[Found]) -> tuple[Node, ...]:
        """Read what lies in our own tree."""
        read = (answers.node(one, self.prefix) for one in found)
        return tuple(one for one in read if one is not None)

    # Pictures

    def preview(self, file: FileId, box: int) -> Reply:
        """Ask for a preview no larger than the box. /index.php/ keeps the query of the address."""
        asked = urlencode({"fileId": file, "x": box, "y": box, "a": 1, "forceIcon": 0})
        return self.call("GET", f"/index.php/core/preview?{asked}")

    def original(self, place: str, limit: int) -> Reply:
        """Ask for the file itself. Raises `AnswerTooLarge`."""
        headers = {"Authorization": self.account.header}
        url = self.url + self.files(place)
        return self.send(Sending(url=url, headers=headers, limit=limit, total_s=ORIGINAL_S))

    def end(self, place: str, start: int) -> Reply:
        """Ask for a file from a byte on; some servers give all of it. Raises `AnswerTooLarge`."""
        headers = {"Authorization": self.account.header, "Range": f"bytes={start}-"}
        return self.send(Sending(url=self.url + self.files(place), headers=headers, limit=END))

    # Tags, one file at a time: the bulk address replaces whole sets and minds no tag's rights

    def tags(self) -> tuple[Tag, ...]:
        """Give every tag that we can see."""
        return self._tags("/remote.php/dav/systemtags/")

    def tags_of(self, file: FileId) -> tuple[Tag, ...]:
        """Give the tags of a file. Raises `PhotoGone`.

        Only so: listings of folders drop tags (34.0.1, SystemTagPlugin.php:366-376).
        """
        return self._tags(f"/remote.php/dav/systemtags-relations/files/{file}")

    def _tags(self, path: str) -> tuple[Tag, ...]:
        reply = self.call("PROPFIND", path, dav.propfind(TAG), {**XML, "Depth": "1"})
        return answers.tags(self._multi(reply))

    def assign(self, file: FileId, tag: TagId) -> bool:
        """Put a tag on a file; False where it was there."""
        path = f"/remote.php/dav/systemtags-relations/files/{file}/{tag}"
        return answers.of_assigning(self.call("PUT", path))

    def take_off(self, file: FileId, tag: TagId) -> bool:
        """Take a tag off a file; False where it was not there."""
        path = f"/remote.php/dav/systemtags-relations/files/{file}/{tag}"
        return answers.of_taking_off(self.call("DELETE", path))

    # Making tags: only an admin may

    def make_tag(self, name: str) -> TagId | None:
        """Make a visible tag that only groups put on files; None where that name is taken."""
        said = {"name": name, "userVisible": True, "userAssignable": False}
        body = json.dumps(said).encode()
        reply = self.call("POST", "/remote.php/dav/systemtags/", body, dict(JSON))
        if reply.status == HTTPStatus.CONFLICT:
            return None
        answers.expect(reply, HTTPStatus.CREATED)
        number = reply.headers.get("content-location", "").rstrip("/").rpartition("/")[2]
        return TagId(int(number)) if number.isdecimal() else None

    def dress_tag(self, tag: TagId, name: str, value: str) -> None:
        """Set a property of a tag: nc:color, or oc:groups."""
        path = f"/remote.php/dav/systemtags/{tag}"
        reply = self.call("PROPPATCH", path, dav.proppatch(name, value), dict(XML))
        answers.expect(reply, MULTI)
        if bad := dav.refused(reply.data):
            raise HostConfused(f"the tag was not changed: {bad[0]}")

    # Comments

    def remarks(self, file: FileId) -> tuple[Remark, ...]:
        """Give the comments on a file. Raises `PhotoGone`."""
        path = f"/remote.php/dav/comments/files/{file}"
        reply = self.call("PROPFIND", path, dav.propfind(REMARK), {**XML, "Depth": "1"})
        return answers.remarks(self._multi(reply))

    def remark(self, file: FileId, text: str) -> None:
        """Write a comment. Never sent twice: there would be two."""
        said = {"actorType": "users", "verb": "comment", "message": text}
        path = f"/remote.php/dav/comments/files/{file}"
        answers.expect(self.call("POST", path, json.dumps(said).encode(), dict(JSON)), 201)

    def change_remark(self, file: FileId, remark: int, text: str) -> None:
        """Give a comment of ours another text."""
        path = f"/remote.php/dav/comments/files/{file}/{remark}"
        reply = self.call("PROPPATCH", path, dav.proppatch(dav.oc("message"), text), dict(XML))
        answers.expect(reply, MULTI)
        if bad := dav.refused(reply.data):
            raise HostConfused(f"the comment was not changed: {bad[0]}")

    def drop_remark(self, file: FileId, remark: int) -> None:
        """Delete a comment of ours. Safe to run twice."""
        path = f"/remote.php/dav/comments/files/{file}/{remark}"
        answers.expect(self.call("DELETE", path), 204, 404)

    # OCS

    def ocs(self, path: str, asked: Mapping[str, str] | None = None) -> Json:
        """Ask one OCS call."""
        query = f"?{urlencode(asked)}" if asked else ""
        return answers.ocs(self.call("GET", f"/ocs/v2.php/{path}{query}", headers=dict(OCS)))

    def has_comments(self) -> bool:
        """Tell whether comments are switched on (apps/comments/lib/Capabilities.php)."""
        found = self.ocs("cloud/capabilities")
        known = found.get("capabilities", {}) if isinstance(found, dict) else {}
        files = known.get("files") if isinstance(known, dict) else None
        return bool(isinstance(files, dict) and files.get("comments"))

    def shares(self, place: str, *, inherited: bool) -> list[Json]:
        """Give the shares of a file, or those of the folders it lies in. Raises `PhotoGone`."""
        asked = {"path": f"/{place}"}
        if inherited:
            found = self.ocs(f"{SHARES}/inherited", asked)
        else:
            found = self.ocs(SHARES, {**asked, "reshares": "true"})
        if not isinstance(found, list):
            raise HostConfused("no list of shares")
        return found

    def unshare(self, share: int) -> None:
        """Delete a share. Raises `PhotoGone` where it is not there."""
        path = f"/ocs/v2.php/{SHARES}/{share}"
        answers.ocs(self.call("DELETE", path, headers=dict(OCS)))

    def status(self) -> Status:
        """Ask status.php, which answers in maintenance, too, and wants no password."""
        reply = self.sender.send(Sending(url=f"{self.url}/status.php"))
        return answers.status(reply)


def file_id(text: str) -> FileId:
    """Read our id of a photo as Nextcloud's. Raises `PhotoGone`."""
    if not text.isdecimal():
        raise PhotoGone("not a photo of this host")
    return FileId(int(text))
