"""`likeness link`: the address of a photo's explanation."""

from typing import Annotated

import typer

from likeness.cli.applying import apply_now
from likeness.cli.find import the_photo
from likeness.cli.frame import frame_of
from likeness.cli.opened import actor, opened
from likeness.cli.people import PhotoArg
from scheduler.values import Act, Priority

group = typer.Typer(help="Links that explain a photo.", no_args_is_help=True)

NO_ADDRESS = "There are no links: set public_url or editor_url under [public] in the settings."


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="link")


@group.command()
def show(context: typer.Context, photo: PhotoArg) -> None:
    """Print the link of a photo. Whoever has it reads status and reasons; no names, no picture."""
    frame = frame_of(context)
    with opened(frame) as app:
        asset = the_photo(app, photo)
        link = app.links.address(asset.id, asset.link_version)
    frame.give({"photo": asset.id, "link": link or None}, link or NO_ADDRESS)


@group.command()
def revoke(
    context: typer.Context,
    photo: Annotated[
        str | None, typer.Argument(help="Path or id of a photo.", metavar="PHOTO")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="The links of all photos.")] = False,
) -> None:
    """End the link of a photo, or all links. Hosts are told the new ones."""
    if (photo is None) is not every:
        raise typer.BadParameter("Name a photo, or say --all.")
    frame = frame_of(context)
    with opened(frame) as app:
        asset = None if photo is None else the_photo(app, photo).id
        now = app.deps.clock.now()
        with app.store.begin() as tx:
            ended = tx.tellings.renew_link(asset)
            act = Act(
                actor=actor(),
                act="links-revoked",
                subjects=() if asset is None else (asset,),
                detail={"photos": ended},
            )
            tx.records.act(act, now)
            if asset is None:
                woken = tx.queue.wake_host(None, Priority.CONSENT, now, look=False)
            else:
                woken = tx.queue.wake([asset], Priority.CONSENT, now)
        said = apply_now(frame, app, woken)
    frame.give({"photos": ended}, f"{ended} links ended. {said}")
