"""What administrators do: groups, webhooks, rules; and logins that a human agrees to.

As measured on 34.0.1: an app password of an administrator may list and register webhooks and read
rules, but groups want the login password.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.fakes.nextcloud.answering import Answer, Request, as_json, as_ocs, failure
from tests.fakes.nextcloud.rows import Share
from tests.fakes.nextcloud.site import ADMIN, USER, Site

LOGIN, APP = "Login-password-of-the-admin", "app-password-of-the-admin"
EVENTS = frozenset(
    {
        *(
            f"OCP\\Files\\Events\\Node\\{name}Event"
            for name in ("NodeCreated", "NodeWritten", "NodeRenamed", "BeforeNodeDeleted")
        ),
        *(f"OCP\\SystemTag\\{name}" for name in ("MapperEvent", "TagAssignedEvent")),
        "OCP\\SystemTag\\TagUnassignedEvent",
    }
)
_OPERATION = "OCA\\FilesAccessControl\\Operation"
_HOOKS = "apps/webhook_listeners/api/v1/webhooks"
_RULES = "apps/workflowengine/api/v1/workflows/global"
_NOTIFICATIONS, MOST_SHORT = "apps/notifications/api/v2/admin_notifications/", 255
_MAY_NOT = "Logged in account must be an admin, a sub admin or gotten special right"
_CONFIRM = "Password confirmation is required"
_TOKEN = "token-of-the-login"  # noqa: S105 - of nobody


@dataclass(slots=True)
class Administration:
    """What only administrators see. `site.office` holds it."""

    webhooks: dict[int, dict[str, Any]] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[str, set[str]] = field(
        default_factory=lambda: {ADMIN: {ADMIN}, "desk": {USER}, "consent-bots": {USER}}
    )
    events: frozenset[str] = EVENTS
    delegated: bool = False
    """Our account was given the right to register webhooks."""
    login_name: str = USER
    """What our account logs in as: may be an e-mail address."""
    granted_after: int = 0
    """How many times it is asked in vain whether somebody agreed."""
    granted: str = ""
    """The app password a login gave; empty = none yet."""
    given_up: list[str] = field(default_factory=list)
    notified: list[tuple[str, str, str]] = field(default_factory=list)
    """User, line and text of what administrators notified of."""


def office(site: Site) -> Administration:
    """Give what administrators see, made at first use."""
    if site.office is None:
        site.office = Administration()
    assert isinstance(site.office, Administration)
    return site.office


def who(site: Site, request: Request) -> tuple[str, bool]:
    """Say who asks (empty = a stranger), and whether with the login password."""
    ours = office(site)
    said = request.headers.get("authorization", "")
    known = {
        basic(ADMIN, LOGIN): (ADMIN, True),
        basic(ADMIN, APP): (ADMIN, False),
        f"Bearer {APP}": (ADMIN, False),
        basic(ours.login_name, site.password): (USER, False),
        f"Bearer {site.password}": (USER, False),
    }
    return known.get(said, ("", False))


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def as_nobody(site: Site, request: Request) -> Answer | None:
    """Answer what wants no login; None for everything else."""
    ours = office(site)
    if request.path == "/index.php/login/v2":
        poll = {"token": _TOKEN, "endpoint": f"{site.url}/index.php/login/v2/poll"}
        return as_json(200, {"poll": poll, "login": f"{site.url}/index.php/login/v2/flow/abc"})
    if request.path == "/index.php/login/v2/poll":
        ours.granted_after -= 1
        if request.body != f"token={_TOKEN}".encode() or ours.granted_after >= 0 or ours.granted:
            return as_json(404, [])
        ours.granted = site.password
        said = {"server": site.url, "loginName": ours.login_name, "appPassword": site.password}
        return as_json(200, said)
    if request.path.startswith("/public.php/dav/files/"):
        return _opened(site, request.path.rpartition("/")[2])
    return None


def _opened(site: Site, token: str) -> Answer:
    share = next((one for one in site.shares.values() if token == f"token{one.id}"), None)
    entry = site.entries.get(share.place) if share else None
    if entry is None or _denied(site, entry.id, frozenset()):
        return failure(404, "NotFound")
    return Answer(200, entry.data, entry.media_type)


def denied_to_us(site: Site, file: int) -> bool:
    """Tell whether a rule keeps a file from our account."""
    mine = {name for name, members in office(site).groups.items() if USER in members}
    return _denied(site, file, frozenset(mine))


def _denied(site: Site, file: int, groups: frozenset[str]) -> bool:
    def holds(check: Mapping[str, str]) -> bool:
        if check["class"].endswith("FileSystemTags"):
            return int(check["value"]) in site.tagged.get(file, [])
        return (check["value"] in groups) is (check["operator"] == "is")

    return any(all(map(holds, rule["checks"])) for rule in office(site).rules)


def administering(site: Site, request: Request, rest: str) -> Answer | None:
    """Answer calls about accounts, groups, webhooks and rules; None for others."""
    ours, user = office(site), ADMIN if site.admin else USER
    if rest == "cloud/user":
        groups = sorted(name for name, members in ours.groups.items() if user in members)
        return as_ocs({"id": user, "enabled": True, "groups": groups})
    if rest == "core/apppassword" and request.method == "DELETE":
        ours.given_up.append(user)
        return as_ocs([])
    if rest.startswith(("cloud/groups", "cloud/users/")):
        return _groups(site, request, rest)
    if rest.startswith(_HOOKS):
        allowed = site.admin or ours.delegated
        number = rest.removeprefix(_HOOKS).strip("/")
        return _hooks(ours, request, number) if allowed else as_ocs([], 403, message=_MAY_NOT)
    return _for_administrators(site, request, rest)


def _for_administrators(site: Site, request: Request, rest: str) -> Answer | None:
    if rest.startswith(_NOTIFICATIONS):
        return _notify(site, request, unquote(rest.removeprefix(_NOTIFICATIONS)))
    if rest == _RULES:
        rules = office(site).rules
        found = {_OPERATION: rules} if rules else []
        return as_ocs(found) if site.admin else as_ocs([], 403, message=_MAY_NOT)
    return None


def _groups(site: Site, request: Request, rest: str) -> Answer:
    ours = office(site)
    if not site.admin:
        return as_ocs([], 403, message=_MAY_NOT)
    if request.method == "GET":
        found = [one for one in ours.groups if request.query.get("search", "") in one]
        return as_ocs({"groups": found})
    if not site.confirmed:
        return as_ocs([], 403, message=_CONFIRM)
    name = json.loads(request.body)["groupid"]
    if rest == "cloud/groups":
        if name in ours.groups:
            return as_ocs([], 400, 102, "group exists")
        ours.groups[name] = set()
    else:
        ours.groups[name].add(rest.split("/")[2])
    return as_ocs([])


def _notify(site: Site, request: Request, user: str) -> Answer:
    ours, said = office(site), json.loads(request.body)
    if not site.admin:
        return as_ocs([], 403, message="Logged in account must be an admin")
    if user not in {one for members in ours.groups.values() for one in members}:
        return as_ocs(None, 404, message="")
    if not 0 < len(said["shortMessage"].encode()) <= MOST_SHORT:
        return as_ocs(None, 400, message="")
    ours.notified.append((user, said["shortMessage"], said.get("longMessage", "")))
    return as_ocs({"id": len(ours.notified)})


def _hooks(ours: Administration, request: Request, number: str) -> Answer:
    match request.method:
        case "GET":
            return as_ocs(list(ours.webhooks.values()))
        case "DELETE":
            return as_ocs(ours.webhooks.pop(int(number), None) is not None)
        case _:
            said = json.loads(request.body)
            if said["event"] not in ours.events:
                text = f"{said['event']} is not an event class compatible with webhooks"
                return as_ocs([], 400, message=text)
            key = int(number) if number else max(ours.webhooks, default=0) + 1
            ours.webhooks[key] = {**said, "id": key, "appId": None, "authData": "encrypted"}
            return as_ocs(ours.webhooks[key])


def share_ours(site: Site, request: Request) -> Answer:
    """Make a public link as our account."""
    place = json.loads(request.body)["path"].strip("/")
    if place not in site.entries:
        return as_ocs([], 404, message="Wrong path, file/folder does not exist")
    share: Share = site.share(place, USER)
    return as_ocs({"id": str(share.id), "token": f"token{share.id}", "share_type": 3})
