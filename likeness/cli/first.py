"""`likeness init`: the first run."""

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.frame import Frame, frame_of

if TYPE_CHECKING:
    from likeness.bootstrap.first_run import FirstRun

Zone = Annotated[str | None, typer.Option(help="IANA time zone in which days begin and end.")]
Language = Annotated[str | None, typer.Option(help="en or nl.")]
Controller = Annotated[str | None, typer.Option(help="Name of the organisation responsible.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take what is proposed.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init", short_help="Make data folder, settings, key and database.")(init)


def init(
    context: typer.Context,
    timezone: Zone = None,
    language: Language = None,
    controller: Controller = None,
    yes: Yes = False,
) -> None:
    """Make the data folder, settings, key file and database. Safe to run again."""
    from likeness.bootstrap.first_run import set_up

    frame = frame_of(context)
    asking = not yes and sys.stdin.isatty() and not frame.places.settings_file.exists()
    given = {"timezone": timezone, "language": language, "controller": controller}
    answers = {
        name: value if value is not None else _answer(name, _proposal(name), asking=asking)
        for name, value in given.items()
    }
    _told(frame, set_up(frame.places, {name: text for name, text in answers.items() if text}))


def _proposal(name: str) -> str:
    from likeness.bootstrap.zone import system_zone

    usual = {"timezone": system_zone(os.environ), "language": "en", "controller": ""}
    return os.environ.get(f"LIKENESS_{name.upper()}", "") or usual[name]


QUESTIONS = {
    "timezone": "Time zone in which days begin and end",
    "language": "Language of words in your photos and on pages (en or nl)",
    "controller": "Name of the organisation that answers for the photos",
}


def _answer(name: str, proposal: str, *, asking: bool) -> str:
    if not asking:
        return proposal
    return str(
        typer.prompt(QUESTIONS[name], default=proposal or None, value_proc=partial(_fit, name))
    )


def _fit(name: str, text: str) -> str:
    """Check one answer, so that a wrong one is asked again and the others are kept."""
    from likeness.bootstrap.configuration import trouble_with

    trouble = trouble_with(name, text.strip())
    if trouble:
        raise typer.BadParameter(trouble)
    return text.strip()


def _told(frame: Frame, made: "FirstRun") -> None:
    """Say what was made, and what to do with the key file."""
    value = {
        "data": str(made.data),
        "settings": str(made.settings_file),
        "key_file": str(made.key_file),
        "made_settings": made.wrote_settings,
        "made_key": made.made_key,
        "made_database": made.made_database,
        "upgraded": made.upgraded,
    }
    lines = [
        f"Data folder: {made.data}",
        f"Settings: {made.settings_file}{_new(made.wrote_settings)}",
        f"Key file: {made.key_file}{_new(made.made_key)}",
    ]
    if made.made_key:
        lines.append("Copy the key file to a safe place now, apart from copies of the data folder.")
        lines.append("Without it the templates, names and evidence of every person are lost.")
    if made.upgraded:
        lines.append("The database was upgraded; a copy of the older one lies beside it.")
    lines.append("Next: name a folder of photos in the settings, under [hosts.photos].")
    frame.give(value, "\n".join(lines))


def _new(made: bool) -> str:
    return " (new)" if made else " (as it was)"
