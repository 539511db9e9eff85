"""Sidecars of other tools, and what an XMP packet means: independent of the code under test."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
Meaning = dict[str, object]

LIGHTROOM = """<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
    xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
    xmp:Rating="4" crs:Exposure2012="+0.35"
    plus:ModelReleaseStatus="http://ns.useplus.org/ldf/vocab/MR-LMR">
   <dc:subject><rdf:Bag><rdf:li>party</rdf:li><rdf:li>caf\u00e9</rdf:li></rdf:Bag></dc:subject>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Summer</rdf:li></rdf:Alt></dc:title>
   <mwg-rs:Regions rdf:parseType="Resource">
    <mwg-rs:AppliedToDimensions stDim:w="4000" stDim:h="3000" stDim:unit="pixel"/>
    <mwg-rs:RegionList><rdf:Bag><rdf:li>
     <rdf:Description mwg-rs:Type="Face" mwg-rs:Name="Jo">
      <mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.1" stArea:h="0.2" stArea:unit="normalized"/>
     </rdf:Description>
    </rdf:li></rdf:Bag></mwg-rs:RegionList>
   </mwg-rs:Regions>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
""".encode()

EXIFTOOL = b"""<?xpacket begin='\xef\xbb\xbf' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
 <!-- somebody's comment -->
 <rdf:Description rdf:about='' xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'>
  <Iptc4xmpExt:ImageRegion><rdf:Bag>
   <rdf:li rdf:parseType='Resource'>
    <Iptc4xmpExt:rId>crop-1</Iptc4xmpExt:rId>
    <Iptc4xmpExt:Name><rdf:Alt><rdf:li xml:lang='x-default'>Square</rdf:li></rdf:Alt></Iptc4xmpExt:Name>
   </rdf:li>
  </rdf:Bag></Iptc4xmpExt:ImageRegion>
 </rdf:Description>
 <rdf:Description rdf:about='' xmlns:plus='http://ns.useplus.org/ldf/xmp/1.0/'>
  <plus:ModelReleaseID><rdf:Bag><rdf:li>paper form 17</rdf:li></rdf:Bag></plus:ModelReleaseID>
 </rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end='w'?>"""


def meaning(data: bytes) -> Meaning:
    """Say what a packet says, however it is written; qualifiers and order in bags included."""
    top = ET.fromstring(data)  # noqa: S314 - packets of our own making
    rdf = top if top.tag == f"{{{RDF}}}RDF" else top.find(f"{{{RDF}}}RDF")
    assert rdf is not None
    found: Meaning = {}
    for node in rdf:
        found.update(_fields(node))
    return found


def _fields(node: ET.Element) -> Meaning:
    return {**_attributes(node), **{child.tag: _value(child) for child in node}}


def _attributes(node: ET.Element) -> Meaning:
    return {n: v for n, v in node.attrib.items() if not n.startswith(f"{{{RDF}}}")}


def _value(node: ET.Element) -> object:
    children = list(node)
    resource = node.get(f"{{{RDF}}}resource")
    if resource is not None:
        return {"resource": resource}
    if node.get(f"{{{RDF}}}parseType") == "Resource":
        return _fields(node)
    if not children:
        inside = _attributes(node)
        text = node.text or ""
        return {**inside, "text": text} if inside and text else inside or text
    kind = children[0].tag
    if kind in {f"{{{RDF}}}{name}" for name in ("Bag", "Seq", "Alt")}:
        return (kind, [_value(item) for item in children[0]])
    return _fields(children[0])


def names(data: bytes) -> Iterator[str]:
    """Give the local names of all properties."""
    return (name.rpartition("}")[2] for name in meaning(data))
