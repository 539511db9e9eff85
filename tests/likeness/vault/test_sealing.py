"""What is sealed for one place opens nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.vault.errors import SealBroken
from likeness.vault.sealing import Cipher, Label, associated, new_key

LABEL = Label(kind="template", pack="open/1", record="r1")
KEY = new_key()


def test_a_sealed_record_opens_in_its_place() -> None:
    cipher = Cipher(KEY, "inst", "anna")

    assert cipher.open(LABEL, cipher.seal(LABEL, b"data")) == b"data"


def test_sealing_twice_gives_different_bytes_that_do_not_show_the_data() -> None:
    cipher = Cipher(KEY, "inst", "anna")

    one, two = cipher.seal(LABEL, b"some plain data"), cipher.seal(LABEL, b"some plain data")

    assert one != two
    assert b"plain" not in one


@pytest.mark.parametrize(
    ("installation", "person", "label"),
    [
        pytest.param("other", "anna", LABEL, id="another installation"),
        pytest.param("inst", "bo", LABEL, id="another person"),
        pytest.param("inst", "anna", replace(LABEL, kind="selfie"), id="another kind"),
        pytest.param("inst", "anna", replace(LABEL, pack="buffalo"), id="another pack"),
        pytest.param("inst", "anna", replace(LABEL, record="r2"), id="another record"),
    ],
)
def test_a_sealed_record_opens_in_no_other_place(
    installation: str, person: str, label: Label
) -> None:
    sealed = Cipher(KEY, "inst", "anna").seal(LABEL, b"data")

    with pytest.raises(SealBroken):
        Cipher(KEY, installation, person).open(label, sealed)


def test_another_key_opens_nothing() -> None:
    sealed = Cipher(KEY, "inst", "anna").seal(LABEL, b"data")

    with pytest.raises(SealBroken):
        Cipher(new_key(), "inst", "anna").open(LABEL, sealed)


@given(st.integers(min_value=0, max_value=31), st.integers(min_value=1, max_value=255))
def test_no_changed_byte_goes_unnoticed(position: int, change: int) -> None:
    cipher = Cipher(KEY, "inst", "anna")
    sealed = bytearray(cipher.seal(LABEL, b"data"))
    sealed[position % len(sealed)] ^= change

    with pytest.raises(SealBroken):
        cipher.open(LABEL, bytes(sealed))


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_record_that_was_cut_off_is_refused(length: int) -> None:
    cipher = Cipher(KEY, "inst", "anna")

    with pytest.raises(SealBroken):
        cipher.open(LABEL, cipher.seal(LABEL, b"data")[:length])


TEXT = st.text(max_size=6)
PLACES = st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT)


@given(PLACES, PLACES)
def test_two_places_never_give_the_same_bytes(one: tuple[str, ...], two: tuple[str, ...]) -> None:
    written = [
        associated(place[0], place[1], Label(kind=place[2], pack=place[3], record=place[4]))
        for place in (one, two)
    ]

    assert (written[0] == written[1]) == (one == two)
