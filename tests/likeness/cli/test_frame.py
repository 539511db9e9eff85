"""How answers are printed."""

import io

import pytest
from typing_extensions import override

from likeness.cli.frame import Cell, Frame
from likeness.cli.progress import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    @override
    def isatty(self) -> bool:
        return True


def test_a_table_is_plain_text_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Cell]] = [
        {"name": "a", "due_at": 1, "ok": True},
        {"name": "long name", "due_at": None, "ok": 0.5},
    ]

    Frame().table(rows, ("name", "due_at", "ok"), "nothing")

    assert capsys.readouterr().out == (
        "NAME       DUE AT  OK\na          1       yes\nlong name  -       0.5\n"
    )


def test_an_empty_table_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Frame().table([], ("name",), "Nothing waits.")
    Frame(as_json=True).table([], ("name",), "Nothing waits.")

    assert capsys.readouterr().out == "Nothing waits.\n[]\n"


def test_progress_is_silent_where_nobody_watches() -> None:
    stream = io.StringIO()

    with progress("Looking", stream) as step:
        step(1, 2)

    assert stream.getvalue() == ""


def test_progress_counts_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()

    with progress("Looking", stream) as step:
        step(3, 7)

    assert "3/7" in stream.getvalue()


def test_characters_that_a_terminal_obeys_are_written_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Frame().table([{"file": "a\u202egpj.exe\x1b[2J é"}], ("file",), "nothing")

    assert "a\\u202egpj.exe\\x1b[2J é" in capsys.readouterr().out
