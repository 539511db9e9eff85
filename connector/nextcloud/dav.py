"""WebDAV in XML: requests written, multistatus answers read. Pure; one of two owners of lxml.

Answers come from a server that may be hostile: no entities, no document types, nothing fetched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from connector.errors import HostConfused

DAV = "DAV:"
OC = "http://owncloud.org/ns"
NC = "http://nextcloud.org/ns"
PAGING = "https://github.com/icewind1991/SearchDAV/ns"
"""Only in this namespace is `firstresult` heeded: in DAV: it is ignored, page 1 for ever."""
_NAMES = {"d": DAV, "oc": OC, "nc": NC}
_OK = " 200 "


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One response of a multistatus: only the properties that are there."""

    href: str = field(repr=False)
    """Unquoted."""
    props: Mapping[str, "etree._Element"] = field(repr=False)
    """By name in Clark notation. A part with another status than 200 counts as not there."""

    def text(self, name: str) -> str:
        """Give the text of a property; empty where it is not there."""
        found = self.props.get(name)
        return "" if found is None else (found.text or "")

    def number(self, name: str) -> int:
        """Give a property as a whole number; 0 where it is none."""
        said = self.text(name).strip()
        return int(said) if said.isdecimal() else 0

    def inner(self, name: str, path: str) -> list[str]:
        """Give the texts of the elements below a property."""
        found = self.props.get(name)
        return [] if found is None else [one.text or "" for one in found.iter(path)]


def oc(name: str) -> str:
    """Name a property of ownCloud's namespace."""
    return f"{{{OC}}}{name}"


def nc(name: str) -> str:
    """Name a property of Nextcloud's namespace."""
    return f"{{{NC}}}{name}"


def dav(name: str) -> str:
    """Name a property of WebDAV's own namespace."""
    return f"{{{DAV}}}{name}"


def parse(data: bytes) -> "etree._Element":
    """Read a document. Raises `HostConfused`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise HostConfused("no XML") from None
    if b"<!DOCTYPE" in data:
        raise HostConfused("XML with a document type")
    return root


def multistatus(data: bytes) -> tuple[Found, ...]:
    """Read an answer of many parts. Raises `HostConfused`."""
    root = parse(data)
    if root.tag != dav("multistatus"):
        raise HostConfused("no multistatus")
    return tuple(_response(one) for one in root.iterfind(dav("response")))


def responses(data: bytes) -> Iterator[Found]:
    """Read a long answer part by part, so that it is never in memory as a whole tree.

    Use each part before the next is asked for. Raises `HostConfused`.
    """
    if b"<!DOCTYPE" in data:
        raise HostConfused("XML with a document type")
    parts = etree.iterparse(
        BytesIO(data),
        tag=dav("response"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, part in parts:
            yield _response(part)
            _drop(part)
    except etree.XMLSyntaxError:
        raise HostConfused("no XML") from None
    if parts.root.tag != dav("multistatus"):
        raise HostConfused("no multistatus")


def _drop(part: "etree._Element") -> None:
    """Let go of what was read: it, and what came before it."""
    part.clear()
    above = part.getparent()
    while above is not None and above[0] is not part:
        del above[0]


def _response(response: "etree._Element") -> Found:
    props = {
        str(prop.tag): prop
        for part in response.iterfind(dav("propstat"))
        if _OK in f"{part.findtext(dav('status')) or ''} "
        for prop in part.iterfind(f"{dav('prop')}/*")
    }
    return Found(href=unquote(response.findtext(dav("href")) or ""), props=props)


def refused(data: bytes) -> tuple[int, ...]:
    """Give the statuses other than 200 in an answer to PROPPATCH: it is 207 even when refused."""
    said = [
        (part.text or "").split(" ")
        for part in parse(data).iter(dav("status"))
        if _OK not in f"{part.text or ''} "
    ]
    return tuple(int(one[1]) if len(one) > 1 and one[1].isdecimal() else 0 for one in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What an error of WebDAV says."""

    kind: str = ""
    """Last part of the class name of the exception."""
    message: str = field(default="", repr=False)


def trouble(data: bytes) -> Trouble:
    """Read an error; an empty one where there is none to read. Its message may name files."""
    try:
        root = parse(data)
    except HostConfused:
        return Trouble()
    ns = "{http://sabredav.org/ns}"
    kind = (root.findtext(f"{ns}exception") or "").rpartition("\\")[2]
    return Trouble(kind=kind, message=root.findtext(f"{ns}message") or "")


def propfind(names: Iterable[str]) -> bytes:
    """Ask for properties."""
    root = etree.Element(dav("propfind"), nsmap=_NAMES)
    _put(etree.SubElement(root, dav("prop")), names)
    return _written(root)


def _put(parent: "etree._Element", names: Iterable[str]) -> None:
    for name in names:
        etree.SubElement(parent, name)


def proppatch(name: str, value: str) -> bytes:
    """Set one property."""
    root = etree.Element(dav("propertyupdate"), nsmap=_NAMES)
    prop = etree.SubElement(etree.SubElement(root, dav("set")), dav("prop"))
    etree.SubElement(prop, name).text = value
    return _written(root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One SEARCH. `scope` is raw text: percent-encoded letters are a 404."""

    select: tuple[str, ...]
    scope: str
    where: tuple[str, str, str]
    """Comparison (eq, gte, like), property, value."""
    order: str = ""
    """Property to sort by, ascending."""
    first: int = 0
    count: int = 100
    """Always said: without it only 100 come, silently."""


def search(query: Query) -> bytes:
    """Write a search."""
    root = etree.Element(dav("searchrequest"), nsmap=_NAMES)
    basic = etree.SubElement(root, dav("basicsearch"))
    select = etree.SubElement(etree.SubElement(basic, dav("select")), dav("prop"))
    _put(select, query.select)
    scope = etree.SubElement(etree.SubElement(basic, dav("from")), dav("scope"))
    etree.SubElement(scope, dav("href")).text = query.scope
    etree.SubElement(scope, dav("depth")).text = "infinity"
    comparison, name, value = query.where
    condition = etree.SubElement(etree.SubElement(basic, dav("where")), dav(comparison))
    _put(etree.SubElement(condition, dav("prop")), (name,))
    etree.SubElement(condition, dav("literal")).text = value
    if query.order:
        order = etree.SubElement(etree.SubElement(basic, dav("orderby")), dav("order"))
        _put(etree.SubElement(order, dav("prop")), (query.order,))
        etree.SubElement(order, dav("ascending"))
    limit = etree.SubElement(basic, dav("limit"))
    etree.SubElement(limit, dav("nresults")).text = str(query.count)
    first = etree.SubElement(limit, f"{{{PAGING}}}firstresult", nsmap={"sd": PAGING})
    first.text = str(query.first)
    return _written(root)


def _written(root: "etree._Element") -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
