"""Links to explanations: what they hold, and what they do not open."""

import base64

import pytest

from consent.ids import AssetId
from likeness.links import SignedLinks, asset_in, holds, token

SECRET = b"s" * 32
PHOTO, OTHER = AssetId("0f" * 16), AssetId("1e" * 16)


def test_a_link_opens_the_photo_and_version_it_was_made_for() -> None:
    signed = token(SECRET, PHOTO, 3)

    assert asset_in(signed) == PHOTO
    assert holds(SECRET, signed, PHOTO, 3)


@pytest.mark.parametrize(
    ("secret", "photo", "version"),
    [
        pytest.param(b"t" * 32, PHOTO, 3, id="another installation"),
        pytest.param(SECRET, OTHER, 3, id="another photo"),
        pytest.param(SECRET, PHOTO, 4, id="a raised version"),
    ],
)
def test_it_opens_nothing_else(secret: bytes, photo: AssetId, version: int) -> None:
    assert not holds(secret, token(SECRET, PHOTO, 3), photo, version)


def test_every_bit_of_it_counts() -> None:
    raw = base64.urlsafe_b64decode(token(SECRET, PHOTO, 1) + "=")

    for bit in range(8 * len(raw)):
        changed = (int.from_bytes(raw, "big") ^ (1 << bit)).to_bytes(len(raw), "big")
        signed = base64.urlsafe_b64encode(changed).decode().rstrip("=")
        assert not holds(SECRET, signed, asset_in(signed) or OTHER, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "ü" * 43,
        "A" * 42,
        "A" * 44,
        "A" * 4000,
        token(SECRET, PHOTO, 1) + "=",
        token(SECRET, PHOTO, 1)[:-1] + "_",
        "+" * 43,
        " " + "A" * 42,
    ],
)
def test_what_we_would_not_have_written_is_no_token(text: str) -> None:
    assert asset_in(text) is None or not holds(SECRET, text, PHOTO, 1)


def test_an_address_is_made_only_where_there_is_a_place_for_it() -> None:
    links = SignedLinks(secret=SECRET, place="https://likeness.example")

    address = links.address(PHOTO, 1)

    assert address == f"https://likeness.example/photo/{token(SECRET, PHOTO, 1)}"
    assert SignedLinks(secret=SECRET, place="").address(PHOTO, 1) == ""


def test_the_secret_is_not_shown_by_repr() -> None:
    assert "sss" not in repr(SignedLinks(secret=SECRET, place=""))
