"""Persons, and what is kept of them."""

from pathlib import Path

import pytest

from tests.likeness.cli.calls import Command

NAME = "Ada Canary"


@pytest.fixture
def ada(ready: Command) -> str:
    return str(
        ready("person", "add", "--name", NAME, "--email", "ada@canary.example", "--json").json[
            "person"
        ]
    )


def test_names_are_shown_only_where_they_are_asked_for(ready: Command, ada: str) -> None:
    listed = ready("person", "list")
    named = ready("person", "list", "--names", "--reason", "test")

    assert ada in listed.out
    assert "Canary" not in listed.out + listed.err
    assert NAME in named.out


@pytest.mark.usefixtures("ada")
def test_names_without_a_reason_are_refused(ready: Command) -> None:
    called = ready("person", "list", "--names")

    assert called.code == 2
    assert NAME not in called.out


@pytest.mark.parametrize("text", ["ada", "Canary", "ada@canary.example", "ADA CAN"])
def test_a_person_is_found_by_name_or_address(ready: Command, ada: str, text: str) -> None:
    called = ready("recognition-consent", "give", text, "--json")

    assert called.json["person"] == ada


def test_a_person_is_found_by_the_beginning_of_the_id(ready: Command, ada: str) -> None:
    assert ready("recognition-consent", "give", ada[:8], "--json").json["person"] == ada


def test_a_name_that_fits_two_lists_their_ids(ready: Command, ada: str) -> None:
    other = ready("person", "add", "--name", "Ada Other", "--json").json["person"]

    called = ready("recognition-consent", "give", "ada")

    assert called.code == 8
    assert ada in called.err
    assert other in called.err
    assert "Canary" not in called.err


def test_nobody_of_that_name_is_said(ready: Command) -> None:
    called = ready("erase", "Nobody", "--yes")

    assert (called.code, called.err) == (8, "There is no such person.\n")


def test_enrolling_needs_the_consent_to_be_recognised(
    ready: Command, ada: str, photos: Path
) -> None:
    called = ready("enrol", ada, str(photos / "one.jpg"))

    assert called.code == 4
    assert "recognition-consent give" in called.err


def test_a_withdrawn_recognition_consent_stops_enrolling(
    ready: Command, ada: str, photos: Path
) -> None:
    ready("recognition-consent", "give", ada)

    withdrawn = ready("recognition-consent", "withdraw", ada)

    assert withdrawn.code == 0
    assert ready("enrol", ada, str(photos / "one.jpg")).code == 4
    assert ready("recognition-consent", "withdraw", ada).code == 4


def test_a_picture_that_is_not_there_is_a_usage_error(ready: Command, ada: str) -> None:
    called = ready("enrol", ada, "/no/such/picture.jpg")

    assert called.code == 2
    assert "/no/such" not in called.err


def test_erasing_leaves_nobody(ready: Command, ada: str) -> None:
    called = ready("erase", ada, "--yes", "--json")

    assert called.json == {"person": ada, "done": True, "photos": 0, "held_until": None}
    assert ready("person", "list", "--json").json == []


def test_erasing_asks_first(ready: Command, ada: str) -> None:
    called = ready("erase", ada)

    assert called.code == 2
    assert "Add --yes" in called.err
    assert ready("person", "list", "--json").json != []


def test_a_consent_that_is_over_already_is_not_given(ready: Command, ada: str) -> None:
    called = ready("recognition-consent", "give", ada, "--ends", "2020-01-31")

    assert called.code == 2
    assert "over already" in called.err


def test_a_day_that_is_none_is_a_usage_error(ready: Command) -> None:
    called = ready("person", "add", "--name", NAME, "--minor-until", "30-06-2030")

    assert called.code == 2
    assert "2026-06-30" in called.err


@pytest.mark.parametrize("name", ["", " "])
def test_a_person_without_a_name_is_refused(ready: Command, name: str) -> None:
    assert ready("person", "add", "--name", name).code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("person", "add", "--name", "\u200b"), "There is no name"),
        (("person", "add", "--name", "Anna\udc80"), "signs that cannot be read"),
        (("person", "add", "--name", "A", "--email", "notanaddress"), "not an e-mail address"),
        (("person", "add", "--name", "A", "--born", "2930-01-01"), "still to come"),
        (("person", "add", "--name", "A", "--language", "xx"), "language is not known"),
        (("session", "add", ""), "There is no name"),
        (("group", "add", " "), "There is no name"),
        (("account", "add", "\u202eadA"), "turn it round"),
        (("account", "add", "Ada", "--email", "a@x"), "not an e-mail address"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(
    ready: Command, words: tuple[str, ...], said: str
) -> None:
    called = ready(*words)

    assert called.code == 2
    assert said in called.err
    assert ready("person", "list", "--json").json == []
