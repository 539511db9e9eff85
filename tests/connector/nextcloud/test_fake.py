"""The fake answers as Nextcloud 34.0.1 was recorded to answer."""

import pytest

from connector.nextcloud import dav
from tests.connector.nextcloud.exchange import EXCHANGES, Exchange
from tests.fakes.nextcloud import markup
from tests.fakes.nextcloud.administering import basic
from tests.fakes.nextcloud.answering import Request
from tests.fakes.nextcloud.rows import Entry
from tests.fakes.nextcloud.server import respond
from tests.fakes.nextcloud.site import PASSWORD, USER, Site

PLACE = "Photo Desk/2026-05 Summer fête/t1.jpg"


@pytest.fixture
def site() -> Site:
    """Build what was there when it was recorded."""
    made = Site()
    made.put(PLACE, b"x").id = 109
    made.put("private.jpg", b"x").id = 112
    made.entries["private.jpg"].permissions = "SGDN"
    for name in ("Consent: OK", "Consent: BLOCKED"):
        made.tag(name)
    return made


def ask(site: Site, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    known = {"authorization": basic(USER, PASSWORD), "depth": "0", **headers}
    said = respond(site, Request(method, path, known, body))
    return said.status, said.body


def again(site: Site, exchange: Exchange) -> tuple[int, dav.Trouble]:
    status, body = ask(site, exchange.method, exchange.path)
    return status, dav.trouble(body)


def _put(site: Site) -> None:
    site.put_tag(109, 1)


def _not_ours(site: Site) -> None:
    site.tags[1].groups = ()


def _nothing(site: Site) -> None:
    del site


def _both(site: Site) -> None:
    _put(site)
    _not_ours(site)


@pytest.mark.parametrize(
    ("case", "before"),
    [
        ("assign", _nothing),
        ("assign again", _put),
        ("assign a tag of others", _not_ours),
        ("assign an unknown tag", _nothing),
        ("assign to an unknown file", _nothing),
        ("assign to a read-only file", _nothing),
        ("take off", _put),
        ("take off again", _nothing),
        ("take off a tag of others", _both),
        ("tags of a file in the bin", _nothing),
        ("a file that is not there", _nothing),
    ],
)
def test_a_call_is_answered_as_it_was(site: Site, case: str, before: object) -> None:
    assert callable(before)
    before(site)
    recorded = EXCHANGES[case]

    found = again(site, recorded)

    assert found == (recorded.reply.status, dav.trouble(recorded.reply.data))


def test_a_listing_drops_tags_with_low_numbers() -> None:
    site = Site()
    others: list[Entry] = [site.put(f"Photo Desk/{name}.jpg", b"x") for name in ("a", "b", "c")]
    for _ in range(9):
        site.tag(f"tag {_}")
    for entry, tags in zip(others, ((2,), (8,), (8, 2, 1)), strict=True):
        site.tagged[entry.id] = list(tags)
    body = dav.propfind((dav.nc("system-tags"),))

    _, listed = ask(site, "PROPFIND", f"{markup.ROOT}Photo%20Desk/", body, depth="1")
    _, alone = ask(site, "PROPFIND", f"{markup.ROOT}Photo%20Desk/c.jpg", body)

    assert listed.count(b"oc:id=") == 4
    assert alone.count(b"oc:id=") == 3


def test_addresses_are_written_with_small_letters() -> None:
    recorded = EXCHANGES["a file with its tag"].reply.data.decode()

    assert markup.href(markup.ROOT + PLACE) in recorded


@pytest.mark.parametrize(
    "case", ["files in maintenance", "account in maintenance", "preview in maintenance"]
)
def test_maintenance_has_three_shapes(site: Site, case: str) -> None:
    site.maintenance = True
    recorded = EXCHANGES[case]

    said = respond(site, Request(recorded.method, recorded.path, {}, b""))

    assert said.status == recorded.reply.status
    assert said.media_type == recorded.reply.headers["content-type"]
    marked = "x-nextcloud-maintenance-mode" in recorded.reply.headers
    assert ("X-Nextcloud-Maintenance-Mode" in said.headers) is marked


@pytest.mark.parametrize(
    ("where", "status"),
    [
        pytest.param(b"<oc:fileid/></d:prop><d:literal>1</d:literal></d:gt>", 500, id="fileid gt"),
        pytest.param(b"<d:getetag/></d:prop><d:literal>1</d:literal></d:gt>", 400, id="etag"),
    ],
)
def test_a_search_for_what_cannot_be_searched_fails(site: Site, where: bytes, status: int) -> None:
    body = dav.search(
        dav.Query(select=(dav.oc("fileid"),), scope="/files/svc-consent", where=("gt", "x", "1"))
    ).replace(b"<x/></d:prop><d:literal>1</d:literal></d:gt>", where)
    xml = {"content-type": "text/xml"}

    assert ask(site, "SEARCH", "/remote.php/dav/", body, **xml)[0] == status


def test_a_search_without_a_limit_gives_a_hundred_and_a_foreign_offset_nothing_else() -> None:
    site = Site()
    for index in range(105):
        site.put(f"Photo Desk/{index}.jpg", b"x")
    query = dav.Query(
        select=(dav.oc("fileid"),),
        scope="/files/svc-consent",
        where=("like", dav.dav("getcontenttype"), "image/%"),
        first=100,
        count=100,
    )
    body, xml = dav.search(query), {"content-type": "text/xml"}
    foreign = body.replace(dav.PAGING.encode(), b"DAV:")
    without = body.replace(b"<d:nresults>100</d:nresults>", b"").replace(b">100<", b">0<")

    assert len(dav.multistatus(ask(site, "SEARCH", "/remote.php/dav/", body, **xml)[1])) == 5
    assert len(dav.multistatus(ask(site, "SEARCH", "/remote.php/dav/", foreign, **xml)[1])) == 100
    assert len(dav.multistatus(ask(site, "SEARCH", "/remote.php/dav/", without, **xml)[1])) == 100


def test_an_encoded_scope_is_nowhere(site: Site) -> None:
    scope = "/files/svc-consent/Photo%20Desk/2026-05%20Summer%20f%C3%AAte"
    query = dav.Query(
        select=(dav.oc("fileid"),), scope=scope, where=("eq", dav.oc("fileid"), "109")
    )

    status, _ = ask(
        site, "SEARCH", "/remote.php/dav/", dav.search(query), **{"content-type": "text/xml"}
    )

    assert status == 404
