"""Messages of the app webhook_listeners: which are believed, and what they hint at. Pure.

Nextcloud signs nothing and numbers nothing: it sends the bearer secret it was given, and the second
in which something happened. So a message counts once in an hour, and never means more than "look".
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from connector.errors import WebhookRefused
from connector.values import EventKind, HostId, HostName, WebhookEvent
from connector.webhooks import Message, WebhookKeys, any_equal

LATE_S = 3600.0
"""Messages wait for a background job, five minutes with the usual cron."""
EARLY_S = 300.0
MOST_FILES = 1000
NODES = ("NodeCreatedEvent", "NodeWrittenEvent", "NodeRenamedEvent", "BeforeNodeDeletedEvent")
"""Events of files. Copying is Created, too; the event after deleting carries no number."""
TAGS = ("TagAssignedEvent", "TagUnassignedEvent")
OLDER_TAGS = "MapperEvent"
"""What tells of both where those two are not known."""
_PERSONAL = frozenset(
    {"NodeCreatedEvent", "NodeWrittenEvent", "NodeRenamedEvent", "BeforeNodeDeletedEvent"}
)
"""Where it matters who did it: who put a photo there, or took it away."""
_BEARER = "Bearer "
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_USER = 64
Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class NextcloudMessages:
    """Messages of one Nextcloud (a `connector.webhooks.Reader`)."""

    keys: WebhookKeys
    account: str = field(repr=False)
    """Ours: what it does itself is no news."""
    tags: frozenset[int] = frozenset()
    """Ours: other tags are nobody's business here."""
    remember_s: float = LATE_S + EARLY_S

    def read(self, message: Message, now: datetime) -> tuple[WebhookEvent, ...]:
        """Give what a message hints at; nothing where we did it. Raises `WebhookRefused`."""
        self._check(message)
        said = _read(message.body)
        at = _time(said, now)
        by = _by(said)
        if by == self.account:
            return ()
        name, event = _class(said), said["event"]
        found = self._of_tags(event) if name in {*TAGS, OLDER_TAGS} else _of_file(name, event)
        mark = hashlib.sha256(message.body).hexdigest()
        return tuple(
            WebhookEvent(
                host=HostName(message.host),
                host_id=photo,
                kind=kind,
                id=f"{mark}-{photo or 0}",
                at=at,
                by=by if name in _PERSONAL else "",
            )
            for kind, photo in found
        )

    def _check(self, message: Message) -> None:
        given = message.headers.get("authorization", "")
        if not given.startswith(_BEARER):
            raise WebhookRefused("unsigned")
        if not any_equal([given.removeprefix(_BEARER)], list(self.keys.texts)):
            raise WebhookRefused("signature")

    def _of_tags(self, event: Json) -> list[tuple[EventKind, HostId | None]]:
        """Name the files whose tags of ours somebody put or took."""
        if event.get("objectType") != "files":
            return []
        tags = {_number(tag) for tag in _list(event.get("tagIds"))}
        if self.tags.isdisjoint(int(tag) for tag in tags if tag):
            return []
        files = _list(event.get("objectIds", [event.get("objectId")]))
        return [(EventKind.TOUCHED, one) for one in map(_number, files[:MOST_FILES]) if one]


def _of_file(name: str, event: Json) -> list[tuple[EventKind, HostId | None]]:
    match name:
        case "NodeCreatedEvent" | "NodeWrittenEvent":
            return [(EventKind.CHANGED, _number(_id(event.get("node"))))]
        case "NodeCopiedEvent":
            return [(EventKind.CHANGED, _number(_id(event.get("target"))))]
        case "NodeRenamedEvent":
            photo = _number(_id(event.get("target")))
            return [(EventKind.MOVED if photo else EventKind.CHANGED, photo)]
        case "BeforeNodeDeletedEvent":
            photo = _number(_id(event.get("node")))
            return [(EventKind.GONE if photo else EventKind.CHANGED, photo)]
        case _:
            raise WebhookRefused("content")


def _read(body: bytes) -> Json:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise WebhookRefused("content") from None
    if not isinstance(said, dict) or not isinstance(said.get("event"), dict):
        raise WebhookRefused("content")
    return said


def _time(said: Json, now: datetime) -> datetime:
    """Give when it happened. Raises `WebhookRefused` for what is too old, or yet to come."""
    seconds = said.get("time")
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        raise WebhookRefused("content")
    if not -EARLY_S <= now.timestamp() - seconds <= LATE_S:
        raise WebhookRefused("clock")
    return datetime.fromtimestamp(seconds, UTC)


def _class(said: Json) -> str:
    return str(said["event"].get("class", "")).rpartition("\\")[2]


def _by(said: Json) -> str:
    """Give the user; empty where a job of Nextcloud did it."""
    user = said.get("user")
    uid = user.get("uid") if isinstance(user, dict) else None
    return uid[:_USER] if isinstance(uid, str) else ""


def _id(node: Json) -> object:
    return node.get("id") if isinstance(node, dict) else None


def _number(value: object) -> HostId | None:
    """Read a number of a file: files come as numbers, tagged ones as text."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return HostId(text) if _NUMBER.fullmatch(text) else None


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else []
