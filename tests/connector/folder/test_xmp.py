"""Packets: what is refused, what is read in each of RDF's ways, and what stays as it was."""

import pytest

from connector.errors import MarkRefused
from connector.folder import words
from connector.folder.xmp import Packet
from tests.connector.folder.packets import EXIFTOOL, LIGHTROOM, RDF, meaning

OPEN = (
    f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:plus="{words.PLUS}" xmlns:Iptc4xmpExt="{words.EXT}"'
    ' xmlns:a="http://a/">'
)
IDS = words.PLUS_IDS


def packet(inside: str, attributes: str = "") -> Packet:
    node = f'<rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description>'
    return Packet(f"{OPEN}{node}</rdf:RDF>".encode())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0" * 100, id="zeros after a crash"),
        pytest.param(LIGHTROOM[:-20], id="cut off"),
        pytest.param(b"<a/>", id="other XML"),
        pytest.param("<é/>".encode("latin-1"), id="not UTF-8"),
        pytest.param(b"<!DOCTYPE a>" + OPEN.encode() + b"</rdf:RDF>", id="a document type"),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            + OPEN.encode()
            + b"<rdf:Description><a:b>&x;</a:b></rdf:Description></rdf:RDF>",
            id="a file of ours",
        ),
        pytest.param(
            b"<!DOCTYPE a ["
            + b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 50) for n in range(1, 9))
            + b'<!ENTITY x0 "ha">]>'
            + OPEN.encode()
            + b"<rdf:Description><a:b>&x8;</a:b></rdf:Description></rdf:RDF>",
            id="a billion laughs",
        ),
        pytest.param(
            OPEN.encode() + b"<rdf:Description>" * 5000 + b"</rdf:Description>" * 5000, id="deep"
        ),
    ],
)
def test_what_cannot_be_understood_is_refused(data: bytes) -> None:
    with pytest.raises(MarkRefused) as refusal:
        Packet(data)
    assert refusal.value.reason == "broken-sidecar"


@pytest.mark.parametrize("data", [LIGHTROOM, EXIFTOOL])
def test_reading_and_writing_keeps_the_meaning_of_other_tools(data: bytes) -> None:
    assert meaning(Packet(data).to_bytes()) == meaning(data)


def test_the_wrapper_and_comments_of_others_stay() -> None:
    data = Packet(EXIFTOOL).to_bytes()

    assert data.startswith("<?xpacket begin='\ufeff'".encode())
    assert data.rstrip().endswith(b"<?xpacket end='w'?>")
    assert b"<!-- somebody's comment -->" in data


@pytest.mark.parametrize(
    ("begin", "declared"),
    [(b"", False), (b'<?xml version="1.0" encoding="UTF-8"?>\n', True)],
)
def test_a_declaration_stays_where_there_was_one(begin: bytes, *, declared: bool) -> None:
    data = Packet(begin + LIGHTROOM).to_bytes()

    assert data.startswith(b"<?xml ") is declared


@pytest.mark.parametrize(
    ("inside", "attributes", "value"),
    [
        pytest.param("<a:b>text</a:b>", "", "text", id="element"),
        pytest.param("<a:b/>", "", "", id="empty element"),
        pytest.param("", 'a:b="text"', "text", id="attribute"),
        pytest.param('<a:b rdf:resource="urn:x"/>', "", "urn:x", id="resource"),
        pytest.param(
            '<a:b rdf:parseType="Resource"><a:c>1</a:c></a:b>',
            "",
            {"{http://a/}c": "1"},
            id="struct",
        ),
        pytest.param('<a:b a:c="1"/>', "", {"{http://a/}c": "1"}, id="struct of attributes"),
        pytest.param(
            '<a:b><rdf:Description a:c="1"><a:d>2</a:d></rdf:Description></a:b>',
            "",
            {"{http://a/}c": "1", "{http://a/}d": "2"},
            id="struct in a node",
        ),
        pytest.param(
            '<a:b rdf:parseType="Resource"><rdf:value>v</rdf:value><a:q>1</a:q></a:b>',
            "",
            "v",
            id="a value with a qualifier",
        ),
        pytest.param(
            "<a:b><!-- x --><rdf:Seq><rdf:li>1</rdf:li><!-- y --><rdf:li>2</rdf:li></rdf:Seq></a:b>",
            "",
            ("1", "2"),
            id="list",
        ),
    ],
)
def test_every_way_of_saying_it_is_read(inside: str, attributes: str, value: object) -> None:
    assert packet(inside, attributes).meaning() == {"{http://a/}b": value}


def test_a_missing_property_has_no_text_and_no_items() -> None:
    empty = Packet()

    assert (empty.text(IDS), empty.items(IDS)) == (None, ())


def test_a_list_has_no_text_and_a_text_is_a_list_of_one() -> None:
    found = packet("<a:b>1</a:b><a:c><rdf:Bag><rdf:li>2</rdf:li></rdf:Bag></a:c>")

    assert found.text("{http://a/}c") is None
    assert found.items("{http://a/}b") == ("1",)


@pytest.mark.parametrize("value", [None, "", ()])
def test_nothing_is_not_written(value: str | tuple[str, ...] | None) -> None:
    found = packet("", 'plus:ModelReleaseID="x"')

    found.put(IDS, value)

    assert found.meaning() == {}


def test_what_xml_cannot_carry_is_replaced() -> None:
    found = Packet()
    found.put(words.NOTE, "a\x00b\x0bc\ud800d<&>\u00e9\U0001f600")

    assert Packet(found.to_bytes()).text(words.NOTE) == "a\ufffdb\ufffdc\ufffdd<&>\u00e9\U0001f600"


def test_our_properties_keep_apart_from_those_of_others() -> None:
    found = Packet(LIGHTROOM)
    found.put(words.STATUS, "cleared")
    found.put(words.NOTE, "why")

    assert found.to_bytes().count(b"<rdf:Description ") == LIGHTROOM.count(b"<rdf:Description ") + 1


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        pytest.param("", 'plus:ModelReleaseID="theirs"', id="attribute"),
        pytest.param("<plus:ModelReleaseID>theirs</plus:ModelReleaseID>", "", id="element"),
        pytest.param(
            "<plus:ModelReleaseID><!-- x --><rdf:Bag><rdf:li>theirs</rdf:li></rdf:Bag>"
            "</plus:ModelReleaseID>",
            "",
            id="list",
        ),
    ],
)
def test_items_join_those_of_others_however_they_are_written(inside: str, attributes: str) -> None:
    found = packet(inside, attributes)

    found.swap_items(IDS, lambda _: False, ("ours",))

    assert Packet(found.to_bytes()).items(IDS) == ("theirs", "ours")


def test_a_structure_that_stands_alone_becomes_the_first_of_a_list() -> None:
    found = packet(
        '<Iptc4xmpExt:ImageRegion rdf:parseType="Resource"><a:c>1</a:c></Iptc4xmpExt:ImageRegion>'
    )

    found.swap_items(words.REGION, lambda _: False, ("2",))

    assert found.items(words.REGION) == ({"{http://a/}c": "1"}, "2")


def test_a_list_without_items_goes() -> None:
    found = Packet()
    found.swap_items(IDS, lambda _: True, ("ours",))

    found.swap_items(IDS, lambda item: item == "ours", ())

    assert found.meaning() == {}


def test_nodes_that_say_nothing_are_dropped_and_others_kept() -> None:
    found = packet("", 'a:b="1"')
    found.put(words.STATUS, "cleared")
    found.put(words.STATUS, None)

    found.tidy()

    assert found.to_bytes().count(b"<rdf:Description ") == 1
