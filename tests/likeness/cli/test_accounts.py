"""Logins of the office on the command line, and who looked."""

import pytest

from likeness.cli.exits import Exit
from tests.likeness.cli.calls import Command

ADD = ("account", "add", "Ada Office", "--email", "ada@example.org")


@pytest.fixture
def ada(ready: Command) -> str:
    return str(ready(*ADD, "--json").json["account"])


def test_the_link_for_the_first_login_is_printed_once(ready: Command) -> None:
    made = ready(*ADD)
    listed = ready("account", "list")

    assert "http://127.0.0.1:8700/first/" in made.out
    assert "/first/" not in listed.out
    assert "waits for the first login" in listed.out


@pytest.mark.usefixtures("ada")
def test_two_people_cannot_share_a_name(ready: Command) -> None:
    called = ready("account", "add", "ada  OFFICE")

    assert called.code is Exit.REFUSED
    assert "already" in called.err


def test_a_login_is_shut_and_opened_again_by_a_reset(ready: Command, ada: str) -> None:
    assert ready("account", "disable", "ada office").code == 0
    assert "shut" in ready("account", "list").out

    link = ready("account", "reset", ada, "--json").json["link"]

    assert link.startswith("http://127.0.0.1:8700/first/")
    assert "waits for the first login" in ready("account", "list").out


@pytest.mark.usefixtures("ada")
def test_a_login_without_sessions_says_so(ready: Command) -> None:
    assert "Nobody is logged in with it." in ready("account", "sessions", "Ada Office").out
    assert ready("account", "revoke", "Ada Office").code == 0


@pytest.mark.parametrize("command", ["disable", "reset", "sessions", "revoke"])
def test_a_login_that_is_not_there_is_not_found(ready: Command, command: str) -> None:
    assert ready("account", command, "Nobody").code is Exit.NOT_FOUND


@pytest.mark.parametrize("wrong", [("account", "add", " "), (*ADD, "--language", "xx")])
def test_a_login_needs_a_name_and_a_language_of_ours(
    ready: Command, wrong: tuple[str, ...]
) -> None:
    assert ready(*wrong).code == 2


def test_nobody_looked_yet(ready: Command) -> None:
    assert "Nobody looked yet." in ready("access-log").out
