"""The HTTP side: logins, throttling, maintenance, cookies. One server per test, on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override

from tests.fakes.nextcloud.administering import as_nobody, who
from tests.fakes.nextcloud.answering import Answer, Request, as_json, as_ocs, failure
from tests.fakes.nextcloud.calls import answer
from tests.fakes.nextcloud.markup import error
from tests.fakes.nextcloud.rows import Fault, How
from tests.fakes.nextcloud.site import ADMIN, INSTANCE, MOST_FAILED, Site

PAGE = b"<!DOCTYPE html><title>Nextcloud</title>"
PATIENCE_S = 20.0


def respond(site: Site, request: Request) -> Answer:
    """Answer one request: status.php first, then what stops all others, then the call itself."""
    site.asked[request.method] += 1
    if request.path == "/status.php":
        said = {"installed": True, "maintenance": site.maintenance, "versionstring": site.version}
        return as_json(200, said)
    if site.maintenance:
        return _down(request)
    if site.failed_logins >= MOST_FAILED:
        return _throttled(request)
    return as_nobody(site, request) or _logged_in(site, request)


def _logged_in(site: Site, request: Request) -> Answer:
    user, confirmed = who(site, request)
    if not user:
        site.failed_logins += 1
        return _unknown(request)
    before, site.confirmed = site.admin, confirmed
    site.admin = before or user == ADMIN
    try:
        fault = site.fault_for(request.method, request.path, request.headers)
        return answer(site, request) if fault is None else _troubled(site, request, fault)
    finally:
        site.admin = before


def _troubled(site: Site, request: Request, fault: Fault) -> Answer:
    match fault.how:
        case How.STATUS:
            return failure(fault.status, "Fault", "switched on by the test")
        case How.PAGE:
            return Answer(200, PAGE, "text/html; charset=UTF-8")
        case How.EMPTY:
            return Answer(fault.status)
        case How.HALF:
            return replace(answer(site, request), share=0.5)
        case How.HANG_UP_AFTER:
            answer(site, request)
            return Answer(0, share=0.0)
        case How.HANG_UP | How.DAWDLE:
            return Answer(0, share=0.0)


def _down(request: Request) -> Answer:
    if request.path.startswith("/remote.php"):
        return Answer(503, error("OCA\\DAV\\Exception\\ServerMaintenanceMode"))
    mark = {"X-Nextcloud-Maintenance-Mode": "1"}
    if request.path.startswith("/ocs"):
        down = as_ocs([], 503, message="Service unavailable")
        down.headers = mark
        return down
    return Answer(503, PAGE, "text/html; charset=UTF-8", {**mark, "Retry-After": "120"})


def _throttled(request: Request) -> Answer:
    if request.path.startswith("/ocs"):
        return as_ocs([], 429, message="Reached maximum delay")
    return Answer(429, error("OCA\\DAV\\Connector\\Sabre\\Exception\\TooManyRequests"))


def _unknown(request: Request) -> Answer:
    if request.path.startswith("/ocs"):
        return as_ocs([], 401, 997, "Unauthorised")
    if request.path.startswith("/index.php"):
        return as_json(401, {"message": "Current user is not logged in"})
    refused = failure(401, "NotAuthenticated", "No public access to this resource.")
    refused.headers["WWW-Authenticate"] = 'Basic realm="Nextcloud", charset="UTF-8"'
    return refused


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: no waiting for an acknowledgement
    disable_nagle_algorithm = True
    site: Site

    def _do(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length))
        if self.site.before:
            self.site.before(request.method, request.path)
        self._dawdle(request)
        with self.site.lock:
            said = respond(self.site, request)
            if INSTANCE not in headers.get("cookie", ""):
                self.site.sessions += 1
                said.headers["Set-Cookie"] = f"{INSTANCE}=session; path=/; HttpOnly; SameSite=Lax"
        self._say(said)

    def _dawdle(self, request: Request) -> None:
        """Wait outside the lock, so that others are served."""
        for fault in self.site.faults:
            if fault.how is How.DAWDLE and fault.times and fault.path in request.path:
                self.site.healed.wait(PATIENCE_S)

    def _say(self, said: Answer) -> None:
        self.close_connection = said.share < 1
        if not said.share:
            return
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", said.media_type)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body[: int(len(said.body) * said.share)])

    do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 - names of the library
    do_PROPFIND = do_PROPPATCH = do_SEARCH = do_REPORT = _do  # noqa: N815

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def running() -> Iterator[Site]:
    """Run a Nextcloud while the test runs."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    with _Server(("127.0.0.1", 0), handler) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.healed.set()
            server.shutdown()
            thread.join(5)
