"""What crosses the border between child and parent is checked word by word."""

import json
import math
import os
import socket
import struct
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from recognition.child_frames import Channel, Frame
from recognition.child_wire import from_plain, to_plain
from recognition.errors import ChildLost, FaceNotThere, GalleryRefused, PackChanged, PackRefused
from recognition.recogniser_answers import enrolment, pack_refusal, raise_refusal, seen
from recognition.values import (
    Band,
    Box,
    Enrolment,
    FaceMatch,
    FaceQuality,
    Gate,
    PackId,
    Pass,
    PersonKey,
    Seen,
)

QUALITY = FaceQuality(
    size_px=80.0, score=0.99, sharpness=55.5, brightness=0.5, yaw=0.1, pitch=math.inf
)
FACE = FaceMatch(
    box=Box(x=0.1, y=0.2, w=0.3, h=0.4),
    score=0.99,
    size=0.4,
    quality=QUALITY,
    best=PersonKey(3),
    best_u=0.7,
    threshold=0.5,
    suggest_threshold=0.4,
    band=Band.ACCEPT,
    gated=(Gate.SMALL,),
)
SEEN = Seen(
    faces=(FACE, FACE),
    width=1280,
    height=886,
    passes=frozenset({Pass.FIRST, Pass.LARGER}),
    rotation=90,
    pack_id=PackId("test/1"),
    persons=5,
)


def told(value: object) -> object:
    return json.loads(json.dumps(to_plain(value)))


def test_what_was_seen_arrives_as_it_was() -> None:
    assert from_plain(Seen, told(SEEN)) == SEEN


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"vector": [0.1] * 128}, id="a field too many"),
        pytest.param({"faces": None}, id="no faces"),
        pytest.param({"faces": [[0.1] * 128]}, id="a vector in place of a face"),
        pytest.param({"faces": [{}] * 20_000}, id="endless faces"),
        pytest.param({"width": "1280"}, id="a text for a number"),
        pytest.param({"width": True}, id="yes for a number"),
        pytest.param({"rotation": 10**30}, id="a number without end"),
        pytest.param({"passes": ["sideways"]}, id="an unknown word"),
        pytest.param({"pack_id": "x" * 512}, id="a text in which a vector would fit"),
        pytest.param({"persons": math.nan}, id="no number"),
    ],
)
def test_anything_but_what_was_seen_is_refused(change: dict[str, object]) -> None:
    plain = told(SEEN)
    assert isinstance(plain, dict)

    with pytest.raises(ValueError, match=r".*"):
        from_plain(Seen, {**plain, **change})


@given(some.recursive(some.none() | some.booleans() | some.floats() | some.text(), some.lists))
def test_no_nonsense_is_taken_for_what_was_seen(plain: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_plain(Seen, plain)


def test_the_answer_to_a_match_has_no_room_for_a_vector() -> None:
    vector = np.full(128, 128**-0.5, np.float32).tobytes()
    words = {"seen": told(SEEN)}

    assert seen(Frame(words=words)) == SEEN
    for smuggled in (
        Frame(words=words, payload=vector),
        Frame(words={**words, "vector": vector.hex()}),
        Frame(words={"seen": told(replace(SEEN, pack_id=PackId(vector.hex())))}),
    ):
        with pytest.raises(ValueError, match=r".*"):
            seen(smuggled)


def test_a_template_arrives_only_in_the_answer_to_enrol() -> None:
    vector = np.full(128, 128**-0.5, "<f4").tobytes()

    found = enrolment(Frame(words={"quality": told(QUALITY)}, payload=vector), PackId("test/1"))

    assert isinstance(found, Enrolment)
    assert found.template is not None
    assert found.template.vector == vector
    assert vector.hex() not in repr(found)


def test_a_face_that_is_not_good_enough_has_no_template() -> None:
    found = enrolment(Frame(words={"quality": told(QUALITY)}), PackId("test/1"))

    assert found == Enrolment(quality=QUALITY, template=None)


@pytest.mark.parametrize("payload", [b"x" * 3, bytes(512), np.full(128, np.nan, "<f4").tobytes()])
def test_what_is_no_template_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        enrolment(Frame(words={"quality": told(QUALITY)}, payload=payload), PackId("test/1"))


@pytest.mark.parametrize(
    ("name", "kind"), [("FaceNotThere", FaceNotThere), ("GalleryRefused", GalleryRefused)]
)
def test_a_refusal_is_raised_again_in_the_parent(name: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        raise_refusal({"refused": name, "why": "do this"})


def test_a_pack_refusal_keeps_what_the_caller_must_do() -> None:
    known = pack_refusal({"refused": "PackChanged", "why": "install it again"}, "open")
    unknown = pack_refusal({"refused": "os.system", "why": "x" * 5000}, "open")

    assert (type(known), str(known)) == (PackChanged, "install it again")
    assert type(unknown) is PackRefused
    assert len(str(unknown)) <= 500


def channels(most: int = 1000) -> tuple[Channel, socket.socket]:
    ours, theirs = socket.socketpair()
    return Channel(ours, most), theirs


def test_a_frame_arrives_with_its_payload_and_its_descriptor() -> None:
    ours, theirs = socket.socketpair()
    one, other = Channel(ours, 1000), Channel(theirs, 1000)
    read_end, write_end = os.pipe()

    one.send(Frame(words={"ask": "gallery"}, payload=b"abc", descriptor=write_end))
    frame = other.receive(descriptors=1)

    assert (frame.words, frame.payload) == ({"ask": "gallery"}, b"abc")
    assert frame.descriptor is not None
    os.write(frame.descriptor, b"same")
    assert os.read(read_end, 10) == b"same"
    for end in (read_end, write_end, frame.descriptor):
        os.close(end)
    one.close()
    other.close()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\0\0\0", id="half a length"),
        pytest.param(struct.pack(">II", 2**31, 0), id="endless words"),
        pytest.param(struct.pack(">II", 2, 1001) + b"{}", id="a payload over the cap"),
        pytest.param(struct.pack(">II", 3, 0) + b"{]}", id="no json"),
        pytest.param(struct.pack(">II", 2, 0) + b"[]", id="a list"),
        pytest.param(struct.pack(">II", 100_000, 0) + b"[" * 100_000, id="deep json"),
        pytest.param(struct.pack(">II", 2, 0) + b"\xff\xfe", id="no text"),
        pytest.param(struct.pack(">II", 2, 9) + b"{}abc", id="a payload that ends early"),
    ],
)
def test_a_broken_frame_loses_the_child_and_nothing_else(sent: bytes) -> None:
    channel, theirs = channels()
    theirs.sendall(sent)
    theirs.close()

    with pytest.raises(ChildLost):
        channel.receive(time.monotonic() + 10)
    channel.close()


def test_silence_ends_at_the_deadline() -> None:
    channel, theirs = channels()

    with pytest.raises(TimeoutError):
        channel.receive(time.monotonic() + 0.05)
    channel.close()
    theirs.close()


def test_a_child_that_does_not_listen_cannot_hold_its_parent() -> None:
    channel, theirs = channels()

    with pytest.raises(TimeoutError):
        channel.send(Frame(words={}, payload=bytes(10_000_000)), time.monotonic() + 0.05)
    channel.close()
    theirs.close()
