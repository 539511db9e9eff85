"""What Nextcloud answers, told apart. Pure: an answer in, values or an error out.

The same status means different things in different places: 409 on assigning a tag says that it is
there already, 404 on taking it off that it is gone already.
"""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from connector.errors import (
    DiskFull,
    HostConfused,
    HostError,
    HostRefused,
    HostUnavailable,
    MarkRefused,
    PhotoGone,
    PhotoLocked,
)
from connector.nextcloud.dav import Found, dav, nc, oc, trouble
from connector.nextcloud.rows import FileId, Node, Remark, Status, Tag, TagId
from connector.transport import Reply

Json = Any

NODE = (
    oc("fileid"),
    dav("getetag"),
    dav("resourcetype"),
    dav("getcontentlength"),
    oc("permissions"),
    oc("checksums"),
    nc("upload_time"),
    nc("has-preview"),
    nc("is-mount-root"),
    nc("metadata-photos-size"),
    nc("metadata-photos-original_date_time"),
)
"""The properties of a file that we ask for. Never oc:groups: it makes the whole call a 403."""
TAG = (
    oc("id"),
    oc("display-name"),
    oc("user-visible"),
    oc("user-assignable"),
    oc("can-assign"),
    nc("color"),
)
REMARK = tuple(oc(name) for name in ("id", "actorId", "actorType", "message", "verb"))

MULTI = 207
_ON_FILE = re.compile(r"tag (?:to|from) ")
_SHA1 = re.compile(r"SHA1:([0-9a-fA-F]{40})")
_OCS_OK = frozenset({100, 200})
_REDIRECT = range(300, 400)
_MEANING: Mapping[int, tuple[type[HostError], str]] = {
    401: (HostRefused, "the user or the app password is wrong, or the user is disabled"),
    404: (PhotoGone, "not in the tree of our account"),
    423: (PhotoLocked, "somebody holds this file"),
    507: (DiskFull, "the quota is used up"),
}


def expect(reply: Reply, *statuses: int) -> None:
    """Let pass what was expected; raise what anything else means."""
    if reply.status not in statuses:
        raise error_of(reply)


def error_of(reply: Reply) -> HostError:
    """Say what an answer means that nobody had hoped for. Names no file."""
    meant = _MEANING.get(reply.status)
    if meant:
        return meant[0](meant[1])
    if reply.status in _REDIRECT:
        return HostUnavailable("the address leads elsewhere: `url` must be the one it leads to")
    said = trouble(reply.data)
    if reply.status == HTTPStatus.FORBIDDEN:
        return HostRefused(f"refused: {said.kind or 'no right'}")
    return HostConfused(f"status {reply.status} {said.kind}".rstrip())


def of_assigning(reply: Reply) -> bool:
    """Say whether a tag was put on a file now; False where it was there already."""
    match reply.status:
        case HTTPStatus.CREATED:
            return True
        case HTTPStatus.CONFLICT:
            return False
        case _:
            raise _of_tagging(reply)


def of_taking_off(reply: Reply) -> bool:
    """Say whether a tag was taken off a file now; False where it was not there."""
    if reply.status == HTTPStatus.NO_CONTENT:
        return True
    if reply.status == HTTPStatus.NOT_FOUND and "not present" in trouble(reply.data).message:
        return False
    raise _of_tagging(reply)


def _of_tagging(reply: Reply) -> HostError:
    if reply.status == HTTPStatus.PRECONDITION_FAILED:
        return HostRefused("a tag of ours is not there any more, or not visible to our account")
    if reply.status == HTTPStatus.FORBIDDEN:
        if _ON_FILE.search(trouble(reply.data).message):
            return MarkRefused("read-only")
        return HostRefused("our account may not use a tag of ours: see its groups")
    return error_of(reply)


def ocs(reply: Reply) -> Json:
    """Give the data of an OCS answer. Raises `HostError`."""
    if reply.status == HTTPStatus.PRECONDITION_FAILED:
        raise HostConfused("the header OCS-APIRequest did not get through")
    if reply.status in _REDIRECT or reply.status == HTTPStatus.UNAUTHORIZED:
        raise error_of(reply)
    try:
        answer = json.loads(reply.data)["ocs"]
        code = int(answer["meta"]["statuscode"])
    except (ValueError, TypeError, KeyError):
        raise error_of(reply) if reply.status >= _REDIRECT.start else _no_ocs() from None
    if code not in _OCS_OK:
        raise error_of(reply) if reply.status >= _REDIRECT.start else HostConfused(f"OCS {code}")
    return answer.get("data")


def _no_ocs() -> HostConfused:
    return HostConfused("no OCS answer")


def status(reply: Reply) -> Status:
    """Read status.php."""
    try:
        said = json.loads(reply.data)
        return Status(version=str(said["versionstring"]), maintenance=bool(said["maintenance"]))
    except (ValueError, TypeError, KeyError):
        raise HostUnavailable("there is no Nextcloud at this address") from None


def node(found: Found, root: str) -> Node | None:
    """Read one file or folder; None for what lies elsewhere or has no number."""
    if not found.href.startswith(root):
        return None
    fileid = found.number(oc("fileid"))
    if not fileid:
        return None
    sides = found.props.get(nc("metadata-photos-size"))
    lengths = [one.text or "" for one in sides] if sides is not None else []
    taken = found.text(nc("metadata-photos-original_date_time")).strip()
    checksum = _SHA1.search(" ".join(found.inner(oc("checksums"), oc("checksum"))))
    return Node(
        id=FileId(fileid),
        place=found.href.removeprefix(root).strip("/"),
        folder=bool(found.inner(dav("resourcetype"), dav("collection"))),
        etag=etag(found.text(dav("getetag"))),
        size=found.number(dav("getcontentlength")),
        permissions=found.text(oc("permissions")),
        checksum=checksum.group(1).lower() if checksum else "",
        uploaded=found.number(nc("upload_time")),
        taken=int(taken) if taken.isdecimal() and int(taken) else None,
        long_side=max((int(one) for one in lengths if one.isdecimal()), default=0),
        has_preview=found.text(nc("has-preview")) == "true",
        mount=found.text(nc("is-mount-root")) == "true",
    )


def etag(said: str) -> str:
    """Take an etag out of its quotes; servers in between may add to it."""
    return said.strip().removeprefix("W/").strip('"').removesuffix("-gzip")


def tags(found: tuple[Found, ...]) -> tuple[Tag, ...]:
    """Read tags; the collection itself comes first and has none."""
    return tuple(
        Tag(
            id=TagId(one.number(oc("id"))),
            name=one.text(oc("display-name")),
            visible=one.text(oc("user-visible")) == "true",
            assignable=one.text(oc("user-assignable")) == "true",
            ours_to_assign=one.text(oc("can-assign")) == "true",
            color=one.text(nc("color")),
        )
        for one in found
        if one.number(oc("id"))
    )


def remarks(found: tuple[Found, ...]) -> tuple[Remark, ...]:
    """Read comments of users, oldest first."""
    read = (
        Remark(id=one.number(oc("id")), actor=one.text(oc("actorId")), text=one.text(oc("message")))
        for one in found
        if one.text(oc("actorType")) == "users" and one.text(oc("verb")) == "comment"
    )
    return tuple(sorted(read, key=lambda remark: remark.id))
