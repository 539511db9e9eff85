"""Keeps the language that a reader chose on one page for the next ones: a cookie of the visit.

It holds the two letters and nothing else; a browser that is closed forgets it.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from likeness.web.pages.parts import LANGUAGE, plain_tag


@dataclass(frozen=True, slots=True)
class KeepLanguage:
    """Sets the cookie on the answer to a page that was asked for in a language."""

    app: ASGIApp
    secure: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        tag = _chosen(scope)
        if not tag:
            await self.app(scope, receive, send)
            return
        safe = "; Secure" if self.secure else ""
        cookie = f"{LANGUAGE}={tag}; Path=/; HttpOnly; SameSite=Strict{safe}"

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, keeping)


def _chosen(scope: Scope) -> str:
    if scope["type"] != "http":
        return ""
    said = parse_qs(scope["query_string"].decode("latin-1")).get(LANGUAGE, [""])
    return plain_tag(said[-1])
