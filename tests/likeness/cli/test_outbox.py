"""Letters from the command line: listed without names, held, released, retried, cancelled."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from likeness.bootstrap.app import App, open_app
from likeness.bootstrap.places import find_places
from likeness.cli.exits import Exit
from scheduler.ports.outbox import Letter, LetterKind, OutboxState
from tests.likeness.cli.calls import Command

DUE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def opened(command: Command) -> Iterator[App]:
    with open_app(find_places(command.data, {})) as app:
        yield app


def put(command: Command, *keys: str) -> None:
    with opened(command) as app, app.store.begin() as tx:
        for key in keys:
            tx.outbox.put(Letter(key=key, kind=LetterKind.ASK, due_at=DUE))


def fail(command: Command, word: str = "address-refused") -> None:
    with opened(command) as app, app.store.begin() as tx:
        claim = tx.letter_claims.claim(app.deps.clock.now(), 60.0)
        assert claim
        tx.letter_claims.end(claim, OutboxState.FAILED, word, DUE)


def states(command: Command) -> list[str]:
    with opened(command) as app, app.store.read() as tx:
        return [posted.state.value for posted in tx.outbox.all()]


def test_no_letter_waits(ready: Command) -> None:
    called = ready("outbox", "list")

    assert (called.code, called.out) == (Exit.OK, "No letter waits.\n")


def test_a_waiting_letter_is_listed(ready: Command) -> None:
    put(ready, "a")

    called = ready("outbox", "list", "--json")

    assert called.code == Exit.OK
    assert [(row["kind"], row["state"]) for row in called.json] == [("ask", "waiting")]


def test_a_failed_letter_says_what_to_do_and_can_be_retried(ready: Command) -> None:
    put(ready, "a")
    fail(ready)

    listed = ready("outbox", "list")
    retried = ready("outbox", "retry")

    assert listed.code == Exit.ATTENTION
    assert "correct it, then retry" in listed.out
    assert retried.out.startswith("1 letters")
    assert states(ready) == ["waiting"]


@pytest.mark.parametrize(
    ("verb", "state"), [("hold", "held"), ("cancel", "cancelled"), ("release", "waiting")]
)
def test_a_letter_is_settled_by_the_beginning_of_its_id(
    ready: Command, verb: str, state: str
) -> None:
    put(ready, "a")
    letter = ready("outbox", "list", "--json").json[0]["letter"]

    called = ready("outbox", verb, letter)

    assert called.code == Exit.OK
    assert states(ready) == [state]


def test_a_cancelled_letter_cannot_be_released(ready: Command) -> None:
    put(ready, "a")
    letter = ready("outbox", "list", "--json").json[0]["letter"]
    ready("outbox", "cancel", letter)

    assert ready("outbox", "release", letter).code != Exit.OK
    assert states(ready) == ["cancelled"]


def test_an_unknown_letter_is_said_to_be_unknown(ready: Command) -> None:
    assert "no such letter" in ready("outbox", "hold", "nothing").err


def test_status_counts_letters_and_says_that_mail_is_not_set_up(ready: Command) -> None:
    put(ready, "a")

    called = ready("status")

    assert "Letters: 1 waiting, 0 held, 0 failed" in called.out
    assert "Mail is not set up" in called.out


def test_doctor_says_that_mail_is_not_set_up(ready: Command) -> None:
    rows = {row["check"]: row for row in ready("doctor", "--json").json}

    assert rows["mail"]["ok"]
    assert "letters wait" in rows["mail"]["advice"]


def test_doctor_refuses_to_send_without_a_server(ready: Command) -> None:
    rows = {
        row["check"]: row for row in ready("doctor", "--mail-to", "me@example.org", "--json").json
    }

    assert not rows["test letter"]["ok"]


def test_nothing_is_open_to_follow_up(ready: Command) -> None:
    assert ready("followup", "list").out == "Nothing is open.\n"
