"""A fake ResourceSpace on loopback: signatures, status codes, and everything that may go wrong.

`with serving(site) as host:` then `host.url`; `host.fail(Fault.HTML, function="update_field")`.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from typing_extensions import override

from tests.fakes.resourcespace.calls import CALLS, PLUGIN, access_key
from tests.fakes.resourcespace.items import Item, User
from tests.fakes.resourcespace.metadata import Broken, Forbidden
from tests.fakes.resourcespace.site import Site

DEADLINE_S = 30.0
ERROR = b'{"error":true,"error_note":"Sorry, an error has occurred. "}'
LOGIN = b"<!DOCTYPE html>\n<html><body><form>Log in</form></body></html>"
PLACEHOLDER = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\xc8\0\0\0\xc8\x08\x06" + b"\0" * 2117


class Fault(StrEnum):
    """What a call may come to, whatever it would have done."""

    BUSY = "503"
    CRASH = "500"
    HTML = "a page instead of JSON"
    EMPTY = "an empty body, as for a function that does not exist"
    TEXT = "a plugin's words instead of JSON"
    ERROR = "an error note, with nothing done"
    ERROR_AFTER = "an error note after the change was made"
    NO = "false, with nothing done"
    LIE = "true, with nothing done"
    CLOSED = "403 without a body"
    HANG_UP = "the connection is cut"
    HANG_UP_AFTER = "the connection is cut after the change was made"
    WAIT = "no answer until `heal`"


@dataclass(slots=True)
class Switched:
    """A fault that is on."""

    fault: Fault
    function: str | None
    times: int | None


@dataclass(slots=True)
class Answer:
    """What is written to the socket; None = hang up."""

    status: int
    kind: str
    body: bytes
    location: str = ""


@dataclass(slots=True)
class FakeHost:
    """The server and what was asked of it."""

    site: Site
    url: str = ""
    calls: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """The size code of each picture that was fetched; empty = an original."""
    faults: list[Switched] = field(default_factory=list)
    healed: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Event = field(default_factory=threading.Event)
    """Set when a call waits."""
    on_picture: Callable[[], None] = lambda: None
    """What somebody else does while a picture is fetched."""

    def fail(self, fault: Fault, *, function: str | None = None, times: int | None = None) -> None:
        """Switch a fault on: for one function or all, for so many calls or until `heal`."""
        self.healed.clear()
        self.faults.append(Switched(fault, function, times))

    def heal(self) -> None:
        """Switch all faults off."""
        self.faults.clear()
        self.healed.set()

    def fault_for(self, function: str) -> Fault | None:
        for one in self.faults:
            if one.function in {None, function}:
                if one.times is not None:
                    one.times -= 1
                    if one.times == 0:
                        self.faults.remove(one)
                return one.fault
        return None

    def count(self, function: str) -> int:
        """Count the calls of a function."""
        return self.calls.count(function)

    # API

    def api(self, fields: dict[str, str]) -> Answer | None:
        """Answer one POST."""
        query = fields.get("query", "")
        params = dict(parse_qsl(query, keep_blank_values=True))
        user = self.site.users.get(fields.get("user", ""))
        function = params.get("function", "")
        self.calls.append(function)
        fault = self.fault_for(function)
        if fault is Fault.WAIT:
            self.waiting.set()
            self.healed.wait(DEADLINE_S)
            fault = None
        if early := _before(fault):
            return early
        if fault is Fault.HANG_UP:
            return None
        signed = user and fields.get("sign") == sha256((user.key + query).encode()).hexdigest()
        if not user or not signed or params.get("user") != user.name:
            return Answer(401, "application/json", b"Invalid signature")
        if not user.approved:
            return Answer(401, "application/json", b'{"error":{"status":401,"title":"no"}}')
        answer = self._answer(function, user, params)
        if fault is Fault.HANG_UP_AFTER:
            return None
        return Answer(200, "application/json", ERROR) if fault is Fault.ERROR_AFTER else answer

    def _answer(self, function: str, user: User, params: dict[str, str]) -> Answer:
        if function not in CALLS or (function in PLUGIN and not self.site.plugin):
            return Answer(200, "application/json", b"")
        with self.site.lock:
            try:
                value = CALLS[function](self.site, user, params)
            except Broken:
                return Answer(200, "application/json", ERROR)
            except Forbidden:
                return Answer(403, "application/json", b"[]")
        return Answer(200, "application/json", php(value))

    # Pictures

    def picture(self, path: str) -> Answer:
        """Answer one GET of a picture.

        A wrong key leads to the login page, a size that is not there shows a placeholder.
        """
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith("/pages/download.php"):
            return self._download(query)
        if "/filestore/" not in parts.path or self.site.hidden_paths:
            return Answer(404, "text/html", LOGIN)
        name = parts.path.rpartition("/")[2].partition("_")[0]
        ref = "".join(char for char in name if char.isdecimal())
        item, code = self.site.items.get(int(ref)), name.removeprefix(ref)
        if item is None or (code and code not in item.sizes):
            return Answer(404, "text/html", LOGIN)
        return self._bytes(item, code)

    def _download(self, query: dict[str, str]) -> Answer:
        item, code = self.site.items.get(int(query.get("ref", "0"))), query.get("size", "")
        owners = [
            user
            for user in self.site.users.values()
            if query.get("access_key") == access_key(user, int(query.get("ref", "0")), code)
        ]
        if item is None or not owners:
            return Answer(302, "text/html", b"", f"{self.url}/login.php")
        if code and code not in item.sizes:
            return Answer(200, "image/png", PLACEHOLDER)
        if not code:
            self.site.write(item, "d", owners[0].name)
        return self._bytes(item, code)

    def _bytes(self, item: Item, code: str) -> Answer:
        self.pictures.append(code)
        self.on_picture()
        return Answer(200, "image/jpeg", item.preview if code else item.data)


def _before(fault: Fault | None) -> Answer | None:
    said = {
        Fault.BUSY: Answer(503, "text/html", LOGIN),
        Fault.CRASH: Answer(500, "text/html", b""),
        Fault.HTML: Answer(200, "text/html", LOGIN),
        Fault.EMPTY: Answer(200, "application/json", b""),
        Fault.TEXT: Answer(200, "application/json", b"Error from faces_service (HTTP 0)\n"),
        Fault.ERROR: Answer(200, "application/json", ERROR),
        Fault.NO: Answer(200, "application/json", b"false"),
        Fault.LIE: Answer(200, "application/json", b"true"),
        Fault.CLOSED: Answer(403, "text/html", b""),
    }
    return said.get(fault) if fault else None


def php(value: object) -> bytes:
    """Write JSON as PHP does."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("/", "\\/").encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536
    """Head and body leave together: apart, each answer would wait 40 ms for an acknowledgement."""
    host: FakeHost

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if self.headers.get("Origin"):
            return self._say(Answer(403, "text/html", b""))
        if urlsplit(self.path).path not in {"/api/", "/api/index.php"}:
            return self._say(Answer(404, "text/html", LOGIN))
        fields = dict(parse_qsl(body, keep_blank_values=True))
        return self._say(self.host.api(fields))

    def do_GET(self) -> None:
        fault = self.host.fault_for("picture")
        early = _before(fault)
        self._say(early or self.host.picture(self.path))

    def _say(self, answer: Answer | None) -> None:
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        if answer.location:
            self.send_header("Location", answer.location)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(site: Site) -> Iterator[FakeHost]:
    """Serve while the test runs."""
    host = FakeHost(site)
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.heal()
        server.shutdown()
        server.server_close()
        thread.join(DEADLINE_S)
