"""Which tags are wanted, which of them are there, and how to make the others by hand. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from shlex import quote
from xml.sax.saxutils import escape

from connector.nextcloud.making import Wanted
from connector.nextcloud.rows import Tag, TagId

FIRST = "! "
"""Lists show one or two tags of a file, sorted by name: ours comes first."""
COLORS: Mapping[str, str] = {
    "cleared": "2E7D32",
    "partly": "F9A825",
    "review": "F9A825",
    "blocked": "C62828",
}
"""The statuses that get a tag. No people and not checked have none: most photos are that."""
CHANNEL_COLOR = "616161"
CHANNEL = "✓ "
"""After ours by name, before letters; and no tag of somebody else is called so by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The tags that are wanted: status or channel -> the tag."""

    status: Mapping[str, Wanted]
    channels: Mapping[str, Wanted]

    @property
    def all(self) -> tuple[Wanted, ...]:
        """Give every one of them."""
        return (*self.status.values(), *self.channels.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The tags there are, by name in small letters, and what is wrong with them."""

    usable: Mapping[str, TagId] = field(default_factory=dict)
    open: Sequence[str] = ()
    """Names of tags that everybody may use: what they say means nothing."""
    closed: Mapping[str, TagId] = field(default_factory=dict)
    """Tags whose groups do not have our account."""


def planned(words: Mapping[str, str], channels: Mapping[str, str], group: str) -> Plan:
    """Say which tags are wanted. `words`: status -> its word with sign; `channels`: its label."""
    return Plan(
        status={
            status: Wanted(name=FIRST + words[status], color=color, group=group)
            for status, color in COLORS.items()
        },
        channels={
            channel: Wanted(name=CHANNEL + label, color=CHANNEL_COLOR, group=group)
            for channel, label in channels.items()
        },
    )


def find(plan: Plan, tags: Sequence[Tag]) -> Found:
    """Find the wanted tags by their names; two that differ in capitals alone cannot be."""
    there = {tag.name.casefold(): tag for tag in tags}
    known = [there[one.name.casefold()] for one in plan.all if one.name.casefold() in there]
    return Found(
        usable={
            tag.name.casefold(): tag.id
            for tag in known
            if tag.ours_to_assign and not tag.assignable
        },
        open=[tag.name for tag in known if tag.assignable],
        closed={tag.name: tag.id for tag in known if not tag.ours_to_assign and not tag.assignable},
    )


def numbers(wanted: Mapping[str, Wanted], found: Mapping[str, TagId]) -> dict[str, int]:
    """Give the number of each wanted tag; without those that are not there."""
    return {
        key: int(found[one.name.casefold()])
        for key, one in wanted.items()
        if one.name.casefold() in found
    }


def by_hand(plan: Plan, found: Found, url: str, user: str) -> list[str]:
    """Say how an administrator makes the tags that are missing, on the server; empty = none.

    Neither the pages nor occ can set the groups of a tag (nextcloud/server#621): curl can.
    """
    missing = [one for one in plan.all if not _is_there(one, found)]
    lines = [f"occ tag:edit --access=restricted NUMBER   # of {quote(name)}" for name in found.open]
    if not missing:
        return lines
    group, there = missing[0].group, [found.closed.get(one.name) for one in missing]
    lines += [f"occ group:add {quote(group)}", f"occ group:adduser {quote(group)} {quote(user)}"]
    for one, number in zip(missing, there, strict=True):
        if number is None:
            lines.append(f"occ tag:add {quote(one.name)} restricted   # says its NUMBER")
            lines.append(f"occ tag:edit --color={one.color} NUMBER")
    given = " ".join(str(number) for number in there if number) or "NUMBER NUMBER"
    return [*lines, f"for n in {given}; do", f"  {_grouping(group, url)}", "done"]


def _is_there(wanted: Wanted, found: Found) -> bool:
    return wanted.name.casefold() in found.usable or wanted.name in found.open


def _grouping(group: str, url: str) -> str:
    """Write the call that lets a group use a tag, as a shell takes it."""
    body = (
        '<?xml version="1.0"?><d:propertyupdate xmlns:d="DAV:" '
        'xmlns:oc="http://owncloud.org/ns"><d:set><d:prop>'
        f"<oc:groups>{escape(group)}</oc:groups></d:prop></d:set></d:propertyupdate>"
    )
    what = f"-X PROPPATCH -H 'Content-Type: text/xml' -d {quote(body)}"
    return f"curl -u ADMIN {what} {url}/remote.php/dav/systemtags/$n"
