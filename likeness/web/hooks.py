"""Messages from hosts: what comes in is a hint to look sooner, and never believed further.

Everybody gets the same empty 200 at once, whatever becomes of the message: a stranger learns
neither which hosts there are nor whether a signature was right, and an editor never waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Protocol

import structlog
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response

from connector.errors import WebhookRefused
from connector.values import EventKind, HostName, WebhookEvent
from connector.webhooks import Message, Reader, SignedMessages, WebhookKeys
from likeness.web.access import Now
from likeness.web.pace import Pace, Seen

BODY_BYTES = 20_000
CHECK_AGAIN_S = 60.0
"""A button message can be sent for ever by whoever saw one: it counts once in this time."""


class Hints(Protocol):
    """Where a hint goes."""

    def hint(self, event: WebhookEvent) -> None:
        """Take note and give back at once; never raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """What messages are checked with, and who is told. One per listener: it remembers messages."""

    readers: Mapping[HostName, Reader]
    hints: Hints
    now: Now
    pace: Pace = field(default_factory=Pace)
    seen: Seen = field(default_factory=Seen)
    stranger: Reader = field(
        default=SignedMessages(keys=WebhookKeys(texts=("-" * 40,))), repr=False
    )
    """Messages for a host that is not there are checked with this, and dropped."""

    def take(self, message: Message) -> None:
        """Check one message and pass the hint on. Nobody waits for this; never raises."""
        known = self.readers.get(message.host)
        try:
            events = (known or self.stranger).read(message, self.now())
        except WebhookRefused as error:
            if known:
                structlog.get_logger().warning("webhook-refused", reason=error.reason)
            return
        for event in events if known else ():
            self._pass_on(event, known.remember_s if known else 0.0)

    def _pass_on(self, event: WebhookEvent, remember_s: float) -> None:
        again_s = CHECK_AGAIN_S if event.kind is EventKind.CHECK else remember_s
        if not self.seen.first(f"{event.host}/{event.id}", self.now(), again_s):
            return
        structlog.get_logger().info("webhook", kind=event.kind.value)
        if event.kind is not EventKind.TEST:
            self.hints.hint(event)


async def _body(request: Request) -> bytes:
    """Read the body, not further than is allowed."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES:
            raise HTTPException(413)
    return body


def add_hooks(app: FastAPI, hooks: Hooks) -> None:
    """Let hosts send messages to /hooks/<name of the host>."""

    @app.post("/hooks/{host}")
    def take(
        host: str, request: Request, body: Annotated[bytes, Depends(_body)], later: BackgroundTasks
    ) -> Response:
        sender = request.client.host if request.client else ""
        if hooks.pace.allows(sender, hooks.now()):
            message = Message(
                host=HostName(host),
                headers=dict(request.headers),
                query=dict(request.query_params),
                body=body,
            )
            later.add_task(hooks.take, message)
        return Response()
