"""Listings of folders: whole ones, and of one level; in one answer where that is not too large."""

from collections.abc import Iterable, Iterator

from connector.errors import AnswerTooLarge, HostConfused
from connector.nextcloud import answers, dav
from connector.nextcloud.answers import MULTI, NODE
from connector.nextcloud.api import XML, Api
from connector.nextcloud.dav import Found
from connector.nextcloud.rows import Node
from connector.transport import Reply, Sending

BYTES = 20_000_000
"""Of a listing in one answer: about 27,000 files."""
TOTAL_S = 120.0
LISTED = 1000
"""Entries per page of a folder that is larger: about 0.7 MB."""


def children(api: Api, place: str) -> Iterator[Node]:
    """Give what lies in a folder. Raises `PhotoGone`."""
    try:
        reply = _whole(api, place, "1")
    except AnswerTooLarge:
        yield from _paged(api, place)
    else:
        yield from _below(api, place, dav.responses(reply.data))


def tree(api: Api, place: str) -> Iterator[Node]:
    """Give all that lies below a folder, however deep, each folder before what is in it.

    Raises `PhotoGone`, and `AnswerTooLarge` where that is too much for one answer.
    """
    yield from _below(api, place, dav.responses(_whole(api, place, "infinity").data))


def _whole(api: Api, place: str, depth: str) -> Reply:
    reply = api.send(
        Sending(
            method="PROPFIND",
            url=api.url + api.files(place),
            body=dav.propfind(NODE),
            headers={"Authorization": api.account.header, **XML, "Depth": depth},
            limit=BYTES,
            total_s=TOTAL_S,
        )
    )
    answers.expect(reply, MULTI)
    return reply


def _paged(api: Api, place: str) -> Iterator[Node]:
    """List a folder that is too large for one answer.

    Not used for others: every entry is kept in the server's cache, and where that is full, the next
    page is a 500 (34.0.1, apps/dav/lib/Paginate/PaginatePlugin.php:140).
    """
    headers = {**XML, "Depth": "1", "X-NC-Paginate": "true", "X-NC-Paginate-Count": str(LISTED)}
    offset, total = 0, 1
    while offset < total:
        reply = api.call("PROPFIND", api.files(place), dav.propfind(NODE), headers)
        answers.expect(reply, MULTI)
        found, said = dav.multistatus(reply.data), reply.headers
        yield from _below(api, place, found)
        if "x-nc-paginate" not in said:
            return
        if "x-nc-paginate-token" in said:
            total = int(said.get("x-nc-paginate-total", "0"))
            headers["X-NC-Paginate-Token"] = said["x-nc-paginate-token"]
        if len(found) < min(LISTED, total - offset):
            raise HostConfused("a listing with holes")
        offset += len(found)
        headers["X-NC-Paginate-Offset"] = str(offset)


def _below(api: Api, place: str, found: Iterable[Found]) -> Iterator[Node]:
    """Read what is in a listing, one by one, but for the folder itself."""
    for one in found:
        yield from (node for node in api.nodes([one]) if node.place != place)
