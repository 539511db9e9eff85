"""What the server answers to each call, as measured on 34.0.1."""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import etree
from PIL import Image, ImageOps

from tests.fakes.nextcloud.markup import (
    NC,
    OC,
    PAGING,
    ROOT,
    D,
    Props,
    asked,
    error,
    multistatus,
    of_comment,
    of_entry,
    of_tag,
    path_of,
    response,
)
from tests.fakes.nextcloud.site import PREVIEWED, USER, Comment, Entry, Site

XML = "application/xml; charset=utf-8"
BOXES = (64, 256, 1024, 4096)
SILENT_LIMIT = 100
Element = etree._Element  # noqa: SLF001 - that is its name
_DAV = "Sabre\\DAV\\Exception\\"


@dataclass(slots=True)
class Request:
    """What came in; header names in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


@dataclass(slots=True)
class Answer:
    """What goes out."""

    status: int
    body: bytes = b""
    media_type: str = XML
    headers: dict[str, str] = field(default_factory=dict)


def failure(status: int, kind: str, message: str = "") -> Answer:
    return Answer(status, error(_DAV + kind, message))


def as_json(status: int, value: object) -> Answer:
    return Answer(status, json.dumps(value).encode(), "application/json; charset=utf-8")


def as_ocs(data: object, status: int = 200, code: int | None = None, message: str = "OK") -> Answer:
    meta = {"status": "ok", "statuscode": code or status, "message": message}
    return as_json(status, {"ocs": {"meta": meta, "data": data}})


def answer(site: Site, request: Request) -> Answer:
    """Find who answers."""
    path = request.path
    for start, call in (
        ("/remote.php/dav/systemtags-relations/files/", relations),
        ("/remote.php/dav/systemtags/", systemtags),
        ("/remote.php/dav/comments/files/", comments),
        (ROOT, files),
        ("/index.php/core/preview", preview),
        ("/ocs/v2.php/", ocs),
    ):
        if path.startswith(start):
            return call(site, request, path.removeprefix(start).strip("/"))
    if path == "/remote.php/dav/" and request.method == "SEARCH":
        return search(site, request)
    if path == "/core/preview":
        return as_json(400, [])
    return failure(404, "NotFound", f"File not found: {path}")


def files(site: Site, request: Request, place: str) -> Answer:
    entry = site.entries.get(place)
    if entry is None:
        return failure(404, "NotFound", f"File with name /{place} could not be located")
    match request.method:
        case "PROPFIND":
            return _listing(site, request, entry)
        case "GET" if entry.denied:
            return failure(404, "NotFound", f"File with name /{place} could not be located")
        case "GET":
            quoted = f'"{entry.etag}"'
            return Answer(200, entry.data, entry.media_type, {"ETag": quoted, "OC-ETag": quoted})
        case "PROPPATCH" if entry.locked:
            return failure(423, "Locked")
        case _:
            return failure(501, "NotImplemented")


def _listing(site: Site, request: Request, entry: Entry) -> Answer:
    try:
        wanted = asked(request.body)
    except etree.XMLSyntaxError:
        return failure(400, "BadRequest", "Extra content at the end of the document")
    depth = request.headers.get("depth", "infinity")
    entries = [entry] + (site.below(entry.place) if depth == "1" and entry.folder else [])
    headers: dict[str, str] = {}
    if site.paged and "x-nc-paginate" in request.headers:
        headers["X-NC-Paginate"] = "true"
        offset = int(request.headers.get("x-nc-paginate-offset", "0"))
        if "x-nc-paginate-token" not in request.headers:
            headers |= {
                "X-NC-Paginate-Token": "JzuvgT5rt89lUakV",
                "X-NC-Paginate-Total": str(len(entries)),
            }
        entries = entries[offset : offset + int(request.headers["x-nc-paginate-count"])]
    cached: set[int] = set()
    parts = [
        response(path_of(one), of_entry(site, one, _tags(site, one, cached, depth)), wanted)
        for one in entries
    ]
    return Answer(207, multistatus(parts), headers=headers)


def _tags(site: Site, entry: Entry, cached: set[int], depth: str) -> list[int]:
    """Give the tags of a file; in listings 34.0.1 drops some with low numbers.

    apps/dav/lib/SystemTag/SystemTagPlugin.php:366-376 adds two arrays: places in one hide ids in
    the other.
    """
    own = site.tagged.get(entry.id, [])
    if depth == "0":
        return own
    known = [one for one in own if one in cached]
    fetched = [one for one in own if one not in cached and one >= len(known)]
    cached.update(own)
    return known + fetched


def search(site: Site, request: Request) -> Answer:
    if not request.headers.get("content-type", "").startswith("text/xml"):
        return failure(501, "NotImplemented", "There was no plugin willing to handle this SEARCH.")
    root = etree.fromstring(request.body)
    scope = (root.findtext(f".//{D}scope/{D}href") or "").rstrip("/")
    below = scope.removeprefix(f"/files/{USER}").strip("/")
    if not scope.startswith(f"/files/{USER}"):
        return failure(500, "InvalidArgumentException", "Search is only supported on directories")
    if below and below not in site.entries:
        return failure(404, "NotFound", f"File with name /{below} could not be located")
    found = [
        one
        for place, one in site.entries.items()
        if place and (not below or place.startswith(f"{below}/"))
    ]
    for condition in root.iter(f"{D}eq", f"{D}gt", f"{D}gte", f"{D}like"):
        kept = _fitting(found, condition)
        if isinstance(kept, Answer):
            return kept
        found = kept
    return _ordered(site, root, found)


def _ordered(site: Site, root: Element, found: list[Entry]) -> Answer:
    order = [str(one.tag) for one in root.iterfind(f".//{D}order/{D}prop/*")]
    if order not in ([], [f"{NC}upload_time"]):
        return Answer(400, b"requested order by property is not sortable")
    if order:
        found.sort(key=lambda one: one.uploaded)
    count = root.findtext(f".//{D}nresults")
    first = int(root.findtext(f".//{PAGING}firstresult") or "0")
    found = found[first : first + (SILENT_LIMIT if count is None else int(count))]
    wanted = [str(one.tag) for one in root.iterfind(f".//{D}select/{D}prop/*")]
    parts = (response(path_of(e), of_entry(site, e, []), wanted) for e in found)
    return Answer(207, multistatus(parts))


def _fitting(found: list[Entry], condition: Element) -> list[Entry] | Answer:
    (prop,) = condition.iterfind(f"{D}prop/*")
    name, how = str(prop.tag), str(condition.tag).removeprefix(D)
    literal = condition.findtext(f"{D}literal") or ""
    if name == f"{OC}fileid":
        if how != "eq":
            return failure(500, "Exception", f"Unsupported comparison for field fileid: {how}")
        return [one for one in found if one.id == int(literal)]
    if name == f"{NC}upload_time":
        return [one for one in found if one.uploaded >= int(literal) + (how == "gt")]
    if name == f"{D}getcontenttype":
        start = literal.removesuffix("%")
        return [one for one in found if not one.folder and one.media_type.startswith(start)]
    return Answer(400, b"requested search property is not searchable")


def relations(site: Site, request: Request, rest: str) -> Answer:
    number, _, tag = rest.partition("/")
    entry = site.by_id(int(number))
    if entry is None:
        return failure(404, "NotFound", "Entity does not exist or is not available")
    own = site.tagged.setdefault(entry.id, [])
    if request.method == "PROPFIND":
        return _collection(request, [(str(one), of_tag(site.tags[one])) for one in own])
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
    if f"{OC}groups" in asked(request.body):
        return failure(403, "Forbidden")
    visible = sorted((one for one in site.tags.values() if one.visible), key=lambda one: one.name)
    return _collection(request, [(f"{one.id}/", of_tag(one)) for one in visible])


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


def _collection(request: Request, members: list[tuple[str, Props]]) -> Answer:
    wanted = asked(request.body)
    base = request.path.rstrip("/") + "/"
    parts = [response(base, {}, wanted)]
    parts += [response(base + path, props, wanted) for path, props in members]
    return Answer(207, multistatus(parts))


def comments(site: Site, request: Request, rest: str) -> Answer:
    number, _, comment_text = rest.partition("/")
    entry = site.by_id(int(number))
    if entry is None:
        return failure(404, "NotFound", "Entity does not exist or is not available")
    own = [one for one in site.comments if one.file == entry.id]
    match request.method:
        case "PROPFIND":
            return _collection(request, [(str(one.id), of_comment(one)) for one in own])
        case "POST":
            text = json.loads(request.body)["message"]
            if len(text) > 1000:
                return failure(400, "BadRequest", "Message exceeds allowed character limit of 1000")
            site.comments.append(Comment(site.number(), entry.id, USER, text))
            return Answer(201, media_type="text/html; charset=UTF-8")
        case _:
            return _one_comment(site, request, [c for c in own if str(c.id) == comment_text])


def _one_comment(site: Site, request: Request, found: list[Comment]) -> Answer:
    if not found:
        return failure(404, "NotFound")
    if found[0].actor != USER:
        return failure(403, "Forbidden", "Only authors are allowed to edit their comment.")
    if request.method == "DELETE":
        site.comments.remove(found[0])
        return Answer(204)
    text = etree.fromstring(request.body).findtext(f".//{OC}message") or ""
    if len(text) > 1000:
        return failure(400, "BadRequest", "Message exceeds allowed character limit of 1000")
    found[0].text = text
    return Answer(
        207, multistatus([response(request.path, {f"{OC}message": str}, [f"{OC}message"])])
    )


def preview(site: Site, request: Request, _rest: str) -> Answer:
    """Scale to the next box; upright; 404 for what is no picture after all."""
    entry = site.by_id(int(request.query.get("fileId", "0")))
    x = int(request.query.get("x", "32"))
    if x == 0:
        return as_json(400, [])
    if entry is None or entry.folder or entry.media_type not in PREVIEWED:
        return as_json(404, [])
    if entry.denied:
        return as_json(403, [])
    try:
        with Image.open(io.BytesIO(entry.data)) as opened:
            picture, kind = ImageOps.exif_transpose(opened), opened.format
    except OSError:
        return as_json(404, [])
    box = next((one for one in BOXES if x <= one), BOXES[-1])
    picture.thumbnail((box, box))
    out = io.BytesIO()
    picture.save(out, kind)
    return Answer(200, out.getvalue(), entry.media_type, {"ETag": f'"{entry.etag}"'})


def ocs(site: Site, request: Request, rest: str) -> Answer:
    if request.headers.get("ocs-apirequest") != "true":
        return as_json(412, {"message": "CSRF check failed"})
    if rest == "cloud/user":
        return as_ocs({"id": USER, "enabled": True})
    if rest == "cloud/capabilities":
        return as_ocs({"capabilities": {app: {} for app in site.apps}})
    if rest.startswith("apps/files_sharing/api/v1/shares"):
        return _shares(site, request, rest.removeprefix("apps/files_sharing/api/v1/shares"))
    return as_ocs([], 404, 998, "Invalid query")


def _shares(site: Site, request: Request, rest: str) -> Answer:
    if request.method == "DELETE":
        gone = site.shares.pop(int(rest.strip("/")), None)
        return as_ocs([]) if gone else as_ocs([], 404, message="Wrong share ID")
    place = request.query.get("path", "").strip("/")
    if place not in site.entries:
        return as_ocs([], 404, message="Wrong path, file/folder does not exist")
    if rest == "/inherited":
        found = [one for one in site.shares.values() if place.startswith(f"{one.place}/")]
    else:
        found = [one for one in site.shares.values() if one.place == place]
    return as_ocs(
        [
            {
                "id": str(one.id),
                "share_type": 3,
                "uid_owner": one.owner,
                "url": f"{site.url}/index.php/s/token{one.id}",
                "path": f"/{one.place}",
                "password": "***" if one.guarded else None,
                "expiration": one.expiration,
            }
            for one in found
        ]
    )
