"""Registering our webhooks with the app webhook_listeners, and taking them away: ours alone.

An administrator does it, or whoever was given the right under Administration privileges.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connector import suffixes
from connector.errors import HostConfused
from connector.nextcloud.answers import Json
from connector.nextcloud.api import Api
from connector.nextcloud.messages import NODES, OLDER_TAGS, TAGS
from connector.nextcloud.ocs import ask

WEBHOOKS = "apps/webhook_listeners/api/v1/webhooks"
MARK = "X-Likeness"
"""A header by which we know our own again; it goes out with each message, too."""
_NODE = "OCP\\Files\\Events\\Node\\"
_TAG = "OCP\\SystemTag\\"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Where messages go, and how they are known."""

    uri: str
    secret: str = field(repr=False)
    mark: str
    """Of this installation and this host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What registering came to."""

    events: tuple[str, ...]
    removed: int = 0


def register(admin: Api, to: Receiver, account: str, folders: Sequence[str]) -> Registered:
    """Register one webhook per event, and none twice. Safe to run again: then they are renewed.

    `folders`: team folders to hear about, by name; none = pictures anywhere. Raises `HostRefused`
    where the account may not, and `PhotoGone` where the app is not switched on.
    """
    there = {one["event"]: one["id"] for one in ours(admin, to.mark)}
    kept: list[str] = []
    for event, where in filters(account, folders).items():
        kept.append(_put(admin, to, event, where, there))
    surplus = [one["id"] for one in ours(admin, to.mark) if one["event"] not in kept]
    for number in surplus:
        ask(admin, "DELETE", f"{WEBHOOKS}/{number}")
    return Registered(events=tuple(kept), removed=len(surplus))


def ours(admin: Api, mark: str) -> list[Json]:
    """Give the webhooks of this installation and host. Raises `HostError`."""
    found = ask(admin, "GET", WEBHOOKS)
    if not isinstance(found, list):
        raise HostConfused("no list of webhooks")
    return [one for one in found if _mark_of(one) == mark]


def remove(admin: Api, mark: str) -> int:
    """Take ours away; gives how many. Safe to run twice. Raises `HostError`."""
    found = ours(admin, mark)
    for one in found:
        ask(admin, "DELETE", f"{WEBHOOKS}/{one['id']}")
    return len(found)


def filters(account: str, folders: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """Say which events are wanted, and of what: as little as can be of other people's files. Pure.

    What we do ourselves is never told. Paths are as the user sees them who acted: only team
    folders are called the same for everybody.
    """
    not_us: dict[str, object] = {"user.uid": {"$ne": account}}
    inside = _pattern(folders, r".+")
    pictures = _pattern(folders, rf".*\.(?:{'|'.join(sorted(_SUFFIXES))})")
    found: dict[str, Mapping[str, object]] = {}
    for name in NODES:
        if name == "NodeRenamedEvent":
            sides = [{f"event.{side}.path": inside} for side in ("source", "target")]
            found[_NODE + name] = not_us | ({"$or": sides} if folders else {})
        elif name == "BeforeNodeDeletedEvent":
            found[_NODE + name] = not_us | ({"event.node.path": inside} if folders else {})
        else:
            found[_NODE + name] = not_us | {"event.node.path": pictures}
    return found | {_TAG + name: not_us for name in TAGS}


_SUFFIXES = suffixes.WEB | suffixes.TIFF | suffixes.HEIF | suffixes.RAW | suffixes.VIDEO


def _pattern(folders: Sequence[str], end: str) -> str:
    """Write a regular expression as PHP takes it, for paths such as /alice/files/Folder/a.jpg."""
    named = "|".join(re.escape(one).replace("/", r"\/") for one in folders)
    inside = rf"(?:{named})\/" if named else ""
    return rf"/^\/[^\/]+\/files\/{inside}{end}$/i"


def _put(
    admin: Api, to: Receiver, event: str, where: Mapping[str, object], there: Mapping[str, int]
) -> str:
    """Register or renew one; where a server does not know the event, the older one instead."""
    said = _said(to, event, where)
    if event in there:
        ask(admin, "POST", f"{WEBHOOKS}/{there[event]}", said)
        return event
    try:
        ask(admin, "POST", WEBHOOKS, said)
    except HostConfused:
        older = _TAG + OLDER_TAGS
        if not event.startswith(_TAG) or event == older:
            raise
        return _put(admin, to, older, where, _of(ours(admin, to.mark)))
    return event


def _of(found: Sequence[Json]) -> dict[str, int]:
    return {one["event"]: one["id"] for one in found}


def _said(to: Receiver, event: str, where: Mapping[str, object]) -> dict[str, object]:
    return {
        "httpMethod": "POST",
        "uri": to.uri,
        "event": event,
        "eventFilter": where,
        "headers": {"Content-Type": "application/json", MARK: to.mark},
        "authMethod": "header",
        "authData": {"Authorization": f"Bearer {to.secret}"},
    }


def _mark_of(webhook: Json) -> str:
    headers = webhook.get("headers") if isinstance(webhook, dict) else None
    return str(headers.get(MARK, "")) if isinstance(headers, dict) else ""
