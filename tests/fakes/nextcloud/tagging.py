"""Tags, and who may put them on what."""

import json
import re
from collections.abc import Mapping

from lxml import etree

from tests.fakes.nextcloud.answering import Answer, Request, collection, failure
from tests.fakes.nextcloud.markup import (
    OC,
    D,
    asked,
    multistatus,
    of_tag,
    response,
)
from tests.fakes.nextcloud.rows import Entry
from tests.fakes.nextcloud.site import Site


def relations(site: Site, request: Request, rest: str) -> Answer:
    number, _, tag = rest.partition("/")
    entry = site.by_id(int(number))
    if entry is None:
        return failure(404, "NotFound", "Entity does not exist or is not available")
    own = site.tagged.setdefault(entry.id, [])
    if request.method == "PROPFIND":
        seen = [one for one in own if site.tags[one].visible]
        return collection(request, [(str(one), of_tag(site.tags[one])) for one in seen])
    refused = _refused(site, request.method, entry, int(tag))
    if refused:
        return refused
    if request.method == "PUT":
        own.append(int(tag))
        return Answer(201, media_type="text/html; charset=UTF-8")
    own.remove(int(tag))
    return Answer(204)


def _refused(site: Site, method: str, entry: Entry, tag: int) -> Answer | None:
    there, verb = tag in site.tagged[entry.id], "assign" if method == "PUT" else "unassign"
    if tag not in site.tags or not site.tags[tag].visible:
        return failure(
            412, "PreconditionFailed", f"Tag with id {tag} does not exist, cannot assign"
        )
    if method == "PUT" and there:
        return failure(409, "Conflict", "PUT is not allowed on non-files.")
    if method == "DELETE" and not there:
        return failure(404, "NotFound", f"Tag with id {tag} not present for object {entry.id}")
    if not site.tags[tag].ours_to_assign:
        return failure(403, "Forbidden", f"No permission to {verb} tag {tag}")
    if "W" not in entry.permissions:
        return failure(403, "Forbidden", f"No permission to {verb} tag to {entry.id}")
    return None


def systemtags(site: Site, request: Request, rest: str) -> Answer:
    if request.method == "POST":
        return _new_tag(site, json.loads(request.body))
    if request.method == "PROPPATCH":
        return _dress(site, request, int(rest))
    wanted = asked(request.body)
    if f"{OC}groups" in wanted and not site.admin:
        return failure(403, "Forbidden")
    if rest:
        return Answer(
            207, multistatus([response(request.path, of_tag(site.tags[int(rest)]), wanted)])
        )
    visible = sorted((one for one in site.tags.values() if one.visible), key=lambda one: one.name)
    return collection(request, [(f"{one.id}/", of_tag(one)) for one in visible])


def _new_tag(site: Site, said: Mapping[str, object]) -> Answer:
    """A colour is ignored here; only an admin may make a tag that is not everybody's."""
    if not site.admin and not said["userAssignable"]:
        return failure(400, "BadRequest", "Not sufficient permissions")
    name = str(said["name"])[:64]
    if any(one.name.casefold() == name.casefold() for one in site.tags.values()):
        return failure(409, "Conflict", "Tag already exists")
    tag = site.tag(name, ours=False)
    tag.assignable, tag.visible = bool(said["userAssignable"]), bool(said["userVisible"])
    where = {"Content-Location": f"/remote.php/dav/systemtags/{tag.id}"}
    return Answer(201, media_type="text/html; charset=UTF-8", headers=where)


def _dress(site: Site, request: Request, number: int) -> Answer:
    (prop,) = etree.fromstring(request.body).iterfind(f"{D}set/{D}prop/*")
    tag, name, value = site.tags[number], str(prop.tag), prop.text or ""
    if not site.admin and (name == f"{OC}groups" or not tag.ours_to_assign):
        return failure(403, "Forbidden", f"No permission to update tag {number}")
    if name == f"{OC}groups":
        tag.groups = tuple(value.split("|"))
    elif re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        tag.color = value
    else:
        return failure(400, "BadRequest", "Color must be a 6-digit hexadecimal value")
    return Answer(207, multistatus([response(request.path, {name: str}, [name])]))
