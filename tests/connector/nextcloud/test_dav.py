"""WebDAV in XML: answers of many parts, and answers that mean harm."""

import pytest

from connector.errors import HostConfused
from connector.nextcloud import answers, dav

HEAD = '<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">'
PARTS = (
    f"{HEAD}<d:response><d:href>/remote.php/dav/files/u/f%c3%aate%20%23%2b.jpg</d:href>"
    "<d:propstat><d:prop><oc:fileid>7</oc:fileid></d:prop>"
    "<d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
    "<d:propstat><d:prop><oc:checksums><oc:checksum>SHA1:x</oc:checksum></oc:checksums></d:prop>"
    "<d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response></d:multistatus>"
).encode()


def test_only_what_is_there_counts_as_there() -> None:
    (found,) = dav.multistatus(PARTS)

    assert found.number(dav.oc("fileid")) == 7
    assert dav.oc("checksums") not in found.props


def test_an_address_is_unquoted() -> None:
    (found,) = dav.multistatus(PARTS)
    node = answers.node(found, "/remote.php/dav/files/u/")

    assert node
    assert node.place == "fête #+.jpg"


def test_a_file_of_somebody_else_is_none_of_ours() -> None:
    (found,) = dav.multistatus(PARTS)

    assert answers.node(found, "/remote.php/dav/files/other/") is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>", id="a page"),
        pytest.param(b"<a/>", id="another document"),
        pytest.param(
            b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + HEAD.encode() + b"&e;",
            id="an entity",
        ),
        pytest.param(b"<!DOCTYPE d>" + PARTS, id="a document type"),
        pytest.param(b"<d>" * 100_000, id="too deep"),
    ],
)
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(HostConfused):
        dav.multistatus(data)
    with pytest.raises(HostConfused):
        list(dav.responses(data))


def test_a_long_answer_is_read_part_by_part() -> None:
    part = PARTS.removeprefix(HEAD.encode()).removesuffix(b"</d:multistatus>")
    many = HEAD.encode() + part * 50 + b"</d:multistatus>"

    numbers = [found.number(dav.oc("fileid")) for found in dav.responses(many)]

    assert numbers == [7] * 50
    assert list(dav.responses(HEAD.encode() + b"</d:multistatus>")) == []


def test_a_long_answer_that_is_cut_is_none() -> None:
    with pytest.raises(HostConfused):
        list(dav.responses(PARTS[:-5]))


def test_a_search_says_a_limit_and_pages_in_the_namespace_that_is_heeded() -> None:
    query = dav.Query(
        select=(dav.oc("fileid"),),
        scope="/files/u/fête & co",
        where=("gte", dav.nc("upload_time"), "5"),
        order=dav.nc("upload_time"),
        first=200,
        count=200,
    )

    body = dav.search(query).decode()

    assert "<d:nresults>200</d:nresults>" in body
    assert f'<sd:firstresult xmlns:sd="{dav.PAGING}">200</sd:firstresult>' in body
    assert "<d:href>/files/u/fête &amp; co</d:href>" in body


def test_an_etag_loses_its_quotes_and_what_proxies_add() -> None:
    assert answers.etag('W/"abc-gzip"') == "abc"
