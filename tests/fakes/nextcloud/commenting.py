"""Comments."""

import json

from lxml import etree

from tests.fakes.nextcloud.answering import Answer, Request, collection, failure
from tests.fakes.nextcloud.markup import (
    OC,
    multistatus,
    of_comment,
    response,
)
from tests.fakes.nextcloud.rows import Comment
from tests.fakes.nextcloud.site import USER, Site


def comments(site: Site, request: Request, rest: str) -> Answer:
    if not site.talks:  # no app, no such kind of thing (apps/dav/lib/Comments/RootCollection.php)
        return failure(404, "NotFound", "Entity type 'files' not found.")
    number, _, comment_text = rest.partition("/")
    entry = site.by_id(int(number))
    if entry is None:
        return failure(404, "NotFound", "Entity does not exist or is not available")
    own = [one for one in site.comments if one.file == entry.id]
    match request.method:
        case "PROPFIND":
            return collection(request, [(str(one.id), of_comment(one)) for one in own])
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
