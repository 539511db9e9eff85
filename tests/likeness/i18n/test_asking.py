"""Which language a reader gets."""

import pytest

from likeness.i18n.asking import language_of


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        pytest.param("nl", "nl", id="one"),
        pytest.param("nl-BE,nl;q=0.9", "nl", id="of a country"),
        pytest.param("en;q=0.4, nl;q=0.8", "nl", id="the heavier one"),
        pytest.param("de-DE,de;q=0.9,en;q=0.8,nl;q=0.7", "en", id="the first we speak"),
        pytest.param("nl;q=0,en", "en", id="one that is not wanted"),
        pytest.param("de,fr", "nl", id="none of ours"),
        pytest.param("", "nl", id="none at all"),
        pytest.param("*", "nl", id="any"),
        pytest.param("nl;q=x,en;q=0.1", "en", id="a weight that is no number"),
        pytest.param(",".join(["de"] * 50) + ",en", "nl", id="too many to read"),
    ],
)
def test_the_reader_gets_the_language_asked_for_most(accepted: str, wanted: str) -> None:
    assert language_of(accepted, "nl") == wanted
