"""XMP packets: reading, changing and writing single properties. The only module that knows lxml.

Everything that is not asked for stays as it was: other properties, other items of a list, comments,
packet wrappers. A packet that cannot be understood is refused, never repaired.

XMP may say one thing in several ways of RDF/XML (ISO 16684-1, clause 7): a property as element or
attribute, a structure in place or as a node of its own. All are read; we write the plainest.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from connector.errors import MarkRefused
from connector.folder import words

Value: TypeAlias = str | tuple["Value", ...] | Mapping[str, "Value"]
"""Text, a list, or a structure keyed by names in Clark notation."""
_Element: TypeAlias = "etree._Element"  # noqa: SLF001 - the stubs have no public name for it

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ROOT = f"{{{_RDF}}}RDF"
_NODE = f"{{{_RDF}}}Description"
_ITEM = f"{{{_RDF}}}li"
_BAG = f"{{{_RDF}}}Bag"
_LISTS = frozenset({_BAG, f"{{{_RDF}}}Seq", f"{{{_RDF}}}Alt"})
_ABOUT = f"{{{_RDF}}}about"
_RESOURCE = f"{{{_RDF}}}resource"
_VALUE = f"{{{_RDF}}}value"
_PARSE = f"{{{_RDF}}}parseType"
_PREFIX = {uri: prefix for prefix, uri in {**words.PREFIXES, "rdf": _RDF}.items()}
_NOT_PROPERTIES = (f"{{{_RDF}}}", "{http://www.w3.org/XML/1998/namespace}")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EMPTY = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}"/></x:xmpmeta>'


class Packet:
    """One XMP packet."""

    def __init__(self, data: bytes = _EMPTY.encode()) -> None:
        """Read a packet; without data, begin an empty one. Raises `MarkRefused`."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            top = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise MarkRefused("broken-sidecar") from None
        found = top if top.tag == _ROOT else top.find(_ROOT)
        self._tree = top.getroottree()
        # Nobody writes a DOCTYPE into a sidecar but to attack what reads it.
        if found is None or etree.DocInfo(self._tree).internalDTD is not None:
            raise MarkRefused("broken-sidecar")
        self._rdf = found
        self._declared = data.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml ")

    def to_bytes(self) -> bytes:
        """Give the packet as UTF-8."""
        return etree.tostring(self._tree, encoding="UTF-8", xml_declaration=self._declared)

    def meaning(self) -> dict[str, Value]:
        """Give all properties."""
        attributes = {name: text for node in self._nodes() for name, text in _attributes(node)}
        return {**attributes, **{str(found.tag): _read(found) for found in self._properties()}}

    def text(self, name: str) -> str | None:
        """Give a simple property; None where it is missing or not simple."""
        value = self.meaning().get(name)
        return value if isinstance(value, str) else None

    def items(self, name: str) -> tuple[Value, ...]:
        """Give the items of a list; a single value counts as a list of one."""
        value = self.meaning().get(name, ())
        return value if isinstance(value, tuple) else (value,)

    def put(self, name: str, value: Value | None) -> None:
        """Write a whole property; None and everything empty takes it away."""
        if self.meaning().get(name) == (value or None):
            return
        for node in self._nodes():
            if name in node.attrib:
                del node.attrib[name]
        for found in self._properties():
            if found.tag == name:
                _remove(found)
        if value:
            self._home().append(_written(name, value))

    def swap_items(self, name: str, ours: Callable[[Value], bool], new: Sequence[Value]) -> None:
        """Put new items in the place of ours; all others stay exactly as they are."""
        if name not in self.meaning():
            self.put(name, tuple(new))
            return
        listed = self._list(name)
        for item in _elements(listed):
            if ours(_read(item)):
                _remove(item)
        listed.extend(_written(_ITEM, value) for value in new)
        if not _elements(listed):
            self.put(name, None)

    def tidy(self) -> None:
        """Drop nodes that say nothing."""
        for node in self._nodes():
            if len(node) == 0 and not _attributes(node):
                _remove(node)

    def _nodes(self) -> list[_Element]:
        return list(self._rdf.iterchildren(_NODE))

    def _properties(self) -> list[_Element]:
        return [found for node in self._nodes() for found in _elements(node)]

    def _home(self) -> _Element:
        """Give the node that our properties go to, apart from those of others."""
        nodes = self._nodes()
        for node in nodes:
            if any(str(found.tag).startswith(f"{{{words.LIKENESS}}}") for found in _elements(node)):
                return node
        about = nodes[0].get(_ABOUT, "") if nodes else ""
        return etree.SubElement(self._rdf, _NODE, {_ABOUT: about}, nsmap=words.PREFIXES)

    def _list(self, name: str) -> _Element:
        """Give the list element of a property; a single value becomes a list of one."""
        alone = next((text for node in self._nodes() if (text := node.get(name)) is not None), None)
        if alone is not None:
            self.put(name, (alone,))
        found = next(found for found in self._properties() if found.tag == name)
        listed = next((child for child in found if child.tag in _LISTS), None)
        return _wrapped(found) if listed is None else listed


def _wrapped(found: _Element) -> _Element:
    """Put what a property says into a list inside it."""
    item = etree.Element(_ITEM)
    item.attrib.update(found.attrib)
    item.text = found.text
    item.extend(list(found))
    found.attrib.clear()
    found.text = None
    listed = etree.SubElement(found, _BAG)
    listed.append(item)
    return listed


def _elements(parent: _Element) -> list[_Element]:
    """Give the children that are elements; comments and instructions stay where they are."""
    return list(parent.iterchildren("*"))


def _attributes(found: _Element) -> list[tuple[str, str]]:
    """Give the properties that are written as attributes."""
    return [
        (str(name), str(value))
        for name, value in found.attrib.items()
        if str(name).startswith("{") and not str(name).startswith(_NOT_PROPERTIES)
    ]


def _read(found: _Element) -> Value:
    resource = found.get(_RESOURCE)
    if resource is not None:
        return resource
    if found.get(_PARSE) == "Resource":
        return _structure(found, _elements(found))
    inside = _elements(found)
    if not inside:
        return dict(_attributes(found)) or found.text or ""
    if inside[0].tag in _LISTS:
        return tuple(_read(item) for item in _elements(inside[0]))
    return _structure(inside[0], _elements(inside[0]))


def _structure(node: _Element, fields: Iterable[_Element]) -> Value:
    """Give a structure, or the plain value of one that only adds qualifiers to it."""
    value = {**dict(_attributes(node)), **{str(field.tag): _read(field) for field in fields}}
    return value.get(_VALUE, value)


def _written(name: str, value: Value) -> _Element:
    uri = name[1:].partition("}")[0]
    found = etree.Element(name, nsmap={_PREFIX[uri]: uri})
    if isinstance(value, str):
        found.text = _UNWRITABLE.sub("\ufffd", value)
    elif isinstance(value, tuple):
        listed = etree.SubElement(found, _BAG, nsmap={"rdf": _RDF})
        listed.extend(_written(_ITEM, item) for item in value)
    else:
        found.set(_PARSE, "Resource")
        found.extend(_written(field, inner) for field, inner in value.items() if inner)
    return found


def _remove(found: _Element) -> None:
    next(found.iterancestors()).remove(found)
