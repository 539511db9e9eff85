"""Who answers which call, as measured on 34.0.1."""

from tests.fakes.nextcloud.answering import Answer, Request, as_json, failure
from tests.fakes.nextcloud.commenting import comments
from tests.fakes.nextcloud.filing import files, preview
from tests.fakes.nextcloud.markup import ROOT
from tests.fakes.nextcloud.searching import search
from tests.fakes.nextcloud.sharing import ocs
from tests.fakes.nextcloud.site import Site
from tests.fakes.nextcloud.tagging import relations, systemtags


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
