"""SEARCH, with what it does not heed."""

from lxml import etree

from tests.fakes.nextcloud.answering import Answer, Request, failure
from tests.fakes.nextcloud.markup import (
    NC,
    OC,
    PAGING,
    D,
    multistatus,
    of_entry,
    path_of,
    response,
)
from tests.fakes.nextcloud.rows import Entry
from tests.fakes.nextcloud.site import USER, Site

SILENT_LIMIT = 100
Element = etree._Element  # noqa: SLF001 - that is its name


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
