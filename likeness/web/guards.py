"""What every request passes: host name check, body limit, security headers, log by template."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from likeness.web.problems import problem

BODY_BYTES = 1_048_576
UNMATCHED = "unmatched"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}

Counted = Callable[[str, str, int, float], None]
"""Takes method, route template, status code and seconds of one request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Rules of one listener. `hosts` = names it may be called by, without port."""

    listener: str
    hosts: frozenset[str]
    counted: Counted
    headers: tuple[tuple[str, str], ...] = tuple(HEADERS.items())
    body_bytes: int = BODY_BYTES
    uploads: Mapping[str, int] = field(default_factory=dict)
    """Ends of paths that take larger bodies, and how large."""

    def limit(self, path: str) -> int:
        """Give the bytes a body sent to this path may have."""
        larger = (most for end, most in self.uploads.items() if path.endswith(end))
        return next(larger, self.body_bytes)


class Guarded:
    """An app behind a guard."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        """Put the guard before the app."""
        self._app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; anything but HTTP goes straight on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        answer = _Answer(send, self._guard)
        try:
            await self._pass(scope, receive, answer)
        finally:
            self._count(scope, answer.status, time.perf_counter() - began)

    async def _pass(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        headers = Headers(scope=scope)
        limit = self._guard.limit(scope["path"])
        if _name(headers.get("host", "")) not in self._guard.hosts:
            refusal = problem(400, "This service is not known by that name.")
            await refusal(scope, receive, answer)
        elif _length(headers) > limit:
            await problem(413)(scope, receive, answer)
        else:
            await self._app(scope, _limited(receive, limit), answer)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", UNMATCHED)
        method = scope["method"] if scope["method"].isalpha() else "OTHER"
        self._guard.counted(method, route, status, seconds)
        structlog.get_logger().info(
            "request",
            listener=self._guard.listener,
            method=method,
            route=route,
            code=status,
            ms=round(seconds * 1000, 1),
        )


class _Answer:
    """The way back: puts the headers on, and remembers the status."""

    def __init__(self, send: Send, guard: Guard) -> None:
        self._send = send
        self._guard = guard
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._guard.headers:
                headers.setdefault(name, value)
        await self._send(message)


def _name(host: str) -> str:
    """Give a Host header without its port and brackets, in lower case."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else 0


def _limited(receive: Receive, limit: int) -> Receive:
    """Stop reading a body that is longer than it said."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413)
        return message

    return read
