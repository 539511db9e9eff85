"""The words written into sidecars: namespaces, names and values.

docs/hosts/folder.md explains each to editors. Names are in Clark notation, `{namespace}local`.
Release values are PLUS's (Picture Licensing Universal System), regions IPTC's (Photo Metadata
Standard).
"""

from collections.abc import Mapping

from connector.values import Mark

LIKENESS = "urn:uuid:0d0f7a52-7f0b-4a0e-9c55-6c1c0e1d2a10#"
"""Our own namespace. Never change it: sidecars out there carry it."""
PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
XMP = "http://ns.adobe.com/xap/1.0/"
PREFIXES = {"likeness": LIKENESS, "plus": PLUS, "Iptc4xmpExt": EXT, "xmp": XMP}

STATUS = f"{{{LIKENESS}}}Status"
WORD = f"{{{LIKENESS}}}Word"
CHANNELS = f"{{{LIKENESS}}}Channels"
UNTIL = f"{{{LIKENESS}}}Until"
NOTE = f"{{{LIKENESS}}}Note"
CONFIRMED_NOBODY = f"{{{LIKENESS}}}ConfirmedNobody"
CHECKED = f"{{{LIKENESS}}}Checked"
WIDTH = f"{{{LIKENESS}}}Width"
HEIGHT = f"{{{LIKENESS}}}Height"
ORIENTATION = f"{{{LIKENESS}}}Orientation"
RELEASE_IDS = f"{{{LIKENESS}}}ReleaseIDs"
EARLIER_STATUS = f"{{{LIKENESS}}}EarlierModelReleaseStatus"
MADE_FILE = f"{{{LIKENESS}}}MadeThisFile"
MARK = f"{{{LIKENESS}}}Mark"

PLUS_STATUS = f"{{{PLUS}}}ModelReleaseStatus"
PLUS_IDS = f"{{{PLUS}}}ModelReleaseID"

REGION = f"{{{EXT}}}ImageRegion"
REGION_ID = f"{{{EXT}}}rId"
BOUNDARY = f"{{{EXT}}}RegionBoundary"
SHAPE = f"{{{EXT}}}rbShape"
UNIT = f"{{{EXT}}}rbUnit"
SIDES = (f"{{{EXT}}}rbX", f"{{{EXT}}}rbY", f"{{{EXT}}}rbW", f"{{{EXT}}}rbH")
KIND = f"{{{EXT}}}rCtype"
ROLE = f"{{{EXT}}}rRole"
PERSONS = f"{{{EXT}}}PersonInImage"
IDENTIFIER = f"{{{XMP}}}Identifier"

OUR_REGION = "likeness:"
"""Begins the id of every region of ours."""
HUMAN = "http://cv.iptc.org/newscodes/imageregiontype/human"
SUBJECT = "http://cv.iptc.org/newscodes/imageregionrole/subjectArea"

_VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
UNLIMITED = f"{_VOCABULARY}MR-UMR"
LIMITED = f"{_VOCABULARY}MR-LMR"
NONE = f"{_VOCABULARY}MR-NON"
NOT_APPLICABLE = f"{_VOCABULARY}MR-NAP"

RELEASE_OF_MARK: Mapping[Mark, str] = {
    Mark.CLEARED: UNLIMITED,
    Mark.PARTLY: LIMITED,
    Mark.REVIEW: NONE,
    Mark.BLOCKED: NONE,
}
STATUS_OF_RELEASE: Mapping[str, str] = {
    UNLIMITED: "cleared",
    LIMITED: "partly",
    NONE: "blocked",
    NOT_APPLICABLE: "no-people",
}
"""What somebody else's value says in our words, where it no longer is the one we wrote."""


def release_of(status: str, *, confirmed_nobody: bool) -> str | None:
    """Give the release status of a whole photo; None = say nothing."""
    if status == "no-people":
        return NOT_APPLICABLE if confirmed_nobody else None
    return RELEASE_OF_MARK.get(Mark(status)) if status in set(Mark) else None
