"""Keeping editors from blocked photos with the app files_accesscontrol: said, read and tried.

An administrator makes the rule. Trying it needs none: a file of our own, tagged and shared by a
link, must not open for somebody who is nobody, and must still open for us.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import quote

from connector.errors import HostConfused, HostError, PhotoGone
from connector.nextcloud import answers
from connector.nextcloud.answers import Json
from connector.nextcloud.api import SHARES, Api, Sender
from connector.nextcloud.ocs import ask
from connector.nextcloud.rows import TagId
from connector.transport import Method, Reply, Sending

RULES = "apps/workflowengine/api/v1/workflows/global"
_OPERATION = "OCA\\FilesAccessControl\\Operation"
_TAGS = "OCA\\WorkflowEngine\\Check\\FileSystemTags"
_GROUP = "OCA\\WorkflowEngine\\Check\\UserGroupMembership"
PLACE = "Likeness tries a rule.txt"
_PUBLIC, _READ = 3, 1
_TEXT = b"Likeness tries whether blocked files open. It takes this file away again.\n"


class Trial(StrEnum):
    """What trying came to."""

    WORKS = "works"
    OPEN = "open"
    """A blocked file opens for everybody: there is no such rule, or it is not about this tag."""
    LOCKED_OUT = "locked-out"
    """It does not open for our account either: the rule does not exempt its group."""
    NOT_TRIED = "not-tried"
    """The file could not be made, tagged or shared, so nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What trying came to, and why where it was not tried."""

    trial: Trial
    why: str = ""


def click_path(tag: str, group: str, url: str) -> list[str]:
    """Say what an administrator clicks to make the rule. Pure."""
    return [
        "Apps > Your apps: switch on “File access control” (files_accesscontrol).",
        f"Administration settings > Flow ({url}/index.php/settings/admin/workflow).",
        "Block access to a file > Add new flow.",
        f"When: “File system tag” “is tagged with” “{tag}”.",
        f"Add a new filter: “User group membership” “is not member of” “{group}”.",
        "Save.",
    ]


def rules_of(admin: Api) -> list[Json]:
    """Give the rules of files_accesscontrol. Raises `HostRefused` where we are no administrator."""
    found = ask(admin, "GET", RULES)
    rules = found.get(_OPERATION, []) if isinstance(found, dict) else []
    return list(rules) if isinstance(rules, list) else []


def wrong_with(rules: Sequence[Json], tag: TagId, group: str) -> str:
    """Say what keeps these rules from protecting a tag; empty = nothing. Pure."""
    about = [_checks(rule) for rule in rules if rule.get("operation") == "deny"]
    ours = [checks for checks in about if (_TAGS, "is", str(tag)) in checks]
    if not ours:
        return "There is no rule that denies files with this tag."
    exempt = (_GROUP, "!is", group)
    if any(exempt not in checks for checks in ours):
        return f"A rule about this tag does not exempt the group {group}: it locks Likeness out."
    if all(len(checks) > len({(_TAGS, "is", str(tag)), exempt}) for checks in ours):
        return "The rule has more conditions than these two: files that do not fit them stay open."
    return ""


def _checks(rule: Json) -> set[tuple[str, str, str]]:
    return {
        (str(one.get("class")), str(one.get("operator")), str(one.get("value")))
        for one in rule.get("checks", [])
    }


def try_it(api: Api, nobody: Sender, tag: TagId) -> Tried:
    """Try whether files with this tag open for nobody but us.

    `nobody` sends without a login and without our cookies. Leaves nothing behind, or says so.
    """
    try:
        tried = _try(api, nobody, tag)
    except HostError as error:
        tried = _untold(str(error))
    try:
        _file_call(api, "DELETE", PLACE)
        api.node(PLACE)
    except PhotoGone:
        return tried
    except HostError as error:
        return replace(tried, why=str(error))
    return replace(tried, why=f"“{PLACE}” is left in the home of the account")


def _try(api: Api, nobody: Sender, tag: TagId) -> Tried:
    put = _file_call(api, "PUT", PLACE, _TEXT)
    answers.expect(put, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
    file = api.node(PLACE).id
    token = _share(api)
    address = f"{api.url}/public.php/dav/files/{quote(token, safe='')}"
    if nobody.send(Sending(url=address)).status != HTTPStatus.OK:
        return _untold("a public link to a file that is not blocked does not open either")
    api.assign(file, tag)
    if nobody.send(Sending(url=address)).status == HTTPStatus.OK:
        found = Trial.OPEN
    elif _file_call(api, "GET", PLACE).status == HTTPStatus.OK:
        found = Trial.WORKS
    else:
        return Tried(trial=Trial.LOCKED_OUT)  # the tag stays: nor may we take it off
    api.take_off(file, tag)
    return Tried(trial=found)


def _share(api: Api) -> str:
    """Share a file of our own by a public link; it goes with the file. Gives its token."""
    said = {"path": f"/{PLACE}", "shareType": _PUBLIC, "permissions": _READ}
    share = ask(api, "POST", SHARES, said)
    if not isinstance(share, dict) or "token" not in share:
        raise HostConfused("no link was made")
    return str(share["token"])


def _untold(why: str) -> Tried:
    return Tried(trial=Trial.NOT_TRIED, why=why)


def _file_call(api: Api, method: Method, place: str, body: bytes = b"") -> Reply:
    url = f"{api.url}/remote.php/dav/files/{quote(api.account.user)}/{quote(place)}"
    headers = {"Authorization": api.account.header}
    return api.send(Sending(method=method, url=url, body=body, headers=headers))
