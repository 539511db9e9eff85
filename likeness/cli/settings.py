"""`likeness config`: what may be set, what is set, and where it was set."""

from typing import Annotated

import typer

from likeness.cli.frame import dumps, frame_of

group = typer.Typer(help="Settings: schema, values, example, check.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group to the command."""
    app.add_typer(group, name="config")


@group.command()
def schema() -> None:
    """Print the JSON Schema of likeness.toml."""
    from likeness.bootstrap import configuration

    typer.echo(dumps(configuration.schema()))


@group.command()
def example() -> None:
    """Print a commented likeness.toml."""
    from likeness.bootstrap import configuration

    typer.echo(configuration.example(), nl=False)


@group.command(short_help="Check the settings and list all that is wrong.")
def check(context: typer.Context) -> None:
    """Check the settings; all that is wrong is listed at once."""
    from likeness.bootstrap import configuration

    frame = frame_of(context)
    configuration.shown_settings(frame.places)
    frame.give({"ok": True}, "The settings are right.")


@group.command()
def show(
    context: typer.Context,
    origin: Annotated[
        bool, typer.Option("--origin", help="Say where each value came from.")
    ] = False,
) -> None:
    """Print every setting as it is; secrets as stars."""
    from likeness.bootstrap import configuration

    frame = frame_of(context)
    lines = configuration.shown_settings(frame.places)
    rows = [{"name": line.name, "value": line.value, "origin": line.origin} for line in lines]
    frame.table(rows, ("name", "value", *(("origin",) if origin else ())), "Nothing is set.")
