"""Whether a message comes from a host that knows the secret, and what it hints at. Pure.

Two forms; others are beside the kind of host they belong to. Signed: Standard Webhooks
(https://www.standardwebhooks.com), one HMAC over id, time and body; this is what our plugin sends.
Button: the plugin api_webhooks of ResourceSpace (plugins/api_webhooks/hooks/edit.php) signs nothing
but the number of the resource, so whoever saw one message can send it for ever: it may never mean
more than "check again".
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from connector.errors import SecretUnfit, WebhookRefused
from connector.values import EventKind, HostId, HostName, WebhookEvent

TOLERANCE_S = 300
"""How far a message's time may be from ours, either way; as Standard Webhooks suggests."""
SECRET_BYTES = 24
"""The shortest key Standard Webhooks allows."""
PREFIX = "whsec_"
_NEW_BYTES = 32
_MOST_SECRETS = 4
_MOST_SIGNATURES = 8
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_SECONDS = re.compile(r"[0-9]{1,12}")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookKeys:
    """The secrets of one host that count now: more than one while a secret is being replaced."""

    texts: tuple[str, ...] = field(repr=False)
    """As they are written in both places."""

    @classmethod
    def read(cls, text: str) -> "WebhookKeys":
        """Read secrets with spaces, commas or new lines between them. Raises `SecretUnfit`."""
        texts = tuple(re.split(r"[\s,]+", text.strip()))
        if len(texts) > _MOST_SECRETS:
            raise SecretUnfit(f"More than {_MOST_SECRETS} webhook secrets. Remove the old ones.")
        for one in texts:
            _check(one)
        return cls(texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it came in, believed by nobody yet."""

    host: HostName
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    query: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Reader(Protocol):
    """Tells what messages of one host hint at: every kind of host has its own form of them."""

    @property
    def remember_s(self) -> float:
        """How long a message could be believed a second time."""
        ...

    def read(self, message: Message, now: datetime) -> tuple[WebhookEvent, ...]:
        """Give what a message hints at; nothing where it is about our own doing.

        Raises `WebhookRefused`.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMessages:
    """Messages of hosts that sign them (a `Reader`)."""

    keys: WebhookKeys
    remember_s: float = 2.0 * TOLERANCE_S

    def read(self, message: Message, now: datetime) -> tuple[WebhookEvent, ...]:
        """Give what a message hints at. Raises `WebhookRefused`."""
        return (verify(message, self.keys, now),)


def verify(message: Message, keys: WebhookKeys, now: datetime) -> WebhookEvent:
    """Give what a message hints at. Raises `WebhookRefused`."""
    if "webhook-signature" in message.headers:
        return _signed(message, keys, now)
    if "hash" in message.query:
        return _button(message, keys)
    raise WebhookRefused("unsigned")


def new_secret() -> str:
    """Make a secret for messages, as both sides write it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_NEW_BYTES)).decode()


def sign(key: str, message_id: str, seconds: str, body: bytes) -> str:
    """Give the signature of a message, as the header has it."""
    content = b".".join((message_id.encode(), seconds.encode(), body))
    digest = hmac.digest(_key(key), content, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def sign_button(key: str, resource: str) -> str:
    """Give the hash that api_webhooks puts into the address."""
    return hmac.new(key.encode(), resource.encode(), hashlib.sha256).hexdigest()


def _signed(message: Message, keys: WebhookKeys, now: datetime) -> WebhookEvent:
    message_id = message.headers.get("webhook-id", "")
    seconds = message.headers.get("webhook-timestamp", "")
    if not _ID.fullmatch(message_id) or not _SECONDS.fullmatch(seconds):
        raise WebhookRefused("unsigned")
    given = message.headers["webhook-signature"].split(" ")[:_MOST_SIGNATURES]
    due = [sign(key, message_id, seconds, message.body) for key in keys.texts]
    if not any_equal(given, due):
        raise WebhookRefused("signature")
    if abs(now.timestamp() - int(seconds)) > TOLERANCE_S:
        raise WebhookRefused("clock")
    kind, photo = _read(message.body)
    return WebhookEvent(host=message.host, host_id=photo, kind=kind, id=message_id)


def _button(message: Message, keys: WebhookKeys) -> WebhookEvent:
    resource = message.body.decode("latin-1")
    due = [sign_button(key, resource) for key in keys.texts]
    if not any_equal([message.query["hash"]], due):
        raise WebhookRefused("signature")
    if not _NUMBER.fullmatch(resource):
        raise WebhookRefused("content")
    photo = HostId(resource)
    return WebhookEvent(
        host=message.host, host_id=photo, kind=EventKind.CHECK, id=f"check-{resource}"
    )


def any_equal(given: list[str], due: list[str]) -> bool:
    """Compare all with all, in a time that tells nothing about how far they agree."""
    found = [
        hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())
        for one in given
        for other in due
    ]
    return any(found)


def _read(body: bytes) -> tuple[EventKind, HostId | None]:
    """Read what our plugin sends: type, and the resource in data.ref or null."""
    try:
        content: Any = json.loads(body)
        kind, ref = content["type"], content["data"]["ref"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise WebhookRefused("content") from None
    if not isinstance(kind, str) or not (ref is None or _is_number(ref)):
        raise WebhookRefused("content")
    if kind.endswith(".test"):
        return EventKind.TEST, None
    return EventKind.CHANGED, None if ref is None else HostId(str(ref))


def _is_number(ref: object) -> bool:
    return isinstance(ref, int) and not isinstance(ref, bool) and bool(_NUMBER.fullmatch(str(ref)))


def _key(secret: str) -> bytes:
    if secret.startswith(PREFIX):
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    return secret.encode()


def _check(secret: str) -> None:
    try:
        long_enough = len(_key(secret)) >= SECRET_BYTES
    except ValueError:
        raise SecretUnfit(
            f"A webhook secret begins with {PREFIX}, but what follows is not base64. "
            "Copy it again, whole."
        ) from None
    if not long_enough:
        raise SecretUnfit(
            f"A webhook secret is shorter than {SECRET_BYTES} bytes. Make another: "
            f"echo {PREFIX}$(openssl rand -base64 32)"
        )
