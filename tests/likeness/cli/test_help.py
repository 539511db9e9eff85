"""The help is what people read first: every command says in one whole line what it does."""

import pytest
from typer.main import get_command

from likeness.cli.main import app


def _summaries() -> list[tuple[str, str]]:
    """Give each command with the line that help shows for it on a terminal of 80 columns."""
    found: list[tuple[str, str]] = []
    waiting = [("likeness", get_command(app))]
    while waiting:
        name, command = waiting.pop()
        if hasattr(command, "commands"):
            waiting += [(f"{name} {word}", sub) for word, sub in command.commands.items()]
        found.append((name, command.get_short_help_str(55)))
    return found


@pytest.mark.parametrize(("command", "summary"), _summaries())
def test_the_summary_of_a_command_is_not_cut_off(command: str, summary: str) -> None:
    assert command == "likeness" or not summary.endswith("...")
