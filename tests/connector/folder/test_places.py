"""File names as text, and back."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connector.folder import places

FILE_NAMES = st.binary(min_size=1, max_size=40).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in {b".", b".."}
)


@given(names=st.lists(FILE_NAMES, min_size=1, max_size=4))
@example(names=[b"caf\xe9.jpg"])
@example(names=[b"a\\x41.jpg"])
@example(names=[b"new\nline", "\u202egpj.exe".encode()])
def test_any_file_name_survives_the_way_to_a_place_and_back(names: list[bytes]) -> None:
    place = ""
    for name in names:
        place = places.join(place, os.fsdecode(name))

    place.encode("utf-8")
    assert [os.fsencode(part) for part in places.parts(place)] == names


@pytest.mark.parametrize(
    ("name", "place"),
    [
        pytest.param(b"caf\xc3\xa9.jpg", "caf\u00e9.jpg", id="good text stays as it is"),
        pytest.param(b"caf\xe9.jpg", r"caf\xe9.jpg", id="a byte that is not UTF-8"),
        pytest.param(b"a\nb.jpg", r"a\x0ab.jpg", id="a line break"),
        pytest.param(b"a\\b.jpg", r"a\\b.jpg", id="a backslash"),
    ],
)
def test_odd_names_are_written_as_bytes(name: bytes, place: str) -> None:
    assert places.escape(os.fsdecode(name)) == place


@pytest.mark.parametrize(
    "place", ["../a.jpg", "/etc/passwd", "a//b.jpg", ".", "", r"a\x2f..\x2fb", r"a\x00b", "a/.."]
)
def test_a_place_never_leaves_the_folder(place: str) -> None:
    with pytest.raises(ValueError, match="never leaves"):
        places.parts(place)


def test_the_path_of_the_empty_place_is_the_root() -> None:
    assert places.path("/photos", "") == "/photos"
    assert places.path("/photos", r"a/\\.jpg") == "/photos/a/\\.jpg"
