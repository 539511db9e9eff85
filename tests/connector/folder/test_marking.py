"""Marks in a packet: exact fields, other tools' values, and what somebody changed behind our back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from connector.folder import marking, words
from connector.folder.xmp import Packet, Value
from connector.values import Mark, MarkSet, Region
from tests.connector.folder.packets import EXIFTOOL, LIGHTROOM, RDF, meaning

VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
FACE = Region(id="f1", x=0.1, y=0.2, w=0.3, h=0.4, mark=Mark.CLEARED)
MARKS = MarkSet(
    status="cleared",
    word="✓ Cleared",
    channels=("press", "website"),
    until=date(2027, 6, 30),
    note="all agreed",
    release_ids=("urn:uuid:1", "urn:uuid:2"),
    regions=(FACE,),
    width=400,
    height=300,
)


def marked(data: bytes, marks: MarkSet = MARKS, orientation: int = 1) -> Packet:
    packet = Packet(data)
    marking.put(packet, marks, orientation)
    return Packet(packet.to_bytes())


def empty() -> bytes:
    return Packet().to_bytes()


def theirs(status: str) -> bytes:
    packet = Packet()
    packet.put(words.PLUS_STATUS, f"{VOCABULARY}{status}")
    return packet.to_bytes()


@pytest.mark.parametrize(
    ("status", "release"),
    [("cleared", "MR-UMR"), ("partly", "MR-LMR"), ("blocked", "MR-NON"), ("review", "MR-NON")],
)
def test_the_release_status_of_the_photo(status: str, release: str) -> None:
    packet = marked(empty(), MarkSet(status=status))

    assert packet.text(words.PLUS_STATUS) == f"{VOCABULARY}{release}"
    assert packet.text(words.STATUS) == status


def test_no_people_is_said_in_plus_only_where_a_human_confirmed_it() -> None:
    machine = marked(empty(), MarkSet(status="no-people"))
    human = marked(empty(), MarkSet(status="no-people", confirmed_nobody=True))

    assert machine.text(words.PLUS_STATUS) is None
    assert human.text(words.PLUS_STATUS) == f"{VOCABULARY}MR-NAP"


@pytest.mark.parametrize(
    ("mark", "release"),
    [
        (Mark.CLEARED, "MR-UMR"),
        (Mark.PARTLY, "MR-LMR"),
        (Mark.REVIEW, "MR-NON"),
        (Mark.BLOCKED, "MR-NON"),
    ],
)
def test_the_release_status_of_one_face(mark: Mark, release: str) -> None:
    packet = marked(empty(), replace(MARKS, regions=(replace(FACE, mark=mark),)))

    (region,) = packet.items(words.REGION)
    assert isinstance(region, dict)
    assert region[words.PLUS_STATUS] == f"{VOCABULARY}{release}"


def test_a_region_is_written_as_iptc_wants_it() -> None:
    (region,) = marked(empty()).items(words.REGION)

    expected: dict[str, Value] = {
        words.REGION_ID: "likeness:f1",
        words.BOUNDARY: {
            words.SHAPE: "rectangle",
            words.UNIT: "relative",
            **dict(zip(words.SIDES, ("0.1", "0.2", "0.3", "0.4"), strict=True)),
        },
        words.KIND: ({words.IDENTIFIER: (words.HUMAN,)},),
        words.ROLE: ({words.IDENTIFIER: (words.SUBJECT,)},),
        words.PLUS_STATUS: words.UNLIMITED,
        words.MARK: "cleared",
    }
    assert region == expected


def test_a_name_is_written_only_where_one_is_given() -> None:
    named = marked(empty(), replace(MARKS, regions=(replace(FACE, name="Jo de Vries"),)))

    assert b"Jo de Vries" in named.to_bytes()
    assert marking.found(named) == replace(MARKS, regions=(replace(FACE, name="Jo de Vries"),))
    assert b"PersonInImage" not in marked(empty()).to_bytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_boxes_come_back_upright_from_every_orientation(orientation: int) -> None:
    assert marking.found(marked(empty(), MARKS, orientation)) == MARKS


def test_a_box_on_a_turned_photo_is_stored_turned() -> None:
    (region,) = marked(empty(), MARKS, 6).items(words.REGION)

    assert isinstance(region, dict)
    boundary = region[words.BOUNDARY]
    assert isinstance(boundary, dict)
    assert [boundary[side] for side in words.SIDES] == ["0.2", "0.6", "0.4", "0.3"]


def test_a_tiny_share_is_written_without_an_exponent() -> None:
    tiny = replace(FACE, x=1e-6, y=0, w=1, h=5e-7)
    data = marked(empty(), replace(MARKS, regions=(tiny,))).to_bytes()

    assert b"rbX>0.000001<" in data
    assert b"rbY>0<" in data
    assert b"rbW>1<" in data


def test_the_time_of_writing_is_in_utc() -> None:
    packet = marked(empty())
    at = datetime(2026, 6, 30, 14, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))

    marking.stamp(packet, at, made_file=False)

    assert packet.text(words.CHECKED) == "2026-06-30T12:00:00Z"
    assert packet.text(words.MADE_FILE) is None
    assert at.astimezone(UTC).hour == 12


# Other tools


@pytest.mark.parametrize("data", [LIGHTROOM, EXIFTOOL])
def test_what_other_tools_wrote_is_there_while_we_mark_and_unchanged_afterwards(
    data: bytes,
) -> None:
    packet = marked(data)
    during, before = meaning(packet.to_bytes()), meaning(data)
    shared = {words.PLUS_STATUS, words.PLUS_IDS, words.REGION}

    nothing_left = marking.take_off(packet)

    assert {name: during[name] for name in before if name not in shared} == {
        name: value for name, value in before.items() if name not in shared
    }
    assert meaning(packet.to_bytes()) == before
    assert not nothing_left


def test_our_regions_and_ids_stand_beside_those_of_others() -> None:
    packet = marked(EXIFTOOL)

    crop, face = packet.items(words.REGION)
    assert isinstance(crop, dict)
    assert isinstance(face, dict)
    assert (crop[words.REGION_ID], face[words.REGION_ID]) == ("crop-1", "likeness:f1")
    assert packet.items(words.PLUS_IDS) == ("paper form 17", "urn:uuid:1", "urn:uuid:2")


def test_an_id_that_another_tool_wrote_too_stays_its_own() -> None:
    marks = replace(MARKS, release_ids=("paper form 17",))
    packet = marked(EXIFTOOL, marks)

    marking.take_off(packet)

    assert packet.items(words.PLUS_IDS) == ("paper form 17",)


def test_our_release_status_wins_while_we_mark_and_theirs_comes_back() -> None:
    packet = marked(theirs("MR-LMR"), MarkSet(status="blocked"))
    while_marked = packet.text(words.PLUS_STATUS)

    marking.take_off(packet)

    assert while_marked == f"{VOCABULARY}MR-NON"
    assert packet.meaning() == {words.PLUS_STATUS: f"{VOCABULARY}MR-LMR"}


def test_their_release_status_survives_any_number_of_answers_of_ours() -> None:
    packet = Packet(theirs("MR-LMR"))
    for status in ("cleared", "no-people", "blocked", "no-people", "cleared", "partly"):
        marking.put(packet, MarkSet(status=status), 1)

    marking.take_off(packet)

    assert packet.text(words.PLUS_STATUS) == f"{VOCABULARY}MR-LMR"


def test_where_we_say_nothing_in_plus_their_value_stands() -> None:
    packet = marked(theirs("MR-LMR"), MarkSet(status="no-people"))

    assert packet.text(words.PLUS_STATUS) == f"{VOCABULARY}MR-LMR"


def test_a_value_written_over_ours_is_replaced_and_comes_back_afterwards() -> None:
    packet = marked(theirs("MR-LMR"), MarkSet(status="blocked"))
    packet.put(words.PLUS_STATUS, words.UNLIMITED)

    marking.put(packet, MarkSet(status="blocked"), 1)
    repaired = packet.text(words.PLUS_STATUS)
    marking.take_off(packet)

    assert repaired == words.NONE
    assert packet.text(words.PLUS_STATUS) == words.UNLIMITED


def test_a_value_taken_away_from_ours_stays_away_afterwards() -> None:
    packet = marked(theirs("MR-UMR"), MarkSet(status="blocked"))
    packet.put(words.PLUS_STATUS, None)

    marking.put(packet, MarkSet(status="blocked"), 1)
    marking.take_off(packet)

    assert packet.text(words.PLUS_STATUS) is None


# Read back


@pytest.mark.parametrize(
    ("written", "now", "told"),
    [
        pytest.param("blocked", words.UNLIMITED, "cleared", id="made milder by somebody"),
        pytest.param("blocked", words.LIMITED, "partly", id="made a bit milder"),
        pytest.param("cleared", words.NONE, "blocked", id="made stricter"),
        pytest.param("cleared", words.NOT_APPLICABLE, "no-people", id="nobody on it"),
        pytest.param("cleared", "something else", "not-assessed", id="unknown word"),
        pytest.param("cleared", None, "not-assessed", id="taken away"),
        pytest.param("review", words.NONE, "review", id="as written"),
    ],
)
def test_a_changed_release_status_is_told_as_it_is_now(
    written: str, now: str | None, told: str
) -> None:
    packet = marked(empty(), MarkSet(status=written))
    packet.put(words.PLUS_STATUS, now)

    found = marking.found(packet)

    assert found
    assert found.status == told


def test_a_face_somebody_made_milder_is_told_as_it_is_now() -> None:
    data = marked(empty(), replace(MARKS, regions=(replace(FACE, mark=Mark.BLOCKED),))).to_bytes()
    data = data.replace(b"MR-NON</plus", b"MR-UMR</plus")

    found = marking.found(Packet(data))

    assert found
    assert found.regions[0].mark is Mark.CLEARED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"rbX>0.1<", b"rbX>left<"),
        (b"rbX>0.1<", b"rbZ>0.1<"),
        (b"Mark>cleared<", b"Mark>fine<"),
        (b"RegionBoundary", b"RegionBorder"),
    ],
)
def test_a_region_that_somebody_spoiled_is_left_out_and_written_anew(
    old: bytes, new: bytes
) -> None:
    data = marked(empty()).to_bytes()
    if b"rbX" in old and b"rbZ" in new:
        data = data.replace(b"</Iptc4xmpExt:rbX>", b"</Iptc4xmpExt:rbZ>")
    packet = Packet(data.replace(old, new))
    spoiled = marking.found(packet)

    marking.put(packet, MARKS, 1)

    assert spoiled
    assert spoiled.regions == ()
    assert marking.found(packet) == MARKS


def test_a_mark_of_a_face_that_says_no_people_is_spoiled() -> None:
    data = marked(empty()).to_bytes().replace(b"MR-UMR</plus", b"MR-NAP</plus")

    found = marking.found(Packet(data))

    assert found
    assert found.regions == ()


def test_ids_of_a_face_written_as_plain_text_are_read() -> None:
    data = marked(empty(), replace(MARKS, regions=(replace(FACE, release_ids=("urn:uuid:9",)),)))
    plain = data.to_bytes().replace(
        b"<rdf:Bag><rdf:li>urn:uuid:9</rdf:li></rdf:Bag>", b"urn:uuid:9"
    )

    found = marking.found(Packet(plain))

    assert found
    assert found.regions[0].release_ids == ("urn:uuid:9",)


@pytest.mark.parametrize(
    ("name", "value"),
    [(words.UNTIL, "soon"), (words.WIDTH, "wide"), (words.WIDTH, "\u0663"), (words.HEIGHT, "-1")],
)
def test_spoiled_values_count_as_missing(name: str, value: str) -> None:
    packet = marked(empty(), MarkSet(status="cleared"))
    packet.put(name, value)

    assert marking.found(packet) == MarkSet(status="cleared")


def test_regions_left_by_somebody_who_took_our_words_away_are_cleaned_up() -> None:
    packet = marked(empty())
    for name in [n for n in packet.meaning() if words.LIKENESS in n]:
        packet.put(name, None)

    marking.take_off(packet)

    assert words.REGION not in packet.meaning()


def test_a_packet_without_ours_is_left_alone() -> None:
    packet = Packet(LIGHTROOM)

    assert not marking.take_off(packet)
    assert marking.found(packet) is None
    assert packet.to_bytes() == Packet(LIGHTROOM).to_bytes()


def test_regions_that_are_no_structures_belong_to_somebody_else() -> None:
    packet = Packet()
    packet.put(words.REGION, ("just text",))

    marking.put(packet, MARKS, 1)
    marking.take_off(packet)

    assert packet.meaning() == {words.REGION: ("just text",)}


def test_a_file_of_our_making_with_nothing_else_in_it_is_empty_afterwards() -> None:
    packet = marked(empty())
    marking.stamp(packet, datetime(2026, 6, 30, tzinfo=UTC), made_file=True)

    assert marking.take_off(packet)
    assert RDF.encode() in packet.to_bytes()


def test_a_file_of_our_making_that_another_tool_uses_too_stays() -> None:
    packet = marked(empty())
    marking.stamp(packet, datetime(2026, 6, 30, tzinfo=UTC), made_file=True)
    packet.put("{http://ns.adobe.com/xap/1.0/}Rating", "5")

    assert not marking.take_off(packet)
    assert packet.meaning() == {"{http://ns.adobe.com/xap/1.0/}Rating": "5"}
