"""Searching names in memory, and profiles as bytes."""

from datetime import date

import pytest

from consent.ids import PersonId
from consent.persons import Profile
from likeness.vault.names import NameIndex
from likeness.vault.profiles import from_bytes, to_bytes

ZOE, JAN, JANE = PersonId("p-zoe"), PersonId("p-jan"), PersonId("p-jane")
INDEX = NameIndex(
    "1",
    {
        ZOE: Profile(name="Zoë van der Meulen", email="Zoe@Example.org"),
        JAN: Profile(name="Jan Jansen"),
        JANE: Profile(name="Jane Doe"),
    },
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("zoe", (ZOE,), id="accents do not matter"),
        pytest.param("ZOË", (ZOE,), id="case does not matter"),
        pytest.param("meul zo", (ZOE,), id="beginnings of words in any order"),
        pytest.param("jan", (JAN, JANE), id="several"),
        pytest.param("zoe@example.org", (ZOE,), id="an address"),
        pytest.param("p-jan", (JAN,), id="an id"),
        pytest.param("eulen", (), id="not the middle of a word"),
        pytest.param("", (), id="nothing finds nobody, though two have no address"),
    ],
)
def test_a_text_finds(text: str, found: tuple[PersonId, ...]) -> None:
    assert INDEX.find(text) == found


@pytest.mark.parametrize(
    "profile",
    [
        Profile(
            name="Åsa",
            email="asa@example.org",
            birth_date=date(2012, 2, 29),
            minor_until=date(2028, 2, 29),
        ),
        Profile(name=""),
    ],
)
def test_a_profile_survives_as_bytes(profile: Profile) -> None:
    assert from_bytes(to_bytes(profile)) == profile
