"""Ordinals, lists, places and days in two languages."""

from datetime import date

import pytest

from consent.decisions import Place
from likeness.i18n.places import day, listed, ordinal, where


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (113, "113th"), (123, "123rd")],
)  # fmt: skip
def test_english_ordinals(number: int, text: str) -> None:
    assert ordinal(number, "en") == text


@pytest.mark.parametrize("number", [1, 2, 8, 20, 21])
def test_dutch_ordinals(number: int) -> None:
    assert ordinal(number, "nl") == f"{number}e"


@pytest.mark.parametrize(
    ("ordinals", "of", "english", "dutch"),
    [
        pytest.param([], 5, "", "", id="no face"),
        pytest.param([1], 1, "the only face", "het enige gezicht", id="only"),
        pytest.param(
            [2], 5, "2nd face from the left of 5", "2e gezicht van links, van 5", id="one"
        ),
        pytest.param(
            [4, 2],
            5,
            "2nd and 4th face from the left of 5",
            "2e en 4e gezicht van links, van 5",
            id="two",
        ),
        pytest.param([1, 2, 3, 3, 5], 9, "4 of 9 faces", "4 van de 9 gezichten", id="many"),
    ],
)
def test_places(ordinals: list[int], of: int, english: str, dutch: str) -> None:
    places = [Place(ordinal=number, of=of) for number in ordinals]

    assert (where(places, "en"), where(places, "nl")) == (english, dutch)


def test_lists() -> None:
    assert listed(["a"], "en") == "a"
    assert listed(["a", "b", "c"], "en") == "a, b and c"
    assert listed(["a", "b"], "nl") == "a en b"


def test_days_are_written_out() -> None:
    assert day(date(2026, 6, 30), "en") == "30 June 2026"
    assert day(date(2026, 6, 30), "nl") == "30 juni 2026"
