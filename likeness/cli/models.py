"""`likeness models`: the packs that find and compare faces."""

from pathlib import Path
from typing import Annotated

import typer

from likeness.cli.frame import Cell, frame_of

group = typer.Typer(help="Model packs.", no_args_is_help=True)

NameArg = Annotated[str, typer.Argument(help="Name of the pack.", metavar="PACK")]


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="models")


@group.command("list")
def list_packs(context: typer.Context) -> None:
    """List packs, which are installed, and their licences."""
    from likeness.bootstrap.packs import chosen_pack
    from recognition.pack_catalogue import available_packs, installed

    frame = frame_of(context)
    here, used = installed(frame.places.models), chosen_pack(frame.places)
    known: dict[str, tuple[str, str]] = {
        pack.name: (pack.title, pack.licence) for pack in available_packs()
    }
    names = [*known, *(name for name in here if name not in known)]
    rows: list[dict[str, Cell]] = [
        {
            "pack": name,
            "installed": name in here,
            "in_use": name == used,
            "title": known.get(name, ("your own folder", ""))[0],
            "licence": known.get(name, ("", "as you declared"))[1],
        }
        for name in names
    ]
    frame.table(rows, ("pack", "installed", "in_use", "title", "licence"), "No packs.")


@group.command()
def install(
    context: typer.Context,
    name: NameArg,
    sources: Annotated[
        Path | None, typer.Option("--from", help="A folder with the files to make it from.")
    ] = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Your use is allowed by its licence.")
    ] = False,
) -> None:
    """Make a pack's files in the data folder and check them. Safe to run again."""
    import sys

    from recognition import pack_install

    frame = frame_of(context)

    def say(text: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"{text} ...\n")

    pack = pack_install.install(
        name, frame.places.models, sources=sources, accept_licence=accept_licence, progress=say
    )
    frame.give(
        {"pack": pack.name, "id": pack.id, "licence": pack.licence},
        f"Installed and checked: {pack.name} ({pack.title}). Licence: {pack.licence}",
    )


@group.command(short_help="Check the files and answers of a pack.")
def verify(context: typer.Context, name: NameArg = "open") -> None:
    """Check every file of a pack and its known answers, as each start does."""
    from recognition import pack_store

    frame = frame_of(context)
    pack = pack_store.verify(name, frame.places.models)
    frame.give({"pack": pack.name, "ok": True}, f"{pack.name} is as it was installed.")


@group.command()
def use(context: typer.Context, name: NameArg) -> None:
    """Make a pack the one in use. Templates of another pack do not count: enrol again."""
    from likeness.bootstrap.packs import choose_pack
    from recognition import pack_store

    frame = frame_of(context)
    pack = pack_store.verify(name, frame.places.models)
    choose_pack(frame.places, name)
    frame.give(
        {"pack": pack.name, "id": pack.id},
        f"{name} is in use from the next start on. Enrol everybody again with it.",
    )
