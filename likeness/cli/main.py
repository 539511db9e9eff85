"""The command `likeness`: global options, command groups, the edge where errors become words."""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from likeness.cli import (
    accounts,
    asks,
    connecting,
    demo,
    explaining,
    faces,
    first,
    followups,
    groups,
    host_consents,
    identity,
    jobs,
    keeping,
    keys,
    links,
    lists,
    models,
    modes,
    nextcloud,
    notices,
    outbox,
    pending,
    people,
    printing,
    quitclaims,
    records,
    renewals,
    reports,
    review,
    rosters,
    scanning,
    serving,
    session_asks,
    sessions,
    settings,
    stages,
    upgrading,
    words,
)
from likeness.cli.exits import MEANINGS, Exit
from likeness.cli.failing import report
from likeness.cli.frame import Frame
from likeness.cli.release import release

EPILOG = "Exit codes: " + "; ".join(f"{int(code)} {text}" for code, text in MEANINGS.items()) + "."
_WITH_VALUE = "--data"
_FLAG = "--json"

app = typer.Typer(
    name="likeness",
    help="Ties every face in a photo library to that person's consent.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"likeness {release()}\n")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(help="The data folder; else LIKENESS_DATA, else your own data folder."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")] = False,
    _: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Tie every face in a photo library to that person's consent.

    The options --data and --json may stand anywhere in the command.
    """
    context.obj = Frame(data=data, as_json=as_json)


for group in (
    first,
    upgrading,
    connecting,
    stages,
    nextcloud,
    settings,
    demo,
    models,
    modes,
    scanning,
    serving,
    people,
    identity,
    pending,
    quitclaims,
    records,
    printing,
    lists,
    host_consents,
    notices,
    words,
    groups,
    asks,
    renewals,
    sessions,
    session_asks,
    rosters,
    faces,
    review,
    explaining,
    links,
    reports,
    outbox,
    followups,
    jobs,
    keys,
    accounts,
    keeping,
):
    group.register(app)


def hoist(arguments: Sequence[str]) -> list[str]:
    """Put the global options in front, wherever they stand; what follows `--` stays as it is."""
    ours: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for word in left:
        if word == "--":
            return [*ours, *rest, word, *left]
        if word == _FLAG or word.startswith(f"{_WITH_VALUE}="):
            ours.append(word)
        elif word == _WITH_VALUE:
            ours += [word, *(value for _, value in zip(range(1), left, strict=False))]
        else:
            rest.append(word)
    return [*ours, *rest]


_built = cache(typer.main.get_command)
"""Puts all commands together: once, for whoever runs several in one process."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Never raises but for what ends every program."""
    words = hoist(arguments)
    try:
        _built(app).main(args=words, prog_name="likeness", standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception as error:  # noqa: BLE001 - the edge of the process: every error becomes words
        return report(error, as_json=_FLAG in words)
    return Exit.OK


def main() -> None:
    """Run the command of this process."""
    sys.exit(run(sys.argv[1:]))
