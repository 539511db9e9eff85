"""Making our tags, once, in the name of an admin. Nothing in here is used afterwards.

The admin's page cannot set the groups of a tag (nextcloud/server#621), so this is the only way.
"""

from dataclasses import dataclass

from connector.errors import HostConfused
from connector.nextcloud import answers, dav
from connector.nextcloud.api import XML, Api
from connector.nextcloud.rows import TagId
from connector.transport import Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A tag as it should be."""

    name: str
    """Beginning with a sign, so that lists show it first. Never the name of a person."""
    color: str
    """Six hex digits, no #."""
    group: str
    """Who may put it on files: the group of our account."""


def make(admin: Api, wanted: Wanted) -> TagId:
    """Make a tag, or find the one of that name, and let the group use it. Safe to run twice.

    Raises `HostRefused` where the account is no admin.
    """
    tag = admin.make_tag(wanted.name) or _called(admin, wanted.name)
    admin.dress_tag(tag, dav.nc("color"), wanted.color)
    groups = _groups(admin, tag)
    if wanted.group not in groups:
        admin.dress_tag(tag, dav.oc("groups"), "|".join([*groups, wanted.group]))
    return tag


def regroup(admin: Api, tag: TagId, group: str) -> None:
    """Let the group use a tag that is there, whatever it is called now. Safe to run twice."""
    groups = _groups(admin, tag)
    if group not in groups:
        admin.dress_tag(tag, dav.oc("groups"), "|".join([*groups, group]))


def _groups(admin: Api, tag: TagId) -> list[str]:
    """Give the groups that may use a tag: others keep it."""
    reply = admin.send(
        Sending(
            method="PROPFIND",
            url=f"{admin.url}/remote.php/dav/systemtags/{tag}",
            body=dav.propfind((dav.oc("groups"),)),
            headers={"Authorization": admin.account.header, **XML, "Depth": "0"},
        )
    )
    answers.expect(reply, answers.MULTI)
    said = "|".join(one.text(dav.oc("groups")) for one in dav.multistatus(reply.data))
    return [one for one in said.split("|") if one]


def _called(admin: Api, name: str) -> TagId:
    """Find a tag by its name; two that differ in capitals alone cannot exist."""
    for tag in admin.tags():
        if tag.name.casefold() == name.casefold():
            if tag.assignable:
                raise HostConfused("a tag of this name is there, and everybody may use it")
            return tag.id
    raise HostConfused("a tag of this name is there, and hidden")
