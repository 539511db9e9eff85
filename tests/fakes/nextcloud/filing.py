"""Files and folders over WebDAV, and their previews."""

import io

from lxml import etree
from PIL import Image, ImageOps

from tests.fakes.nextcloud.administering import denied_to_us
from tests.fakes.nextcloud.answering import Answer, Request, as_json, failure
from tests.fakes.nextcloud.markup import (
    asked,
    multistatus,
    of_entry,
    path_of,
    response,
)
from tests.fakes.nextcloud.rows import PREVIEWED, Entry
from tests.fakes.nextcloud.site import Site

_END = b"\xff\xd9"
BOXES = (64, 256, 1024, 4096)


def files(site: Site, request: Request, place: str) -> Answer:
    entry = site.entries.get(place)
    if request.method in {"PUT", "DELETE"}:
        return _changed(site, request, place, entry)
    if entry is None:
        return failure(404, "NotFound", f"File with name /{place} could not be located")
    match request.method:
        case "PROPFIND":
            return _listing(site, request, entry)
        case "GET":
            return _whole(site, request, entry)
        case "PROPPATCH" if entry.locked:
            return failure(423, "Locked")
        case _:
            return failure(501, "NotImplemented")


def _whole(site: Site, request: Request, entry: Entry) -> Answer:
    if entry.denied or denied_to_us(site, entry.id):
        return failure(404, "NotFound", f"File with name /{entry.place} could not be located")
    quoted = f'"{entry.etag}"'
    headers = {"ETag": quoted, "OC-ETag": quoted}
    if asked_for := request.headers.get("range", ""):
        start = int(asked_for.removeprefix("bytes=").rstrip("-"))
        return Answer(206, entry.data[start:], entry.media_type, headers)
    return Answer(200, entry.data, entry.media_type, headers)


def _changed(site: Site, request: Request, place: str, entry: Entry | None) -> Answer:
    if request.method == "PUT":
        site.put(place, request.body)
        return Answer(204 if entry else 201)
    if entry is None:
        return failure(404, "NotFound", f"File with name /{place} could not be located")
    site.delete(place)
    return Answer(204)


def _listing(site: Site, request: Request, entry: Entry) -> Answer:
    try:
        wanted = asked(request.body)
    except etree.XMLSyntaxError:
        return failure(400, "BadRequest", "Extra content at the end of the document")
    depth = request.headers.get("depth", "infinity")
    entries = [entry] + (_below(site, entry, depth) if entry.folder else [])
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
        if site.forgetful and offset:
            entries = entries[1:]
    cached: set[int] = set()
    parts = [
        response(path_of(one), of_entry(site, one, _tags(site, one, cached, depth)), wanted)
        for one in entries
    ]
    return Answer(207, multistatus(parts), headers=headers)


def _below(site: Site, entry: Entry, depth: str) -> list[Entry]:
    """Give what is listed beside a folder itself, each folder before what lies in it."""
    if depth == "0":
        return []
    direct = site.below(entry.place)
    if depth == "1" or not site.infinity:
        return direct
    return [
        one
        for child in direct
        for one in (child, *(_below(site, child, depth) if child.folder else ()))
    ]


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


def preview(site: Site, request: Request, _rest: str) -> Answer:
    """Scale to the next box; upright; 404 for what is no picture after all.

    A JPEG that is cut off has a preview all the same, grey where nothing is (34.0.1, measured).
    """
    entry = site.by_id(int(request.query.get("fileId", "0")))
    x = int(request.query.get("x", "32"))
    if x == 0:
        return as_json(400, [])
    if entry is None or entry.folder or entry.media_type not in PREVIEWED:
        return as_json(404, [])
    if entry.denied:
        return as_json(403, [])
    try:
        with Image.open(io.BytesIO(entry.data + _END)) as opened:
            picture, kind = ImageOps.exif_transpose(opened), opened.format
    except OSError:
        return as_json(404, [])
    box = next((one for one in BOXES if x <= one), BOXES[-1])
    picture.thumbnail((box, box))
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": site.quality} if kind == "JPEG" else {}))
    return Answer(200, out.getvalue(), entry.media_type, {"ETag": f'"{entry.made}"'})
