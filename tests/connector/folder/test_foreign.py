"""For any sidecar of another tool: our marks come and go, and it means what it meant."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connector.folder import marking, words
from connector.folder.xmp import Packet
from connector.values import Mark, MarkSet, Region
from tests.connector.folder.packets import RDF, Meaning, meaning

SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "odd": "urn:odd:",
    **words.PREFIXES,
}
FOREIGN = ("dc", "lr", "odd", "xmp", "Iptc4xmpExt", "plus")
OURS_TOO = {"plus:ModelReleaseID", "plus:ModelReleaseStatus", "Iptc4xmpExt:ImageRegion"}
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text)
NAMES = st.builds(
    "{}:{}".format, st.sampled_from(FOREIGN), st.from_regex(r"[A-Z][a-zA-Z]{0,6}", fullmatch=True)
)
FIELDS = st.dictionaries(NAMES, TEXTS, min_size=1, max_size=3)


def simple(text: str) -> str:
    return escape(text)


def listed(kind: str, items: list[str]) -> str:
    return f"<rdf:{kind}>{''.join(f'<rdf:li>{item}</rdf:li>' for item in items)}</rdf:{kind}>"


def node(fields: Mapping[str, str]) -> str:
    inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items())
    return f"<rdf:Description>{inside}</rdf:Description>"


def node_of_attributes(fields: Mapping[str, str]) -> str:
    inside = " ".join(f"{name}={quoteattr(text)}" for name, text in fields.items())
    return f"<rdf:Description {inside}/>"


KINDS = st.sampled_from(["Bag", "Seq", "Alt"])
STRUCTURES = st.one_of(st.builds(node, FIELDS), st.builds(node_of_attributes, FIELDS))
INSIDES = st.one_of(
    st.builds(simple, TEXTS),
    st.builds(listed, KINDS, st.lists(st.builds(simple, TEXTS), min_size=1, max_size=3)),
    st.builds(listed, KINDS, st.lists(STRUCTURES, min_size=1, max_size=3)),
    STRUCTURES,
)
IDS = st.builds(listed, st.just("Bag"), st.lists(st.builds(simple, TEXTS), min_size=1, max_size=3))
REGIONS = st.builds(listed, st.just("Bag"), st.lists(STRUCTURES, min_size=1, max_size=3))


@st.composite
def packets(draw: st.DrawFn) -> bytes:
    """Make a sidecar as some tool might have written it, with our shared fields or without."""
    elements = draw(st.dictionaries(NAMES.filter(lambda n: n not in OURS_TOO), INSIDES, max_size=4))
    if draw(st.booleans()):
        elements["plus:ModelReleaseID"] = draw(IDS)
    if draw(st.booleans()):
        elements["Iptc4xmpExt:ImageRegion"] = draw(REGIONS)
    attributes = draw(
        st.dictionaries(NAMES.filter(lambda n: n not in {*elements, *OURS_TOO}), TEXTS, max_size=3)
    )
    if draw(st.booleans()):
        attributes["plus:ModelReleaseStatus"] = draw(
            st.sampled_from([words.UNLIMITED, words.LIMITED, words.NONE, "odd"])
        )
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    said = " ".join(f"{name}={quoteattr(text)}" for name, text in attributes.items())
    nodes = "".join(
        f'<rdf:Description rdf:about=""><{name}>{inside}</{name}></rdf:Description>'
        for name, inside in elements.items()
    )
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}" {spaces}>'
        f'<rdf:Description rdf:about="" {said}/>{nodes}</rdf:RDF></x:xmpmeta>'
    ).encode()


SHARES = st.floats(0, 1)
MARKSETS = st.builds(
    MarkSet,
    status=st.sampled_from(["cleared", "partly", "review", "blocked", "no-people"]),
    word=TEXTS,
    note=TEXTS,
    confirmed_nobody=st.booleans(),
    channels=st.lists(TEXTS, max_size=2).map(tuple),
    release_ids=st.lists(st.builds("urn:uuid:{}".format, TEXTS), unique=True, max_size=2).map(
        tuple
    ),
    regions=st.lists(
        st.builds(
            Region,
            id=TEXTS,
            x=SHARES,
            y=SHARES,
            w=SHARES,
            h=SHARES,
            mark=st.sampled_from(Mark),
            name=TEXTS,
        ),
        max_size=2,
    ).map(tuple),
)


def without_shared(found: Meaning) -> Meaning:
    shared = {words.PLUS_STATUS, words.PLUS_IDS, words.REGION}
    return {
        name: value
        for name, value in found.items()
        if name not in shared and words.LIKENESS not in name
    }


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=packets(), marks=st.lists(MARKSETS, min_size=1, max_size=3), turn=st.integers(1, 8))
def test_whatever_another_tool_wrote_survives_our_coming_and_going(
    data: bytes, marks: list[MarkSet], turn: int
) -> None:
    packet = Packet(data)
    for answer in marks:
        marking.put(packet, answer, turn)
        packet = Packet(packet.to_bytes())
        assert marking.found(packet) == answer
        assert without_shared(meaning(packet.to_bytes())) == without_shared(meaning(data))

    marking.take_off(packet)

    assert meaning(packet.to_bytes()) == meaning(data)
