"""`likeness demo`: the main job on real photos, in a folder of its own."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from likeness.cli.frame import Frame, frame_of

if TYPE_CHECKING:
    from likeness.demo.folder import DemoFolder
    from likeness.demo.page import Scenes

Into = Annotated[
    Path, typer.Option(help="Folder to make it in: a new one, or that of an earlier demo.")
]


_WIDTH = 100
"""Columns where there is no terminal to ask."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", short_help="See the whole job on real photos, in a minute.")(demo)


def demo(context: typer.Context, into: Into = Path("likeness-demo")) -> None:
    """Run the main job on real photos: recognise, decide, write, withdraw, erase.

    Touches nothing outside its folder and needs no network. The names in it are invented.
    """
    from rich.console import Console

    from likeness.bootstrap.zone import system_zone
    from likeness.demo.folder import fresh
    from likeness.demo.run import run
    from likeness.demo.telling import Teller

    frame = frame_of(context)
    console = Console(file=sys.stderr if frame.as_json else sys.stdout, highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH
    teller = Teller(console)
    teller.opening()
    folder = fresh(into)
    scenes = run(folder, system_zone(os.environ), teller)
    teller.photos(scenes.first, scenes.now)
    if frame.as_json:
        _give(frame, folder, scenes)
    else:
        teller.closing(folder)


def _give(frame: Frame, folder: "DemoFolder", scenes: "Scenes") -> None:
    """Answer in JSON: where everything is, and what each photo said at first and says now."""
    photos = [
        {"photo": place, "before": scenes.first[place].status, "now": card.status}
        for place, card in scenes.now.items()
    ]
    value = {"folder": str(folder.root), "sheet": str(folder.sheet), "photos": photos}
    frame.give(value, "")
